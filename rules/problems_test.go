package rules_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

var update = flag.Bool("update", false, "rewrite golden files")

// sampleScope is what the tests of this package compile against.
func sampleScope() rules.Scope {
	return rules.Scope{
		Result: ir.Boolean,
		Schema: rules.Schema{
			{Name: "name", Type: ir.Of(ir.Text)}, {Name: "姓名", Type: ir.Of(ir.Text)}, {Name: "status", Type: ir.Of(ir.Text)},
			{Name: "id_card", Type: ir.Type{Base: ir.Text, Meaning: ir.IDCard}},
			{Name: "count", Type: ir.Of(ir.Integer)}, {Name: "amount", Type: ir.DecimalType(10, 2)}, {Name: "rate", Type: ir.Of(ir.Float)},
			{Name: "flag", Type: ir.Of(ir.Boolean)}, {Name: "death_date", Type: ir.Of(ir.Date)}, {Name: "pay_month", Type: ir.Of(ir.Month)},
			{Name: "registered_at", Type: ir.Of(ir.Timestamp)}, {Name: "other.death_date", Type: ir.Of(ir.Date)},
		},
		Constants:    map[string]rules.Type{"limits.age": ir.Of(ir.Integer)},
		Dictionaries: []string{"nation", "bank", "divisions"},
		Named: map[string]rules.NamedRule{
			"is_adult": {Params: []rules.Param{{Name: "birth", Type: ir.Of(ir.Date)}}, Source: "age(birth) >= 18"},
			"circle":   {Params: []rules.Param{{Name: "x"}}, Source: "circle(x)"},
			"broken":   {Params: []rules.Param{{Name: "x"}}, Source: "len(x) > 1"},
			"leaky":    {Params: []rules.Param{{Name: "x"}}, Source: "amount > 1"},
		},
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	const file, golden = "testdata/problems.txt", "testdata/problems.golden"
	sources, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for source := range strings.Lines(string(sources)) {
		source = strings.TrimSuffix(source, "\n")
		_, problems := rules.Compile(source, sampleScope())
		fmt.Fprintf(&got, "%s\n", source)
		for _, p := range problems {
			fmt.Fprintf(&got, "    [%s] %s: %s\n        → %s\n", source[p.Start:p.End], p.Code, p.Message, p.Hint)
			if p.Hint == "" {
				t.Errorf("%s: a problem without a way out: %s", source, p)
			}
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("problems differ from %s; run with -update and read the difference:\n%s", golden, got.String())
	}
}

func TestProblemsOfSize(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"too long":      strings.Repeat("a", rules.MaxSource+1),
		"many minuses":  strings.Repeat("-", rules.MaxSource-10) + "1 > 0",
		"deep brackets": strings.Repeat("(", 4000) + "1" + strings.Repeat(")", 4000) + " > 0",
		"deep nots":     strings.Repeat("not ", 2000) + "flag",
		"empty":         " \n ",
		"not UTF-8":     "name == \"\xff",
	}
	for name, source := range cases {
		expr, problems := rules.Compile(source, sampleScope())
		if (expr == nil) == (len(problems) == 0) {
			t.Errorf("%s: neither or both of expression and problems", name)
		}
		for _, p := range problems {
			if p.Start < 0 || p.End > len(source) || p.Start > p.End {
				t.Errorf("%s: span %d-%d is outside the source", name, p.Start, p.End)
			}
		}
	}
}

func TestNamedRulesDoNotExplode(t *testing.T) {
	t.Parallel()
	scope := sampleScope()
	scope.Named["g0"] = rules.NamedRule{Params: []rules.Param{{Name: "x"}}, Source: "x"}
	scope.Named["d0"] = rules.NamedRule{Params: []rules.Param{{Name: "x"}}, Source: "x and x"}
	for i := 1; i < 40; i++ {
		scope.Named[fmt.Sprintf("d%d", i)] = rules.NamedRule{Params: []rules.Param{{Name: "x"}},
			Source: fmt.Sprintf("d%d(x) and d%d(x)", i-1, i-1)}
		scope.Named[fmt.Sprintf("g%d", i)] = rules.NamedRule{Params: []rules.Param{{Name: "x"}}, Source: fmt.Sprintf("g%d(x and x)", i-1)}
	}
	for _, source := range []string{"d39(flag)", "g39(flag)"} {
		if _, problems := rules.Compile(source, scope); len(problems) != 1 || problems[0].Code != rules.CodeTooLong {
			t.Errorf("%s: got %v, want one problem of size", source, problems)
		}
	}
}
