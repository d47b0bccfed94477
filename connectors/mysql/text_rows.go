package mysql

import (
	"context"
	"encoding/binary"
	"io"
	"strconv"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// textRows are the rows of an exchange.
type textRows struct {
	exchange exchange
	conn     *sqldb.Conn
	columns  []connectors.PhysicalColumn
	appends  []func(*decode.Builder, int, []byte)
	fields   [][]byte
	stop     func() bool // lets go of the context
	over     bool
}

var _ sqldb.Rows = (*textRows)(nil)

// ask runs a statement without bind values over the tap. The connection is closed when
// ctx ends, which is when it is given up.
func ask(ctx context.Context, conn *sqldb.Conn, t *tap, text string) (*textRows, error) {
	a := &textRows{exchange: exchange{tap: t}, conn: conn}
	a.stop = context.AfterFunc(ctx, func() { _ = t.Close() })
	err := a.exchange.send(text)
	if err == nil {
		err = a.head()
	}
	if err != nil {
		a.stop()
		return nil, err
	}
	return a, nil
}

// head reads the column count and the columns.
func (a *textRows) head() error {
	p, err := a.exchange.packet()
	if err != nil {
		return err
	}
	if len(p) == 0 {
		return errGarbled
	}
	switch p[0] {
	case errPacket:
		return refused(p)
	case okPacket, nullField: // no rows at all, or a wish for a local file
		return errGarbled
	}
	n, _, used := length(p)
	if used == 0 || n > 1<<16 || a.exchange.tap.extended&withCacheMeta != 0 && (len(p) <= used || p[used] != 1) {
		return errGarbled
	}
	for range n {
		if p, err = a.exchange.packet(); err != nil {
			return err
		}
		if err := a.column(p); err != nil {
			return err
		}
	}
	a.fields = make([][]byte, n)
	if a.exchange.tap.flags&withoutEOF == 0 {
		_, err = a.exchange.packet()
	}
	return err
}

// column reads a column definition.
func (a *textRows) column(p []byte) (err error) {
	var name []byte
	for i := range 6 { // catalog, schema, table, original table, name, original name
		var text []byte
		if text, p, err = field(p); err != nil {
			return err
		}
		if i == 4 {
			name = text
		}
	}
	if len(p) < 13 {
		return errGarbled
	}
	d := declared{
		charset: binary.LittleEndian.Uint16(p[1:]), size: binary.LittleEndian.Uint32(p[3:]), code: p[7],
		flags: binary.LittleEndian.Uint16(p[8:]), decimals: p[10],
	}
	precision, scale := d.digits()
	c := connectors.PhysicalColumn{Name: string(name), Type: d.name(), Nullable: true}
	c.Arrow = arrowOf(c.Type, precision, scale)
	a.columns = append(a.columns, c)
	a.appends = append(a.appends, appendOf(c.Type))
	return nil
}

// Next implements sqldb.Rows.
func (a *textRows) Next() (int, error) {
	if a.over {
		return 0, io.EOF
	}
	p, err := a.exchange.packet()
	if err != nil {
		return 0, err
	}
	size := len(p)
	switch {
	case size == 0:
		return 0, errGarbled
	case p[0] == errPacket:
		a.over = true // the connection itself is sound
		return 0, refused(p)
	case p[0] == eofPacket && size < wholePacket && (size < 9 || a.exchange.tap.flags&withoutEOF != 0):
		a.over = true
		return 0, io.EOF
	}
	for i := range a.fields {
		// Most fields are shorter than 251 bytes: their length is one byte.
		if len(p) > 0 && p[0] < nullField && int(p[0]) < len(p) {
			end := 1 + int(p[0])
			a.fields[i], p = p[1:end:end], p[end:]
			continue
		}
		if a.fields[i], p, err = field(p); err != nil {
			return 0, err
		}
	}
	if len(p) > 0 { // a row of more columns than were told
		return 0, errGarbled
	}
	return size, nil
}

// Append implements sqldb.Rows.
func (a *textRows) Append(b *decode.Builder, col, i int) {
	text := a.fields[i]
	if text == nil {
		b.AppendNull(col)
		return
	}
	a.appends[i](b, col, text)
}

// Text implements sqldb.Rows.
func (a *textRows) Text(i int) []byte { return a.fields[i] }

// Columns implements sqldb.Rows.
func (a *textRows) Columns() []connectors.PhysicalColumn { return a.columns }

// Close implements sqldb.Rows. An answer that is not read to its end takes its
// connection with it.
func (a *textRows) Close() error {
	alone := a.stop()
	if a.over && alone {
		return nil
	}
	return a.conn.Close()
}

// appendOf gives how a field of a type is read from its text: numbers by value, so that
// a ZEROFILL column is a number, the rest as the driver's values are.
func appendOf(name string) func(*decode.Builder, int, []byte) {
	switch name {
	case "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT", "YEAR":
		return appendSigned
	case "UNSIGNED TINYINT", "UNSIGNED SMALLINT", "UNSIGNED MEDIUMINT", "UNSIGNED INT", "UNSIGNED BIGINT":
		return appendUnsigned
	case "FLOAT":
		return func(b *decode.Builder, col int, text []byte) {
			x, err := strconv.ParseFloat(string(text), 32)
			if err != nil {
				b.AppendFault(col, decode.ReasonNumber, text)
				return
			}
			b.AppendFloat32(col, float32(x))
		}
	case "DOUBLE":
		return func(b *decode.Builder, col int, text []byte) {
			x, err := strconv.ParseFloat(string(text), 64)
			if err != nil {
				b.AppendFault(col, decode.ReasonNumber, text)
				return
			}
			b.AppendFloat64(col, x)
		}
	}
	if bytes := bytesOf(name); bytes != nil {
		return bytes
	}
	return func(b *decode.Builder, col int, text []byte) { b.AppendText(col, text) }
}

func appendSigned(b *decode.Builder, col int, text []byte) {
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		b.AppendFault(col, decode.ReasonNumber, text)
		return
	}
	b.AppendInt64(col, n)
}

func appendUnsigned(b *decode.Builder, col int, text []byte) {
	n, err := strconv.ParseUint(string(text), 10, 64)
	if err != nil {
		b.AppendFault(col, decode.ReasonNumber, text)
		return
	}
	b.AppendUint64(col, n)
}
