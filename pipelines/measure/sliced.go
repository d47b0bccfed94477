package measure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// leastInSlice is how small a slice becomes for a server that cannot keep up larger ones.
const leastInSlice = 1000

// A sliced is a stream made of many reads. The rows of the last key of each are held back
// and read again by the next, which begins with that key: so it need not be unique. Keys
// do not descend by our bytes over all slices: no row comes twice, whatever the server's
// collation thinks; that none is left out follows from the server's comparison being that
// of its order. A read that breaks is begun again with the first row that was not given on.
type sliced struct {
	ctx    context.Context
	patrol *patrol
	scan   *scan
	rows   int64 // of the next slice

	stream connectors.Stream // the present slice; nil between two
	asked  int64             // rows that it was asked for
	came   int64             // rows that it brought
	gave   bool              // it gave rows on
	nulls  bool              // it is that of the rows without a key, the last one
	over   bool              // it was the last
	broken int               // times in a row that a slice broke without giving anything on

	began bool                  // a key has come
	key   []byte                // of the last row
	place []connectors.Fragment // where the next slice begins; nil: with the first row
	held  []held                // the rows of the last key
	ready []held                // to be given on

	present held
	times   connectors.Times
	err     error
}

var _ connectors.Timed = (*sliced)(nil)

func (s *scan) sliced(ctx context.Context, p *patrol) *sliced {
	return &sliced{ctx: ctx, patrol: p, scan: s, rows: s.slices.Rows}
}

// Next implements connectors.Stream.
func (d *sliced) Next() bool {
	d.drop()
	for d.err == nil {
		switch {
		case len(d.ready) > 0:
			d.present, d.ready = d.ready[0], d.ready[1:]
			d.gave, d.broken = true, 0
			return true
		case d.over:
			return false
		case d.stream == nil:
			d.open()
		case d.stream.Next():
			d.take(held{d.stream.Record(), d.stream.Faults()})
		default:
			d.over = d.ends()
		}
	}
	return false
}

// open begins the next slice.
func (d *sliced) open() {
	request := d.scan.request()
	request.Limit, request.Onwards = d.rows+1, d.place // of rows of one key, one is held back
	if sl := d.scan.slices; sl.nullable && d.place == nil {
		request.Where = and(request.Where, connectors.Fragment{Text: sl.quoted + map[bool]string{true: " IS NULL", false: " IS NOT NULL"}[d.nulls]})
	}
	if d.nulls {
		request.Limit, request.Order = 0, nil
	}
	stream, err := d.scan.source.Scan(d.ctx, request)
	if err != nil {
		d.breaks(err)
		return
	}
	d.scan.slices.statements++
	d.stream, d.asked, d.came, d.gave = stream, request.Limit, 0, false
}

// and adds a condition to a filter, which may be none.
func and(filter, condition connectors.Fragment) connectors.Fragment {
	if filter.Text == "" {
		return condition
	}
	return connectors.Fragment{Text: "(" + filter.Text + ") AND " + condition.Text, Args: slices.Concat(filter.Args, condition.Args)}
}

// take makes what came before the last key of a batch ready, and holds back the rest.
func (d *sliced) take(b held) {
	rows := b.record.NumRows()
	if d.came += rows; d.nulls {
		d.ready = append(d.ready, b.slice(0, rows))
		return
	}
	last, anew, err := d.ascend(b.record)
	if err != nil {
		d.err = err
		return
	}
	if anew {
		d.ready, d.held = append(d.ready, d.held...), nil
	}
	if last > 0 {
		d.ready = append(d.ready, b.slice(0, last))
	}
	d.held = append(d.held, b.slice(last, rows))
}

// slice gives some rows of a batch, retained.
func (h held) slice(from, to int64) held {
	part := held{record: h.record.NewSlice(from, to)}
	for _, f := range h.faults {
		if at := int64(f.Row); at >= from && at < to {
			f.Row -= int(from)
			part.faults = append(part.faults, f)
		}
	}
	return part
}

