package kernel_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/kernel"
)

func sampleSchema() ir.Schema {
	return ir.Schema{{Name: "id", Type: ir.Of(ir.Text)}, {Name: "n", Type: ir.Of(ir.Integer)}, {Name: "amount", Type: ir.DecimalType(38, 2)},
		{Name: "day", Type: ir.Of(ir.Date)}, {Name: "flag", Type: ir.Of(ir.Boolean)}, {Name: "rate", Type: ir.Of(ir.Float)}}
}

// sampleRecord makes rows of every sort, null where the row number says so.
func sampleRecord(mem memory.Allocator, rows int) arrow.Record {
	schema := sampleSchema()
	fields := make([]arrow.Field, len(schema))
	for i, f := range schema {
		fields[i] = arrow.Field{Name: f.Name, Type: f.Type.Arrow(), Nullable: true}
	}
	b := array.NewRecordBuilder(mem, arrow.NewSchema(fields, nil))
	defer b.Release()
	huge, _, _, _ := ir.ParseDecimal(strings.Repeat("9", 36) + ".99")
	for i := range rows {
		values := []ir.Value{ir.TextOf(fmt.Sprintf("1101051949%02d%02d002X", i%13, i%29)), ir.IntegerOf(int64(i%100 - 50)),
			ir.DecimalOf(decimal128.FromI64(int64(i)*37), schema[2].Type), ir.DateOf(int64(i)), ir.BooleanOf(i%3 == 0), ir.FloatOf(float64(i) / 4)}
		if i%501 == 0 {
			values[2] = ir.DecimalOf(huge, schema[2].Type)
		}
		for j, v := range values {
			if i%(7+j) == 0 {
				v = ir.NullOf(v.Type())
			}
			ir.Append(b.Field(j), v)
		}
	}
	return b.NewRecord()
}

// sampleRules are forms that random rules seldom take: long lists, shared parts,
// constants that fault, wide decimals.
func sampleRules() []string {
	return []string{
		"id_card_valid(id) and id_card_birth(id) <= day",
		"n in [-50, -40, -30, -20, -10, 0, 10, 20] or flag",
		`id in ["110105194901010021", "11010519491202002X", "11010519490101002X", "c", "d", "e", "f", "g"]`,
		"n in [1, 2, n, 3]",
		"amount in [0.37, 0.740, 1.1100] or amount > 100",
		"rate in [0.25, 1.5]",
		"10 / n > 1 and n % 7 != 0",
		"10 / n > 1 or flag",
		"1 / 0 == 1 or flag",
		"amount * 3 > 5.551 and amount / 7 < 1000",
		"round(amount, 1) == amount or ceil(amount) - floor(amount) == 1",
		"max(amount, 12.345, n) >= abs(amount)",
		"coalesce(amount, n, 0) > 0",
		"n == nil or n != nil and to_text(n) == to_text(n)",
		`pad_left(to_text(n), 4, "0ab") == right("000" + to_text(n), 4)`,
		"if(flag, day + n, day - n) > day",
		`to_integer(left(to_text(amount), 2)) > 3`,
	}
}

// TestChunks judges a batch of several chunks, whole and sliced, against the reference.
func TestChunks(t *testing.T) {
	t.Parallel()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	whole := sampleRecord(mem, 3333)
	defer whole.Release()
	rec := whole.NewSlice(5, 3333)
	defer rec.Release()
	nodes := bound(t, sampleSchema(), sampleRules()...)
	verdicts, err := program(t, sampleSchema(), nodes).Judge(rec.Columns(), int(rec.NumRows()))
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range nodes {
		v := verdicts[i]
		for row := range int(rec.NumRows()) {
			want := interp.Eval(n, at(sampleSchema(), rec, row), nil)
			if want.Fault != v.Reasons[row] || want.Value.Bool() != v.True.Has(row) ||
				v.Unknown.Has(row) != (want.Value.IsNull() && want.Fault == ir.NoFault) {
				t.Errorf("%s: row %d is true %v, unknown %v, fault %v; want %v %v", sampleRules()[i], row,
					v.True.Has(row), v.Unknown.Has(row), v.Reasons[row], want.Value, want.Fault)
				break
			}
		}
		if n := v.True.Count() + v.Unknown.Count() + v.Fault.Count(); n == 0 || v.Fault.Count() != len(v.Reasons) {
			t.Errorf("%s: %d rows in a set, %d faults, %d reasons", sampleRules()[i], n, v.Fault.Count(), len(v.Reasons))
		}
	}
}

