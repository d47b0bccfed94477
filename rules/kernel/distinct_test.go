package kernel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/rulestest"
)

// TestRepeatedValues holds the kernels to the reference where values repeat, which are
// judged once, and where texts come encoded by a dictionary with entries that are null,
// twice there, or not used.
func TestRepeatedValues(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(rapidT{t}, 0)
		schema := rulestest.Schema(t, rulestest.Everything())
		few := append(rulestest.Rows(t, rulestest.Everything(), schema, 8), rulestest.Rows(t, rulestest.Everything(), schema, 8)...)
		if len(few) == 0 {
			t.Skip("no rows")
		}
		rows := make([][]ir.Value, 200)
		for i := range rows {
			rows[i] = few[rapid.IntRange(0, len(few)-1).Draw(t, "row")]
		}
		plain := rulestest.Record(mem, schema, rows)
		defer plain.Release()
		rec := encoded(t, mem, schema, plain)
		defer rec.Release()
		sources := []string{rulestest.Rule(t, rulestest.Everything(), schema), rulestest.Rule(t, rulestest.Everything(), schema),
			`code_valid("nation", code_t) and code_t matches "^(a|张)|[0-9]$"`, `date(code_t) == nil or id_card_valid(code_t)`, `blank(code_t) or code_title("nation", lower(code_t)) != ""`}
		nodes := bound(t, schema, sources...)
		verdicts, err := program(t, schema, nodes).Judge(rec.Columns(), int(rec.NumRows()))
		if err != nil {
			t.Fatal(err)
		}
		for i := range nodes {
			agree(t, sources[i], nodes[i], schema, plain, verdicts[i])
		}
	})
}

// encoded puts some text columns into dictionaries.
func encoded(t *rapid.T, mem memory.Allocator, schema ir.Schema, rec arrow.Record) arrow.Record {
	columns := make([]arrow.Array, rec.NumCols())
	fields := make([]arrow.Field, rec.NumCols())
	for i, f := range schema {
		columns[i], fields[i] = rec.Column(i), arrow.Field{Name: f.Name, Type: rec.Column(i).DataType(), Nullable: true}
		if text, ok := rec.Column(i).(*array.String); ok && rapid.Bool().Draw(t, "encoded") {
			columns[i] = dictionaryOf(t, mem, text)
			fields[i].Type = columns[i].DataType()
			defer columns[i].Release()
		}
	}
	return array.NewRecord(arrow.NewSchema(fields, nil), columns, rec.NumRows())
}

// dictionaryOf gives every distinct text two entries, one of which a row takes.
func dictionaryOf(t *rapid.T, mem memory.Allocator, text *array.String) arrow.Array {
	entries, indices := array.NewStringBuilder(mem), array.NewInt16Builder(mem)
	defer entries.Release()
	defer indices.Release()
	entries.AppendNull()
	entries.Append("nobody takes this")
	place := map[string]int16{}
	for row := range text.Len() {
		switch second := rapid.Bool().Draw(t, "the other"); {
		case text.IsNull(row) && second:
			indices.Append(0) // an entry that is null
		case text.IsNull(row):
			indices.AppendNull()
		default:
			at, known := place[text.Value(row)]
			if !known {
				at = int16(entries.Len())
				place[text.Value(row)] = at
				entries.Append(text.Value(row))
				entries.Append(text.Value(row))
			}
			if second {
				at++
			}
			indices.Append(at)
		}
	}
	values, numbers := entries.NewArray(), indices.NewArray()
	defer values.Release()
	defer numbers.Release()
	return array.NewDictionaryArray(&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int16, ValueType: arrow.BinaryTypes.String}, numbers, values)
}

// TestManyAndFewValues: chunks whose texts repeat, and those whose texts do not, follow
// one another; texts that differ in one byte anywhere are kept apart.
func TestManyAndFewValues(t *testing.T) {
	t.Parallel()
	schema := ir.Schema{{Name: "code", Type: ir.Of(ir.Text)}, {Name: "n", Type: ir.Of(ir.Integer)}}
	var rows [][]ir.Value
	for i := range 40_000 {
		x := fmt.Sprint(i)
		if i/2048%2 == 0 {
			long := []byte(strings.Repeat("0", 40))
			long[i%40] = byte('0' + i%2)
			x = string(long[:1+i%7*6])
		}
		row := []ir.Value{ir.TextOf(x), ir.IntegerOf(int64(i % 7))}
		if i%97 == 0 {
			row[0] = ir.NullOf(row[0].Type())
		}
		rows = append(rows, row)
	}
	rec := rulestest.Record(memory.NewGoAllocator(), schema, rows)
	defer rec.Release()
	sources := []string{`code matches "1|^0{13}$" and n < 5`, `to_integer(code) / n > 3`, `coalesce(code_title("nation", code), "x") != "x"`}
	nodes := bound(t, schema, sources...)
	verdicts, err := program(t, schema, nodes).Judge(rec.Columns(), len(rows))
	if err != nil {
		t.Fatal(err)
	}
	for i := range nodes {
		agree(t, sources[i], nodes[i], schema, rec, verdicts[i])
	}
}
