package checks

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// whole is a contract with several tables, each of which is registered by itself.
type whole struct {
	span   diag.Span
	title  string
	tables []string // in written order
}

// id is the contract of one of its tables.
func tableID(whole, table string) string { return whole + "." + table }

func (w *whole) ids(id string) []string {
	var list []string
	for _, t := range w.tables {
		list = append(list, tableID(id, t))
	}
	return list
}

// tableForm keeps the names of tables apart from the dot before them.
var tableForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}_-]*$`)

// A tablePart is what was written of one table; its name is empty for the only one.
type tablePart struct {
	name  string
	value *syntax.Value
}

// contractTables takes a contract apart: for every table a contract of its own, with
// what the whole says of all of them.
func (l *loader) contractTables(root *syntax.Value) []tablePart {
	id, tables := root.Get("contract"), root.Get("tables")
	if !scalar(id) || tables == nil || tables.Form != syntax.Map {
		return []tablePart{{value: root}}
	}
	if l.definedTwice(id) {
		return nil
	}
	w := &whole{span: id.Span, title: text(root.Get("title"))}
	l.wholes[id.Text] = w
	var parts []tablePart
	for _, f := range tables.Fields {
		if !tableForm.MatchString(f.Key.Text) {
			l.report("DW-1217", f.Key.Span, "letters, digits, `-` and `_`, beginning with a letter or digit", "`%s` cannot name a table", f.Key.Text)
			continue
		}
		w.tables = append(w.tables, f.Key.Text)
		part := madeMap(f.Key.Span, madeField("contract", made(tableID(id.Text, f.Key.Text), f.Key.Span)),
			madeField("title", made(tableTitle(w.title, f.Key, f.Value), f.Key.Span)))
		part.Fields = append(part.Fields, picked(root, "direction", "counterparty")...)
		part.Fields = append(part.Fields, picked(f.Value, "key", "may_be_empty", "columns", "checks")...)
		parts = append(parts, tablePart{f.Key.Text, part})
	}
	return parts
}

// tableTitle joins the titles of the whole and of the table, or its name.
func tableTitle(whole string, key, v *syntax.Value) string {
	if t := text(v.Get("title")); t != "" {
		return whole + "：" + t
	}
	return whole + "：" + key.Text
}

// picked gives those of the named fields that are written.
func picked(v *syntax.Value, names ...string) []syntax.Field {
	var list []syntax.Field
	for _, name := range names {
		if key := v.Key(name); key != nil {
			list = append(list, syntax.Field{Key: key, Value: v.Get(name)})
		}
	}
	return list
}

// definedTwice reports a contract whose id another one has.
func (l *loader) definedTwice(id *syntax.Value) bool {
	var first diag.Span
	if c, ok := l.contracts[id.Text]; ok {
		first = c.Span
	} else if w, ok := l.wholes[id.Text]; ok {
		first = w.span
	} else {
		return false
	}
	l.report("DW-1201", id.Span, "rename one; what differs in one system belongs in its watch", "the contract `%s` is defined twice", id.Text)
	l.relate(first, "first defined here")
	return true
}

// noContract reports a name that is no contract's, or that of one with several tables
// where one table is meant.
func (l *loader) noContract(v *syntax.Value) {
	if w, ok := l.wholes[v.Text]; ok {
		l.report("DW-1216", v.Span, "name one of them: "+strings.Join(w.ids(v.Text), ", "), "the contract `%s` has several tables", v.Text)
		return
	}
	if !l.broken["contracts"] {
		l.report("DW-1302", v.Span, syntax.Suggest(v.Text, sortedNames(l.contracts)), "there is no contract `%s`", v.Text)
	}
}

// sibling finds the contract that a name means in a check of c: another table of the
// same contract before any contract of that name.
func (l *loader) sibling(c *Contract, name string) (*Contract, bool) {
	if c.Whole != "" {
		if other, ok := l.contracts[tableID(c.Whole, name)]; ok {
			return other, true
		}
	}
	other, ok := l.contracts[name]
	return other, ok
}

// watchTables takes a watch of a contract with several tables apart, as contractTables
// does. The first result is nil if it cannot be bound, which has been reported.
func (l *loader) watchTables(v *syntax.Value) []tablePart {
	name, tables := v.Get("contract"), v.Get("tables")
	if !scalar(name) {
		return nil
	}
	w, several := l.wholes[name.Text]
	switch {
	case !several && tables != nil && l.contracts[name.Text] != nil:
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
		if _, ok := l.contracts[tableID(name.Text, f.Key.Text)]; !ok {
			l.report("DW-1322", f.Key.Span, syntax.Suggest(f.Key.Text, w.tables), "the contract `%s` has no table `%s`", name.Text, f.Key.Text)
		}
	}
	var parts []tablePart
	for _, table := range w.tables {
		if l.contracts[tableID(name.Text, table)] == nil {
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
	if id := v.Get("id"); scalar(id) {
		return &Whole{ID: id.Text}
	}
	return &Whole{ID: text(v.Get("contract"))}
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
