package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

func mustCompile(t *testing.T, scope rules.Scope, sources ...string) []*rules.Expr {
	t.Helper()
	var exprs []*rules.Expr
	for _, source := range sources {
		e, problems := rules.Compile(source, scope)
		if problems != nil {
			t.Fatalf("%s: %v", source, problems)
		}
		exprs = append(exprs, e)
	}
	return exprs
}

func TestSetCountsFourOutcomes(t *testing.T) {
	t.Parallel()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	schema := rules.Schema{{Name: "a", Type: ir.Of(ir.Integer)}, {Name: "b", Type: ir.Of(ir.Integer)}, {Name: "unused", Type: ir.Of(ir.Text)}}
	var rows [][]rules.Value
	for i := range 130 {
		row := []rules.Value{ir.IntegerOf(int64(i)), ir.IntegerOf(1), ir.TextOf("x")}
		switch i % 10 {
		case 3:
			row[1] = ir.IntegerOf(0)
		case 4:
			row[0] = ir.NullOf(ir.Of(ir.Integer))
		}
		rows = append(rows, row)
	}
	rec := recordOf(mem, schema, rows...)
	defer rec.Release()
	set, err := rules.CompileSet(mustCompile(t, rules.Scope{Schema: schema}, "a / b >= 65", "a >= 0 or b == 0"), schema, sampleEnv())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(set.Columns(), []string{"a", "b"}) {
		t.Errorf("columns are %v", set.Columns())
	}
	verdicts, err := set.Eval(rec)
	if err != nil {
		t.Fatal(err)
	}
	v := verdicts.Rule(0)
	if got := fmt.Sprint(v.Counts()); got != "53 51 13 13" {
		t.Errorf("counts are %s, want 53 true, 51 false, 13 unknown, 13 faulted", got)
	}
	var violations []int
	v.Violations(func(row int) { violations = append(violations, row) })
	if len(violations) != 51 || violations[0] != 0 || violations[50] != 62 || !v.False(62) || v.False(63) || v.False(4) {
		t.Errorf("violations are %v", violations)
	}
	if v.FaultReason(3) != ir.DivisionByZero || v.FaultReason(5) != ir.NoFault {
		t.Errorf("row 3 is faulted for %q, row 5 for %q", v.FaultReason(3), v.FaultReason(5))
	}
}

func TestSetRefuses(t *testing.T) {
	t.Parallel()
	scope := sampleScope()
	scope.Result = ir.Null
	cases := []struct{ source, column, want string }{
		{"amount", "", "not true or false"},
		{"amount > 0", "amount", "does not have"},
		{"count > limits.age", "", ""},
	}
	for _, c := range cases {
		schema := slices.DeleteFunc(slices.Clone(scope.Schema), func(f rules.Field) bool { return f.Name == c.column })
		_, err := rules.CompileSet(mustCompile(t, scope, c.source), schema, sampleEnv())
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.source, err, c.want)
		}
	}
	if _, err := rules.CompileSet(mustCompile(t, scope, "count > limits.age"), scope.Schema, rules.Env{}); err == nil {
		t.Error("a constant without a value is accepted")
	}
}

func TestSetRefusesForeignRecords(t *testing.T) {
	t.Parallel()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	scope := sampleScope()
	set, err := rules.CompileSet(mustCompile(t, scope, "amount > 0"), scope.Schema, sampleEnv())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []rules.Field{{Name: "amount", Type: ir.Of(ir.Text)}, {Name: "amount", Type: ir.DecimalType(10, 3)}, {Name: "other", Type: ir.Of(ir.Text)}} {
		rec := recordOf(mem, rules.Schema{f})
		if _, err := set.Eval(rec); err == nil {
			t.Errorf("a record of %v is judged", f)
		}
		rec.Release()
	}
}

func TestTraceShowsTheParts(t *testing.T) {
	t.Parallel()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	schema, row := sampleRow()
	rec := recordOf(mem, schema, row)
	defer rec.Release()
	scope := rules.Scope{Schema: schema, Named: map[string]rules.NamedRule{
		"old_enough": {Params: []rules.Param{{Name: "born"}}, Source: "age(born) >= limits.age"}}, Constants: map[string]rules.Type{"limits.age": ir.Of(ir.Integer)}}
	set, err := rules.CompileSet(mustCompile(t, scope, `(len(t) == 4 or a / b > 1) and day < today() and t != "x"`, `old_enough(day)`), schema, sampleEnv())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`t[t]=北京市 | len(t)[t]=3 | len(t) == 4[t]=false | a[a]=7 | b[b]=0 | a / b[a b]!division by zero | a / b > 1[a b]!division by zero | ` +
			`len(t) == 4 or a / b > 1[a b t]!division by zero | day[day]=2024-02-29 | today()[]=2026-11-24 | day < today()[day]=true | ` +
			`(len(t) == 4 or a / b > 1) and day < today()[a b day t]!division by zero | t != "x"[t]=true | ` +
			`(len(t) == 4 or a / b > 1) and day < today() and t != "x"[a b day t]!division by zero`,
		`day[day]=2024-02-29 | age(born)[day]=2 | limits.age[]=60 | old_enough(day)[day]=false`,
	}
	for i := range want {
		var parts []string
		for _, s := range set.Trace(i, rec, 0) {
			result := "=" + s.Value.String()
			if s.Fault != ir.NoFault {
				result = "!" + s.Fault.String()
			}
			parts = append(parts, fmt.Sprint(s.Source, s.Columns, result))
		}
		if got := strings.Join(parts, " | "); got != want[i] {
			t.Errorf("trace %d is\n%s\nwant\n%s", i, got, want[i])
		}
	}
}
