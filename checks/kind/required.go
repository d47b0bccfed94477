package kind

import (
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// required: neither null nor, for text, blank.
func required() checks.Kind {
	return sort{
		doc: rowDoc(checks.KindDoc{
			Name: "required", Title: "必填", Dimension: checks.Completeness,
			Shape:   columnsShape("columns that may not be empty"),
			Doc:     "A row violates if one of the columns is null or, for text, blank: nothing but white space, U+3000 included. Never unknown.",
			Example: "required: [id_card, name]",
		}),
		bind: bindRequired, measures: ruleMeasures, find: findRows,
	}
}

func bindRequired(scope checks.BindScope, args *syntax.Value) any {
	var terms []string
	for _, v := range listed(args) {
		column := scope.Column(v)
		if column == nil {
			return nil
		}
		if column.Type.Base == ir.Text {
			terms = append(terms, "not blank("+column.Name+")")
		} else {
			terms = append(terms, column.Name+" != nil")
		}
	}
	return compileAt(scope, args, strings.Join(terms, " and "))
}

// columnsShape is one column or a list of columns.
func columnsShape(note string) syntax.Shape {
	return syntax.OneOf(syntax.Column(), syntax.ListOf(syntax.Column())).Noted(note)
}

// listed gives the values of a list, or the scalar alone.
func listed(v *syntax.Value) []*syntax.Value {
	if v.Form == syntax.List {
		return v.Items
	}
	return []*syntax.Value{v}
}
