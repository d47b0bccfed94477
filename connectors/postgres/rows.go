package postgres

import (
	"encoding/hex"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// An answer reads the fields where they lie in the connection's buffer.
type answer struct {
	reader  *pgconn.ResultReader
	columns []connectors.PhysicalColumn
	appends []func(*decode.Builder, int, []byte)
	row     [][]byte
	waiting bool // the first row has been fetched by Query
	over    bool
}

var _ sqldb.Rows = (*answer)(nil)

func (a *answer) describe() {
	fields := a.reader.FieldDescriptions()
	a.columns = make([]connectors.PhysicalColumn, len(fields))
	a.appends = make([]func(*decode.Builder, int, []byte), len(fields))
	types := pgtype.NewMap()
	for i, field := range fields {
		a.columns[i] = connectors.PhysicalColumn{
			Name: field.Name, Nullable: true, Arrow: arrowOf(field.DataTypeOID, field.TypeModifier),
		}
		if known, ok := types.TypeForOID(field.DataTypeOID); ok {
			a.columns[i].Type = known.Name
		}
		a.appends[i] = appendOf(field.DataTypeOID)
	}
}

// Next implements sqldb.Rows.
func (a *answer) Next() (int, error) {
	if !a.waiting && (a.over || !a.reader.NextRow()) {
		if !a.over {
			a.over = true
			if _, err := a.reader.Close(); err != nil {
				return 0, err
			}
		}
		return 0, io.EOF
	}
	a.waiting = false
	a.row = a.reader.Values()
	size := 0
	for _, field := range a.row {
		size += len(field) + 4
	}
	return size, nil
}

// Append implements sqldb.Rows.
func (a *answer) Append(b *decode.Builder, col, i int) {
	field := a.row[i]
	if field == nil {
		b.AppendNull(col)
		return
	}
	a.appends[i](b, col, field)
}

// Text implements sqldb.Rows.
func (a *answer) Text(i int) []byte { return a.row[i] }

// Columns implements sqldb.Rows.
func (a *answer) Columns() []connectors.PhysicalColumn { return a.columns }

// Close implements sqldb.Rows. Of an answer that was killed little is left to read.
func (a *answer) Close() error {
	if a.over {
		return nil
	}
	a.over = true
	_, err := a.reader.Close()
	return err
}

// appendOf gives how a field's text is read. All that has no line here is text or a
// number in ordinary digits; NaN and the infinities are no number to the builder.
func appendOf(oid uint32) func(*decode.Builder, int, []byte) {
	switch oid {
	case pgtype.BoolOID:
		return func(b *decode.Builder, col int, field []byte) { b.AppendBool(col, field[0] == 't') }
	case pgtype.DateOID:
		return sqldb.AppendDate
	case pgtype.TimestampOID:
		return sqldb.AppendCivil
	case pgtype.TimestamptzOID:
		return func(b *decode.Builder, col int, field []byte) { sqldb.AppendInstant(b, col, field, 0) }
	case pgtype.ByteaOID:
		return appendBytes
	}
	return func(b *decode.Builder, col int, field []byte) { b.AppendText(col, field) }
}

// appendBytes undoes the hexadecimal form: a bytea that a contract calls text holds
// the bytes of that text.
func appendBytes(b *decode.Builder, col int, field []byte) {
	raw := make([]byte, hex.DecodedLen(max(len(field)-2, 0)))
	if len(field) < 2 || string(field[:2]) != `\x` {
		b.AppendFault(col, decode.ReasonEncoding, field)
		return
	}
	if _, err := hex.Decode(raw, field[2:]); err != nil {
		b.AppendFault(col, decode.ReasonEncoding, field)
		return
	}
	b.AppendText(col, raw)
}

// arrowOf is what a type decodes to. A numeric without precision is given room for
// 28 digits before the point.
func arrowOf(oid uint32, modifier int32) arrow.DataType {
	switch oid {
	case pgtype.Int2OID, pgtype.Int4OID, pgtype.Int8OID, pgtype.OIDOID:
		return arrow.PrimitiveTypes.Int64
	case pgtype.NumericOID:
		if modifier < 4 {
			return &arrow.Decimal128Type{Precision: 38, Scale: 10}
		}
		precision := (modifier - 4) >> 16 & 0xffff
		scale := (modifier - 4) & 0x7ff
		return &arrow.Decimal128Type{Precision: min(precision, 38), Scale: min(scale, 38)}
	case pgtype.Float4OID, pgtype.Float8OID:
		return arrow.PrimitiveTypes.Float64
	case pgtype.BoolOID:
		return arrow.FixedWidthTypes.Boolean
	case pgtype.DateOID:
		return arrow.FixedWidthTypes.Date32
	case pgtype.TimestampOID, pgtype.TimestamptzOID:
		return connectors.TimestampType
	}
	return arrow.BinaryTypes.String
}
