package kernel_test

import (
	"fmt"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules/civil"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/kernel"
)

// benchRows is the size of a connector's batch, times four.
const benchRows = 1 << 16

func benchSchema() ir.Schema {
	return ir.Schema{{Name: "id_card", Type: ir.Of(ir.Text)}, {Name: "birth_date", Type: ir.Of(ir.Date)}, {Name: "code", Type: ir.Of(ir.Text)},
		{Name: "amount", Type: ir.DecimalType(18, 2)}, {Name: "count", Type: ir.Of(ir.Integer)}}
}

// benchRecord makes valid people.
func benchRecord(mem memory.Allocator) arrow.Record {
	schema := benchSchema()
	fields := make([]arrow.Field, len(schema))
	for i, f := range schema {
		fields[i] = arrow.Field{Name: f.Name, Type: f.Type.Arrow(), Nullable: true}
	}
	b := array.NewRecordBuilder(mem, arrow.NewSchema(fields, nil))
	defer b.Release()
	for i := range benchRows {
		digits := fmt.Sprintf("110105%04d%02d%02d%03d", 1930+i%90, 1+i%12, 1+i%28, i%1000)
		check, _ := civil.IDCardCheckCharacter(digits)
		day, _ := ir.DayOf(1930+i%90, 1+i%12, 1+i%28)
		for j, v := range []ir.Value{ir.TextOf(digits + string(check)), ir.DateOf(int64(day)), ir.TextOf(fmt.Sprintf("110101%03d%03d", i%50, i%20)), ir.IntegerOf(int64(i % 70000)), ir.IntegerOf(int64(i % 100))} {
			if d, ok := b.Field(j).(*array.Decimal128Builder); ok {
				d.Append(decimal128.FromI64(v.Number()))
				continue
			}
			ir.Append(b.Field(j), v)
		}
	}
	return b.NewRecord()
}

// BenchmarkJudge measures rows a second by rule; the first is the one of
// PERFORMANCE: checksum and birth date, 34 M rows/s by a loop written by hand.
func BenchmarkJudge(b *testing.B) {
	rec := benchRecord(memory.NewGoAllocator())
	defer rec.Release()
	for _, source := range []string{
		"id_card_valid(id_card) and id_card_birth(id_card) == birth_date",
		"id_card_valid(id_card)",
		"len(id_card) == 18",
		`code matches "^[0-9]{12}$"`,
		`code matches "^110(101|102|105)[0-9]+$"`,
		`division_valid(left(code, 6), birth_date)`,
		`code_valid("nation", code)`,
		`code_valid("nation", code) and code matches "^[0-9]{12}$"`,
		`id_card_valid(code) and len(code) == 18`,
		`code startsWith "1101"`,
		`code in ["1", "2", "3"]`,
		"amount <= 500.00",
		"amount * 3 <= 500.00 + count",
		"amount / 3 <= 500.00",
		"count > 10 and count < 90",
		"age(birth_date) >= 60",
		`date(substr(id_card, 7, 8), "yyyyMMdd") == birth_date`,
	} {
		b.Run(source, func(b *testing.B) {
			p := program(b, benchSchema(), bound(b, benchSchema(), source))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Judge(rec.Columns(), benchRows); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/row")
		})
	}
}

// BenchmarkCodeTable asks a real table of codes, of few and of many values.
func BenchmarkCodeTable(b *testing.B) {
	rec := benchRecord(memory.NewGoAllocator())
	defer rec.Release()
	text := "code\n"
	for i := range 3000 {
		text += fmt.Sprintf("%06d\n", 110000+i)
	}
	d := civil.NewDictionaries()
	if err := d.Add("nation", []byte(text)); err != nil {
		b.Fatal(err)
	}
	for _, column := range []string{"left(code, 6)", "right(code, 6)", "right(id_card, 6)"} {
		b.Run(column, func(b *testing.B) {
			p, err := kernel.Compile(bound(b, benchSchema(), `code_valid("nation", `+column+`)`), benchSchema(), d)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := p.Judge(rec.Columns(), benchRows); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/row")
		})
	}
}
