package rules_test

import (
	"fmt"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/rulestest"
)

// TestEvalAgreesWithTheReference holds the verdicts of whole sets against the row
// interpreter, over the whole language.
func TestEvalAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, evalAgrees)
}

func evalAgrees(t *rapid.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	profile := rulestest.Everything()
	schema := rulestest.Schema(t, profile)
	rows := rulestest.Rows(t, profile, schema, 70)
	exprs := drawn(t, profile, schema, ir.Boolean, rapid.IntRange(1, 12).Draw(t, "rules"))
	set, err := rules.CompileSet(exprs, schema, rulestest.Env())
	if err != nil {
		t.Fatal(err)
	}
	rec := rulestest.Record(mem, schema, rows)
	verdicts, err := set.Eval(rec)
	rec.Release()
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range exprs {
		for j, row := range rows {
			v := verdicts.Rule(i)
			got := fmt.Sprint(v.True.Has(j), v.False(j), v.Unknown.Has(j), v.FaultReason(j))
			if want := reference(t, e, schema, row); got != want {
				t.Fatalf("%s\nrow %v: (true, false, unknown, fault) is %s, the reference says %s", e.Source(), row, got, want)
			}
		}
	}
	mem.AssertSize(t, 0)
}

func reference(t *rapid.T, e *rules.Expr, schema rules.Schema, row []rules.Value) string {
	r := judge(t, e, schema, row)
	known := r.Fault == ir.NoFault && !r.Value.IsNull()
	return fmt.Sprint(known && r.Value.Bool(), known && !r.Value.Bool(), r.Fault == ir.NoFault && r.Value.IsNull(), r.Fault)
}

// judge evaluates the tree as it was written, bound but not folded.
func judge(t *rapid.T, e *rules.Expr, schema rules.Schema, row []rules.Value) interp.Result {
	bound, err := ir.Bind(e.Root(), rulestest.Env())
	if err != nil {
		t.Fatal(err)
	}
	cell := func(name string) ir.Value {
		for i, f := range schema {
			if f.Name == name {
				return row[i]
			}
		}
		return ir.Value{}
	}
	return interp.Eval(bound, cell, rulestest.Env().Dictionaries)
}

func drawn(t *rapid.T, p rulestest.Profile, schema rules.Schema, base ir.Base, n int) []*rules.Expr {
	exprs := make([]*rules.Expr, n)
	for i := range exprs {
		source := rulestest.Expression(t, p, schema, base)
		e, problems := rules.Compile(source, rules.Scope{Schema: schema})
		if problems != nil {
			t.Fatalf("%s: %v", source, problems)
		}
		exprs[i] = e
	}
	return exprs
}

// TestValuesAgreeWithTheReference does the same for values, twice per base: a wrong
// value shows even where no comparison would tell.
func TestValuesAgreeWithTheReference(t *testing.T) {
	t.Parallel()
	bases := []ir.Base{ir.Text, ir.Integer, ir.Decimal, ir.Boolean, ir.Date, ir.Month}
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		profile := rulestest.Everything()
		schema := rulestest.Schema(t, profile)
		rows := rulestest.Rows(t, profile, schema, 20)
		rec := rulestest.Record(mem, schema, rows)
		for _, base := range bases {
			for _, e := range drawn(t, profile, schema, base, 2) {
				holdValues(t, mem, e, schema, rec, rows)
			}
		}
		rec.Release()
		mem.AssertSize(t, 0)
	})
}

func holdValues(t *rapid.T, mem memory.Allocator, e *rules.Expr, schema rules.Schema, rec arrow.Record, rows [][]rules.Value) {
	computed, err := rules.CompileValue(e, schema, rulestest.Env())
	if err != nil {
		t.Fatal(err)
	}
	values, faults, err := computed.Eval(mem, rec)
	if err != nil {
		t.Fatal(err)
	}
	defer values.Release()
	reasons := map[int]rules.Fault{}
	for _, f := range faults {
		reasons[f.Row] = f.Reason
	}
	for j, row := range rows {
		want := judge(t, e, schema, row)
		if got := ir.ValueAt(values, computed.Type(), j); reasons[j] != want.Fault || got.String() != want.Value.String() {
			t.Fatalf("%s\nrow %v gives %s %q, the reference says %s %q", e.Source(), row, got, reasons[j], want.Value, want.Fault)
		}
	}
}
