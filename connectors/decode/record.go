package decode

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/connectors"
)

// Recast makes a record of the contract from rows that a source sent as Arrow columns:
// column i is made of the columns cells[i] of sent, which have one length and types that
// NativeOf knows. A column that is what the contract wants is taken over without a copy;
// every other value goes the way of the Append calls. Nothing must have been appended
// since the last record. The caller releases the record; sent stays the caller's.
func (b *Builder) Recast(sent []arrow.Array, cells [][]int) (arrow.Record, []connectors.Fault) {
	columns := make([]arrow.Array, len(cells))
	rows := 0
	for col, from := range cells {
		columns[col] = b.recastColumn(col, sent, from)
		defer columns[col].Release()
		rows = columns[col].Len()
	}
	faults := b.faults
	b.faults, b.bytes = nil, 0
	slices.SortStableFunc(faults, func(a, b connectors.Fault) int { return cmp.Compare(a.Row, b.Row) })
	return array.NewRecord(b.Schema(), columns, int64(rows)), faults
}

func (b *Builder) recastColumn(col int, sent []arrow.Array, from []int) arrow.Array {
	if len(from) == 1 {
		column := sent[from[0]]
		if adopted := b.cells[col].adopt(column); adopted != nil {
			return adopted
		}
		b.appendColumn(col, column)
	} else {
		b.joinColumns(col, sent, from)
	}
	return b.cells[col].take()
}

func (b *Builder) appendColumn(col int, column arrow.Array) {
	value := readerOf(column)
	for row := range column.Len() {
		if column.IsNull(row) {
			b.AppendNull(col)
			continue
		}
		value(b, col, row)
	}
}

// joinColumns appends cells that are made of several columns.
func (b *Builder) joinColumns(col int, sent []arrow.Array, from []int) {
	texts := make([]*array.String, len(from))
	unread := map[int]connectors.Fault{}
	for i, at := range from {
		var faults []connectors.Fault
		texts[i], faults = b.textsOf(col, sent[at])
		defer texts[i].Release()
		for _, f := range faults {
			unread[f.Row] = f
		}
	}
	parts := make([][]byte, len(from))
	for row := range texts[0].Len() {
		if f, bad := unread[row]; bad {
			b.AppendFault(col, f.Reason, []byte(f.Raw))
			continue
		}
		for i, text := range texts {
			parts[i] = nil
			if text.IsValid(row) {
				parts[i] = bytesOf(text.Value(row))
			}
		}
		b.AppendParts(col, parts)
	}
}

// textsOf is a column as text, before any Form: numbers by their digits, moments as ISO
// text.
func (b *Builder) textsOf(col int, column arrow.Array) (*array.String, []connectors.Fault) {
	if text, ok := column.(*array.String); ok {
		text.Retain()
		return text, nil
	}
	plain := connectors.Column{Name: "part", Type: arrow.BinaryTypes.String, Form: connectors.Form{Zone: b.cells[col].zone}}
	builder, err := NewBuilder(b.memory, []connectors.Column{plain}, 0)
	if err != nil {
		panic("decode: a plain text column: " + err.Error())
	}
	defer builder.Release()
	builder.appendColumn(0, column)
	return builder.cells[0].take().(*array.String), builder.faults
}

// adopt gives the column itself, retained, if every value of it is one of the contract
// as it stands, else nil.
func (c *cell) adopt(column arrow.Array) arrow.Array {
	if c.values != nil || c.form.SM4 || !c.adoptable(column) {
		return nil
	}
	if column, ok := column.(*array.Decimal128); ok {
		return c.withPrecision(column)
	}
	column.Retain()
	return column
}

func (c *cell) adoptable(column arrow.Array) bool {
	switch column := column.(type) {
	case *array.String:
		return c.kind == kindText && !c.form.Fold && !c.form.Trim && tidied(column)
	case *array.Int64:
		return c.kind == kindInteger && c.direct
	case *array.Float64:
		return c.kind == kindFloat && c.direct && within(column, column.Float64Values(), finite)
	case *array.Boolean:
		return c.kind == kindBoolean && c.direct
	case *array.Decimal128:
		return c.kind == kindDecimal && c.direct && column.DataType().(*arrow.Decimal128Type).Scale == c.scale &&
			within(column, column.Values(), c.fits)
	case *array.Date32:
		return c.kind == kindDate && within(column, column.Date32Values(), realDay)
	case *array.Timestamp:
		return c.kind == kindTimestamp && arrow.TypeEqual(column.DataType(), connectors.TimestampType) &&
			within(column, column.TimestampValues(), realMicros)
	}
	return false
}

// withPrecision shares a column's digits under the contract's type.
func (c *cell) withPrecision(column *array.Decimal128) arrow.Array {
	from := column.Data()
	data := array.NewData(
		&arrow.Decimal128Type{Precision: c.precision, Scale: c.scale},
		from.Len(), from.Buffers(), nil, column.NullN(), from.Offset(),
	)
	defer data.Release()
	return array.NewDecimal128Data(data)
}

// within reports whether every value that is not null is good.
func within[T any](column arrow.Array, values []T, good func(T) bool) bool {
	for row, value := range values {
		if !good(value) && column.IsValid(row) {
			return false
		}
	}
	return true
}

// tidied reports whether tidy would leave every text as it is. What lies under a null
// counts too: it costs a copy at worst.
func tidied(column *array.String) bool {
	offsets, data := column.ValueOffsets(), column.ValueBytes()
	if column.Len() == 0 || len(data) == 0 {
		return true
	}
	if !utf8.Valid(data) {
		return false
	}
	first := offsets[0]
	for i := range column.Len() {
		start, end := offsets[i]-first, offsets[i+1]-first
		if start < end && (data[end-1] == ' ' || !utf8.RuneStart(data[start]) || end-start > MaxCell) {
			return false
		}
	}
	return true
}
