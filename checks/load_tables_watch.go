package checks

import (
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// watchTables takes a watch of a contract with several tables apart, as contractTables
// does. The first result is nil if it cannot be bound, which has been reported.
func (l *loader) watchTables(v *syntax.Value) []tablePart {
	name, tables := v.Get("contract"), v.Get("tables")
	if !scalar(name) {
		return nil
	}
	w := l.wholeOf(name.Text)
	several := w != nil
	switch {
	case !several && tables != nil && l.known(name.Text) != nil:
		l.report("DW-1322", v.Key("tables").Span, "write `from` and `columns`", "the contract `%s` has one table", name.Text)
		return nil
	case !several:
		return []tablePart{{value: v}}
	case tables == nil:
		l.report("DW-1322", name.Span, "write `tables: {"+w.tables[0]+": {from: …}, …}`; of one table alone the contract is "+tableID(name.Text, w.tables[0]),
			"the contract `%s` has the tables %s", name.Text, syntax.Listed(w.tables))
		return nil
	case tables.Form != syntax.Map:
		return nil
	}
	return l.boundTables(v, w)
}

// boundTables finds for each table of the contract what the watch says of it.
func (l *loader) boundTables(v *syntax.Value, w *whole) []tablePart {
	name, tables := v.Get("contract"), v.Get("tables")
	for _, f := range tables.Fields {
		if l.known(tableID(name.Text, f.Key.Text)) == nil {
			l.report("DW-1322", f.Key.Span, syntax.Suggest(f.Key.Text, w.tables), "the contract `%s` has no table `%s`", name.Text, f.Key.Text)
		}
	}
	var parts []tablePart
	for _, table := range w.tables {
		if l.known(tableID(name.Text, table)) == nil {
			continue
		}
		entry := tables.Get(table)
		if entry == nil {
			l.report("DW-1322", v.Key("tables").Span, "say where it lies; if this system has it not, bind the others each by itself, as "+tableID(name.Text, w.tables[0]),
				"the table `%s` of the contract `%s` is not bound", table, name.Text)
			continue
		}
		parts = append(parts, tablePart{table, l.watchPart(v, tables.Key(table), entry)})
	}
	return parts
}

// watchPart is one table's watch: what stands in its entry, beside what is said of all.
func (l *loader) watchPart(v, key, entry *syntax.Value) *syntax.Value {
	name, table := v.Get("contract"), key.Text
	id := name
	if written := v.Get("id"); scalar(written) {
		id = written
	}
	part := madeMap(key.Span, madeField("contract", made(tableID(name.Text, table), key.Span)), madeField("id", made(tableID(id.Text, table), key.Span)))
	if v.Get("title") != nil || entry.Get("title") != nil {
		part.Fields = append(part.Fields, madeField("title", made(l.watchTitle(v, key, entry), key.Span)))
	}
	was := &syntax.Value{Form: syntax.List, Span: key.Span}
	for _, old := range items(v.Get("was")) {
		was.Items = append(was.Items, made(tableID(text(old), table), old.Span))
	}
	was.Items = append(was.Items, items(entry.Get("was"))...)
	part.Fields = append(part.Fields, madeField("was", was))
	part.Fields = append(part.Fields, picked(v, "source", "cycle", "delivery", "scope", "refs", "tags")...)
	return withFields(part, picked(entry, "from", "columns", "where", "may_be_empty", "exceptions", "checks"))
}

func withFields(v *syntax.Value, more []syntax.Field) *syntax.Value {
	v.Fields = append(v.Fields, more...)
	return v
}

// watchTitle takes what the contract says where the watch says nothing.
func (l *loader) watchTitle(v, key, entry *syntax.Value) string {
	name := text(v.Get("contract"))
	title := text(v.Get("title"))
	if title == "" {
		title = l.wholes[name].title
	}
	if entry.Get("title") == nil {
		_, own, _ := strings.Cut(l.contracts[tableID(name, key.Text)].Title, l.wholes[name].title+"：")
		return title + "：" + own
	}
	return tableTitle(title, key, entry)
}

// together is the whole of a watch, to be filled with its tables.
func (l *loader) together(v *syntax.Value) *Whole {
	return &Whole{ID: watchID(v)}
}

// isWhole tells whether a path names a watch of several tables as it was written.
func (l *loader) isWhole(path string) bool {
	for _, d := range l.drafts {
		if d.watch.Whole != nil && d.watch.Whole.Path() == path {
			return true
		}
	}
	return false
}

// ownColumn resolves a column that `delivery` names. Of several tables some may lack
// it: it must be one's.
func (l *loader) ownColumn(d *draft, s *scope, v *syntax.Value) *Column {
	if scalar(v) && d.watch.Mapping(v.Text) == nil {
		for _, other := range d.watch.Siblings() {
			if other.Mapping(v.Text) != nil {
				return nil
			}
		}
	}
	return s.Column(v)
}

// ofSibling tells whether a rule of `delivery` speaks of another table alone.
func (l *loader) ofSibling(w *Watch, v *syntax.Value) bool {
	fits := func(w *Watch) bool {
		_, problems := rules.Compile(v.Text, l.scopeOf(w.Schema(), ir.Boolean))
		return len(problems) == 0
	}
	return !fits(w) && slices.ContainsFunc(w.Siblings(), fits)
}
