package flighttest

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// batch is how many rows a record has.
const batch = 1000

// run starts a statement and sends the batches of one part of its answer.
func (s *Server) run(ctx context.Context, part int, query string, args []any) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	if err := s.allowed(ctx, query); err != nil {
		return nil, nil, err
	}
	s.count(query, 1)
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		s.count(query, -1)
		return nil, nil, err
	}
	r := &reader{rows: rows}
	schema, err := r.begin()
	if err != nil {
		rows.Close()
		s.count(query, -1)
		return nil, nil, err
	}
	chunks := make(chan flight.StreamChunk)
	go func() {
		defer close(chunks)
		defer s.count(query, -1)
		defer rows.Close()
		r.send(ctx, schema, chunks, func(n int) bool { return n%max(1, s.options.Parts) == part })
	}()
	return schema, chunks, nil
}

// A reader makes records of rows. The types of computed columns are those of the first
// batch.
type reader struct {
	rows   *sql.Rows
	values [][]any
	ended  bool
}

func (r *reader) begin() (*arrow.Schema, error) {
	columns, err := r.rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	if err := r.fill(len(columns)); err != nil {
		return nil, err
	}
	fields := make([]arrow.Field, len(columns))
	for i, column := range columns {
		fields[i] = arrow.Field{Name: column.Name(), Type: typeOf(column.DatabaseTypeName(), r.values, i), Nullable: true}
	}
	return arrow.NewSchema(fields, nil), nil
}

// fill reads the next batch of rows.
func (r *reader) fill(columns int) error {
	r.values = r.values[:0]
	for len(r.values) < batch {
		if !r.rows.Next() {
			r.ended = true
			return r.rows.Err()
		}
		row, into := make([]any, columns), make([]any, columns)
		for i := range row {
			into[i] = &row[i]
		}
		if err := r.rows.Scan(into...); err != nil {
			return err
		}
		r.values = append(r.values, row)
	}
	return nil
}

func (r *reader) send(ctx context.Context, schema *arrow.Schema, chunks chan<- flight.StreamChunk, mine func(int) bool) {
	var failed error
	for n := 0; failed == nil && len(r.values) > 0; n++ {
		if mine(n) {
			var chunk flight.StreamChunk
			if chunk.Data, failed = record(schema, r.values); failed != nil {
				break
			}
			select {
			case chunks <- chunk:
			case <-ctx.Done():
				return
			}
		}
		if r.ended {
			return
		}
		failed = r.fill(schema.NumFields())
	}
	if failed != nil {
		select {
		case chunks <- flight.StreamChunk{Err: failed}:
		case <-ctx.Done():
		}
	}
}

// typeOf is the type of a declared column, or of a computed one by its values.
func typeOf(declared string, values [][]any, column int) arrow.DataType {
	name, _, _ := strings.Cut(strings.ToUpper(declared), "(")
	switch {
	case name == "DATE":
		return arrow.FixedWidthTypes.Date32
	case name == "DATETIME" || name == "TIMESTAMP":
		return &arrow.TimestampType{Unit: arrow.Microsecond}
	case name == "BOOLEAN":
		return arrow.FixedWidthTypes.Boolean
	case strings.Contains(name, "INT"):
		return arrow.PrimitiveTypes.Int64
	case strings.Contains(name, "CHAR"), strings.Contains(name, "TEXT"):
		return arrow.BinaryTypes.String
	case name != "":
		return arrow.PrimitiveTypes.Float64
	}
	var found arrow.DataType = arrow.Null
	for _, row := range values {
		switch row[column].(type) {
		case int64:
			if found == arrow.Null {
				found = arrow.PrimitiveTypes.Int64
			}
		case float64:
			found = arrow.PrimitiveTypes.Float64
		case string:
			return arrow.BinaryTypes.String
		}
	}
	return found
}

func record(schema *arrow.Schema, values [][]any) (arrow.Record, error) {
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for _, row := range values {
		for i, value := range row {
			if err := put(builder.Field(i), value); err != nil {
				return nil, fmt.Errorf("column %s: %w", schema.Field(i).Name, err)
			}
		}
	}
	return builder.NewRecord(), nil
}

func put(builder array.Builder, value any) error {
	if value == nil {
		builder.AppendNull()
		return nil
	}
	switch b := builder.(type) {
	case *array.StringBuilder:
		b.Append(textOf(value))
		return nil
	case *array.Int64Builder:
		if n, ok := value.(int64); ok {
			b.Append(n)
			return nil
		}
	case *array.Float64Builder:
		switch n := value.(type) {
		case float64:
			b.Append(n)
			return nil
		case int64:
			b.Append(float64(n))
			return nil
		}
	case *array.BooleanBuilder:
		switch v := value.(type) {
		case bool:
			b.Append(v)
			return nil
		case int64:
			b.Append(v != 0)
			return nil
		}
	case *array.Date32Builder:
		if at, ok := value.(time.Time); ok {
			b.Append(arrow.Date32FromTime(at))
			return nil
		}
	case *array.TimestampBuilder:
		if at, ok := value.(time.Time); ok {
			b.Append(arrow.Timestamp(at.UnixMicro()))
			return nil
		}
	}
	return fmt.Errorf("a %T in a column of %s", value, builder.Type())
}

func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case []byte:
		return string(value)
	case int64:
		return strconv.FormatInt(value, 10)
	}
	return fmt.Sprint(value)
}
