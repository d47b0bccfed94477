package checks

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// bindWatch binds what a watch adds to its contract: where, overrides, checks of its
// own, and whose data its comparisons use.
func (l *loader) bindWatch(d *draft) {
	w := d.watch
	w.Where = nil
	s := l.watchScope(d)
	if where := d.value.Get("where"); scalar(where) {
		s.span, s.use = where.Span, &usage{}
		w.Where = s.Rule(where, nil)
		l.noteUse(d, s.use)
		if name := absentColumn(w, s.use.columns); name != "" {
			l.report("DW-1313", where.Span, "", "`where` reads `%s`, which this source does not deliver", name)
		}
	}
	l.delivery(d)
	w.Checks = slices.Grow(l.implied(d, s), len(w.Contract.Checks))
	copies := make([]Check, len(w.Contract.Checks))
	for i, check := range w.Contract.Checks {
		copies[i] = *check
		w.Checks = append(w.Checks, &copies[i])
	}
	var own []*Check
	for _, v := range items(d.value.Get("checks")) {
		if l.out.has(v.Span) { // and not the contract's in its place
			w.Checks = slices.DeleteFunc(w.Checks, func(c *Check) bool { return v.Get("id").Is(c.ID) })
			continue
		}
		if hasKind(l.kinds, v) {
			if check := l.writtenCheck(s, v); check != nil {
				check.Own = true
				l.exceptCheck(d, check, v)
				l.noteUse(d, check.use)
				if !displaces(w.Checks, check) {
					own = append(own, check)
				}
			}
			continue
		}
		l.override(d, v)
	}
	l.defaultIDs(w.Checks, own)
	w.Checks = append(w.Checks, own...)
	l.uniqueIDs(w.Checks)
	w.Exceptions = l.exceptionsOf(d, d.value)
	l.bindRefs(d)
	for _, check := range w.Checks {
		l.markAbsent(w, check)
	}
}

// displaces puts a check of the watch in the place of the contract's check of the same id
// and kind, and tells whether there was one: the system's payments stand in another table.
func displaces(list []*Check, own *Check) bool {
	at := slices.IndexFunc(list, func(c *Check) bool {
		return own.ID != "" && c.ID == own.ID && c.Kind.Doc().Name == own.Kind.Doc().Name
	})
	if at >= 0 {
		list[at] = own
	}
	return at >= 0
}

func (l *loader) watchScope(d *draft) *scope {
	columns := slices.Clip(d.watch.Contract.Columns)
	if len(d.extra) > 0 {
		columns = append(columns, d.extra...)
	}
	return &scope{l: l, contract: d.watch.Contract, columns: columns, fields: schemaOf(columns)}
}

func (l *loader) noteUse(d *draft, use *usage) {
	for _, name := range use.columns {
		d.used[name] = true
	}
}

func hasKind(kinds map[string]Kind, v *syntax.Value) bool {
	return slices.ContainsFunc(fields(v), func(f syntax.Field) bool { return kinds[f.Key.Text] != nil })
}

// implied makes the checks that nobody has to write: connect everywhere, http for calls,
// privilege and schema elsewhere, delivery where there is something to know of it, file and file_total of a file. A
// written one takes its place. Of several tables the first answers for what they share.
func (l *loader) implied(d *draft, s *scope) []*Check {
	source := l.catalog.Deployment.Source(d.watch.Source)
	names := []string{"privilege", "schema"}
	if source != nil && source.Driver == "http" || d.watch.From.Call != nil {
		names = []string{"http"}
	}
	if d.watch.Leads() {
		names = append([]string{"connect"}, names...)
		if knownOf(d.value.Get("delivery")) {
			names = append(names, "delivery")
		}
	}
	if f := d.watch.From.File; f != nil {
		names = append(names, "file")
		if len(f.Declares()) > 0 && d.watch.Where == nil {
			names = append(names, "file_total")
		}
	}
	var list []*Check
	for _, name := range names {
		kind := l.kinds[name]
		if kind == nil || l.writes(d, name) {
			continue
		}
		s.span = d.watch.Span
		check := l.bind(s, kind, impliedArgs(name, d.watch))
		check.ID = name
		list = append(list, check)
	}
	return list
}

// knownOf tells whether there is something to know of a delivery.
func knownOf(delivery *syntax.Value) bool {
	return delivery.Get("due") != nil || delivery.Get("ready") != nil || delivery.Get("deleted") != nil
}

func impliedArgs(name string, w *Watch) *syntax.Value {
	if name == "http" {
		return madeMap(w.Span, madeField("status", made("200", w.Span)))
	}
	return made("true", w.Span)
}

// writes tells whether contract or watch has a check of the kind.
func (l *loader) writes(d *draft, kind string) bool {
	for _, check := range d.watch.Contract.Checks {
		if check.Kind.Doc().Name == kind {
			return true
		}
	}
	return slices.ContainsFunc(items(d.value.Get("checks")), func(v *syntax.Value) bool { return v.Get(kind) != nil })
}

// overridable lists what an override may change.
func overridable() []string {
	return []string{"id", "warn", "fail", "of", "exceptions", "status", "grade", "title", "why", "where", "samples"}
}

func (l *loader) overrideForm() syntax.Shape {
	return l.form(watchCheckTitle, func() syntax.Shape { return watchCheckShape(l.in.Kinds) })
}

// override changes a check of the contract for this watch.
func (l *loader) override(d *draft, v *syntax.Value) {
	form := l.overrideForm()
	for _, f := range fields(v) {
		_, known := form.Key(f.Key.Text)
		if known && !slices.Contains(overridable(), f.Key.Text) {
			l.report("DW-1309", f.Key.Span, "an override may have: "+syntax.Listed(overridable()), "`%s` cannot be overridden", f.Key.Text)
		}
	}
	id := v.Get("id")
	if !scalar(id) {
		if v.Form == syntax.Map {
			l.report("DW-1307", v.Span, "add the `id` of a check of the contract, or the kind of a new check", "this check has neither a kind nor an id")
		}
		return
	}
	at := slices.IndexFunc(d.watch.Checks, func(c *Check) bool { return c.ID == id.Text })
	if at < 0 {
		l.report("DW-1308", id.Span, syntax.SuggestOr(id.Text, ids(d.watch.Checks), "give it a kind if it is a check of the watch alone"), "the contract `%s` has no check `%s`", d.watch.Contract.ID, id.Text)
		return
	}
	l.applyOverride(d, d.watch.Checks[at], v)
}

// applyOverride changes the watch's copy. Its place becomes the override's.
func (l *loader) applyOverride(d *draft, check *Check, v *syntax.Value) {
	before := check.use
	s := l.watchScope(d)
	s.span, s.use = v.Span, &usage{args: before.args, columns: slices.Clone(before.columns), others: before.others, far: before.far}
	l.settings(s, check, v)
	l.unread(check.Kind, v)
	check.use = s.use
	l.exceptCheck(d, check, v)
	l.noteUse(d, s.use)
}

func ids(list []*Check) []string {
	var names []string
	for _, check := range list {
		names = append(names, check.ID)
	}
	return names
}

// markAbsent notes a column that the check needs and nobody delivers.
func (l *loader) markAbsent(w *Watch, check *Check) {
	use := check.use
	check.Absent = absentColumn(w, use.columns)
	for _, other := range use.others {
		if far := w.Refs[other.Text]; far != nil && check.Absent == "" {
			if name := absentColumn(far, use.far); name != "" {
				check.Absent = "other." + name
			}
		}
	}
}
