package rulestest_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/rulestest"
)

func TestEverythingDrawnCompiles(t *testing.T) {
	t.Parallel()
	profiles := []rulestest.Profile{rulestest.Everything(), rulestest.Pushable(), rulestest.Witnessed()}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(profiles).Draw(t, "profile")
		schema := rulestest.Schema(t, p)
		source := rulestest.Rule(t, p, schema)
		if _, problems := rules.Compile(source, rules.Scope{Schema: schema, Result: ir.Boolean}); problems != nil {
			t.Fatalf("%s\n%v", source, problems)
		}
	})
}

// TestEveryFunctionIsDrawn: what is never drawn is never compared.
func TestEveryFunctionIsDrawn(t *testing.T) {
	t.Parallel()
	missing := map[string]bool{}
	for _, f := range ir.Functions() {
		missing[f.Name] = true
	}
	bases := []ir.Base{ir.Boolean, ir.Text, ir.Integer, ir.Decimal, ir.Date, ir.Month}
	drawing := rapid.Custom(func(t *rapid.T) *rules.Expr {
		schema := rulestest.Schema(t, rulestest.Everything())
		source := rulestest.Expression(t, rulestest.Everything(), schema, rapid.SampledFrom(bases).Draw(t, "base"))
		e, problems := rules.Compile(source, rules.Scope{Schema: schema})
		if problems != nil {
			t.Fatal(problems)
		}
		return e
	})
	for seed := 0; seed < 5000 && len(missing) > 0; seed++ {
		drawing.Example(seed).Root().Walk(func(n *ir.Node) {
			if n.Kind == ir.Call {
				delete(missing, n.Function.Name)
			}
		})
	}
	for name := range missing {
		t.Errorf("%s is not drawn by any form", name)
	}
}
