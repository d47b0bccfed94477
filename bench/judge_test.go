package bench_test

import (
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/civil"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// judgedRows are judged at once; people repeats them, so that memory is real.
const judgedRows = 1 << 16

func people(tb testing.TB) arrow.Record {
	tb.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "id_card", Type: arrow.BinaryTypes.String}, {Name: "birth_date", Type: arrow.FixedWidthTypes.Date32}, {Name: "code", Type: arrow.BinaryTypes.String}, {Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	b := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	defer b.Release()
	for i := range judgedRows {
		row := person(i)
		b.Field(0).(*array.StringBuilder).Append(row[1].(string))
		day, ok := ir.ParseLayout(row[4].(string), ir.DateLayout)
		if !ok {
			tb.Fatal(row[4])
		}
		b.Field(1).(*array.Date32Builder).Append(arrow.Date32(ir.DayOfMicros(day.Timestamp())))
		b.Field(2).(*array.StringBuilder).Append(row[5].(string))
		b.Field(3).(*array.Int64Builder).Append(int64(i % 100))
	}
	return b.NewRecord()
}

// BenchmarkIDCard judges checksum and birth date by our kernels and by a loop.
func BenchmarkIDCard(b *testing.B) {
	record := people(b)
	defer record.Release()
	b.Run("kernels", func(b *testing.B) {
		kernels(b, record, "id_card_valid(id_card) and id_card_birth(id_card) == birth_date")
	})
	b.Run("loop", func(b *testing.B) {
		ids, births := record.Column(0).(*array.String), record.Column(1).(*array.Date32)
		judged(b, func() {
			bad := 0
			for i := range ids.Len() {
				id := ids.Value(i)
				birth, ok := civil.IDCardBirth(id)
				if !ok || !civil.IDCardValid(id) || birth != int32(births.Value(i)) {
					bad++
				}
			}
			if bad == 0 || bad > judgedRows/100 {
				b.Fatal(bad)
			}
		})
	})
}

// BenchmarkUserRule judges an expression without built-in functions by our kernels and
// by expr's own machine, row by row.
func BenchmarkUserRule(b *testing.B) {
	const source = `n >= 10 and n < 90 and code startsWith "1101" and code != "110107"`
	record := people(b)
	defer record.Release()
	b.Run("kernels", func(b *testing.B) { kernels(b, record, source) })
	b.Run("expr", func(b *testing.B) {
		type row struct {
			N    int64  `expr:"n"`
			Code string `expr:"code"`
		}
		program, err := expr.Compile(source, expr.Env(row{}), expr.AsBool())
		if err != nil {
			b.Fatal(err)
		}
		codes, numbers := record.Column(2).(*array.String), record.Column(3).(*array.Int64)
		var machine vm.VM
		judged(b, func() {
			for i := range codes.Len() {
				if _, err := machine.Run(program, row{numbers.Value(i), codes.Value(i)}); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

func kernels(b *testing.B, record arrow.Record, source string) {
	var schema rules.Schema
	for i, t := range []ir.Base{ir.Text, ir.Date, ir.Text, ir.Integer} {
		schema = append(schema, ir.Field{Name: record.ColumnName(i), Type: ir.Of(t)})
	}
	rule, problems := rules.Compile(source, rules.Scope{Schema: schema, Result: ir.Boolean})
	if problems != nil {
		b.Fatal(problems)
	}
	set, err := rules.CompileSet([]*rules.Expr{rule}, schema, rules.Env{AsOf: asOf()})
	if err != nil {
		b.Fatal(err)
	}
	judged(b, func() {
		if _, err := set.Eval(record); err != nil {
			b.Fatal(err)
		}
	})
}

// judged reports rows a second.
func judged(b *testing.B, work func()) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		work()
	}
	b.ReportMetric(float64(judgedRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
