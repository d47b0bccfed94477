package conformance

import (
	"fmt"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/connectors"
)

// null is how a null cell is shown.
const null = "∅"

// show writes a cell so that a test can expect it.
func show(column arrow.Array, row int) string {
	if column.IsNull(row) {
		return null
	}
	switch column := column.(type) {
	case *array.String:
		return column.Value(row)
	case *array.Int64:
		return strconv.FormatInt(column.Value(row), 10)
	case *array.Decimal128:
		return column.Value(row).ToString(column.DataType().(*arrow.Decimal128Type).Scale)
	case *array.Float64:
		return strconv.FormatFloat(column.Value(row), 'g', -1, 64)
	case *array.Boolean:
		return strconv.FormatBool(column.Value(row))
	case *array.Date32:
		return column.Value(row).ToTime().Format(time.DateOnly)
	case *array.MonthInterval:
		month := int(column.Value(row))
		return fmt.Sprintf("%04d-%02d", month/12, month%12+1)
	case *array.Timestamp:
		return time.UnixMicro(int64(column.Value(row))).UTC().Format("2006-01-02 15:04:05.999999")
	}
	return column.ValueStr(row)
}

// A fault is where and why, with the row counted over all batches.
type fault struct {
	row, column int
	reason      string
}

// An answer is a whole stream, shown.
type answer struct {
	rows    [][]string
	faults  []fault
	batches []int
}

// drain reads a stream to its end and closes it.
func drain(t testing.TB, stream connectors.Stream, err error) answer {
	t.Helper()
	if err != nil {
		t.Fatalf("no stream: %v", err)
	}
	defer func() {
		if err := stream.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	var a answer
	for stream.Next() {
		record := stream.Record()
		for _, f := range stream.Faults() {
			if !record.Column(f.Column).IsNull(f.Row) {
				t.Errorf("the faulty cell %d, %d is not null", f.Row, f.Column)
			}
			a.faults = append(a.faults, fault{len(a.rows) + f.Row, f.Column, f.Reason})
		}
		a.batches = append(a.batches, int(record.NumRows()))
		for r := range int(record.NumRows()) {
			row := make([]string, record.NumCols())
			for c := range row {
				row[c] = show(record.Column(c), r)
			}
			a.rows = append(a.rows, row)
		}
	}
	if err := stream.Err(); err != nil {
		t.Fatalf("stream: %v", err)
	}
	return a
}

func scan(t testing.TB, source connectors.Source, request connectors.Request) answer {
	t.Helper()
	stream, err := source.Scan(t.Context(), request)
	return drain(t, stream, err)
}

func equal[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

// wants fails unless err is of a class, and gives the Error.
func wants(t testing.TB, what string, err error, class connectors.Class) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: no error, want class %s", what, class)
		return
	}
	if got := connectors.ClassOf(err); got != class {
		t.Errorf("%s: class %s, want %s: %v", what, got, class, err)
	}
}

// column reads one physical column of the same name.
func column(name string, t arrow.DataType) connectors.Column {
	return connectors.Column{Name: name, Physical: []string{name}, Type: t}
}

// The contract types of the suite.
var (
	text      = arrow.BinaryTypes.String
	integer   = arrow.PrimitiveTypes.Int64
	float     = arrow.PrimitiveTypes.Float64
	boolean   = arrow.FixedWidthTypes.Boolean
	date      = arrow.FixedWidthTypes.Date32
	month     = arrow.FixedWidthTypes.MonthInterval
	timestamp = connectors.TimestampType
)

func decimal(precision, scale int32) arrow.DataType {
	return &arrow.Decimal128Type{Precision: precision, Scale: scale}
}
