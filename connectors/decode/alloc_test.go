package decode_test

import (
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// batch is a row of every plain kind, as a household registry sends it.
func batch(tb testing.TB) (*decode.Builder, [][]byte) {
	columns := []connectors.Column{
		{Name: "id_card", Type: typeOf("text")},
		{Name: "name", Type: typeOf("text"), Form: connectors.Form{Fold: true, Trim: true}},
		{Name: "people", Type: typeOf("int")},
		{Name: "amount", Type: typeOf("dec"), Form: connectors.Form{Shift: 2}},
		{Name: "birth", Type: typeOf("date"), Form: connectors.Form{Layout: "yyyyMMdd"}},
		{Name: "month", Type: typeOf("month")},
		{Name: "registered_at", Type: typeOf("stamp")},
		{Name: "valid", Type: typeOf("bool"), Form: connectors.Form{Values: map[string]string{"Y": "1", "N": "0"}}},
		{Name: "rate", Type: typeOf("float")},
	}
	b, err := decode.NewBuilder(memory.DefaultAllocator, columns, 1000)
	if err != nil {
		tb.Fatal(err)
	}
	row := [][]byte{
		[]byte("110101194912310021"), []byte("张三　"), []byte("3"), []byte("123450"), []byte("19491231"),
		[]byte("202611"), []byte("2026-11-24 08:00:00+00"), []byte("Y"), []byte("0.25"),
	}
	return b, row
}

func fill(b *decode.Builder, row [][]byte, rows int) {
	for range rows {
		for col, raw := range row {
			b.AppendText(col, raw)
		}
	}
	record, _ := b.NewRecord()
	record.Release()
}

// A batch of 1,000 rows may cost what its arrays cost, and nothing per value.
func TestNoAllocationPerValue(t *testing.T) {
	b, row := batch(t)
	defer b.Release()
	got := testing.AllocsPerRun(10, func() { fill(b, row, 1000) })
	if got > 300 {
		t.Errorf("%.0f allocations for 9,000 values", got)
	}
}

func BenchmarkRow(bench *testing.B) {
	b, row := batch(bench)
	defer b.Release()
	bench.ReportAllocs()
	for bench.Loop() {
		fill(b, row, 1000)
	}
}

// BenchmarkTexts is a row of texts as they are, which most columns hold.
func BenchmarkTexts(bench *testing.B) {
	var columns []connectors.Column
	row := [][]byte{[]byte("110101194912310021"), []byte("张三"), []byte("男"), []byte("110101"), []byte("110101001"), nil, []byte("正常"), []byte("R0000000001")}
	for range row {
		columns = append(columns, connectors.Column{Name: "text", Type: typeOf("text")})
	}
	b, err := decode.NewBuilder(memory.DefaultAllocator, columns, 4096)
	if err != nil {
		bench.Fatal(err)
	}
	defer b.Release()
	bench.ReportAllocs()
	for bench.Loop() {
		fill(b, row, 4096)
	}
	bench.ReportMetric(float64(4096*len(row)*bench.N)/bench.Elapsed().Seconds(), "values/s")
}
