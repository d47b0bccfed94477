package rules_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/rulestest"
)

// TestDoomed: what can only fault is found where it stands, and nothing else is.
func TestDoomed(t *testing.T) {
	t.Parallel()
	scope := sampleScope()
	scope.Named["ratio"] = rules.NamedRule{Params: []rules.Param{{Name: "x"}, {Name: "y"}}, Source: "x / y"}
	for source, want := range map[string][]string{
		"amount / 0 > 1":                             {"amount / 0"},
		"amount / 0.00 > 1":                          {"amount / 0.00"},
		"count % 0 == 1":                             {"count % 0"},
		"rate / 0.0 > 1.0":                           {"rate / 0.0"},
		"amount / (2 - 2) > 1":                       {"amount / (2 - 2)"},
		"9223372036854775807 + 1 > count":            {"9223372036854775807 + 1"},
		"count > 1 + 9223372036854775807 + count":    {"1 + 9223372036854775807"},
		`add_days("9999-12-31", 1) > death_date`:     {`add_days("9999-12-31", 1)`},
		`to_integer("x") == count`:                   {`to_integer("x")`},
		`name == pad_left("7", 4001, "0")`:           {`pad_left("7", 4001, "0")`},
		"ratio(amount, 0) > 1":                       {"ratio(amount, 0)"},
		"count in 1 / 0..2 / 0":                      {"1 / 0", "2 / 0"},
		"amount / 0 in [1, 2]":                       {"amount / 0"},
		"not (amount / 0 > 1) and amount / 0 < 5":    {"amount / 0", "amount / 0"},
		"if(flag, amount / 0, 1 / 0) > 1":            {"amount / 0", "1 / 0"},
		"if(count > 1 / 0, 1, 2) > 1":                {"1 / 0"},
		"if(true, 1 / 0, 2) > count":                 {"1 / 0"},
		"coalesce(1 / 0, 2) > count":                 {"1 / 0"},
		"false or 1 / 0 > count":                     {"1 / 0"},
		"true and 1 / 0 > count":                     {"1 / 0"},
		"1 / 0 == nil":                               {"1 / 0"},
		"flag and amount / 0 > 1":                    nil, // false where flag is
		"flag or amount / 0 > 1":                     nil,
		"false and 1 / 0 > count":                    nil,
		"true or 1 / 0 > count":                      nil,
		"if(flag, amount / 0, 1) > 1":                nil,
		"if(true, 2, 1 / 0) > count":                 nil,
		"if(false, 1 / 0, 2) > count":                nil,
		"if(flag, 1 / 0 > 1, name == nil)":           nil,
		"coalesce(2, 1 / 0) > count":                 nil,
		"coalesce(amount, 1 / 0) > 1":                nil,
		"coalesce(amount / 0, 1) > 1":                nil, // 1 where amount is null
		"amount / 0 == nil":                          nil, // true there
		"count in [1 / 0, 2]":                        nil,
		"count in 1..2 / 0":                          nil, // false where count is 0
		"count / limits.age > 1":                     nil, // known only where it is bound
		"amount / count > 1":                         nil,
		"amount / (count - count) > 1":               nil, // not of literals
		"count + 9223372036854775807 > 1":            nil,
		"9223372036854775807 - 1 > count":            nil,
		`death_date > add_days(today(), 2147483647)`: nil, // known only on the day
	} {
		e, problems := rules.Compile(source, scope)
		if problems != nil {
			t.Fatalf("%s: %v", source, problems)
		}
		var got []string
		for _, p := range e.Doomed() {
			got = append(got, source[p.Start:p.End])
			if p.Code != rules.CodeDoomed || p.Hint == "" || p.Message == "" {
				t.Errorf("%s: %+v", source, p)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: found %q, want %q", source, got, want)
		}
	}
}

// TestDoomedIsNeverWrong: whatever stands around a part that faults, what is refused has
// a value on no row.
func TestDoomedIsNeverWrong(t *testing.T) {
	t.Parallel()
	around := []string{
		"%[1]s", "%[1]s and 1 / 0 > 1", "1 / 0 > 1 or %[1]s", "if(%[1]s, 1 / 0, 2) > 1", "if(%[2]s, 1 / 0 > 1, %[1]s)", "coalesce(%[1]s, 1 / 0 > 1)",
		"coalesce(if(%[1]s, nil, true), %[2]s, 1 / 0 > 1)", "not (%[1]s or not (%[2]s and 1 / 0 > 1))", "(%[1]s) == (1 / 0 > 1 and %[2]s)",
		"if(%[1]s, 1, 0) / 0 > 1", "if(%[1]s, 1, 0) in [1 / 0, 1]", "if(%[1]s, 1, 0) in 1..1 / 0", "(if(%[1]s, 1, 0) / 0 > 1) == nil",
	}
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		profile := rulestest.Everything()
		schema := rulestest.Schema(t, profile)
		rows := rulestest.Rows(t, profile, schema, 20)
		parts := drawn(t, profile, schema, ir.Boolean, 2)
		if rapid.Bool().Draw(t, "a literal") {
			parts[0] = truth(t, rapid.SampledFrom([]string{"true", "false", "1 > 2", "not false"}).Draw(t, "literal"))
		}
		for _, form := range around {
			source := fmt.Sprintf(form+" and true", "("+parts[0].Source()+")", "("+parts[1].Source()+")")
			e, problems := rules.Compile(source, rules.Scope{Schema: schema})
			if problems != nil || len(e.Doomed()) == 0 {
				continue // a source may have grown too long
			}
			found++
			for _, row := range rows {
				if r := judge(t, e, schema, row); r.Fault == ir.NoFault && !r.Value.IsNull() {
					t.Fatalf("%s is refused, and row %v gives %s", source, row, r.Value)
				}
			}
		}
	})
	if found == 0 {
		t.Error("nothing was refused")
	}
}

func truth(t *rapid.T, source string) *rules.Expr {
	e, problems := rules.Compile(source, rules.Scope{})
	if problems != nil {
		t.Fatal(problems)
	}
	return e
}
