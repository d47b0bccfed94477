package files

import (
	"context"
	"errors"
	"io"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/pace"
)

// cancelEvery is how many rows are read between two looks at the context.
const cancelEvery = 1024

func textType() arrow.DataType { return arrow.BinaryTypes.String }

// Scan implements connectors.Source. It refuses a filter: whoever asks filters.
func (s *Source) Scan(ctx context.Context, request connectors.Request) (connectors.Stream, error) {
	if request.Where.Text != "" {
		return nil, s.fail("scan", request.From.Name, connectors.Refused, "a file cannot filter")
	}
	t, err := s.open(ctx, "scan", request.From)
	if err != nil {
		return nil, err
	}
	stream, err := t.stream(ctx, request)
	if err != nil {
		_ = t.close()
		return nil, err
	}
	return stream, nil
}

// stream begins to read; the stream closes the table.
func (t *table) stream(ctx context.Context, request connectors.Request) (connectors.Stream, error) {
	places, err := t.places(request.Columns)
	if err != nil {
		return nil, err
	}
	builder, err := decode.NewBuilder(t.source.config.Allocator, request.Columns, request.BatchRows)
	if err != nil {
		return nil, t.source.fail("scan", t.name, connectors.Local, err.Error())
	}
	if err := builder.Decipher(t.source.config.SM4); err != nil {
		builder.Release()
		return nil, t.source.fail("scan", t.name, connectors.Local, err.Error())
	}
	meter := t.source.pace.Meter(ctx)
	if p, ok := t.content.(*parquetContent); ok {
		return newParquetStream(ctx, p, t, builder, places, request, meter)
	}
	builder.Transcoded()
	rows := &rowReader{ctx: ctx, meter: meter, table: t, places: places, builder: builder}
	return decode.NewStream(builder, request.Limit, rows.next, t.close).At(t.source.config.Name, t.name), nil
}

// A rowReader appends the rows of a table to a builder.
type rowReader struct {
	ctx     context.Context
	meter   *pace.Meter
	table   *table
	places  [][]int
	builder *decode.Builder
	parts   [][]byte
	read    int
}

// next appends one row; its errors are io.EOF and *connectors.Error. A row that has not
// the right fields is a fault in every column.
func (r *rowReader) next() error {
	t := r.table
	if r.read++; r.read%cancelEvery == 1 && r.ctx.Err() != nil {
		return t.source.cancelled(r.ctx, "scan", t.name)
	}
	err := t.row()
	unfit, bad := errors.AsType[*misfit](err)
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case err != nil && !bad:
		return t.classify(err)
	case r.meter.Add(1, int64(t.content.size())) != nil:
		return t.source.cancelled(r.ctx, "scan", t.name)
	}
	for column, places := range r.places {
		switch {
		case bad:
			r.builder.AppendFault(column, unfit.Error(), nil)
		case len(places) == 1:
			t.content.put(r.builder, column, places[0])
		default:
			r.join(column, places)
		}
	}
	return nil
}

// join appends a cell that is made of several fields.
func (r *rowReader) join(column int, places []int) {
	r.parts = r.parts[:0]
	for _, place := range places {
		r.parts = append(r.parts, r.table.content.text(place))
	}
	r.builder.AppendParts(column, r.parts)
}
