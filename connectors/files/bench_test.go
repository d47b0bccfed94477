package files_test

import (
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

// BenchmarkScan reads 100,000 rows of a GBK file with a date and an amount.
func BenchmarkScan(b *testing.B) {
	const rows = 100_000
	row := "110101194912310021,\xd5\xc5\xc8\xfd,20261124,\"123,45\",600.00\n"
	source, _ := folder(b, connectors.Config{Encoding: "gbk"}, map[string]string{
		"f.csv": "id,name,day,note,amount\n" + strings.Repeat(row, rows),
	})
	request := connectors.Request{From: connectors.Relation{Name: "f.csv"}, Columns: texts("id", "name", "note")}
	request.Columns = append(request.Columns,
		connectors.Column{Name: "day", Physical: []string{"day"}, Type: arrow.FixedWidthTypes.Date32, Form: connectors.Form{Layout: "yyyyMMdd"}},
		connectors.Column{Name: "amount", Physical: []string{"amount"}, Type: &arrow.Decimal128Type{Precision: 12, Scale: 2}})
	b.SetBytes(int64(len(row) * rows))
	b.ReportAllocs()
	for b.Loop() {
		stream, err := source.Scan(b.Context(), request)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for stream.Next() {
			n += int(stream.Record().NumRows())
		}
		if n != rows || stream.Err() != nil {
			b.Fatal(n, stream.Err())
		}
		_ = stream.Close()
	}
}
