package checks

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/diag"
)

// A LeftOut is a definition that is not in a catalog because it has an error, or names
// another that has: see Input.LeaveOut. The zero Check means a whole watch, the zero
// Watch a whole system, and the zero System that no watch can be named: a contract, a
// rule or a table of codes.
type LeftOut struct {
	System string
	Watch  string
	Check  string
	Source string          // of the watch, as it was written; "" if it is not known
	Tags   []string        // of the watch, as they were written
	Why    diag.Diagnostic // its first error
}

// Path is the name in selectors; "" where no watch can be named.
func (o *LeftOut) Path() string {
	return strings.TrimRight(o.System+"/"+o.Watch+"/"+o.Check, "/")
}

// Lacks tells whether something of a system is left out, or of nobody knows whose: what
// the state holds of it cannot be compared with its definitions.
func (c *Catalog) Lacks(system string) bool {
	return slices.ContainsFunc(c.LeftOut, func(o *LeftOut) bool { return o.System == "" || o.System == system })
}

// leaveOut loads again without what has an error, then without what names that, until the
// rest has none. The catalog is nil if an error stands where nothing can be left out.
func leaveOut(in Input, l *loader) (*Catalog, diag.List) {
	faults, out := l.faults, newOmitted()
	for l.faults.Errors() {
		if !out.take(l) {
			return nil, faults.Sorted()
		}
		l = newLoader(in)
		l.out = out
		l.all()
		l.faults = out.following(l.faults)
		faults.Add(l.faults...)
	}
	l.catalog.Hash = l.hash()
	l.catalog.LeftOut = out.list(l)
	return l.catalog, faults.Sorted()
}

// omitted is what has been left out so far. The zero pointer leaves nothing out.
type omitted struct {
	units   []unit
	at      map[diag.Pos]bool // checks, watches and named rules, by where they begin
	files   map[string]bool   // folder/name without the extension, of any layer
	systems map[string]bool
}

func newOmitted() *omitted {
	return &omitted{at: map[diag.Pos]bool{}, files: map[string]bool{}, systems: map[string]bool{}}
}

// take adds what the errors of a pass stand in. It gives false if one stands in nothing
// that can be left out, or if all of it is left out already.
func (o *omitted) take(l *loader) bool {
	before, units := len(o.units), l.units()
	for _, d := range l.faults.Sorted() {
		if d.Severity == diag.Warning {
			continue
		}
		for _, at := range culprits(d) {
			hit := l.unitsAt(units, at)
			if len(hit) == 0 {
				return false
			}
			for _, u := range hit {
				u.why = d
				o.add(u)
			}
		}
	}
	return len(o.units) > before
}

// culprits are the places of an error: of two things with one name it cannot be told which
// is meant.
func culprits(d diag.Diagnostic) []diag.Pos {
	at := []diag.Pos{d.Span.Start}
	switch d.Code {
	case "DW-1201", "DW-1208", "DW-1301", "DW-1303", "DW-1451":
		for _, r := range d.Related {
			at = append(at, r.Span.Start)
		}
	}
	return at
}

func (o *omitted) add(u unit) {
	if slices.ContainsFunc(o.units, u.same) {
		return
	}
	o.units = append(o.units, u)
	if u.file != "" {
		o.files[u.file] = true
	}
	if u.sort == ofSystem {
		o.systems[u.system] = true
	} else if u.file == "" {
		o.at[u.from] = true
	}
}

// following gives the errors that come of leaving something out. What is left out is still
// read, and its form checked; and warnings do not count: nothing reads a column when the
// rule that does is left out.
func (o *omitted) following(faults diag.List) (errors diag.List) {
	for _, d := range faults {
		inside := slices.ContainsFunc(o.units, func(u unit) bool { return u.covers(d.Span.Start) })
		if d.Severity == diag.Warning || inside {
			continue
		}
		d.Hint = "what it names is left out, since it has an error of its own"
		errors.Add(d)
	}
	return errors
}

// list says what is left out, for whom: a check of a contract in every watch of it.
func (o *omitted) list(l *loader) (list []*LeftOut) {
	for _, u := range o.units {
		named := false
		for _, d := range l.drafts {
			if w := d.watch; u.contract != "" && u.sort == ofCheck && w.Contract.ID == u.contract {
				named = true
				list = append(list, &LeftOut{w.System.ID, w.ID, u.check, w.Source, w.Tags, u.why})
			}
		}
		switch {
		case named:
		case u.system == "": // a contract's check that nobody has, a rule, a file
			list = append(list, &LeftOut{Why: u.why})
		default:
			list = append(list, &LeftOut{u.system, u.watch, u.check, u.source, u.tags, u.why})
		}
	}
	slices.SortStableFunc(list, func(a, b *LeftOut) int {
		return cmp.Or(cmp.Compare(a.Path(), b.Path()), a.Why.Span.Start.Compare(b.Why.Span.Start))
	})
	return slices.CompactFunc(list, func(a, b *LeftOut) bool { return a.Path() != "" && a.Path() == b.Path() })
}

// file tells whether a definition's file is left out, whichever layer it is of: a shipped
// one must not come in the place of a workspace's own.
func (o *omitted) file(folder, base string) bool { return o != nil && o.files[folder+"/"+base] }

// system tells whether a whole system is left out.
func (o *omitted) system(id string) bool { return o != nil && o.systems[id] }

// has tells whether what begins at a place is left out.
func (o *omitted) has(at diag.Span) bool { return o != nil && o.at[at.Start] }

// watch tells whether a path names a watch that is left out, or one of a system that is.
func (o *omitted) watch(path string) bool {
	system, id, _ := strings.Cut(path, "/")
	return o.system(system) || o.watching(system, func(u unit) bool { return u.watch == id }) != ""
}

// watching gives the path of the first left out watch of a system that fits; "" if there
// is none.
func (o *omitted) watching(system string, fits func(unit) bool) string {
	if o == nil {
		return ""
	}
	for _, u := range o.units {
		if u.sort == ofWatch && u.system == system && fits(u) {
			return system + "/" + u.watch
		}
	}
	return ""
}