// TestGoroutinesShareAProgram judges one program from several goroutines.
func TestGoroutinesShareAProgram(t *testing.T) {
	t.Parallel()
	rec := sampleRecord(memory.NewGoAllocator(), 2000)
	defer rec.Release()
	p := program(t, sampleSchema(), bound(t, sampleSchema(), sampleRules()...))
	first, err := p.Judge(rec.Columns(), 2000)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for rows := 1; rows <= 2000; rows += 333 {
				verdicts, err := p.Judge(rec.Columns(), rows)
				if err != nil {
					t.Error(err)
					return
				}
				for i := range verdicts {
					if verdicts[i].True.Has(rows-1) != first[i].True.Has(rows-1) {
						t.Errorf("rule %d differs with %d rows", i, rows)
					}
				}
			}
		})
	}
	group.Wait()
}

func TestWhatCannotBeCompiledOrJudged(t *testing.T) {
	t.Parallel()
	schema := sampleSchema()
	n := bound(t, schema, "n > 1")[0]
	if _, err := kernel.Compile([]*ir.Node{n}, schema[:1], nil); err == nil || err.Error() != "there is no column n" {
		t.Errorf("a missing column gives %v", err)
	}
	other := ir.Schema{{Name: "n", Type: ir.Of(ir.Text)}}
	if _, err := kernel.Compile([]*ir.Node{n}, other, nil); err == nil || err.Error() != "column n is text here, integer was promised" {
		t.Errorf("a column of another type gives %v", err)
	}
	rec := sampleRecord(memory.NewGoAllocator(), 3)
	defer rec.Release()
	p := program(t, schema, []*ir.Node{n, bound(t, schema, "n + 1")[0]})
	if _, err := p.Judge(rec.Columns(), 3); err == nil || err.Error() != "expression 1 gives integer, not true or false" {
		t.Errorf("a number as a rule gives %v", err)
	}
	if _, err := p.Judge(rec.Columns()[:2], 3); err == nil {
		t.Error("too few columns are judged")
	}
	if _, err := p.Judge(rec.Columns(), 4); err == nil {
		t.Error("more rows than there are are judged")
	}
	columns := rec.Columns()
	columns[1] = columns[0]
	if _, err := p.Judge(columns, 3); err == nil {
		t.Error("a text column is judged as integers")
	}
	if _, _, err := p.Values(memory.NewGoAllocator(), 2, rec.Columns(), 3); err == nil {
		t.Error("expression 2 of 2 has values")
	}
}

// TestArraysWithoutValues judges nulls that have no buffer of values.
func TestArraysWithoutValues(t *testing.T) {
	t.Parallel()
	schema := sampleSchema()
	p := program(t, schema, bound(t, schema, "flag and id == nil", "n == nil and amount == nil and day == nil and rate == nil and flag == nil"))
	columns := make([]arrow.Array, len(schema))
	for i, f := range schema {
		columns[i] = array.MakeArrayOfNull(memory.NewGoAllocator(), f.Type.Arrow(), 70)
		defer columns[i].Release()
	}
	verdicts, err := p.Judge(columns, 70)
	if err != nil {
		t.Fatal(err)
	}
	if verdicts[0].Unknown.Count() != 70 || verdicts[1].True.Count() != 70 {
		t.Errorf("%d of 70 nulls are unknown, %d null", verdicts[0].Unknown.Count(), verdicts[1].True.Count())
	}
}
