package rules_test

import (
	"testing"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

func TestConstant(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"60": "integer 60", "1450.00": "decimal(6,2) 1450.00", `"11"`: "text 11", `date("2026-07-01")`: "date 2026-07-01", "12 * 60": "integer 720",
		`month("2026-07")`: "month 2026-07", "today()": "null ", "age(date(\"2000-01-01\"))": "null ", "1 / 0": "null ", "nil": "null ", "period.start": "null ",
		"x": "null ", `code_valid("a", "b")`: "null ", `working_days_between(date("2026-01-05"), date("2026-01-06"))`: "null ", "1 +": "null ",
	} {
		v, problems := rules.Constant(source)
		if got := v.Type().String() + " " + v.String(); v.IsNull() != (len(problems) > 0) || !v.IsNull() && got != want || v.IsNull() && want != "null " {
			t.Errorf("%s: %s, %v", source, got, problems)
		}
	}
}

// TestConstantInRule: a rule names a constant, whose value comes with the Env.
func TestConstantInRule(t *testing.T) {
	t.Parallel()
	schema := rules.Schema{{Name: "age", Type: ir.Of(ir.Integer)}}
	e, problems := rules.Compile("age >= limits.age", rules.Scope{Schema: schema, Constants: map[string]rules.Type{"limits.age": ir.Of(ir.Integer)}})
	if problems != nil {
		t.Fatal(problems)
	}
	if _, err := rules.CompileSet([]*rules.Expr{e}, schema, rules.Env{}); err == nil {
		t.Error("a rule was bound without the constant's value")
	}
	if _, err := rules.CompileSet([]*rules.Expr{e}, schema, sampleEnv()); err != nil {
		t.Error(err)
	}
}
