package measure

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
)

var (
	// errDisorder says that rows did not come in the order of our bytes after all.
	errDisorder = errors.New("rows come in another order")
	// errBroken says that a side's slot knows why it cannot be read on.
	errBroken = errors.New("a side broke")
)

// readAbreast walks both sides while they are read, without putting a row aside.
func (r *reconciler) readAbreast(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	streams := map[*reading]*orderedInput{}
	for _, d := range r.byName() {
		in, err := d.open(ctx, r.patrol)
		if err != nil {
			return err
		}
		defer in.ahead.stop()
		streams[d] = in
	}
	left, right := &cursor{inputs: []input{streams[r.own]}}, &cursor{inputs: []input{streams[r.other]}}
	err := r.walk(ctx, left, right)
	if errors.Is(err, errDisorder) || stale(err) {
		return err
	}
	r.found.far = r.other.slot
	r.found.join()
	if errors.Is(err, errBroken) {
		return nil
	}
	return err
}

// byName gives the sides by the names of their sources: connections are taken in one
// order everywhere.
func (r *reconciler) byName() []*reading {
	if strings.Compare(r.own.scan.name, r.other.scan.name) > 0 {
		return []*reading{r.other, r.own}
	}
	return []*reading{r.own, r.other}
}

// forget drops what was found.
func (r *reconciler) forget() {
	r.suspects.close()
	r.suspects, r.suspected, r.walked = r.patrol.newSorter(), 0, walked{}
}

// readApart reads both sides anew, in any order, into sorters, since to read them abreast
// has failed.
func (r *reconciler) readApart(ctx context.Context, failed error) error {
	r.forget()
	for _, d := range r.byName() {
		d.slot.result.Faulted = 0
		d.scan.order, d.scan.slices, d.scan.asked, d.side.unknown = nil, nil, false, 0
		if stale(failed) {
			_, _, _ = d.scan.remedy(r.patrol, failed, 0) // in slices, if it has a key
		}
		d.sorter = r.patrol.newSorter()
		d.side.into = d.sorter
		if err := d.scan.attempt(ctx, r.patrol); err != nil {
			return err
		}
	}
	r.found.far = r.other.slot
	r.found.join()
	return nil
}

// An orderedInput gives the rows of one side as they are read.
type orderedInput struct {
	patrol  *patrol
	reading *reading
	stream  connectors.Stream
	ahead   *ahead
	window  *window
	at      int
	seen    *watchman
}

func (d *reading) open(ctx context.Context, p *patrol) (*orderedInput, error) {
	seen := p.watchman(WorkScan, d.scan.name, d.scan.from.Name)
	for _, r := range d.scan.readers {
		r.compile()
	}
	d.scan.sliceAsAsked(p)
	stream, err := d.scan.open(ctx, p)
	if err != nil {
		return nil, err
	}
	in := &orderedInput{patrol: p, reading: d, stream: stream, ahead: readAhead(stream), window: &window{}, seen: seen}
	d.side.into = in.window
	return in, nil
}

func (in *orderedInput) advance() (bool, error) {
	for in.at++; in.at >= len(in.window.pairs); in.at = 0 {
		b, more := <-in.ahead.batches
		if !more {
			in.tell(true)
			return false, in.ahead.err
		}
		in.window.next()
		in.seen.judging(b.record, func() { in.reading.scan.judge(b) })
		b.record.Release()
		if in.window.disorder {
			return false, errDisorder
		}
		if in.reading.slot.result.Failure != nil {
			return false, errBroken
		}
		in.tell(false)
	}
	return true, nil
}

// tell says how far the read has come. What is observed of it is no pace of the source:
// the side that is faster waits for the other.
func (in *orderedInput) tell(done bool) {
	if done && in.ahead.err != nil {
		return
	}
	scan := in.reading.scan
	scan.progress(in.patrol, in.seen, done)
	if !done {
		return
	}
	in.seen.seen.Columns = len(scan.columns)
	in.reading.slot.result.View = scan.view()
	if timed, ok := in.stream.(connectors.Timed); ok {
		in.seen.seen.Times = timed.Times()
	}
	in.patrol.tell(in.seen)
}

func (in *orderedInput) key() []byte     { return in.window.key(in.at) }
func (in *orderedInput) payload() []byte { return in.window.payload(in.at) }

// A window holds the rows of one batch and notices a key that is smaller than the one
// before it.
type window struct {
	memory   []byte
	pairs    []windowPair
	last     []byte // key of the batch before; nil: there was none
	disorder bool
}

type windowPair struct{ start, keyEnd, end int }

// add implements place.
func (w *window) add(key, payload []byte) error {
	if n := len(w.pairs); n > 0 {
		w.disorder = w.disorder || bytes.Compare(w.key(n-1), key) > 0
	} else {
		w.disorder = w.disorder || bytes.Compare(w.last, key) > 0
	}
	start := len(w.memory)
	w.memory = append(append(w.memory, key...), payload...)
	w.pairs = append(w.pairs, windowPair{start, start + len(key), len(w.memory)})
	return nil
}

// next forgets the rows for those of the next batch.
func (w *window) next() {
	if n := len(w.pairs); n > 0 {
		w.last = append(w.last[:0], w.key(n-1)...)
	}
	w.memory, w.pairs = w.memory[:0], w.pairs[:0]
}

func (w *window) key(i int) []byte     { return w.memory[w.pairs[i].start:w.pairs[i].keyEnd] }
func (w *window) payload(i int) []byte { return w.memory[w.pairs[i].keyEnd:w.pairs[i].end] }
