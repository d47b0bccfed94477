package kind

import (
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// length: the number of code points lies within a range.
func length() checks.Kind {
	return sort{
		doc: rowDoc(checks.KindDoc{
			Name: "length", Title: "长度",
			Sparse:  true,
			Shape:   withinShape("18, or a range of numbers of characters"),
			Doc:     "A row violates if the text's number of code points lies outside. Null is unknown.",
			Example: "length: {column: name, within: 1..60}",
		}),
		bind: bindLength, measures: ruleMeasures, find: findRows,
	}
}

// withinShape is {column, within}.
func withinShape(doc string) syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "column", Shape: syntax.Column(), Required: true, Doc: "The column."},
		syntax.Key{Name: "within", Shape: syntax.Bound(), Required: true, Doc: doc, Example: "1..60"},
	).Titled("a column with its range")
}

func bindLength(scope checks.BindScope, args *syntax.Value) any {
	column := scope.Column(args.Get("column"))
	if column == nil {
		return nil
	}
	if column.Type.Base != ir.Text {
		scope.Report(args.Get("column"), codeParameter, "the column `"+column.Name+"` is "+column.Type.String()+", not text", "use range for numbers")
		return nil
	}
	bound, ok := interval(scope, args.Get("within"))
	if !ok {
		return nil
	}
	for _, end := range []*numberEnd{bound.low, bound.high} {
		if end != nil && (!end.value.IsInt() || end.value.Sign() < 0) {
			scope.Report(args.Get("within"), codeParameter, "a length is a whole number", "for example 1..60")
			return nil
		}
	}
	return compileAt(scope, args.Get("within"), bound.source("len("+column.Name+")"))
}
