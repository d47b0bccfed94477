package decode

import (
	"bytes"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
)

const (
	// DefaultRows is the number of rows in a batch if the request names none.
	DefaultRows = 4096
	// MaxCell is the longest text, in bytes, that a cell takes.
	MaxCell = 16 << 20

	batchBytes = 32 << 20 // a batch of long texts ends early, see Full
	maxRaw     = 4 << 10  // kept of a faulty value
)

// A Builder collects cells into a record. Each Append call adds one cell to one
// column; the caller appends to every column once per row. It is not safe for use
// by several goroutines.
type Builder struct {
	memory  memory.Allocator
	schema  *arrow.Schema
	cells   []cell
	faults  []connectors.Fault
	rows    int // wanted in a batch
	bytes   int // appended to the present batch
	scratch []byte
	folded  []byte

	transcoded bool
}

// NewBuilder prepares a builder for columns; batchRows ≤ 0 takes DefaultRows, a nil
// mem memory.DefaultAllocator. It
// refuses a layout, a shift or a type that cannot be carried out: the error names
// the column and is a fault of the definition. The caller calls Release.
func NewBuilder(mem memory.Allocator, columns []connectors.Column, batchRows int) (*Builder, error) {
	if batchRows <= 0 {
		batchRows = DefaultRows
	}
	if mem == nil {
		mem = memory.DefaultAllocator
	}
	cells := make([]cell, len(columns))
	fields := make([]arrow.Field, len(columns))
	for i, column := range columns {
		compiled, err := compile(column)
		if err != nil {
			return nil, err
		}
		cells[i] = compiled
		fields[i] = arrow.Field{Name: column.Name, Type: column.Type, Nullable: true}
	}
	for i := range cells {
		cells[i].attach(mem, columns[i].Type)
	}
	return &Builder{memory: mem, schema: arrow.NewSchema(fields, nil), cells: cells, rows: batchRows}, nil
}

// Schema is the schema of every record: the columns in order, all nullable.
func (b *Builder) Schema() *arrow.Schema { return b.schema }

// Rows is the number of rows begun in the present batch.
func (b *Builder) Rows() int {
	if len(b.cells) == 0 {
		return 0
	}
	return b.cells[0].len()
}

// Full reports whether the batch should be handed out: it has the rows asked for,
// or its texts have grown to 32 MiB. It is asked between rows.
func (b *Builder) Full() bool { return b.Rows() >= b.rows || b.bytes >= batchBytes }

// NewRecord hands out the batch and begins the next. The caller releases the
// record; the faults are the caller's, nil if there are none.
func (b *Builder) NewRecord() (arrow.Record, []connectors.Fault) {
	faults := b.faults
	b.faults, b.bytes = nil, 0
	rows := b.Rows()
	arrays := make([]arrow.Array, len(b.cells))
	for i := range b.cells {
		arrays[i] = b.cells[i].take()
		defer arrays[i].Release()
	}
	return array.NewRecord(b.schema, arrays, int64(rows)), faults
}

// Release frees what has been appended and not handed out.
func (b *Builder) Release() {
	for i := range b.cells {
		b.cells[i].release()
	}
}

// AppendNull appends a null cell.
func (b *Builder) AppendNull(col int) { b.cells[col].appendNull() }

// AppendFault appends a null cell and records why: for values that the connector
// itself could not read. Reason is a fixed phrase; raw is copied.
func (b *Builder) AppendFault(col int, reason string, raw []byte) {
	row := b.cells[col].len()
	b.cells[col].appendNull()
	b.faults = append(b.faults, connectors.Fault{Row: row, Column: col, Reason: reason, Raw: clip(raw)})
}

// AppendText appends a stored text, which may also be the text of a number, date or
// instant. A nil raw is null. The bytes are read before it returns and not kept.
func (b *Builder) AppendText(col int, raw []byte) {
	if raw == nil {
		b.AppendNull(col)
		return
	}
	if c := &b.cells[col]; c.asIs && len(raw) <= MaxCell && utf8.Valid(raw) && !b.transcoded {
		end := len(raw)
		for end > 0 && raw[end-1] == ' ' { // CHAR padding
			end--
		}
		b.bytes += end
		c.text.append(raw[:end])
		return
	}
	if b.cells[col].form.SM4 {
		clear, ok := b.unseal(col, raw)
		if !ok {
			b.AppendFault(col, ReasonCipher, raw)
			return
		}
		raw = clear
	}
	text, reason := b.tidy(&b.cells[col].form, raw)
	if reason == "" {
		reason = b.put(col, text)
	}
	if reason != "" {
		b.AppendFault(col, reason, raw)
	}
}

// unseal decrypts a stored text.
func (b *Builder) unseal(col int, raw []byte) (clear []byte, ok bool) {
	if b.cells[col].sealed == nil { // nobody called Decipher
		return nil, false
	}
	return b.cells[col].sealed.open(raw)
}

// AppendParts appends one cell from several physical columns, joined in order with
// Form.Join after the padding of each has been cut. As in standard SQL the cell is
// null if any part is null (nil).
func (b *Builder) AppendParts(col int, parts [][]byte) {
	b.scratch = b.scratch[:0]
	for i, part := range parts {
		if part == nil {
			b.AppendNull(col)
			return
		}
		if i > 0 {
			b.scratch = append(b.scratch, b.cells[col].form.Join...)
		}
		b.scratch = append(b.scratch, bytes.TrimRight(part, " ")...)
	}
	if b.scratch == nil {
		b.scratch = []byte{}
	}
	b.AppendText(col, b.scratch)
}

// put parses a tidy text into the cell and gives the reason if it cannot.
func (b *Builder) put(col int, text []byte) string {
	c := &b.cells[col]
	if c.values != nil {
		mapped, listed := c.values[string(text)]
		switch {
		case listed:
			return c.parse(mapped, plain())
		case len(text) > 0 || c.kind == kindText:
			return ReasonUnlisted
		}
	}
	if c.kind == kindText {
		b.bytes += len(text)
	}
	return c.parse(text, c.stored)
}

// clip copies a faulty value, cut to a size that a report can bear.
func clip(raw []byte) string {
	if len(raw) <= maxRaw {
		return string(raw)
	}
	end := maxRaw
	for end > maxRaw-utf8.UTFMax && !utf8.RuneStart(raw[end]) {
		end--
	}
	return string(raw[:end])
}
