package checks

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// The sorts of what can be left out, the smallest first: an error is looked for in them in
// this order.
const (
	ofCheck unitSort = iota
	ofRule
	ofWatch
	ofSystem
	ofFile
)

type unitSort uint8

// A unit is the least that can be left out because of an error in it.
type unit struct {
	sort     unitSort
	system   string
	watch    string
	check    string
	contract string // that a watch names, or that a check is of
	source   string
	tags     []string
	file     string             // folder/name without the extension; "" if less than a file is left out
	from     diag.Pos           // where it begins
	in       map[string]stretch // where its words stand, by file
	why      diag.Diagnostic
}

// stretch is a part of a file, its ends included.
type stretch struct{ from, to diag.Pos }

func (u unit) covers(at diag.Pos) bool {
	s, ok := u.in[at.File]
	return ok && s.from.Compare(at) <= 0 && at.Compare(s.to) <= 0
}

func (u unit) same(v unit) bool {
	return u.sort == v.sort && u.from == v.from && u.file == v.file && u.system == v.system && u.contract == v.contract
}

// units lists what of a pass can be left out without its file.
func (l *loader) units() []unit {
	var list []unit
	for _, f := range l.ruleFields {
		list = append(list, unitOf(unit{sort: ofRule}, madeMap(f.Key.Span, f)))
	}
	for _, root := range l.roots {
		list = append(list, l.systemUnits(root)...)
	}
	for c, root := range l.written {
		for _, v := range items(root.Get("checks")) {
			list = append(list, unitOf(unit{sort: ofCheck, contract: c.ID, check: boundID(v, c.Checks)}, v))
		}
	}
	slices.SortStableFunc(list, func(a, b unit) int { return int(a.sort) - int(b.sort) })
	return list
}

func (l *loader) systemUnits(root *syntax.Value) []unit {
	system := text(root.Get("system"))
	list := []unit{unitOf(unit{sort: ofSystem, system: system}, root)}
	for _, v := range items(root.Get("watches")) {
		u := unit{sort: ofWatch, system: system, watch: watchID(v), contract: text(v.Get("contract")), source: text(v.Get("source")), tags: texts(v.Get("tags"))}
		list = append(list, unitOf(u, v))
		u.sort, u.contract = ofCheck, ""
		list = append(list, l.watchCheckUnits(u, v)...)
		for _, table := range fields(v.Get("tables")) {
			list = append(list, l.watchCheckUnits(u, table.Value)...)
		}
	}
	return list
}

func (l *loader) watchCheckUnits(u unit, v *syntax.Value) (list []unit) {
	for _, check := range items(v.Get("checks")) {
		var bound []*Check
		if w := l.at[u.system+"/"+u.watch]; w != nil {
			bound = w.Checks
		}
		u.check = boundID(check, bound)
		list = append(list, unitOf(u, check))
	}
	return list
}

func unitOf(u unit, v *syntax.Value) unit {
	u.from, u.in = v.Span.Start, map[string]stretch{}
	spread := func(at diag.Span) {
		to := at.End
		if to.IsZero() {
			to = at.Start
		}
		s, ok := u.in[at.Start.File]
		if !ok {
			s = stretch{at.Start, to}
		}
		if at.Start.Compare(s.from) < 0 {
			s.from = at.Start
		}
		if s.to.Compare(to) < 0 {
			s.to = to
		}
		u.in[at.Start.File] = s
	}
	words(v, spread)
	return u
}

// words tells where every word of a value stands.
func words(v *syntax.Value, at func(diag.Span)) {
	at(v.Span)
	for _, item := range v.Items {
		words(item, at)
	}
	for _, f := range v.Fields {
		words(f.Key, at)
		words(f.Value, at)
	}
}

// boundID is the id of a check as far as it is known: its own, that of what was bound of
// it, or its kind.
func boundID(v *syntax.Value, bound []*Check) string {
	if id := v.Get("id"); scalar(id) {
		return id.Text
	}
	u := unitOf(unit{}, v)
	for _, c := range bound {
		if u.covers(c.Span.Start) {
			return c.ID
		}
	}
	if len(v.Fields) > 0 {
		return v.Fields[0].Key.Text
	}
	return ""
}

// unitsAt gives those of the smallest sort in which a place lies, or the file.
func (l *loader) unitsAt(units []unit, at diag.Pos) (hit []unit) {
	for _, u := range units {
		if u.covers(at) && (len(hit) == 0 || u.sort == hit[0].sort) {
			hit = append(hit, u)
		}
	}
	if len(hit) == 0 {
		if u, ok := l.fileUnit(at.File); ok {
			hit = append(hit, u)
		}
	}
	return hit
}

// fileUnit is a whole file. Some cannot be left out: what the deployment says, constants
// and the calendar have shipped values, which must not come in the place of others.
func (l *loader) fileUnit(name string) (unit, bool) {
	u := unit{sort: ofFile, from: diag.Pos{File: name}}
	for _, layer := range layers(l.in, true) {
		inside, ok := layer.inside(name)
		if !ok {
			continue
		}
		u.file = strings.TrimSuffix(inside, path.Ext(inside))
		switch path.Dir(inside) {
		case "contracts", "shared":
			return u, true
		case "codes":
			return u, u.file != "codes/"+calendarName
		case "watches":
			data, err := fs.ReadFile(layer.files, inside)
			id := systemLine.FindSubmatch(data)
			if err != nil || id == nil {
				return u, false
			}
			u.sort, u.system = ofSystem, string(id[1])
			return u, true
		}
		return u, false
	}
	return u, false
}

// systemLine finds the system that a file of watches is of where it cannot be read: the
// shipped watches of the system must not be in effect without what the workspace says of
// them.
var systemLine = regexp.MustCompile(`(?m)^system:[ \t]*["']?([^\s"'#]+)`)
