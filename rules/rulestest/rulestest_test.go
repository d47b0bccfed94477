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
