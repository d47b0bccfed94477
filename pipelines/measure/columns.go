package measure

import (
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// otherPrefix marks the columns of the matched side in a rule.
const otherPrefix = "other."

// physical turns a mapping into what a connector is asked for.
func physical(m *checks.Mapping, env rules.Env) connectors.Column {
	return connectors.Column{
		Name: m.Name, Physical: m.Physical, Type: m.Type.Arrow(),
		Form: connectors.Form{
			Layout: m.Layout, Trim: m.Trim, Fold: m.Fold, Shift: m.Shift,
			Values: m.Values, Join: m.Join, Zone: env.Zone, SM4: m.Protection == checks.Encrypted,
		},
	}
}

// plain tells that the stored value is the contract's value as it is, so that SQL
// over the physical column means the same as a rule over the contract's.
func plain(m *checks.Mapping) bool {
	return len(m.Physical) == 1 && m.Layout == "" && !m.Trim && !m.Fold && m.Shift == 0 && m.Values == nil && m.Protection != checks.Encrypted
}

// ownColumns lists the columns of the watch's own rows that the item looks at,
// sorted, each once.
func ownColumns(item *Item) []string {
	var names []string
	if item.Where != nil {
		names = append(names, item.Where.Columns()...)
	}
	for _, m := range item.Measures {
		names = append(names, measureColumns(m)...)
	}
	for _, e := range item.Except {
		names = append(names, e.Columns()...)
	}
	return sortedOwn(names)
}

// measureColumns lists what one measure names, the other side's columns included.
func measureColumns(m checks.Measure) []string {
	switch m := m.(type) {
	case checks.RowRule:
		return m.Rule.Columns()
	case checks.Decode:
		return []string{m.Column}
	case checks.Figures:
		return figureColumns(m)
	case checks.Keys:
		return m.Columns
	case checks.Match:
		names := append(lefts(m.On), lefts(m.Agree)...)
		return append(names, exprColumns(m.When)...)
	case checks.Totals:
		names := append(lefts(m.On), lefts(m.Sums)...)
		return append(names, m.Count)
	case checks.Reconcile:
		names := append(lefts(m.On), comparedLefts(m.Columns)...)
		return append(names, exprColumns(m.Until)...)
	case checks.Groups:
		return groupColumns(m)
	case checks.Aggregate:
		names := exprColumns(m.Of)
		for _, by := range m.By {
			names = append(names, by.Expr.Columns()...)
		}
		return names
	}
	return nil
}

func figureColumns(m checks.Figures) []string {
	var names []string
	for _, t := range m.Terms {
		names = append(append(names, t.Column), exprColumns(t.Where)...)
	}
	return names
}

func groupColumns(m checks.Groups) []string {
	var names []string
	for _, by := range m.By {
		names = append(names, by.Expr.Columns()...)
	}
	for _, f := range m.Figures {
		names = append(names, exprColumns(f.Of)...)
	}
	return names
}

// otherColumns lists the columns that a two-sided measure needs of the other side.
func otherColumns(m checks.Measure) []string {
	var names []string
	switch m := m.(type) {
	case checks.Match:
		names = append(rights(m.On), rights(m.Agree)...)
		for _, c := range exprColumns(m.When) {
			if name, ok := strings.CutPrefix(c, otherPrefix); ok {
				names = append(names, name)
			}
		}
		names = append(names, exprColumns(m.OtherWhere)...)
	case checks.Totals:
		names = append(rights(m.On), rights(m.Sums)...)
		names = append(names, exprColumns(m.OtherWhere)...)
	case checks.Reconcile:
		names = append(rights(m.On), comparedRights(m.Columns)...)
		names = append(append(names, exprColumns(m.OtherWhere)...), exprColumns(m.OtherUntil)...)
	}
	return sortedOwn(names)
}

func exprColumns(e *rules.Expr) []string {
	if e == nil {
		return nil
	}
	return e.Columns()
}

// sortedOwn drops empty names and the other side's, sorts and removes repeats.
func sortedOwn(names []string) []string {
	kept := slices.DeleteFunc(slices.Clone(names), func(n string) bool {
		return n == "" || strings.HasPrefix(n, otherPrefix)
	})
	slices.Sort(kept)
	return slices.Compact(kept)
}

func lefts(pairs []checks.Pair) []string {
	var names []string
	for _, p := range pairs {
		names = append(names, p.Left)
	}
	return names
}

func rights(pairs []checks.Pair) []string {
	var names []string
	for _, p := range pairs {
		names = append(names, p.Right)
	}
	return names
}

// fieldsOf gives the rule schema of some columns of a watch.
func fieldsOf(w *checks.Watch, names []string) ir.Schema {
	var schema ir.Schema
	for _, name := range names {
		if m := w.Mapping(name); m != nil {
			schema = append(schema, ir.Field{Name: m.Name, Type: m.Type})
		}
	}
	return schema
}
