package sqldb

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// ahead is how many finished batches may wait for the caller.
const ahead = 4

type batch struct {
	record arrow.Record
	faults []connectors.Fault
}

// A stream is a running read: one goroutine reads, the caller takes batches.
type stream struct {
	source  *Source
	at      scene
	ctx     context.Context
	cancel  context.CancelCauseFunc
	batches chan batch
	started chan struct{}     // closed when the statement runs or has failed
	done    chan struct{}     // closed when the reader is gone
	refused *connectors.Error // set before started is closed
	failure *connectors.Error // set before done is closed

	times connectors.Times // set before done is closed

	present batch
	err     *connectors.Error
	closed  bool
}

var (
	_ connectors.Stream = (*stream)(nil)
	_ connectors.Timed  = (*stream)(nil)
)

// A job is what a stream's reader does.
type job struct {
	statement connectors.Fragment
	selected  int // columns of the answer
	cells     [][]int
	builder   *decode.Builder
	batchRows int64
}

// start runs a statement and returns when the server has taken it or refused it.
func (s *Source) start(ctx context.Context, at scene, j job) (connectors.Stream, error) {
	session, err := s.pool.acquire(ctx, at)
	if err != nil {
		j.builder.Release()
		return nil, err
	}
	limited, release := context.WithTimeoutCause(ctx, s.config.Limits.Timeout, errTime)
	inner, cancel := context.WithCancelCause(limited)
	st := &stream{
		source: s, at: at, ctx: inner, batches: make(chan batch, ahead),
		cancel:  func(cause error) { cancel(cause); release() },
		started: make(chan struct{}), done: make(chan struct{}),
	}
	go st.read(session, j)
	select {
	case <-st.started:
	case <-inner.Done():
		err := at.ended(inner)
		st.end(killWithin)
		return nil, err
	}
	if st.refused != nil {
		st.end(killWithin)
		return nil, st.refused
	}
	return st, nil
}

// read is the reader. Whatever happens it gives the session and the builder back.
func (st *stream) read(session Session, j job) {
	defer close(st.done)
	defer close(st.batches)
	defer j.builder.Release()
	w := newWatch(st.ctx, session, st.source.pool)
	begun := time.Now()
	answer, err := session.Query(w.ctx, j.statement.Text, j.statement.Args)
	if err != nil {
		st.refused = st.at.failed(st.ctx, st.source.driver, err)
		close(st.started)
	} else {
		st.times.Server = time.Since(begun)
		close(st.started)
		err = st.pump(answer, j)
		if closing := answer.Close(); errors.Is(err, io.EOF) && closing != nil {
			err = closing
		}
	}
	alone := w.finish()
	ended := errors.Is(err, io.EOF)
	if !ended {
		st.failure = st.at.failed(st.ctx, st.source.driver, err)
	}
	st.source.pool.release(session, alone && ended)
}

// cancelEvery is how many rows are read between two looks at the context.
const cancelEvery = 256

// pump reads an answer into batches until the end; its error is never nil.
func (st *stream) pump(answer Answer, j job) error {
	switch answer := answer.(type) {
	case Rows:
		return st.pumpRows(answer, j)
	case Records:
		return st.pumpRecords(answer, j)
	}
	return errors.ErrUnsupported
}

func (st *stream) pumpRows(rows Rows, j job) error {
	meter, reading := st.source.pace.Meter(st.ctx), 0
	var parts [][]byte
	var sample sampler
	for {
		sample.begin()
		size, err := rows.Next()
		sample.add(&st.times.Wire)
		if err != nil {
			if errors.Is(err, io.EOF) {
				if failed := st.flush(j.builder, true); failed != nil {
					return failed
				}
			}
			return err
		}
		for col, values := range j.cells {
			if len(values) == 1 {
				rows.Append(j.builder, col, values[0])
				continue
			}
			parts = parts[:0]
			for _, i := range values {
				parts = append(parts, rows.Text(i))
			}
			j.builder.AppendParts(col, parts)
		}
		sample.add(&st.times.Decode)
		if err := meter.Add(1, int64(size)); err != nil {
			return err
		}
		if reading++; reading%cancelEvery == 0 && st.ctx.Err() != nil {
			return st.ctx.Err()
		}
		if j.builder.Full() {
			if err := st.flush(j.builder, false); err != nil {
				return err
			}
		}
	}
}

// flush hands the builder's rows to the caller; an error means that nobody wants them, or
// that they are encrypted with another key.
func (st *stream) flush(builder *decode.Builder, ended bool) error {
	if wrong := builder.WrongKey(ended); wrong != nil {
		return wrong
	}
	if builder.Rows() == 0 {
		return nil
	}
	record, faults := builder.NewRecord()
	if !st.send(batch{record, faults}) {
		return st.ctx.Err()
	}
	return nil
}

func (st *stream) send(finished batch) bool {
	select {
	case st.batches <- finished:
		return true
	case <-st.ctx.Done():
		finished.record.Release()
		return false
	}
}

// Next implements connectors.Stream.
func (st *stream) Next() bool {
	st.drop()
	if st.closed || st.err != nil {
		return false
	}
	select {
	case next, more := <-st.batches:
		if more {
			st.present = next
			return true
		}
		<-st.done
		st.err = st.failure
	case <-st.ctx.Done():
		st.err = st.at.ended(st.ctx)
	}
	return false
}

func (st *stream) drop() {
	if st.present.record != nil {
		st.present.record.Release()
	}
	st.present = batch{}
}

// Times implements connectors.Timed.
func (st *stream) Times() connectors.Times { return st.times }

// Record implements connectors.Stream.
func (st *stream) Record() arrow.Record { return st.present.record }

// Faults implements connectors.Stream.
func (st *stream) Faults() []connectors.Fault { return st.present.faults }

// Err implements connectors.Stream.
func (st *stream) Err() error {
	if st.err == nil {
		return nil
	}
	return st.err
}

// Close implements connectors.Stream. It waits for the reader no longer than the
// reader may take to give its connection up.
func (st *stream) Close() error {
	if !st.closed {
		st.end(killWithin + abandonWithin)
	}
	return nil
}

// end stops the reader and waits for it.
func (st *stream) end(within time.Duration) {
	st.closed = true
	st.drop()
	st.cancel(errClosed)
	timer := time.NewTimer(within)
	defer timer.Stop()
	for {
		select {
		case waiting, more := <-st.batches:
			if !more {
				<-st.done
				return
			}
			waiting.record.Release()
		case <-timer.C:
			go st.drain()
			return
		}
	}
}

// drain outlives end only where a driver does not return from an abandoned read.
func (st *stream) drain() {
	for waiting := range st.batches {
		waiting.record.Release()
	}
}
