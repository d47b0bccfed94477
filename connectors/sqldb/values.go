package sqldb

import (
	"database/sql/driver"
	"strconv"
	"time"
	"unsafe"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// A Convert appends a driver's value to a cell where its Go type does not tell all.
// The value is not nil.
type Convert func(b *decode.Builder, col int, value driver.Value)

// Values are the Rows of a database/sql driver.
type Values struct {
	rows    driver.Rows
	row     []driver.Value
	columns []connectors.PhysicalColumn
	convert []Convert
	scratch [][]byte
}

var _ Rows = (*Values)(nil)

// NewValues reads rows. columns describe them; convert has an entry for each column,
// nil for those whose values are appended by their Go type: numbers as numbers, texts
// and bytes as texts, times as civil times.
func NewValues(rows driver.Rows, columns []connectors.PhysicalColumn, convert []Convert) *Values {
	return &Values{
		rows: rows, row: make([]driver.Value, len(columns)), columns: columns,
		convert: convert, scratch: make([][]byte, len(columns)),
	}
}

// Next implements Rows.
func (v *Values) Next() (int, error) {
	if err := v.rows.Next(v.row); err != nil {
		return 0, err
	}
	size := 0
	for _, value := range v.row {
		size += sizeOf(value)
	}
	return size, nil
}

func sizeOf(value driver.Value) int {
	switch value := value.(type) {
	case []byte:
		return len(value)
	case string:
		return len(value)
	case nil:
		return 1
	}
	return 8
}

// Append implements Rows.
func (v *Values) Append(b *decode.Builder, col, i int) {
	value := v.row[i]
	if value == nil {
		b.AppendNull(col)
		return
	}
	if v.convert[i] != nil {
		v.convert[i](b, col, value)
		return
	}
	switch value := value.(type) {
	case []byte:
		b.AppendText(col, value)
	case string:
		b.AppendText(col, BytesOf(value))
	case int64:
		b.AppendInt64(col, value)
	case uint64:
		b.AppendUint64(col, value)
	case float64:
		b.AppendFloat64(col, value)
	case float32:
		b.AppendFloat32(col, value)
	case bool:
		b.AppendBool(col, value)
	case time.Time:
		b.AppendCivil(col, decode.CivilOf(value))
	default:
		b.AppendFault(col, decode.ReasonForm, nil)
	}
}

// BytesOf is a string's bytes without a copy: a builder only reads them. Empty is
// not nil, which would be null.
func BytesOf(text string) []byte {
	if text == "" {
		return []byte{}
	}
	return unsafe.Slice(unsafe.StringData(text), len(text))
}

// Text implements Rows.
func (v *Values) Text(i int) []byte {
	out := v.scratch[i][:0]
	switch value := v.row[i].(type) {
	case nil:
		return nil
	case []byte:
		return value
	case string:
		out = append(out, value...)
	case int64:
		out = strconv.AppendInt(out, value, 10)
	case uint64:
		out = strconv.AppendUint(out, value, 10)
	case float64:
		out = strconv.AppendFloat(out, value, 'f', -1, 64)
	case float32:
		out = strconv.AppendFloat(out, float64(value), 'f', -1, 32)
	case bool:
		out = strconv.AppendBool(out, value)
	case time.Time:
		out = value.AppendFormat(out, "2006-01-02 15:04:05.999999")
	}
	if out == nil {
		out = []byte{}
	}
	v.scratch[i] = out
	return out
}

// Columns implements Rows.
func (v *Values) Columns() []connectors.PhysicalColumn { return v.columns }

// Close implements Rows.
func (v *Values) Close() error { return v.rows.Close() }
