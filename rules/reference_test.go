package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// TestReferenceExamplesCompile: an example is a rule over the columns of the reference,
// and a function that some server may be given shows how.
func TestReferenceExamplesCompile(t *testing.T) {
	t.Parallel()
	scope, _ := rules.ReferenceScope()
	for _, e := range rules.Reference() {
		if e.Title == "" || e.Section == "" || e.Name == "" {
			t.Errorf("%+v is incomplete", e)
		}
		if _, problems := rules.Compile(e.Example, scope); problems != nil {
			t.Errorf("example of %s: %s: %v", e.Name, e.Example, problems)
		}
		f := functionOf(e)
		if f == "" || f == "today" || f == "now" { // those two reach a server as the values that they have then
			continue
		}
		pushed := 0
		for _, d := range sqlgen.Dialects() {
			if sqlgen.Pushes(f, d) {
				pushed++
			}
		}
		if (len(e.SQL) == 0) != (pushed == 0) {
			t.Errorf("%s shows the SQL of %d dialects, %d may be given it", e.Name, len(e.SQL), pushed)
		}
	}
}

func TestReferenceHasEveryFunction(t *testing.T) {
	t.Parallel()
	if got, want := len(rules.Reference()), len(ir.Functions())-1+14+9; got != want {
		t.Errorf("%d entries, want %d: all functions but as_decimal, 14 types, 9 literals", got, want)
	}
}

// TestReferenceOfTypesAndLiterals: they say what an operator says. A type shows the SQL of
// a column where a server may be given one, a literal that of its example.
func TestReferenceOfTypesAndLiterals(t *testing.T) {
	t.Parallel()
	meanings, servers := map[string]string{}, map[string][]string{}
	for _, e := range rules.Reference() {
		if e.Section != "types" && e.Section != "literals" {
			continue
		}
		if e.Meaning == "" || e.Nulls == "" || len(e.Faults) == 0 || slices.Contains(e.Faults, "") {
			t.Errorf("%s lacks its meaning, null or faults: %+v", e.Name, e)
		}
		if other, taken := meanings[e.Meaning]; taken {
			t.Errorf("%s means what %s means: %s", e.Name, other, e.Meaning)
		}
		meanings[e.Meaning] = e.Name
		for _, line := range e.SQL {
			dialect, _, _ := strings.Cut(line, ": ")
			servers[e.Name] = append(servers[e.Name], dialect)
		}
	}
	for name, want := range map[string]string{
		"text": "sqlite mysql postgres oracle", "decimal(p,s)": "mysql postgres oracle", "boolean": "postgres", "month": "", "float": "",
		"id_card": "sqlite mysql postgres oracle", "limits.age": "sqlite mysql postgres oracle", "old_enough(x)": "sqlite mysql postgres oracle", "123, -5": "",
		"nil": "mysql postgres oracle", "true, false": "postgres", "other.x": "",
	} {
		if got := strings.Join(servers[name], " "); got != want {
			t.Errorf("%s shows the SQL of %q, want %q", name, got, want)
		}
	}
}

// TestReferenceCases works every example of the reference out.
func TestReferenceCases(t *testing.T) {
	t.Parallel()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	schema := rules.Schema{{Name: "one", Type: ir.Of(ir.Integer)}}
	rec := recordOf(mem, schema, []rules.Value{ir.IntegerOf(1)})
	defer rec.Release()
	for _, f := range ir.Functions() {
		if len(f.Cases) == 0 && f.Name != "as_decimal" {
			t.Errorf("%s has no worked example", f.Name)
		}
		for _, c := range f.Cases {
			source, want, _ := strings.Cut(c, " => ")
			if got := evaluate(t, mem, schema, rec, source); got != want {
				t.Errorf("%s: %s gives %q, not %q", f.Name, source, got, want)
			}
			if e, _ := rules.Compile(source, rules.Scope{Schema: schema}); e != nil && !calls(e.Root(), f.Name) {
				t.Errorf("%s is no example of %s", source, f.Name)
			}
		}
	}
}

// calls tells whether a tree calls a function.
func calls(n *ir.Node, name string) bool {
	found := false
	n.Walk(func(n *ir.Node) { found = found || n.Kind == ir.Call && n.Function.Name == name })
	return found
}

// functionOf gives the function behind an entry, "" for a type or a literal.
func functionOf(e rules.Entry) string {
	if e.Section != "operators" && e.Section != "functions" {
		return ""
	}
	signs := map[string]string{"== nil": "is_null", "!= nil": "not_null", "-x": "neg", "x[from:to]": "slice"}
	if name, ok := signs[e.Name]; ok {
		return name
	}
	return e.Name
}
