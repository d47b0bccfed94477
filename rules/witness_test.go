package rules_test

import (
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/expr-lang/expr"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/rulestest"
)

// TestWitness holds our meaning against expr's own machine where both mean the same:
// no nulls, no floats, no slices, small numbers.
func TestWitness(t *testing.T) {
	t.Parallel()
	profile := rulestest.Witnessed()
	rapid.Check(t, func(t *rapid.T) {
		schema := rulestest.Schema(t, profile)
		rows := rulestest.Rows(t, profile, schema, 8)
		source := rulestest.Rule(t, profile, schema)
		compiled, problems := rules.Compile(source, rules.Scope{Schema: schema, Result: ir.Boolean})
		if problems != nil {
			t.Fatal(problems)
		}
		set, err := rules.CompileSet([]*rules.Expr{compiled}, schema, rulestest.Env())
		if err != nil {
			t.Fatal(err)
		}
		rec := rulestest.Record(memory.DefaultAllocator, schema, rows)
		defer rec.Release()
		verdicts, err := set.Eval(rec)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			want, err := expr.Eval(source, witnessRow(schema, row))
			if err != nil {
				t.Fatalf("%s: the witness says %v", source, err)
			}
			v := verdicts.Rule(0)
			if v.Unknown.Has(i) || v.Fault.Has(i) || v.True.Has(i) != want.(bool) {
				t.Fatalf("%s\nrow %v: the witness says %v, true %v unknown %v fault %v", source, row, want, v.True.Has(i), v.Unknown.Has(i), v.Fault.Has(i))
			}
		}
	})
}

func witnessRow(schema rules.Schema, row []rules.Value) map[string]any {
	env := map[string]any{}
	for i, f := range schema {
		switch f.Type.Base {
		case ir.Integer:
			env[f.Name] = int(row[i].Number())
		case ir.Boolean:
			env[f.Name] = row[i].Bool()
		default:
			env[f.Name] = row[i].Text()
		}
	}
	return env
}
