package checks

import (
	"regexp"
	"strings"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
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
		return []tablePart{{value: l.included(root)}}
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
		part.Fields = append(part.Fields, picked(l.included(f.Value), "key", "may_be_empty", "columns", "checks")...)
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
	if c := l.known(id.Text); c != nil {
		first = c.Span
	} else if w := l.wholeOf(id.Text); w != nil {
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
	if w := l.wholeOf(v.Text); w != nil {
		l.report("DW-1216", v.Span, "name one of them: "+strings.Join(w.ids(v.Text), ", "), "the contract `%s` has several tables", v.Text)
		return
	}
	if !l.broken["contracts"] {
		l.report("DW-1302", v.Span, syntax.SuggestOr(v.Text, l.contractIDs(), "write contracts/"+v.Text+".yaml, or `use: [builtin]` in dogwatch.yaml for the shipped ones"), "there is no contract `%s`", v.Text)
	}
}

// sibling finds the contract that a name means in a check of c: another table of the
// same contract before any contract of that name.
func (l *loader) sibling(c *Contract, name string) (*Contract, bool) {
	if c.Whole != "" {
		if other := l.known(tableID(c.Whole, name)); other != nil {
			return other, true
		}
	}
	other := l.known(name)
	return other, other != nil
}
