package pipelines

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A Profile tells where a patrol's time went.
type Profile struct {
	Work    []measure.Observation // by source, relation and sort of work
	Write   time.Duration         // to the state
	Elapsed time.Duration
}

// observe collects what the runner tells of.
func (p *Patroller) observe(o measure.Observation) {
	p.telling.Lock()
	defer p.telling.Unlock()
	p.seen = append(p.seen, o)
}

// profile hands out what was collected since the patrol began.
func (p *Patroller) profile(elapsed time.Duration) Profile {
	slices.SortStableFunc(p.seen, func(a, b measure.Observation) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.Work, b.Work))
	})
	return Profile{Work: p.seen, Write: p.writing, Elapsed: elapsed}
}

// writes times a piece of work on the state.
func (p *Patroller) writes(work func() error) error {
	start := p.Now()
	err := work()
	p.writing += p.Now().Sub(start)
	return err
}

// remember keeps the sizes and paces of whole relations for the planner.
func (p *Patroller) remember(ctx context.Context) error {
	for _, o := range p.seen {
		if o.Work != measure.WorkScan || !o.Whole {
			continue
		}
		e := store.Extent{Source: o.Source, Relation: o.Relation, Rows: o.Rows, Bytes: o.Bytes, Columns: o.Columns, Elapsed: o.Elapsed, At: p.Now()}
		if err := p.Store.RecordExtent(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// Statistics are what the state knows of sources and relations.
func Statistics(ctx context.Context, state *store.Store) (measure.Statistics, error) {
	var known measure.Statistics
	extents, err := state.Extents(ctx)
	for _, e := range extents {
		known.Put(measure.Extent{Source: e.Source, Relation: e.Relation, Rows: e.Rows, Bytes: e.Bytes, Columns: e.Columns, Elapsed: e.Elapsed})
	}
	return known, err
}
