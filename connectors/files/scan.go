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
	places, err := t.places(request.Columns)
	if err != nil {
		t.close()
		return nil, err
	}
	builder, err := decode.NewBuilder(s.config.Allocator, request.Columns, request.BatchRows)
	if err != nil {
		t.close()
		return nil, s.fail("scan", t.name, connectors.Local, err.Error())
	}
	builder.Transcoded()
	rows := &rowReader{ctx: ctx, meter: s.pace.Meter(ctx), table: t, places: places, builder: builder}
	return decode.NewStream(builder, request.Limit, rows.next, t.file.Close), nil
}

// A rowReader appends the records of a table to a builder.
type rowReader struct {
	ctx     context.Context
	meter   *pace.Meter
	table   *table
	places  [][]int
	builder *decode.Builder
	parts   [][]byte
	read    int
}

// next appends one row; its errors are io.EOF and *connectors.Error.
func (r *rowReader) next() error {
	if r.read++; r.read%cancelEvery == 1 && r.ctx.Err() != nil {
		return r.cancelled()
	}
	if err := r.table.row(); errors.Is(err, io.EOF) {
		return io.EOF
	} else if err != nil {
		return r.table.classify(err)
	}
	records := r.table.records
	if r.meter.Add(1, int64(len(records.text))) != nil {
		return r.cancelled()
	}
	for col, places := range r.places {
		if len(places) == 1 {
			r.builder.AppendText(col, records.field(places[0]))
			continue
		}
		r.parts = r.parts[:0]
		for _, place := range places {
			r.parts = append(r.parts, records.field(place))
		}
		r.builder.AppendParts(col, r.parts)
	}
	return nil
}

func (r *rowReader) cancelled() error {
	if errors.Is(r.ctx.Err(), context.DeadlineExceeded) {
		return r.table.source.fail("scan", r.table.name, connectors.Timeout, "the caller's time ran out")
	}
	return r.table.source.fail("scan", r.table.name, connectors.Cancelled, "the caller gave up")
}
