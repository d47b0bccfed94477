package kernel_test

import (
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/kernel"
	"github.com/dogwatch/dogwatch/rules/rulestest"
)

// bound compiles sources over a schema and binds them.
func bound(t rapid.TB, schema ir.Schema, sources ...string) []*ir.Node {
	t.Helper()
	nodes := make([]*ir.Node, len(sources))
	for i, source := range sources {
		expr, problems := rules.Compile(source, rules.Scope{Schema: schema})
		if problems != nil {
			t.Fatalf("%s: %v", source, problems)
		}
		node, err := expr.Bind(rulestest.Env())
		if err != nil {
			t.Fatal(err)
		}
		nodes[i] = node
	}
	return nodes
}

func program(t rapid.TB, schema ir.Schema, nodes []*ir.Node) *kernel.Program {
	t.Helper()
	p, err := kernel.Compile(nodes, schema, rulestest.Env().Dictionaries)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// at reads a row of a record.
func at(schema ir.Schema, rec arrow.Record, row int) interp.Row {
	return func(name string) ir.Value {
		for i, f := range schema {
			if f.Name == name {
				return ir.ValueAt(rec.Column(i), f.Type, row)
			}
		}
		return ir.Value{}
	}
}

// TestAgreesWithInterp holds the kernels to the reference, whole rules and the values
// of expressions of every base, on batches that begin anywhere in their buffers.
func TestAgreesWithInterp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(rapidT{t}, 0)
		schema := rulestest.Schema(t, rulestest.Everything())
		rec := rulestest.Record(mem, schema, rulestest.Rows(t, rulestest.Everything(), schema, 80))
		defer rec.Release()
		first := rapid.Int64Range(0, rec.NumRows()).Draw(t, "first")
		part := rec.NewSlice(first, rec.NumRows())
		defer part.Release()
		sources := []string{rulestest.Rule(t, rulestest.Everything(), schema), rulestest.Rule(t, rulestest.Everything(), schema)}
		nodes := bound(t, schema, sources...)
		verdicts, err := program(t, schema, nodes).Judge(part.Columns(), int(part.NumRows()))
		if err != nil {
			t.Fatal(err)
		}
		for i := range nodes {
			agree(t, sources[i], nodes[i], schema, part, verdicts[i])
		}
	})
}

func agree(t rapid.TB, source string, n *ir.Node, schema ir.Schema, rec arrow.Record, v kernel.Verdict) {
	for row := range int(rec.NumRows()) {
		want := interp.Eval(n, at(schema, rec, row), rulestest.Env().Dictionaries)
		got := interp.Result{Value: ir.BooleanOf(v.True.Has(row)), Fault: v.Reasons[row]}
		if v.Unknown.Has(row) || v.Fault.Has(row) {
			got.Value = ir.NullOf(n.Type)
		}
		if v.Fault.Has(row) != (got.Fault != ir.NoFault) || v.True.Has(row) && (v.Unknown.Has(row) || v.Fault.Has(row)) {
			t.Fatalf("%s: row %d is in two sets", source, row)
		}
		if want.Fault != got.Fault || !ir.Equal(want.Value, got.Value) {
			t.Fatalf("%s: row %d gives %v %v, want %v %v", source, row, got.Value, got.Fault, want.Value, want.Fault)
		}
	}
}

// TestValuesAgreeWithInterp does the same for expressions that are no rules.
func TestValuesAgreeWithInterp(t *testing.T) {
	t.Parallel()
	bases := []ir.Base{ir.Text, ir.Integer, ir.Decimal, ir.Float, ir.Boolean, ir.Date, ir.Month, ir.Timestamp}
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(rapidT{t}, 0)
		schema := rulestest.Schema(t, rulestest.Everything())
		rec := rulestest.Record(mem, schema, rulestest.Rows(t, rulestest.Everything(), schema, 40))
		defer rec.Release()
		source := rulestest.Expression(t, rulestest.Everything(), schema, rapid.SampledFrom(bases).Draw(t, "base"))
		n := bound(t, schema, source)[0]
		values, faults, err := program(t, schema, []*ir.Node{n}).Values(mem, 0, rec.Columns(), int(rec.NumRows()))
		if err != nil {
			t.Fatal(err)
		}
		defer values.Release()
		reasons := map[int]ir.Fault{}
		for _, f := range faults {
			reasons[f.Row] = f.Reason
		}
		for row := range int(rec.NumRows()) {
			want := interp.Eval(n, at(schema, rec, row), rulestest.Env().Dictionaries)
			got := ir.ValueAt(values, n.Type, row)
			if want.Fault != reasons[row] || !ir.Equal(want.Value, got) {
				t.Fatalf("%s: row %d gives %v %v, want %v %v", source, row, got, reasons[row], want.Value, want.Fault)
			}
		}
	})
}

// rapidT lets the checked allocator report to rapid.
type rapidT struct{ *rapid.T }

func (t rapidT) Errorf(format string, args ...any) { t.T.Errorf(format, args...) }
func (t rapidT) Helper()                           {}

// TestEveryFunctionHasAKernel compiles every function of the table.
func TestEveryFunctionHasAKernel(t *testing.T) {
	t.Parallel()
	replaced := map[string]bool{"today": true, "now": true} // by Bind
	for _, f := range ir.Functions() {
		text := ir.NewConstant(ir.TextOf("1"))
		n := &ir.Node{Kind: ir.Call, Type: ir.Of(ir.Boolean), Function: f, Args: []*ir.Node{text, text, text}}
		if _, err := kernel.Compile([]*ir.Node{n}, nil, nil); (err != nil) != replaced[f.Name] {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