// ascend holds the keys of a batch against the last one. last is the first row of those
// that share the last key; anew tells that some key is another than the one before.
func (d *sliced) ascend(record arrow.Record) (last int64, anew bool, err error) {
	columns := make([]arrow.Array, len(d.scan.slices.at))
	for i, at := range d.scan.slices.at {
		columns[i] = record.Column(at)
	}
	var key []byte
	for row := range int(record.NumRows()) {
		var null bool
		if key, null = appendOrderedKey(key[:0], columns, row); null {
			return 0, false, d.disorder("a key is null or does not decode")
		}
		switch order := bytes.Compare(d.key, key); {
		case d.began && order > 0:
			return 0, false, d.disorder("the server orders keys otherwise than by their bytes")
		case !d.began || order < 0:
			d.key, d.began, anew, last = append(d.key[:0], key...), true, true, int64(row)
		}
	}
	if anew {
		err = d.mark(columns, int(last))
	}
	return last, anew, err
}

// mark notes the place of a row.
func (d *sliced) mark(columns []arrow.Array, row int) error {
	d.place = make([]connectors.Fragment, len(columns))
	for i, c := range columns {
		f, ok := sqlgen.Constant(ir.ValueAt(c, d.scan.slices.types[i], row), d.scan.readers[0].bind.dialect)
		if !ok {
			return d.disorder("a key cannot be written in the server's language")
		}
		d.place[i] = connectors.Fragment{Text: f.Text, Args: f.Args}
	}
	return nil
}

func (d *sliced) disorder(reason string) error {
	return fmt.Errorf("%w: %w", errDisorder, &connectors.Error{
		Op: "scan", Source: d.scan.name, Relation: d.scan.from.Name, Class: connectors.Decode,
		Reason: "it cannot be read in slices: " + reason, Hint: "read less (scope: period), or in a quiet hour",
	})
}

// ends closes a slice; true if it was the last.
func (d *sliced) ends() bool {
	err := d.stream.Err()
	if timed, ok := d.stream.(connectors.Timed); ok {
		t := timed.Times()
		d.times.Server, d.times.Wire, d.times.Decode = d.times.Server+t.Server, d.times.Wire+t.Wire, d.times.Decode+t.Decode
	}
	if closing := d.stream.Close(); err == nil {
		err = closing
	}
	d.stream = nil
	switch {
	case err != nil:
		if !d.gave {
			d.scan.slices.statements-- // nothing was seen by it
		}
		d.release()
		d.breaks(err)
		return false
	case d.nulls:
		return true
	case d.came < d.asked:
		d.ready, d.held = append(d.ready, d.held...), nil
		d.nulls, d.place = d.scan.slices.nullable, nil
		return !d.nulls
	}
	d.release()
	if !d.gave {
		d.widen()
	}
	if pause := d.scan.slices.Pause; pause > 0 && d.err == nil {
		d.err = d.patrol.wait(d.ctx, pause)
	}
	return false
}

// mostWidened is how many times as large as it should be a slice may become, for a key
// that very many rows share.
const mostWidened = 8

// widen makes room for more rows of one key than a slice holds.
func (d *sliced) widen() {
	if d.rows *= 2; d.rows > mostWidened*d.scan.slices.Rows {
		d.err = d.disorder("too many rows share a key")
	}
}

// breaks decides whether a slice that broke is begun again: where it is a matter of luck,
// a few times, and smaller if the server cannot keep up so many rows.
func (d *sliced) breaks(err error) {
	e, ok := errors.AsType[*connectors.Error](err)
	if d.broken++; !ok || !e.Retryable || e.Class == connectors.Timeout || d.broken > mostRestarts || d.nulls && d.gave {
		d.err = err
		return
	}
	if e.Stale {
		d.rows = max(d.rows/2, leastInSlice)
	}
	if d.patrol.wait(d.ctx, restartAfter<<(d.broken-1)) != nil {
		d.err = err
	}
}

// drop lets the present batch go.
func (d *sliced) drop() {
	if d.present.record != nil {
		d.present.record.Release()
	}
	d.present = held{}
}

// release lets the rows go that were held back: they come again.
func (d *sliced) release() {
	for _, h := range d.held {
		h.record.Release()
	}
	d.held = nil
}

// Record implements connectors.Stream.
func (d *sliced) Record() arrow.Record { return d.present.record }

// Faults implements connectors.Stream.
func (d *sliced) Faults() []connectors.Fault { return d.present.faults }

// Err implements connectors.Stream.
func (d *sliced) Err() error { return d.err }

// Times implements connectors.Timed: those of all slices together.
func (d *sliced) Times() connectors.Times { return d.times }

// Close implements connectors.Stream.
func (d *sliced) Close() error {
	d.drop()
	d.held, d.ready = append(d.held, d.ready...), nil
	d.release()
	if d.stream == nil {
		return nil
	}
	return d.stream.Close()
}
