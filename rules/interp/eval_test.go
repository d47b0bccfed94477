package interp_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
)

func call(name string, t ir.Type, args ...ir.Value) interp.Result {
	nodes := make([]*ir.Node, len(args))
	for i, a := range args {
		nodes[i] = ir.NewConstant(a)
	}
	return interp.Eval(ir.NewCall(name, t, nodes...), nil, nil)
}

// TestMonthsBetweenIsTheLargestStep holds the definition in the function table.
func TestMonthsBetweenIsTheLargestStep(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(-20_000, 40_000).Draw(t, "a")
		b := rapid.Int64Range(a, 45_000).Draw(t, "b")
		n := call("months_between", ir.Of(ir.Integer), ir.DateOf(a), ir.DateOf(b)).Value.Number()
		at := call("add_months", ir.Of(ir.Date), ir.DateOf(a), ir.IntegerOf(n)).Value.Number()
		next := call("add_months", ir.Of(ir.Date), ir.DateOf(a), ir.IntegerOf(n+1)).Value.Number()
		if at > b || next <= b {
			t.Errorf("months_between(%s, %s) = %d", ir.FormatDate(a), ir.FormatDate(b), n)
		}
		if age := call("age", ir.Of(ir.Integer), ir.DateOf(a), ir.DateOf(b)).Value.Number(); age != n/12 {
			t.Errorf("age(%s, %s) = %d, but %d months have passed", ir.FormatDate(a), ir.FormatDate(b), age, n)
		}
	})
}

// TestQuotientIsNearest holds |q·b - a| ≤ |b|/2 in the last place, halves away from zero.
func TestQuotientIsNearest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "a")
		b := rapid.Int64Range(1, 5_000).Draw(t, "b")
		q := call("/", ir.DecimalType(38, 6), ir.IntegerOf(a), ir.IntegerOf(b)).Value.Decimal().BigInt().Int64()
		if off := 2 * (q*b - a*1_000_000); off > b || -off > b || off == b && a < 0 || -off == b && a > 0 {
			t.Errorf("%d / %d = %d millionths", a, b, q)
		}
	})
}

func TestDictionariesMayBeAbsent(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"code_valid", "code_title", "standard"} {
		r := call(name, ir.Of(ir.Text), ir.TextOf("x"), ir.TextOf("1"), ir.DateOf(0))
		if r.Fault != ir.NoFault || !r.Value.IsNull() {
			t.Errorf("%s without dictionaries gives %v", name, r)
		}
	}
	if r := call("code_count", ir.Of(ir.Integer), ir.TextOf("x"), ir.DateOf(0)); r.Fault != ir.NoFault || !r.Value.IsNull() {
		t.Errorf("code_count without dictionaries gives %v", r)
	}
}

// TestNullsAndFaultsOfStrictFunctions holds that a fault beats null, from the left.
func TestNullsAndFaultsOfStrictFunctions(t *testing.T) {
	t.Parallel()
	null := ir.NewConstant(ir.NullOf(ir.Of(ir.Integer)))
	bad := ir.NewCall("to_integer", ir.Of(ir.Integer), ir.NewConstant(ir.TextOf("x")))
	worse := ir.NewCall("%", ir.Of(ir.Integer), ir.NewConstant(ir.IntegerOf(1)), ir.NewConstant(ir.IntegerOf(0)))
	sum := func(a, b *ir.Node) interp.Result {
		return interp.Eval(ir.NewCall("+", ir.Of(ir.Integer), a, b), nil, nil)
	}
	if r := sum(null, bad); r.Fault != ir.NotANumber {
		t.Errorf("null + fault gives %v", r)
	}
	if r := sum(worse, bad); r.Fault != ir.DivisionByZero {
		t.Errorf("fault + fault gives %v, not the left one", r)
	}
	if r := sum(null, null); r.Fault != ir.NoFault || !r.Value.IsNull() || r.Value.Type().Base != ir.Integer {
		t.Errorf("null + null gives %v", r)
	}
}
