package rules_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// FuzzCompile holds that any source gives an expression or problems with spans
// inside it, and never a panic. Its seeds are the sources of the other tests.
func FuzzCompile(f *testing.F) {
	seedSources(f, "testdata/problems.txt", "testdata/meaning.txt")
	schema, _ := sampleRow()
	scope := sampleScope()
	scope.Schema = append(scope.Schema, schema...)
	f.Fuzz(func(t *testing.T, source string) {
		expr, problems := rules.Compile(source, scope)
		if (expr == nil) == (len(problems) == 0) {
			t.Fatalf("neither or both of expression and problems: %v", problems)
		}
		for _, p := range problems {
			if p.Start < 0 || p.Start > p.End || p.End > len(source) || p.Hint == "" || p.Message == "" {
				t.Errorf("%q: odd problem %+v", source, p)
			}
		}
	})
}

// seedSources adds the sources of the other tests.
func seedSources(f *testing.F, files ...string) {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			source, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " => ")
			f.Add(source)
		}
	}
}

// FuzzMeaning holds that the tree of whatever compiles gives by the kernels what the
// interpreter gives: for the row of testdata/meaning.txt and for one of nulls.
func FuzzMeaning(f *testing.F) {
	seedSources(f, "testdata/meaning.txt")
	schema, row := sampleRow()
	nulls := make([]rules.Value, len(row))
	for i, field := range schema {
		nulls[i] = ir.NullOf(field.Type)
	}
	rows := [][]rules.Value{row, nulls, row}
	f.Fuzz(func(t *testing.T, source string) {
		e, problems := rules.Compile(source, rules.Scope{Schema: schema})
		if problems != nil || e.Type().Base == ir.Null {
			return
		}
		computed, err := rules.CompileValue(e, schema, sampleEnv())
		if err != nil {
			t.Fatalf("%q: %v", source, err)
		}
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		rec := recordOf(mem, schema, rows...)
		defer rec.Release()
		values, faults, err := computed.Eval(mem, rec)
		if err != nil {
			t.Fatalf("%q: %v", source, err)
		}
		defer values.Release()
		reasons := map[int]rules.Fault{}
		for _, fault := range faults {
			reasons[fault.Row] = fault.Reason
		}
		for i := range rows {
			want := interpreted(t, e, schema, rows[i])
			if got := ir.ValueAt(values, computed.Type(), i); reasons[i] != want.Fault || got.String() != want.Value.String() {
				t.Fatalf("%q row %d gives %s %q, the reference says %s %q", source, i, got, reasons[i], want.Value, want.Fault)
			}
		}
	})
}

// interpreted evaluates the tree as it was written.
func interpreted(t *testing.T, e *rules.Expr, schema rules.Schema, row []rules.Value) interp.Result {
	bound, err := ir.Bind(e.Root(), sampleEnv())
	if err != nil {
		t.Fatal(err)
	}
	return interp.Eval(bound, func(name string) ir.Value {
		at := slices.IndexFunc(schema, func(f rules.Field) bool { return f.Name == name })
		return row[at]
	}, codes{})
}

// FuzzKernels draws schemas, rules and batches from the bytes of the fuzzer and holds
// the kernels against the interpreter, as TestEvalAgreesWithTheReference does.
func FuzzKernels(f *testing.F) {
	for seed := range 8 {
		f.Add(bytes.Repeat([]byte{byte(31 * seed), 7, byte(seed), 0x80, 0xff}, 400))
	}
	f.Fuzz(rapid.MakeFuzz(evalAgrees))
}
