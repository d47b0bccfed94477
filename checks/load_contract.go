package checks

import (
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// loadContracts registers every contract before it binds the first, since checks
// name other contracts. Shipped ones may be set aside until they are named.
func (l *loader) loadContracts() {
	var own []document
	for _, d := range l.documentsLike("contracts", ".yaml", func(base string) bool { return !isSample(base) }) {
		switch {
		case d.builtin && l.in.InEffect:
			l.aside[d.base] = d
		default:
			own = append(own, d)
		}
	}
	l.parseAhead(own, l.contractForm())
	for _, d := range own {
		l.register(d)
	}
	l.bindContracts()
}

func (l *loader) contractForm() syntax.Shape {
	return l.form("contract", func() syntax.Shape { return contractShape(l.in.Kinds) })
}

// takeUpWatched reads side by side what was set aside and watches name.
func (l *loader) takeUpWatched(roots []*syntax.Value) {
	named := map[string]document{}
	for _, root := range roots {
		for _, v := range items(root.Get("watches")) {
			id := text(v.Get("contract"))
			whole, _, _ := strings.Cut(id, ".")
			for _, name := range []string{id, whole} {
				if d, ok := l.aside[name]; ok {
					named[name] = d
				}
			}
		}
	}
	var docs []document
	for _, name := range sortedNames(named) {
		docs = append(docs, named[name])
	}
	l.parseAhead(docs, l.contractForm())
}

// register reads a file's contracts up to their checks.
func (l *loader) register(d document) {
	root := l.parse("contracts", d, l.contractForm())
	for _, part := range l.contractTables(root) {
		if c := l.contract(part.value); c != nil {
			l.written[c] = part.value
			if part.name != "" {
				c.Whole, c.Table = text(root.Get("contract")), part.name
			}
		}
	}
}

// bindContracts binds the checks of what was registered since it was last called, and of
// what they name.
func (l *loader) bindContracts() {
	for len(l.unboundYet) > 0 {
		list := l.unboundYet
		l.unboundYet = nil
		slices.SortFunc(list, byID)
		l.sideBySide(len(list), func(l *loader, i int) { l.contractChecks(list[i], l.written[list[i]]) })
		l.catalog.Contracts = append(l.catalog.Contracts, list...)
	}
	slices.SortFunc(l.catalog.Contracts, byID)
}

func byID(a, b *Contract) int { return strings.Compare(a.ID, b.ID) }

// known gives the contract called id, which may be one of the tables of another; nil if
// there is none. One that was set aside is taken up. A shipped file is called as its
// contract.
func (l *loader) known(id string) *Contract {
	l.takeUp(id)
	return l.contracts[id]
}

// wholeOf gives the contract with several tables called id, or nil.
func (l *loader) wholeOf(id string) *whole {
	l.takeUp(id)
	return l.wholes[id]
}

func (l *loader) takeUp(id string) {
	whole, _, _ := strings.Cut(id, ".")
	for _, name := range []string{id, whole} {
		if d, ok := l.aside[name]; ok && !l.mustBeAlone() {
			delete(l.aside, name)
			l.register(d)
		}
	}
}

// contractIDs lists all contracts, those that are set aside too.
func (l *loader) contractIDs() []string {
	for _, id := range sortedNames(l.aside) {
		l.takeUp(id)
		if l.alone {
			break
		}
	}
	return sortedNames(l.contracts)
}

// contract reads everything but the checks; nil if it has no id of its own.
func (l *loader) contract(root *syntax.Value) *Contract {
	id := root.Get("contract")
	if !scalar(id) || l.definedTwice(id) {
		return nil
	}
	c := &Contract{
		ID: id.Text, Title: text(root.Get("title")), Direction: Direction(text(root.Get("direction"))),
		Counterparty: text(root.Get("counterparty")), Key: texts(root.Get("key")),
		MayBeEmpty: truth(root.Get("may_be_empty")), Span: id.Span,
	}
	columns := fields(root.Get("columns"))
	c.Columns = make([]Column, 0, len(columns))
	for _, f := range columns {
		c.Columns = append(c.Columns, l.column(f.Key, f.Value))
	}
	for _, v := range items(root.Get("key")) {
		l.knownColumn(c, v)
	}
	l.contracts[c.ID] = c
	l.unboundYet = append(l.unboundYet, c)
	return c
}

func (l *loader) column(key, v *syntax.Value) Column {
	l.columnName(key)
	column := Column{
		Name: key.Text, Title: text(v.Get("title")), Class: classOf(text(v.Get("class"))),
		Required: truth(v.Get("required")), Span: key.Span,
	}
	if t := v.Get("type"); scalar(t) {
		column.Type = l.typeAt(t)
	}
	return column
}

// typeAt reads a column's type and reports what is none.
func (l *loader) typeAt(v *syntax.Value) ir.Type {
	t, ok := parseType(v.Text)
	if !ok {
		l.report("DW-1203", v.Span, typeHint(v.Text), "`%s` is not a type", v.Text)
	}
	return t
}

// columnName checks that rules can name the column.
func (l *loader) columnName(key *syntax.Value) {
	reserved := []string{"other", "period", "true", "false", "nil", "and", "or", "not", "in", "matches", "contains", "startsWith", "endsWith", "let", "if", "else"}
	switch {
	case !identifier.MatchString(key.Text):
		l.report("DW-1204", key.Span, "use letters, digits and _, beginning with a letter", "rules cannot name the column `%s`", key.Text)
	case slices.Contains(reserved, key.Text):
		l.report("DW-1204", key.Span, "choose another name", "`%s` is a word of the rule language", key.Text)
	}
}

// classOf reads a class; what is not known is sensitive.
func classOf(name string) mask.Class {
	switch name {
	case "public":
		return mask.Public
	case "internal":
		return mask.Internal
	case "personal":
		return mask.Personal
	}
	return mask.Sensitive
}

// knownColumn resolves a column name and reports if there is none.
func (l *loader) knownColumn(c *Contract, v *syntax.Value) *Column {
	if !scalar(v) {
		return nil
	}
	if column := c.Column(v.Text); column != nil {
		return column
	}
	l.report("DW-1202", v.Span, syntax.SuggestOr(v.Text, c.Schema().Names(), "declare it under `columns`"), "the contract `%s` has no column `%s`", c.ID, v.Text)
	return nil
}
