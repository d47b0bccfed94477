package mysql

import (
	"database/sql/driver"
	"errors"
	"io"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// An answer is rows that are not read to their end when they are closed early: the
// driver would, so the connection is closed instead.
type answer struct {
	*sqldb.Values
	conn *sqldb.Conn
	over bool
}

func (a *answer) Next() (int, error) {
	size, err := a.Values.Next()
	a.over = errors.Is(err, io.EOF)
	return size, err
}

func (a *answer) Close() error {
	if a.over {
		return a.Values.Close()
	}
	return a.conn.Close()
}

// describe tells what the columns of an answer are and how their values are read.
func describe(rows driver.Rows) ([]connectors.PhysicalColumn, []sqldb.Convert) {
	names := rows.Columns()
	typed, _ := rows.(driver.RowsColumnTypeDatabaseTypeName)
	sized, _ := rows.(driver.RowsColumnTypePrecisionScale)
	columns := make([]connectors.PhysicalColumn, len(names))
	convert := make([]sqldb.Convert, len(names))
	for i, name := range names {
		columns[i] = connectors.PhysicalColumn{Name: name, Nullable: true}
		if typed == nil {
			continue
		}
		var precision, scale int64
		if sized != nil {
			precision, scale, _ = sized.ColumnTypePrecisionScale(i)
		}
		columns[i].Type = typed.ColumnTypeDatabaseTypeName(i)
		columns[i].Arrow = arrowOf(columns[i].Type, precision, scale)
		convert[i] = converts(columns[i].Type)
	}
	return columns, convert
}

// arrowOf is what a type of the protocol or the catalogue, in capitals, decodes to.
func arrowOf(name string, precision, scale int64) arrow.DataType {
	switch name {
	case "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT", "YEAR", "BIT", "UNSIGNED TINYINT",
		"UNSIGNED SMALLINT", "UNSIGNED MEDIUMINT", "UNSIGNED INT", "UNSIGNED BIGINT":
		return arrow.PrimitiveTypes.Int64
	case "DECIMAL":
		return &arrow.Decimal128Type{Precision: int32(max(1, min(precision, 38))), Scale: int32(min(scale, 38))}
	case "FLOAT", "DOUBLE":
		return arrow.PrimitiveTypes.Float64
	case "DATE":
		return arrow.FixedWidthTypes.Date32
	case "DATETIME", "TIMESTAMP":
		return connectors.TimestampType
	case "GEOMETRY", "VECTOR", "":
		return nil
	}
	return arrow.BinaryTypes.String
}

// converts gives what is not appended by its Go type.
func converts(name string) sqldb.Convert {
	if do := bytesOf(name); do != nil {
		return fromBytes(do)
	}
	return nil
}

// bytesOf gives how the bytes of a type are read that are more than a text: dates come
// as text, BIT as big-endian bytes. nil: no more.
func bytesOf(name string) func(*decode.Builder, int, []byte) {
	switch name {
	case "DATE":
		return sqldb.AppendDate
	case "DATETIME":
		return sqldb.AppendCivil
	case "TIMESTAMP":
		return func(b *decode.Builder, col int, text []byte) { sqldb.AppendInstant(b, col, text, secondsEast) }
	case "BIT":
		return appendBits
	}
	return nil
}

func fromBytes(do func(*decode.Builder, int, []byte)) sqldb.Convert {
	return func(b *decode.Builder, col int, value driver.Value) {
		text, ok := value.([]byte)
		if !ok {
			b.AppendFault(col, "a form that is not read", nil)
			return
		}
		do(b, col, text)
	}
}

func appendBits(b *decode.Builder, col int, bits []byte) {
	var value uint64
	for _, octet := range bits {
		value = value<<8 | uint64(octet)
	}
	b.AppendUint64(col, value)
}
