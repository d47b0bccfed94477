package files

import (
	"context"
	"errors"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/pace"
)

// A parquetStream reads batches of the columns that are wanted.
type parquetStream struct {
	ctx     context.Context
	table   *table
	content *parquetContent
	reader  pqarrow.RecordReader
	builder *decode.Builder
	cells   [][]int
	meter   *pace.Meter
	left    int64 // rows until the limit; negative: no limit
	record  arrow.Record
	faults  []connectors.Fault
	err     error
	done    bool
	closed  bool
}

var _ connectors.Stream = (*parquetStream)(nil)

// newParquetStream takes over the table and the builder. Places are fields of the schema.
func newParquetStream(ctx context.Context, c *parquetContent, t *table, builder *decode.Builder, places [][]int, request connectors.Request, meter *pace.Meter) (*parquetStream, error) {
	s := &parquetStream{ctx: ctx, table: t, content: c, builder: builder, meter: meter, left: request.Limit}
	if s.left <= 0 {
		s.left = -1
	}
	leaves, cells, err := c.leaves(t, places)
	if err == nil {
		s.cells = cells
		c.reader.Props.BatchSize = decode.DefaultRows
		if request.BatchRows > 0 {
			c.reader.Props.BatchSize = int64(request.BatchRows)
		}
		s.reader, err = c.reader.GetRecordReader(ctx, leaves, nil)
	}
	if err != nil {
		builder.Release()
		return nil, t.classify(unread(err))
	}
	return s, nil
}

// leaves gives the columns of the file that are read, and where each wanted one stands
// among them.
func (c *parquetContent) leaves(t *table, places [][]int) (leaves []int, cells [][]int, err error) {
	position := map[int]int{}
	for at, field := range c.schema.Fields() { // the reader keeps the order of the file
		for _, wanted := range places {
			for _, place := range wanted {
				if _, known := position[at]; place != at || known {
					continue
				}
				if decode.NativeOf(field.Type) == nil {
					return nil, nil, t.source.fail(t.op, t.name, connectors.Decode, "column "+field.Name+" has a type that is not read: "+field.Type.String())
				}
				position[at] = len(leaves)
				leaves = append(leaves, c.reader.Manifest.Fields[at].ColIndex)
			}
		}
	}
	for _, wanted := range places {
		var cell []int
		for _, place := range wanted {
			cell = append(cell, position[place])
		}
		cells = append(cells, cell)
	}
	return leaves, cells, nil
}

// unread drops the text of the reader's error, which may quote the file.
func unread(err error) error {
	if _, ours := errors.AsType[*connectors.Error](err); ours {
		return err
	}
	return errParquet
}

// Next implements connectors.Stream.
func (s *parquetStream) Next() bool {
	s.drop()
	if s.done || s.left == 0 {
		return false
	}
	if s.ctx.Err() != nil {
		return s.end(s.table.source.cancelled(s.ctx, "scan", s.table.name))
	}
	sent, err := s.read()
	switch {
	case errors.Is(err, io.EOF):
		if wrong := s.wrongKey(true); wrong != nil {
			return s.end(wrong)
		}
		if err = s.table.unchanged(); errors.Is(err, io.EOF) {
			return s.end(nil)
		}
		return s.end(s.table.classify(err))
	case err != nil:
		return s.end(s.table.classify(unread(err)))
	}
	sent = s.content.recast(sent)
	defer func() { sent.Release() }()
	if s.left >= 0 && sent.NumRows() > s.left {
		whole := sent
		sent = whole.NewSlice(0, s.left)
		whole.Release()
	}
	if s.left >= 0 {
		s.left -= sent.NumRows()
	}
	s.record, s.faults = s.builder.Recast(sent.Columns(), s.cells)
	if wrong := s.wrongKey(false); wrong != nil {
		s.drop()
		return s.end(wrong)
	}
	if s.meter.Add(sent.NumRows(), bytesOf(sent)) != nil {
		s.drop()
		return s.end(s.table.source.cancelled(s.ctx, "scan", s.table.name))
	}
	return true
}

// read gets the reader's next batch, which is the reader's. A damaged page may break it.
func (s *parquetStream) read() (sent arrow.Record, err error) {
	defer func() {
		if recover() != nil {
			sent, err = nil, errParquet
		}
	}()
	return s.reader.Read()
}

// bytesOf is about the size of a batch.
func bytesOf(sent arrow.Record) (n int64) {
	for _, column := range sent.Columns() {
		for _, buffer := range column.Data().Buffers() {
			if buffer != nil {
				n += int64(buffer.Len())
			}
		}
	}
	return n
}

// wrongKey is the error of a column that is encrypted with another key.
func (s *parquetStream) wrongKey(ended bool) *connectors.Error {
	wrong := s.builder.WrongKey(ended)
	if wrong != nil {
		wrong.Source, wrong.Relation = s.table.source.config.Name, s.table.name
	}
	return wrong
}

func (s *parquetStream) end(err *connectors.Error) bool {
	s.done = true
	if err != nil {
		s.err = err
	}
	return false
}

func (s *parquetStream) drop() {
	if s.record != nil {
		s.record.Release()
	}
	s.record, s.faults = nil, nil
}

// Record implements connectors.Stream.
func (s *parquetStream) Record() arrow.Record { return s.record }

// Faults implements connectors.Stream.
func (s *parquetStream) Faults() []connectors.Fault { return s.faults }

// Err implements connectors.Stream.
func (s *parquetStream) Err() error { return s.err }

// Close implements connectors.Stream; it is safe to call twice.
func (s *parquetStream) Close() error {
	s.drop()
	if s.done = true; s.closed {
		return nil
	}
	s.closed = true
	s.builder.Release()
	s.reader.Release()
	return s.table.close()
}
