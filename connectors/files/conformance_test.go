package files_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/conformance"
	"github.com/dogwatch/dogwatch/connectors/files"
)

// suite runs the suite on one format.
func suite(t *testing.T, can conformance.Abilities, ending string, write func(testing.TB, conformance.Table) ([]byte, *connectors.File)) {
	t.Helper()
	path := t.TempDir()
	conformance.Run(t, conformance.Harness{
		Open:   files.Open,
		Config: connectors.Config{Name: "drops", Driver: "files", Path: path},
		Create: func(t testing.TB, table conformance.Table) connectors.Relation {
			t.Helper()
			content, file := write(t, table)
			name := table.Name + ending
			if err := os.WriteFile(filepath.Join(path, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
			return connectors.Relation{Name: name, File: file}
		},
		Can: can,
	})
}

func TestConformance(t *testing.T) {
	suite(t, conformance.Abilities{NullText: true}, ".csv", func(_ testing.TB, table conformance.Table) ([]byte, *connectors.File) {
		return []byte(csv(table)), nil
	})
}

// csv writes a table: every value is quoted, null is nothing.
func csv(table conformance.Table) string {
	var out strings.Builder
	line := func(fields []string) { out.WriteString(strings.Join(fields, ",") + "\n") }
	line(columnNames(table))
	for _, row := range table.Rows {
		fields := make([]string, len(row))
		for i, value := range row {
			if text, ok := value.(string); ok {
				fields[i] = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			}
		}
		line(fields)
	}
	return out.String()
}

func columnNames(table conformance.Table) []string {
	var names []string
	for _, column := range table.Columns {
		names = append(names, column.Name)
	}
	return names
}

// TestConformanceOfParquet stores every type as itself.
func TestConformanceOfParquet(t *testing.T) {
	can := conformance.Abilities{NullText: true, Types: true, ExactDecimals: true}
	suite(t, can, ".parquet", func(t testing.TB, table conformance.Table) ([]byte, *connectors.File) {
		return parquetOf(t, table), &connectors.File{Format: connectors.FormatParquet}
	})
}

// parquetOf writes a table in row groups of 1,000.
func parquetOf(t testing.TB, table conformance.Table) []byte {
	t.Helper()
	var fields []arrow.Field
	for _, c := range table.Columns {
		fields = append(fields, arrow.Field{Name: c.Name, Type: storedType(c), Nullable: !c.NotNull})
	}
	schema := arrow.NewSchema(fields, nil)
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for _, row := range table.Rows {
		for i, value := range row {
			store(t, builder.Field(i), value)
		}
	}
	record := builder.NewRecord()
	defer record.Release()
	var out bytes.Buffer
	// Without its schema this writer turns civil times into instants.
	stored := pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema())
	rows := array.NewTableFromRecords(schema, []arrow.Record{record})
	defer rows.Release()
	if err := pqarrow.WriteTable(rows, &out, 1000, nil, stored); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func storedType(c conformance.Stored) arrow.DataType {
	switch c.Storage {
	case conformance.Integer:
		return arrow.PrimitiveTypes.Int64
	case conformance.Decimal:
		return &arrow.Decimal128Type{Precision: int32(max(c.Size, 1)), Scale: int32(c.Scale)}
	case conformance.Float:
		return arrow.PrimitiveTypes.Float64
	case conformance.Boolean:
		return arrow.FixedWidthTypes.Boolean
	case conformance.Date:
		return arrow.FixedWidthTypes.Date32
	case conformance.Timestamp:
		return connectors.TimestampType
	}
	return arrow.BinaryTypes.String
}

func store(t testing.TB, builder array.Builder, value any) {
	t.Helper()
	text, ok := value.(string)
	if !ok {
		builder.AppendNull()
		return
	}
	var err error
	switch b := builder.(type) {
	case *array.StringBuilder:
		b.Append(text)
	case *array.BooleanBuilder:
		b.Append(text == "1")
	case *array.Decimal128Builder:
		t := b.Type().(*arrow.Decimal128Type)
		var n decimal128.Num
		if n, err = decimal128.FromString(text, t.Precision, t.Scale); err == nil {
			b.Append(n)
		}
	case *array.TimestampBuilder:
		var at time.Time
		if at, err = time.Parse("2006-01-02 15:04:05.999999", text); err == nil {
			b.Append(arrow.Timestamp(at.UnixMicro()))
		}
	default:
		err = builder.AppendValueFromString(text)
	}
	if err != nil {
		t.Fatal(fmt.Errorf("%q: %w", text, err))
	}
}

// TestConformanceOfXLSX stores texts; the other types are in xlsx_test.go.
func TestConformanceOfXLSX(t *testing.T) {
	suite(t, conformance.Abilities{NullText: true}, ".xlsx", func(t testing.TB, table conformance.Table) ([]byte, *connectors.File) {
		var rows [][]any
		var header []any
		for _, name := range columnNames(table) {
			header = append(header, name)
		}
		rows = append(rows, header)
		rows = append(rows, table.Rows...)
		return xlsxOf(t, rows), &connectors.File{Format: connectors.FormatXLSX}
	})
}

// xlsxOf writes a workbook of one sheet; nil writes no cell.
func xlsxOf(t testing.TB, rows [][]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := sheet.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := sheet.Flush(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
