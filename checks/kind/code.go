package kind

import (
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// code: the value is in a code table, on the day that matters.
func code() checks.Kind {
	return sort{
		doc: rowDoc(checks.KindDoc{
			Name: "code", Title: "代码",
			Shape: syntax.Object(
				syntax.Key{Name: "column", Shape: syntax.Column(), Required: true, Doc: "The column."},
				syntax.Key{Name: "dictionary", Shape: syntax.Name(), Required: true, Doc: "The code table.", Example: "sexes"},
				syntax.Key{Name: "on", Shape: syntax.Column(), Doc: "A date, month or timestamp on whose day the code must be in force; the day of the patrol by default."},
			).Titled("a column with its code table"),
			Doc:     "A row violates if the code is not in the table, or was not in force on the day. Null is unknown, and so is a day beyond the table's coverage.",
			Example: "code: {column: district_code, dictionary: divisions, on: changed_on}",
		}),
		bind: bindCode, measures: ruleMeasures, find: findRows,
	}
}

func bindCode(scope checks.BindScope, args *syntax.Value) any {
	column := scope.Column(args.Get("column"))
	if column == nil {
		return nil
	}
	dictionary := args.Get("dictionary")
	source := "code_valid(" + quote(dictionary.Text) + ", " + column.Name
	if column.Type.Base != ir.Text {
		scope.Report(args.Get("column"), codeParameter, "the column `"+column.Name+"` is "+column.Type.String()+", not text", "codes are text: 01 is not 1")
		return nil
	}
	if v := args.Get("on"); v != nil {
		on := scope.Column(v)
		if on == nil {
			return nil
		}
		day, ok := dayOf(on)
		if !ok {
			scope.Report(v, codeParameter, "the column `"+on.Name+"` is "+on.Type.String()+", not a date", "name a date, month or timestamp column")
			return nil
		}
		source += ", " + day
	}
	return compileAt(scope, dictionary, source+")")
}

// dayOf writes the day of a column that tells one.
func dayOf(c *checks.Column) (string, bool) {
	switch c.Type.Base {
	case ir.Date:
		return c.Name, true
	case ir.Timestamp:
		return "date(" + c.Name + ")", true
	case ir.Month:
		return "first_day(" + c.Name + ")", true
	}
	return "", false
}
