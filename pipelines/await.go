package pipelines

import (
	"context"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// carryOut measures and judges the claimed runs: first those whose deliveries are
// there, then those whose load was waited for. What may not be read now is recorded as
// waiting, unread.
func (p *Patroller) carryOut(ctx context.Context, plan *Plan, claimed []*active) error {
	began := p.Now()
	claimed, err := p.turnAway(ctx, plan, claimed)
	if err != nil {
		return err
	}
	if err := p.expect(ctx, plan, claimed, began, true); err != nil {
		return err
	}
	var loading, others []*active
	for _, a := range claimed {
		if a.patience() > 0 {
			loading = append(loading, a)
		} else {
			others = append(others, a)
		}
	}
	if err := p.measureAndJudge(ctx, plan, others, began); err != nil {
		return err
	}
	if err := p.await(ctx, plan, loading, began); err != nil {
		return err
	}
	if list := digested(loading); len(list) > 0 {
		if err := p.expect(ctx, plan, list, began, true); err != nil {
			return err
		}
	}
	if loading, err = p.turnAway(ctx, plan, loading); err != nil { // a window may have closed meanwhile
		return err
	}
	return p.measureAndJudge(ctx, plan, loading, began)
}

func (p *Patroller) measureAndJudge(ctx context.Context, plan *Plan, list []*active, began time.Time) error {
	if len(list) == 0 {
		return nil
	}
	if err := p.measure(ctx, list); err != nil {
		return err
	}
	if err := p.lookAgain(ctx, plan, list, began); err != nil {
		return err
	}
	for _, a := range list {
		if err := p.writes(func() error { return p.conclude(ctx, plan, a) }); err != nil {
			return err
		}
	}
	return nil
}

// lookAgain finds loads that began while the rows were being read: what was measured
// then is half a batch and is not judged.
func (p *Patroller) lookAgain(ctx context.Context, plan *Plan, list []*active, began time.Time) error {
	var watched []*active
	before := map[*active]map[*measure.Task]*expected{}
	for _, a := range list {
		if a.run.Aspect == checks.Content && a.run.Watch.Delivery != nil && (a.run.Watch.Delivery.Ready != nil || a.run.Watch.From.File != nil) {
			watched = append(watched, a)
			before[a] = a.expected
		}
	}
	if len(watched) == 0 {
		return nil
	}
	if err := p.expect(ctx, plan, watched, began, false); err != nil {
		return err
	}
	for _, a := range watched {
		for task, was := range before[a] {
			e := a.expected[task]
			e.changedSince(was)
			if e == nil || e.Loading == "" {
				a.expected[task] = was // it stands as it was judged
			} else if was.holds() == "" {
				e.tell(task)
				a.marks.forget()
			}
		}
	}
	return nil
}

// tell puts how the delivery stands into the results of the checks that judge it.
func (e *expected) tell(task *measure.Task) {
	for _, item := range task.Items {
		for i, m := range item.Measures {
			if _, ok := m.(checks.Delivered); ok {
				item.Results[i] = e.result()
			}
		}
	}
}

// expect finds out how the deliveries of content runs stand. The clock of a patrol
// starts at its as-of instant and goes on from there. With digest the content of files is
// looked at too, where a check compares it.
func (p *Patroller) expect(ctx context.Context, plan *Plan, list []*active, began time.Time, digest bool) error {
	var tasks []*measure.Task
	owner := map[*measure.Task]*active{}
	for _, a := range list {
		if a.run.Aspect != checks.Content {
			continue
		}
		for _, task := range a.tasks {
			tasks = append(tasks, task)
			owner[task] = a
		}
	}
	now := plan.AsOf.Add(p.Now().Sub(began)).In(p.Catalog.Deployment.Zone)
	found, err := (&lookout{p, now, digest}).look(ctx, tasks)
	if err != nil {
		return err
	}
	for _, a := range list {
		a.expected = map[*measure.Task]*expected{}
	}
	for task, e := range found {
		owner[task].expected[task] = e
	}
	return nil
}

// patience is how long the run's loads may be waited for; 0 if none is in progress.
func (a *active) patience() (longest time.Duration) {
	for task, e := range a.expected {
		if r := task.Watch.Delivery.Ready; r != nil && e.Loading != "" && e.failure == nil {
			longest = max(longest, r.Wait)
		}
	}
	return longest
}

// looks is how often a load in progress is looked at within its window.
const looks = 20

// await waits until no load is in progress any more, or its window is over.
func (p *Patroller) await(ctx context.Context, plan *Plan, list []*active, began time.Time) error {
	for {
		var open []*active
		pause := time.Duration(0)
		for _, a := range list {
			window := a.patience()
			if left := window - p.Now().Sub(began); left > 0 && a.run.Closed(&p.Catalog.Deployment, p.Now()) == "" {
				open = append(open, a)
				if step := min(left, max(window/looks, time.Millisecond)); pause == 0 || step < pause {
					pause = step
				}
			}
		}
		if len(open) == 0 {
			return nil
		}
		if err := p.pause(ctx, pause); err != nil {
			return err
		}
		if err := p.expect(ctx, plan, open, began, false); err != nil {
			return err
		}
	}
}

// pause sleeps, or ends with the context.
func (p *Patroller) pause(ctx context.Context, d time.Duration) error {
	if p.Sleep != nil {
		return p.Sleep(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// judgeable gives the tasks of a run whose delivery is there, each with the rows of its
// scope, and answers the checks of deliveries.
func (p *Patroller) judgeable(ctx context.Context, a *active) ([]*measure.Task, error) {
	var list []*measure.Task
	for _, task := range a.tasks {
		e := a.expected[task]
		if e != nil {
			e.tell(task)
		}
		if e.holds() != "" {
			continue
		}
		if a.run.Aspect == checks.Content && task.Watch.Delivery != nil {
			if err := p.narrow(ctx, a, task, e); err != nil {
				return nil, err
			}
		}
		list = append(list, task)
	}
	return list, nil
}

// narrow leaves a task the rows of its scope, and of a snapshot the newest batch. The
// other tables of the same delivery, with which it is compared, are left theirs.
func (p *Patroller) narrow(ctx context.Context, a *active, task *measure.Task, e *expected) error {
	if e == nil {
		e = &expected{}
	}
	narrowed, err := p.narrowed(ctx, a.record, task.Watch, e.batch)
	if err != nil {
		return err
	}
	narrowed, err = beside(narrowed, func(other *checks.Watch) (*checks.Watch, error) {
		return p.narrowed(ctx, a.record, other, e.batches[other.ID])
	})
	if err != nil || narrowed == task.Watch {
		return err
	}
	task.Reads(narrowed)
	return nil
}

// narrowed gives a watch with the rows of its scope and its newest batch; itself if
// that is all of them.
func (p *Patroller) narrowed(ctx context.Context, record store.Run, w *checks.Watch, batch string) (*checks.Watch, error) {
	condition := batch
	arrived := w.Delivery.ArrivedAt
	switch w.Scope {
	case checks.ScopePeriod:
		if w.Mapping(arrived).Type.Base == ir.Timestamp {
			arrived = "date(" + arrived + ")"
		}
		condition = arrived + " >= period.start and " + arrived + " < period.end"
	case checks.ScopeSince:
		newest, err := p.Store.NewestBefore(ctx, record)
		if err != nil {
			return nil, err
		}
		if !newest.IsZero() {
			condition = arrived + ` > "` + literal(ir.Timestamp, newest.In(p.Catalog.Deployment.Zone)) + `"`
		}
	}
	if condition == "" {
		return w, nil
	}
	return w.Narrowed(condition)
}
