package files_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"

	"github.com/dogwatch/dogwatch/connectors"
)

// TestParquetTimes: a timestamp that the file does not call an instant is civil time, as
// pandas writes it; one that it does is read in Asia/Shanghai, as of Spark.
func TestParquetTimes(t *testing.T) {
	t.Parallel()
	var fields schema.FieldList
	for _, c := range []struct {
		name    string
		instant bool
	}{{"civil", false}, {"instant", true}} {
		node, err := schema.NewPrimitiveNodeLogical(c.name, parquet.Repetitions.Required, schema.NewTimestampLogicalType(c.instant, schema.TimeUnitMicros), parquet.Types.Int64, -1, -1)
		if err != nil {
			t.Fatal(err)
		}
		fields = append(fields, node)
	}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, -1)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := file.NewParquetWriter(&out, root)
	rows := w.AppendRowGroup()
	at := time.Date(2026, 11, 24, 0, 30, 0, 0, time.UTC).UnixMicro()
	for range fields {
		column, err := rows.NextColumn()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := column.(*file.Int64ColumnChunkWriter).WriteBatch([]int64{at}, nil, nil); err != nil {
			t.Fatal(err)
		}
		if err := column.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	columns := texts("civil", "instant")
	for i := range columns {
		columns[i].Type = connectors.TimestampType
	}
	parts := texts("joined")[0]
	parts.Physical = []string{"civil", "civil"}
	got := readAs(t, out.String(), connectors.File{Format: connectors.FormatParquet}, append(columns, parts)...)
	if want := "2026-11-24 00:30:00Z|2026-11-24 08:30:00Z|2026-11-24 00:30:002026-11-24 00:30:00"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
