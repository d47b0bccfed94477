package checks

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// mapColumns says for each column of the contract, and then for each extra column,
// how it is read. A column that is not written has its own name.
func (l *loader) mapColumns(d *draft) {
	written := d.value.Get("columns")
	c := d.watch.Contract
	d.watch.Mappings = make([]Mapping, 0, len(c.Columns))
	for _, column := range c.Columns {
		m := Mapping{Name: column.Name, Title: column.Title, Type: column.Type, Class: column.Class, Physical: []string{column.Name}, Span: d.watch.Span}
		if key := written.Key(column.Name); key != nil {
			m.Span = key.Span
			l.mapping(d.watch, &m, key, written.Get(column.Name))
		}
		d.watch.Mappings = append(d.watch.Mappings, m)
	}
	for _, f := range fields(written) {
		if c.Column(f.Key.Text) == nil {
			l.extraColumn(d, f.Key, f.Value)
		}
	}
}

// extraColumn reads a column that the contract does not have. It needs a type.
func (l *loader) extraColumn(d *draft, key, v *syntax.Value) {
	t := v.Get("type")
	if !scalar(t) {
		hint := syntax.Suggest(key.Text, d.watch.Contract.Schema().Names())
		l.report("DW-1310", key.Span, hint+" An extra column, for filters, needs a type: {column: …, type: text}.",
			"the contract `%s` has no column `%s`", d.watch.Contract.ID, key.Text)
		return
	}
	l.columnName(key)
	m := Mapping{Name: key.Text, Title: text(v.Get("title")), Type: l.typeAt(t), Class: classOf(text(v.Get("class"))), Span: key.Span}
	if m.Title == "" {
		m.Title = m.Name
	}
	m.Physical = []string{m.Name}
	l.mapping(d.watch, &m, key, v)
	if m.Absent {
		l.report("DW-1311", key.Span, "remove it", "an extra column cannot be absent")
	}
	d.watch.Mappings = append(d.watch.Mappings, m)
	d.extra = append(d.extra, Column{Name: m.Name, Title: m.Title, Type: m.Type, Class: m.Class, Span: m.Span})
}

// mapping reads one entry of `columns`.
func (l *loader) mapping(w *Watch, m *Mapping, key, v *syntax.Value) {
	if v.Form == syntax.Scalar {
		m.Physical = []string{v.Text}
		return
	}
	if name := text(v.Get("column")); name != "" {
		m.Physical = []string{name}
	}
	if several := texts(v.Get("columns")); len(several) > 0 {
		m.Physical = several
	}
	m.Join, m.Layout = text(v.Get("join")), text(v.Get("format"))
	m.Trim, m.Fold, m.Values = truth(v.Get("trim")), truth(v.Get("fold")), texted(v.Get("values"))
	if v.Get("unit").Is("fen") {
		m.Shift = 2
	}
	m.Protection = Protection(text(v.Get("protection")))
	if m.Absent = truth(v.Get("absent")); m.Absent {
		m.Physical = nil
	}
	if m.Protection == Encrypted {
		m.Class = mask.Sensitive
		l.encrypted(w, m, v)
	}
	l.mappingFits(w, m, key, v)
}

// encrypted checks that the source has the key of a column that is stored encrypted.
func (l *loader) encrypted(w *Watch, m *Mapping, v *syntax.Value) {
	at := v.Key("protection")
	s := l.catalog.Deployment.Source(w.Source)
	switch {
	case len(m.Physical) > 1:
		l.report("DW-1311", at.Span, "decrypt one column, and join in a rule", "`%s` joins several columns, which cannot be decrypted as one", m.Name)
	case s != nil && s.SM4 == nil:
		l.report("DW-1326", at.Span, "add sm4: {mode: cbc, encoding: base64, key: {file: …}} to the source", "the source `%s` has no sm4 key for `%s`", s.Name, m.Name)
	}
}

// mappingFits checks that what is written suits the column's type and the rest.
func (l *loader) mappingFits(w *Watch, m *Mapping, key, v *syntax.Value) {
	misfit := func(name, hint, format string, args ...any) {
		if at := v.Key(name); at != nil {
			l.report("DW-1311", at.Span, hint, format, args...)
		}
	}
	base := m.Type.Base
	if w.Contract.Column(m.Name) != nil {
		misfit("type", "remove it", "the contract says the type of `%s`: %s", m.Name, m.Type)
		misfit("class", "remove it", "the contract says the class of `%s`", m.Name)
		misfit("title", "remove it", "the contract says the title of `%s`", m.Name)
	}
	if !slices.Contains([]ir.Base{ir.Date, ir.Month, ir.Timestamp}, base) {
		misfit("format", "remove it", "a format is for a date, month or timestamp; `%s` is %s", m.Name, m.Type)
	} else if fault := ir.CheckLayout(m.Layout); m.Layout != "" && fault != "" {
		misfit("format", "for example yyyyMMdd", "not a format: %s", fault)
	}
	if base != ir.Integer && base != ir.Decimal {
		misfit("unit", "remove it", "a unit is for a number; `%s` is %s", m.Name, m.Type)
	}
	if len(m.Physical) < 2 {
		misfit("join", "list the columns under `columns`", "there is nothing to join")
	}
	if m.Absent && v.Get("why") == nil {
		l.report("DW-1312", key.Span, "add `why: …`: reports show it", "`%s` is absent, and nothing says why", m.Name)
	}
	if at := v.Get("absent"); at.Is("false") {
		l.report("DW-1311", at.Span, "remove it", "a column that is there needs no `absent`")
	}
}

// absentColumn gives the first of names that the watch does not deliver, "" if all are.
func absentColumn(w *Watch, names []string) string {
	for _, name := range names {
		if m := w.Mapping(name); m != nil && m.Absent {
			return name
		}
	}
	return ""
}
