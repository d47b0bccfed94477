package bench_test

import (
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/dogwatch/dogwatch/rules"
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

// The rule of an ID number's checksum and date, and one without built-in functions.
const (
	cardRule = "id_card_valid(id_card) and id_card_birth(id_card) == birth_date"
	userRule = `n >= 10 and n < 90 and code startsWith "1101" and code != "110107"`
)

// BenchmarkIDCard judges checksum and birth date by our kernels and by a loop.
func BenchmarkIDCard(b *testing.B) {
	record := people(b)
	defer record.Release()
	b.Run("kernels", func(b *testing.B) { judged(b, kernels(b, record, cardRule)) })
	b.Run("loop", func(b *testing.B) { judged(b, cardLoop(b, record)) })
}

// BenchmarkRatioKernels sets a built-in rule against the loop.
func BenchmarkRatioKernels(b *testing.B) {
	record := people(b)
	defer record.Release()
	versus(b, several(kernels(b, record, cardRule)), several(cardLoop(b, record)))
}

// BenchmarkUserRule judges an expression without built-in functions by our kernels and
// by expr's own machine, row by row.
func BenchmarkUserRule(b *testing.B) {
	record := people(b)
	defer record.Release()
	b.Run("kernels", func(b *testing.B) { judged(b, kernels(b, record, userRule)) })
	b.Run("expr", func(b *testing.B) { judged(b, exprMachine(b, record)) })
}

// BenchmarkRatioUserRule sets the user's rule against expr's machine.
func BenchmarkRatioUserRule(b *testing.B) {
	record := people(b)
	defer record.Release()
	versus(b, several(kernels(b, record, userRule)), several(exprMachine(b, record)))
}

// several judges the rows often enough for a clock.
func several(work func()) func() {
	return func() {
		for range 16 {
			work()
		}
	}
}

// cardLoop is what one writes by hand: checksum and date of birth, character by
// character, as the standard tells it.
func cardLoop(b *testing.B, record arrow.Record) func() {
	ids, births := record.Column(0).(*array.String), record.Column(1).(*array.Date32)
	return func() {
		bad := 0
		for i := range ids.Len() {
			if !cardAgrees(ids.Value(i), int32(births.Value(i))) {
				bad++
			}
		}
		if bad == 0 || bad > judgedRows/100 {
			b.Fatal(bad)
		}
	}
}

// cardAgrees reports whether an ID number is sound and tells this date of birth.
func cardAgrees(id string, birth int32) bool {
	if len(id) != 18 {
		return false
	}
	sum := 0
	for i, weight := range [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		c := id[i]
		if c < '0' || c > '9' {
			return false
		}
		sum += int(c-'0') * weight
	}
	digits := func(from, to int) (n int) {
		for i := from; i < to; i++ {
			n = n*10 + int(id[i]-'0')
		}
		return n
	}
	day, ok := ir.DayOf(digits(6, 10), digits(10, 12), digits(12, 14))
	return ok && day == birth && id[17] == "10X98765432"[sum%11]
}

// exprMachine is expr's own machine over a struct a row.
func exprMachine(b *testing.B, record arrow.Record) func() {
	type row struct {
		N    int64  `expr:"n"`
		Code string `expr:"code"`
	}
	program, err := expr.Compile(userRule, expr.Env(row{}), expr.AsBool())
	if err != nil {
		b.Fatal(err)
	}
	codes, numbers := record.Column(2).(*array.String), record.Column(3).(*array.Int64)
	var machine vm.VM
	return func() {
		for i := range codes.Len() {
			if _, err := machine.Run(program, row{numbers.Value(i), codes.Value(i)}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// kernels is our judging of a rule.
func kernels(b *testing.B, record arrow.Record, source string) func() {
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
	return func() {
		if _, err := set.Eval(record); err != nil {
			b.Fatal(err)
		}
	}
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
