package decode

import (
	"errors"
	"io"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

// A Stream is a connectors.Stream over a function that appends one row at a time.
type Stream struct {
	builder  *Builder
	row      func() error
	close    func() error
	left     int64 // rows until the limit; negative: no limit
	record   arrow.Record
	faults   []connectors.Fault
	err      error
	done     bool
	source   string
	relation string
}

var _ connectors.Stream = (*Stream)(nil)

// NewStream takes over the builder. Row appends one complete row to it, or returns
// io.EOF at the end, or the *connectors.Error that ends the stream; closed is called
// once, by Close. A limit of 0 means all rows.
func NewStream(builder *Builder, limit int64, row, closed func() error) *Stream {
	if limit <= 0 {
		limit = -1
	}
	return &Stream{builder: builder, row: row, close: closed, left: limit}
}

// Next implements connectors.Stream. Rows before an error are handed out first.
func (s *Stream) Next() bool {
	s.drop()
	for !s.done && !s.builder.Full() {
		if s.left == 0 {
			s.done = true
			break
		}
		if err := s.row(); err != nil {
			s.end(err)
			break
		}
		s.left--
	}
	if s.builder == nil {
		return false
	}
	if wrong := s.builder.WrongKey(s.done && s.err == nil); wrong != nil && s.err == nil {
		s.done, s.err = true, s.placed(wrong)
		return false
	}
	if s.builder.Rows() == 0 {
		return false
	}
	s.record, s.faults = s.builder.NewRecord()
	return true
}

// At says whose stream it is: what Source and Relation of its own errors are.
func (s *Stream) At(source, relation string) *Stream {
	s.source, s.relation = source, relation
	return s
}

func (s *Stream) placed(e *connectors.Error) *connectors.Error {
	e.Source, e.Relation = s.source, s.relation
	return e
}

func (s *Stream) end(err error) {
	s.done = true
	if !errors.Is(err, io.EOF) {
		s.err = err
	}
}

func (s *Stream) drop() {
	if s.record != nil {
		s.record.Release()
	}
	s.record, s.faults = nil, nil
}

// Record implements connectors.Stream.
func (s *Stream) Record() arrow.Record { return s.record }

// Faults implements connectors.Stream.
func (s *Stream) Faults() []connectors.Fault { return s.faults }

// Err implements connectors.Stream. It is for the time after Next returned false.
func (s *Stream) Err() error { return s.err }

// Close implements connectors.Stream; it is safe to call twice.
func (s *Stream) Close() error {
	s.drop()
	s.done = true
	if s.builder == nil {
		return nil
	}
	s.builder.Release()
	s.builder = nil
	return s.close()
}
