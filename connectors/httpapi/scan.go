package httpapi

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// Scan implements connectors.Source: it makes the call and streams the rows of the
// answer. A status outside 2xx is an error of the class that it means; 204 has no
// rows. It refuses a filter: whoever asks filters.
func (s *Source) Scan(ctx context.Context, request connectors.Request) (connectors.Stream, error) {
	call, err := s.callOf("scan", request.From)
	if err != nil {
		return nil, err
	}
	if request.Where.Text != "" {
		return nil, s.fail("scan", call.Path, connectors.Refused, "a service cannot filter")
	}
	if len(request.Columns) == 0 {
		return nil, s.fail("scan", call.Path, connectors.Local, "no column is asked for")
	}
	builder, err := s.newBuilder(request.Columns, request.BatchRows)
	if err != nil {
		return nil, s.fail("scan", call.Path, connectors.Local, err.Error())
	}
	a, list, err := s.openList(ctx, "scan", call)
	if err != nil {
		builder.Release()
		return nil, err
	}
	out := newRowBuilder(builder, request.Columns)
	next := func() error {
		value, err := list.next()
		switch {
		case errors.Is(err, io.EOF):
			return io.EOF
		case err != nil:
			return a.classify(ctx, err)
		}
		if err := a.meter.Add(1, 0); err != nil {
			return a.classify(ctx, err)
		}
		out.add(value)
		return nil
	}
	closed := func() error { a.close(); return nil }
	return decode.NewStream(builder, request.Limit, next, closed), nil
}

// openList makes a call and goes to the rows of its answer.
func (s *Source) openList(ctx context.Context, op string, call connectors.Call) (*answer, rowList, error) {
	a, err := s.do(ctx, op, call)
	if err != nil {
		return nil, nil, err
	}
	if a.response.StatusCode == http.StatusNoContent {
		return a, &rows{ended: true}, nil
	}
	if e := a.statusError(); e != nil {
		if fault := a.faultOf(e); fault != nil {
			e = fault
		}
		a.close()
		return nil, nil, e
	}
	list, err := a.open(call.Rows)
	if err != nil {
		defer a.close()
		return nil, nil, a.classify(ctx, err)
	}
	return a, list, nil
}

// A rowList gives the rows of an answer one by one, then io.EOF.
type rowList interface{ next() (any, error) }

// open goes to the rows of an answer of any form.
func (a *answer) open(at string) (rowList, error) {
	switch a.form {
	case connectors.AnswerXML:
		return openElements(a.body, at), nil
	case connectors.AnswerMetrics:
		return openFigures(a.body), nil
	}
	list, err := openRows(a.body, at)
	if err != nil {
		return nil, err // not a list that is nil
	}
	return list, nil
}

// newBuilder refuses columns that name no path.
func (s *Source) newBuilder(columns []connectors.Column, batchRows int) (*decode.Builder, error) {
	for _, column := range columns {
		if len(column.Physical) == 0 {
			return nil, flaw("column " + column.Name + " has no path")
		}
	}
	builder, err := decode.NewBuilder(s.config.Allocator, columns, batchRows)
	if err != nil {
		return nil, err
	}
	if err := builder.Decipher(s.config.SM4); err != nil {
		builder.Release()
		return nil, err
	}
	return builder, nil
}
