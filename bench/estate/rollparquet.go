package estate

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// inParquet is a Parquet file with the columns' own names and types. A control file beside
// it tells the number of rows and the sum of the column.
type inParquet struct{ sum string }

func (f inParquet) files(name string, r *roll) ([]File, error) {
	record, err := r.record()
	if err != nil {
		return nil, err
	}
	defer record.Release()
	var b bytes.Buffer
	w, err := pqarrow.NewFileWriter(record.Schema(), &b, parquet.NewWriterProperties(), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		return nil, err
	}
	if err := w.Write(record); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	total := r.parcel.overstated
	for at := range r.rows {
		amount, err := fenOf(r.text(at, f.sum))
		if err != nil {
			return nil, err
		}
		total += amount
	}
	control := fmt.Sprintf("%d|%s\n", len(r.rows), total.yuan())
	return []File{{Name: name + ".parquet", Data: b.Bytes()}, {Name: name + ".ctl", Data: []byte(control)}}, nil
}

// record gives the roll as one Arrow record. The caller releases it.
func (r *roll) record() (arrow.Record, error) {
	fields := make([]arrow.Field, len(r.columns))
	for c, column := range r.columns {
		fields[c] = arrow.Field{Name: column.Name, Type: column.arrow(), Nullable: true}
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer b.Release()
	for at := range r.rows {
		for c, value := range r.fields(at) {
			if r.rows[at].values[c] == nil {
				b.Field(c).AppendNull()
			} else if err := b.Field(c).AppendValueFromString(r.columns[c].written(value)); err != nil {
				return nil, fmt.Errorf("column %s: %w", r.columns[c].Name, err)
			}
		}
	}
	return b.NewRecord(), nil
}

// arrow is the type of the column in Arrow.
func (c Column) arrow() arrow.DataType {
	switch c.Kind {
	case Integer:
		return arrow.PrimitiveTypes.Int64
	case Decimal:
		return &arrow.Decimal128Type{Precision: int32(c.Size), Scale: int32(c.Scale)}
	case Date:
		return arrow.FixedWidthTypes.Date32
	case Timestamp:
		return &arrow.TimestampType{Unit: arrow.Microsecond}
	}
	return arrow.BinaryTypes.String
}

// written is a value as Arrow reads it from text.
func (c Column) written(value string) string {
	if t, err := time.Parse(time.DateTime, value); c.Kind == Timestamp && err == nil {
		return t.Format("2006-01-02T15:04:05")
	}
	return value
}

// fenOf reads an amount with two places.
func fenOf(yuan string) (fen, error) {
	n, err := strconv.ParseInt(strings.Replace(yuan, ".", "", 1), 10, 64)
	return fen(n), err
}
