package kind

import (
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// rule: an expression that must be true of every row.
func rule() checks.Kind {
	return sort{
		doc: rowDoc(checks.KindDoc{
			Name: "rule", Title: "规则", Shape: syntax.Rule(), NeedsID: true,
			Doc:     "States what must hold of a row. False violates; unknown (an operand is null) is counted and does not; a row that cannot be evaluated (a division by zero) makes the check an error, and its violations are still reported.",
			Example: "rule: death_date >= id_card_birth(id_card)",
		}),
		bind: bindRule, measures: ruleMeasures, find: findRows,
	}
}

func bindRule(scope checks.BindScope, args *syntax.Value) any {
	expr := scope.Rule(args, nil)
	if expr == nil {
		return nil
	}
	return &rowRule{expr}
}
