package pipelines

import (
	"context"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// longestNap bounds a sleep between two looks at the clock: while a machine is suspended
// timers stand still and the clock does not.
const longestNap = time.Minute

// A Probing tries the links of a request again and again.
type Probing struct {
	Request Request
	Every   time.Duration // of watches whose cycle does not say
	// Tell is called after every round with what it recorded, or with why it could not
	// be recorded; the next round is made all the same.
	Tell func([]store.ProbeRecord, error)
}

// KeepProbing probes until the context ends, and then returns nil: that is how one ends
// it. Each watch is tried at once and then at whole multiples of its own time from the
// beginning, however long a probe takes. What was missed, by a slow round or while the
// machine slept, is tried once and not caught up.
func (p *Patroller) KeepProbing(ctx context.Context, probing Probing) error {
	request := probing.Request
	request.Selector.Aspect, request.AsOf = checks.Link, p.clock()
	plan, err := NewPlan(p.Catalog, request)
	if err != nil {
		return err
	}
	beats := make([]beat, len(plan.Runs))
	for i, run := range plan.Runs {
		beats[i] = beat{every: probing.Every, next: p.clock()}
		if own := run.Watch.Cycle.Probe; own > 0 {
			beats[i].every = own
		}
	}
	for {
		request.AsOf = p.clock()
		if plan, err = NewPlan(p.Catalog, request); err != nil { // the periods go on
			return err
		}
		due, nap := dueOf(plan.Runs, beats, request.AsOf)
		if len(due) == 0 {
			if p.pause(ctx, nap) != nil {
				return nil
			}
			continue
		}
		records, err := p.Probe(ctx, &Plan{AsOf: request.AsOf, Runs: due})
		if ctx.Err() != nil {
			return nil
		}
		probing.Tell(records, err)
	}
}

// dueOf picks the runs whose time it is, and says how long one may sleep if there are none.
func dueOf(runs []PlannedRun, beats []beat, now time.Time) (due []PlannedRun, nap time.Duration) {
	nap = longestNap
	for i := range beats {
		if beats[i].due(now) {
			due = append(due, runs[i])
		}
		nap = min(nap, beats[i].next.Sub(now))
	}
	return due, nap
}

// clock is the time of the wall, which goes on while the machine sleeps.
func (p *Patroller) clock() time.Time { return p.Now().Round(0) }

// A beat is the time of one watch.
type beat struct {
	every time.Duration
	next  time.Time
}

// due tells whether it is time, and sets the next time after now. A clock that was put
// back does not make one wait longer than the beat.
func (b *beat) due(now time.Time) bool {
	if b.next.Sub(now) > b.every {
		b.next = now.Add(b.every)
	}
	if b.next.After(now) {
		return false
	}
	missed := now.Sub(b.next) / b.every
	b.next = b.next.Add((missed + 1) * b.every)
	return true
}
