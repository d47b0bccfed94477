package kind

import (
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// format: the text has the form that its pattern or its meaning demands.
func format() checks.Kind {
	return sort{
		doc: rowDoc(checks.KindDoc{
			Name: "format", Title: "格式",
			Sparse: true,
			Shape: syntax.OneOf(syntax.Column(), syntax.Object(
				syntax.Key{Name: "column", Shape: syntax.Column(), Required: true, Doc: "The column."},
				syntax.Key{Name: "pattern", Shape: syntax.Text(), Doc: "A regular expression (RE2) for the whole text; without one the column's type decides.", Example: "'[0-9]{6}'"},
			).Titled("a column with its pattern")),
			Doc:     "A row violates if the text does not have the form of its pattern, or of its type's meaning: an ID number with its check character, a credit code, a telephone number. Whether a division code was in force is a matter of code; an account number has digits only, since passbooks have no check digit. Null is unknown.",
			Example: "format: {column: batch_no, pattern: '[0-9]{8}-[0-9]{3}'}",
		}),
		bind: bindFormat, measures: ruleMeasures, find: findRows,
	}
}

func bindFormat(scope checks.BindScope, args *syntax.Value) any {
	at, pattern := args, args.Get("pattern")
	if args.Form == syntax.Map {
		at = args.Get("column")
	}
	column := scope.Column(at)
	if column == nil {
		return nil
	}
	if pattern != nil {
		if column.Type.Base != ir.Text {
			scope.Report(at, codeParameter, "the column `"+column.Name+"` is "+column.Type.String()+", not text", "a pattern needs text")
			return nil
		}
		return compileAt(scope, pattern, column.Name+" matches "+quote("^(?:"+pattern.Text+")$"))
	}
	source := formOf(column.Type.Meaning, column.Name)
	if source == "" {
		scope.Report(at, codeParameter, "the column `"+column.Name+"` has no form of its own", "give a pattern, or a type with a meaning such as id_card")
		return nil
	}
	return compileAt(scope, at, source)
}

// formOf writes the rule that a meaning brings; "" for none.
func formOf(meaning ir.Meaning, x string) string {
	switch meaning {
	case ir.IDCard:
		return "id_card_valid(" + x + ")"
	case ir.CreditCode:
		return "credit_code_valid(" + x + ")"
	case ir.Phone:
		return "phone_valid(" + x + ")"
	case ir.DisabilityCard:
		return "disability_card_valid(" + x + ")"
	case ir.DivisionCode:
		return x + " matches " + quote("^[0-9]{6}([0-9]{3}([0-9]{3})?)?$")
	case ir.BankAccount:
		return x + " matches " + quote("^[0-9]{8,32}$")
	}
	return ""
}
