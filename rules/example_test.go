package rules_test

import (
	"fmt"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

func ExampleCompile() {
	scope := rules.Scope{Result: ir.Boolean, Schema: rules.Schema{
		{Name: "birth_date", Type: ir.Of(ir.Date)}, {Name: "death_date", Type: ir.Of(ir.Date)}}}
	expr, _ := rules.Compile(`death_date >= birth_date`, scope)
	fmt.Println(expr.Columns())
	_, problems := rules.Compile(`death_date >= brith_date`, scope)
	fmt.Println(problems[0])
	// Output:
	// [birth_date death_date]
	// 14-24 unknown-name: there is no column or constant "brith_date" (did you mean birth_date?)
}
