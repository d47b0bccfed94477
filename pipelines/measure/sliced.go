package measure

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// leastInSlice is how small a slice becomes for a server that cannot keep up larger ones.
const leastInSlice = 1000

// A sliced is a stream made of many reads. Each begins with the row that the one before
// ended with, which is passed over, so that a key which is not unique after all is
// noticed. Keys ascend by our bytes over all slices: no row comes twice, whatever the
// server's collation thinks; that none is left out follows from the server's comparison
// being that of its order. A read that breaks is begun again behind the last row that came.
type sliced struct {
	ctx    context.Context
	patrol *patrol
	scan   *scan
	rows   int64 // of the next slice

	stream connectors.Stream     // the present slice; nil between two
	asked  int64                 // rows that it was asked for
	came   int64                 // rows that it brought
	began  bool                  // a row has come, of any slice
	key    []byte                // of the last row
	place  []connectors.Fragment // the same in the server's language; nil: none came
	broken int                   // times in a row that a slice broke without bringing anything

	record arrow.Record
	faults []connectors.Fault
	times  connectors.Times
	err    error
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
		case d.stream == nil:
			d.open()
		case d.stream.Next():
			if d.take() {
				return true
			}
		default:
			if d.ended() {
				return false
			}
		}
	}
	return false
}

// open begins the next slice.
func (d *sliced) open() {
	request := d.scan.request()
	request.Limit, request.Onwards = d.rows, d.place
	if d.place != nil {
		request.Limit++ // the last row comes once more
	}
	stream, err := d.scan.source.Scan(d.ctx, request)
	if err != nil {
		d.breaks(err)
		return
	}
	d.stream, d.asked, d.came = stream, request.Limit, 0
}

// take looks at a batch; false if it holds nothing new.
func (d *sliced) take() bool {
	record := d.stream.Record()
	from, err := d.ascend(record)
	if err != nil {
		d.err = err
		return false
	}
	rows := record.NumRows()
	if d.came += rows; from == rows {
		return false
	}
	d.broken = 0
	d.record = record.NewSlice(from, rows)
	for _, f := range d.stream.Faults() {
		if f.Row -= int(from); f.Row >= 0 {
			d.faults = append(d.faults, f)
		}
	}
	return true
}

// ascend holds the keys of a batch against the last one; from is the first new row.
func (d *sliced) ascend(record arrow.Record) (from int64, err error) {
	columns := make([]arrow.Array, len(d.scan.slices.at))
	for i, at := range d.scan.slices.at {
		columns[i] = record.Column(at)
	}
	var key []byte
	last := -1
	for row := range int(record.NumRows()) {
		var null bool
		if key, null = appendOrderedKey(key[:0], columns, row); null {
			return 0, d.disorder("a key is null or does not decode")
		}
		switch order := bytes.Compare(d.key, key); {
		case order == 0 && d.came == 0 && row == 0 && d.place != nil:
			from = 1
			continue
		case order == 0 && d.began:
			return 0, d.disorder("a key comes twice")
		case order > 0:
			return 0, d.disorder("the server orders keys otherwise than by their bytes")
		}
		d.key, d.began, last = append(d.key[:0], key...), true, row
	}
	if last >= 0 {
		return from, d.mark(columns, last)
	}
	return from, nil
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

// ended closes a slice; true if it was the last.
func (d *sliced) ended() bool {
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
		d.breaks(err)
		return false
	case d.came < d.asked:
		return true
	}
	if pause := d.scan.slices.Pause; pause > 0 {
		d.err = d.patrol.wait(d.ctx, pause)
	}
	return false
}

// breaks decides whether a slice that broke is begun again: where it is a matter of luck,
// a few times, and smaller if the server cannot keep up so many rows.
func (d *sliced) breaks(err error) {
	e, ok := errors.AsType[*connectors.Error](err)
	if d.broken++; !ok || !e.Retryable || e.Class == connectors.Timeout || d.broken > mostRestarts {
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

func (d *sliced) drop() {
	if d.record != nil {
		d.record.Release()
	}
	d.record, d.faults = nil, nil
}

// Record implements connectors.Stream.
func (d *sliced) Record() arrow.Record { return d.record }

// Faults implements connectors.Stream.
func (d *sliced) Faults() []connectors.Fault { return d.faults }

// Err implements connectors.Stream.
func (d *sliced) Err() error { return d.err }

// Times implements connectors.Timed: those of all slices together.
func (d *sliced) Times() connectors.Times { return d.times }

// Close implements connectors.Stream.
func (d *sliced) Close() error {
	d.drop()
	if d.stream == nil {
		return nil
	}
	return d.stream.Close()
}
