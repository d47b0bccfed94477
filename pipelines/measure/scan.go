package measure

import (
	"context"
	"fmt"
	"sync"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

// A scan is one read of one relation with one filter. It serves every reader.
type scan struct {
	source   connectors.Source
	name     string // of the source
	from     connectors.Relation
	filter   connectors.Fragment
	note     string              // what people should know of it
	order    []string            // of columns, by their names in the request; nil: any
	columns  []connectors.Column // the union of what the readers need, each stored form once
	position map[string]int      // signature of a stored form → index in columns
	// picked are the measures for which the server picks the rows; nil: it picks none.
	picked  []*candidate
	slices  *slicing // nil: it is one read
	asked   bool     // the deployment wants slices
	whole   string   // why it has none although it is asked for them
	failure error    // why it broke
	readers []*reader
}

// scanFor finds or makes the scan of what a watch reads.
func (p *patrol) scanFor(b *binding, filter connectors.Fragment) *scan {
	id := scanID(b, filter)
	for _, s := range p.scans {
		if s.position[id] == -1 {
			return s
		}
	}
	s := &scan{source: b.source, name: b.watch.Source, from: b.from, filter: filter, position: map[string]int{id: -1}}
	p.scans = append(p.scans, s)
	return s
}

// scanID tells what is read: measures with the same share a scan.
func scanID(b *binding, filter connectors.Fragment) string {
	return fmt.Sprintf("%s\x00%s\x00%s\x00%v\x00%v\x00%s\x00%v", b.watch.Source, b.from.Name, b.from.Query, b.watch.From.Call, b.watch.From.File, filter.Text, filter.Args)
}

// need makes sure that a stored form is read and gives its position.
func (s *scan) need(c connectors.Column) int {
	id := fmt.Sprintf("%q %v %+v", c.Physical, c.Type, c.Form)
	if at, ok := s.position[id]; ok {
		return at
	}
	c.Name = fmt.Sprintf("c%d", len(s.columns))
	s.columns = append(s.columns, c)
	s.position[id] = len(s.columns) - 1
	return len(s.columns) - 1
}

// scan runs scans, a few at a time.
func (p *patrol) scan(ctx context.Context, scans []*scan) {
	limit := p.Parallel
	if limit <= 0 {
		limit = 2
	}
	var wg sync.WaitGroup
	places := make(chan struct{}, limit)
	for _, s := range scans {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			if err := s.attempt(ctx, p); err != nil {
				s.fail(err)
			}
			s.finish()
		})
	}
	wg.Wait()
}

// run reads the relation once and hands every batch to every reader.
func (s *scan) run(ctx context.Context, p *patrol) error {
	w := p.watchman(WorkScan, s.name, s.from.Name)
	for _, r := range s.readers {
		r.compile()
	}
	stream, err := s.open(ctx, p)
	if err != nil {
		return err
	}
	ahead := readAhead(stream)
	defer ahead.stop()
	for b := range ahead.batches {
		w.judging(b.record, func() { s.judge(b) })
		b.record.Release()
		s.progress(p, w, false)
	}
	if ahead.err != nil {
		return ahead.err
	}
	s.progress(p, w, true)
	start := w.now()
	if err := s.end(); err != nil {
		return err
	}
	w.seen.Judge += w.now().Sub(start)
	w.seen.Columns, w.seen.Whole = len(s.columns), s.filter.Text == ""
	if timed, ok := stream.(connectors.Timed); ok {
		w.seen.Times = timed.Times()
	}
	p.telling.Lock()
	defer p.telling.Unlock()
	p.tell(w)
	return nil
}

func (s *scan) progress(p *patrol, w *watchman, done bool) {
	if p.Progress != nil {
		p.Progress(Progress{Source: s.name, Relation: s.from.Name, Rows: w.seen.Rows, Done: done})
	}
}

// open begins to read.
func (s *scan) open(ctx context.Context, p *patrol) (connectors.Stream, error) {
	if s.slices != nil {
		return s.sliced(ctx, p), nil
	}
	return s.source.Scan(ctx, s.request())
}

func (s *scan) request() connectors.Request {
	r := connectors.Request{From: s.from, Columns: s.columns, Where: s.filter, Order: s.order}
	if s.slices != nil {
		r.Order, r.Limit = nil, s.slices.Rows
		for _, at := range s.slices.at {
			r.Order = append(r.Order, s.columns[at].Name)
		}
	}
	return r
}

func (s *scan) judge(b held) {
	for _, r := range s.readers {
		r.take(b)
	}
}

// end lets the takers conclude.
func (s *scan) end() error {
	for _, r := range s.readers {
		for _, f := range r.feeds {
			f.slot.result.View = s.view()
			if f.slot.result.Failure == nil {
				f.slot.guard(f.take.conclude)
			}
		}
	}
	return nil
}

// fail discards the counts of a read that broke: half a relation is never judged.
func (s *scan) fail(err error) {
	s.failure = err
	for _, r := range s.readers {
		for _, f := range r.feeds {
			f.slot.discard(failureOf(err))
		}
	}
}

func (s *scan) finish() {
	for _, r := range s.readers {
		for _, f := range r.feeds {
			if f.final {
				f.slot.finish()
			}
		}
	}
}

// held is one batch with its faults, ours until released.
type held struct {
	record arrow.Record
	faults []connectors.Fault
}

// ahead reads while the batches before are being judged.
type ahead struct {
	batches chan held
	quit    chan struct{}
	done    chan struct{}
	err     error
}

// readAhead starts reading; four batches wait at most.
func readAhead(stream connectors.Stream) *ahead {
	a := &ahead{batches: make(chan held, 4), quit: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(a.done)
		defer close(a.batches)
		for stream.Next() {
			record := stream.Record()
			record.Retain()
			b := held{record, append([]connectors.Fault(nil), stream.Faults()...)}
			select {
			case a.batches <- b:
			case <-a.quit:
				record.Release()
				_ = stream.Close()
				return
			}
		}
		a.err = stream.Err()
		if err := stream.Close(); a.err == nil {
			a.err = err
		}
	}()
	return a
}

// stop ends the reading and frees what was read and not taken.
func (a *ahead) stop() {
	close(a.quit)
	for b := range a.batches {
		b.record.Release()
	}
	<-a.done
}
