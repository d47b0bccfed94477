package sqldb

import (
	"errors"
	"io"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/pace"
)

// gatheredBytes ends a batch of long texts early.
const gatheredBytes = 32 << 20

// pumpRecords cuts and joins the server's batches to the size that was asked for; its
// error is never nil. A batch that lies within one of the server's is a slice of it.
func (st *stream) pumpRecords(records Records, j job) error {
	if len(records.Columns()) < j.selected {
		return &connectors.Error{Class: connectors.Protocol, Reason: "the answer has fewer columns than were asked for"}
	}
	g := gathering{memory: st.source.memory, want: j.batchRows}
	meter := st.source.pace.Meter(st.ctx)
	defer g.release()
	for {
		begun := time.Now()
		sent, err := records.NextRecord()
		st.times.Wire += time.Since(begun)
		if err != nil {
			if wrong := j.builder.WrongKey(errors.Is(err, io.EOF)); wrong != nil {
				return wrong
			}
			if !g.empty() && !st.send(g.take()) {
				return st.ctx.Err()
			}
			return err
		}
		if err := st.cut(sent, &g, meter, j); err != nil {
			return err
		}
	}
}

// cut gathers the rows of one of the server's batches and sends what is full.
func (st *stream) cut(sent arrow.Record, g *gathering, meter *pace.Meter, j job) error {
	width := widthOf(sent)
	for from := int64(0); from < sent.NumRows(); {
		n := min(sent.NumRows()-from, g.room(width))
		piece := sent.NewSlice(from, from+n)
		begun := time.Now()
		record, faults := j.builder.Recast(piece.Columns(), j.cells)
		st.times.Decode += time.Since(begun)
		piece.Release()
		g.add(record, faults, n*width)
		if wrong := j.builder.WrongKey(false); wrong != nil {
			return wrong
		}
		from += n
		if err := meter.Add(n, n*width); err != nil {
			return err
		}
		if st.ctx.Err() != nil || g.full() && !st.send(g.take()) {
			return st.ctx.Err()
		}
	}
	return nil
}

// widthOf is the size of a row in bytes, roughly: the size of what was sent, shared
// out. It is at least 1.
func widthOf(sent arrow.Record) int64 {
	size := int64(0)
	for _, column := range sent.Columns() {
		for _, buffer := range column.Data().Buffers() {
			if buffer != nil {
				size += int64(buffer.Len())
			}
		}
	}
	return max(1, size/max(1, sent.NumRows()))
}

// A gathering is the batch that is being put together.
type gathering struct {
	memory memory.Allocator
	want   int64 // rows
	pieces []arrow.Record
	faults []connectors.Fault
	rows   int64
	bytes  int64
}

func (g *gathering) empty() bool { return g.rows == 0 }

func (g *gathering) full() bool { return g.rows >= g.want || g.bytes >= gatheredBytes }

// room is how many rows of a width still fit, at least one.
func (g *gathering) room(width int64) int64 {
	return max(1, min(g.want-g.rows, (gatheredBytes-g.bytes)/width))
}

// add takes the record over.
func (g *gathering) add(record arrow.Record, faults []connectors.Fault, bytes int64) {
	for _, f := range faults {
		f.Row += int(g.rows)
		g.faults = append(g.faults, f)
	}
	g.pieces = append(g.pieces, record)
	g.rows += record.NumRows()
	g.bytes += bytes
}

// take hands the batch out and begins the next.
func (g *gathering) take() batch {
	out := batch{faults: g.faults}
	if len(g.pieces) == 1 {
		out.record = g.pieces[0]
		g.pieces = nil
	} else {
		out.record = joined(g.memory, g.pieces)
	}
	g.release()
	return out
}

func (g *gathering) release() {
	for _, piece := range g.pieces {
		piece.Release()
	}
	g.pieces, g.faults, g.rows, g.bytes = nil, nil, 0, 0
}

// joined copies records of one schema into one. Its arrays have the contract's types,
// which can always be joined.
func joined(mem memory.Allocator, records []arrow.Record) arrow.Record {
	columns := make([]arrow.Array, records[0].NumCols())
	rows := int64(0)
	for _, record := range records {
		rows += record.NumRows()
	}
	for i := range columns {
		parts := make([]arrow.Array, len(records))
		for r, record := range records {
			parts[r] = record.Column(i)
		}
		column, err := array.Concatenate(parts, mem)
		if err != nil {
			panic("sqldb: columns of one type do not join: " + err.Error())
		}
		defer column.Release()
		columns[i] = column
	}
	return array.NewRecord(records[0].Schema(), columns, rows)
}

// rowsWanted is the size of a batch.
func rowsWanted(request int) int64 {
	if request <= 0 {
		return decode.DefaultRows
	}
	return int64(request)
}
