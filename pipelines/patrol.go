package pipelines

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A Patroller carries out plans.
type Patroller struct {
	Catalog *checks.Catalog
	Store   *store.Store
	Sources *Sources
	Spill   *measure.Spill
	Key     []byte // of the fingerprints
	Version string
	Owner   string                  // of the leases: host, process
	Dead    func(owner string) bool // tells that a process is gone; nil: leases run out
	Lease   time.Duration
	Now     func() time.Time
	NewID   func() string
	Again   bool   // repeat runs that are finished
	Reason  string // why they are repeated
	Actor   string // who has them repeated
	// Keep is for how many periods the keys of violations are kept, as of store.Prune;
	// 0: for ever.
	Keep     int
	Progress func(measure.Progress)
	// Mode and Statistics are what the planner goes by.
	Mode       measure.Mode
	Statistics measure.Statistics
	Differs    func(source string, server connectors.Flavour) []measure.Difference
	// Sleep waits between two looks at a load in progress and two slices of a table, before
	// a lost read begins again and keys that differ are read once more, or gives the
	// context's error; nil: by the clock.
	Sleep func(ctx context.Context, d time.Duration) error
	// Reveal receives the clear key of every violation; nil for nobody.
	// It is called by one goroutine at a time.
	Reveal func(run PlannedRun, check *checks.Check, key []checks.Cell) error

	telling sync.Mutex // relations are read side by side, violations told one by one
	seen    []measure.Observation
	writing time.Duration
}

// A Report of a patrol: its runs as they stand in the state, and what was not done.
type Report struct {
	Patrol store.Patrol
	Done   []store.Run // finished before and not repeated
	Held   []string    // runs that another process is doing, with what it says
	// Unrecorded are runs, among those of Patrol, for whose outcomes the state had no room,
	// and what else it could not take, with the way out. A later patrol does them again.
	Unrecorded []string
	// Profile tells where the time went.
	Profile Profile
}

// active is one claimed run.
type active struct {
	run     PlannedRun
	record  store.Run
	attempt *store.Attempt  // nil if the patrol is not recorded
	tasks   []*measure.Task // one, or one for each shard
	marks   *marks
	// expected is what is known of the deliveries of tasks that have any.
	expected map[*measure.Task]*expected
	rulings  map[*checks.Check]*ruling
	// unrecorded is why the state did not take the outcomes; nil if it did.
	unrecorded error
}

// Run carries out a plan: claim, measure, judge, record. On a cancelled context the
// claimed attempts are recorded as interrupted, without outcomes.
func (p *Patroller) Run(ctx context.Context, plan *Plan) (*Report, error) {
	report := &Report{Patrol: store.Patrol{ID: p.NewID(), Started: p.Now(), Version: p.Version, DefinitionHash: p.Catalog.Hash, AsOf: plan.AsOf, LeftOut: leftOut(plan)}}
	record := !plan.Partial
	if record {
		if err := p.Store.BeginPatrol(ctx, report.Patrol); err != nil {
			return nil, err
		}
	}
	claimed, err := p.claim(ctx, plan, report, record)
	if err != nil {
		return nil, err
	}
	stop := p.heartbeat(ctx, claimed)
	err = p.carryOut(ctx, plan, claimed)
	stop()
	if err != nil {
		return nil, errors.Join(err, p.interrupt(claimed))
	}
	for _, a := range claimed {
		report.Patrol.Runs = append(report.Patrol.Runs, a.record)
		if a.unrecorded != nil {
			report.Unrecorded = append(report.Unrecorded, fmt.Sprintf("%s: %v", a.record.RunKey, a.unrecorded))
			_ = p.interrupt([]*active{a}) // a state without room for that either lets the lease run out
		}
	}
	report.Patrol.Finished = p.Now()
	if record {
		err = p.writes(func() error { return p.finish(ctx, report) })
	}
	if errors.Is(err, store.ErrNoRoom) { // what was measured is not lost for that
		report.Unrecorded = append(report.Unrecorded, "the end of the patrol: "+err.Error())
		err = nil
	}
	report.Profile = p.profile(p.Now().Sub(report.Patrol.Started))
	return report, err
}

// finish records that the patrol came to its end, and tidies the state up.
func (p *Patroller) finish(ctx context.Context, report *Report) error {
	err := p.Store.Retire(ctx, p.Now(), p.known)
	if err == nil {
		err = p.Store.FinishPatrol(ctx, report.Patrol.ID, report.Patrol.Finished)
	}
	if err == nil {
		err = p.remember(ctx)
	}
	if err == nil {
		_, err = p.Store.Prune(ctx, p.Keep)
	}
	return err
}

// claim takes every run of the plan that is neither done nor being done.
func (p *Patroller) claim(ctx context.Context, plan *Plan, report *Report, record bool) ([]*active, error) {
	decisions, err := ReadDecisions(ctx, p.Store)
	if err != nil {
		return nil, err
	}
	list := make([]*active, 0, len(plan.Runs))
	for _, run := range plan.Runs {
		list = append(list, &active{run: run, record: p.recordOf(plan, run, report.Patrol.ID)})
	}
	if record {
		if list, err = p.take(ctx, list, report); err != nil {
			return nil, errors.Join(err, p.interrupt(list))
		}
	}
	for _, a := range list {
		a.tasks = p.tasks(plan, a.run)
		a.marks = newMarks(a.attempt, p.Key)
		if err := p.rule(ctx, plan, decisions, a); err != nil {
			return nil, errors.Join(err, p.interrupt(list))
		}
	}
	return list, nil
}

// take claims those runs that are to be done, all at once, since a state commits slowly,
// and tells the report of the others. With an error it gives those that it claimed.
func (p *Patroller) take(ctx context.Context, list []*active, report *Report) (taken []*active, err error) {
	var open []*active
	var requests []store.ClaimRequest
	for _, a := range list {
		switch err := p.shut(ctx, a.run, a.record.RunKey); {
		case errors.Is(err, errShut):
			report.Held = append(report.Held, err.Error())
		case err != nil:
			return nil, err
		default:
			open = append(open, a)
			requests = append(requests, store.ClaimRequest{Run: a.record, Owner: p.Owner, Now: p.Now(), Lease: p.Lease, Again: p.Again, Dead: p.Dead})
		}
	}
	answers, err := p.Store.ClaimAll(ctx, requests)
	if err != nil {
		return nil, err
	}
	for i, answer := range answers {
		a := open[i]
		switch {
		case answer.Err == nil:
			a.attempt, a.record.Attempt = answer.Attempt, answer.Attempt.Number()
			taken = append(taken, a)
		case errors.Is(answer.Err, store.ErrHeld):
			report.Held = append(report.Held, answer.Err.Error())
		default:
			err = errors.Join(err, p.done(ctx, report, a.record.RunKey))
		}
	}
	return taken, err
}

// tasks are what a run measures: the watch, or each of its shards by group.
func (p *Patroller) tasks(plan *Plan, run PlannedRun) []*measure.Task {
	shards := run.Watch.Shards()
	var tasks []*measure.Task
	for _, group := range slices.Sorted(maps.Keys(shards)) {
		task := measure.NewTask(sameGroup(shards[group], group), run.Checks, environment(p.Catalog, plan, run))
		task.Group = group
		tasks = append(tasks, task)
	}
	return tasks
}

func (p *Patroller) done(ctx context.Context, report *Report, key store.RunKey) error {
	run, ok, err := p.Store.Latest(ctx, key)
	if err == nil && ok {
		report.Done = append(report.Done, *run)
	}
	return err
}

func (p *Patroller) recordOf(plan *Plan, run PlannedRun, patrol string) store.Run {
	w := run.Watch
	return store.Run{
		RunKey: store.RunKey{System: w.System.ID, Watch: w.ID, Aspect: string(run.Aspect), Period: run.Period.Label},
		Was:    w.Was, PatrolID: patrol, SystemTitle: w.System.Title, WatchTitle: title(w), Contract: w.Contract.ID, Source: w.Source,
		PeriodStart: run.Period.Start, PeriodEnd: run.Period.End, Attempt: 1, State: store.Running, Started: p.Now(), AsOf: plan.AsOf,
		Late: run.Late, Editions: editions(p.Catalog, run.Aspect), Reason: p.Reason, Actor: p.Actor,
	}
}

func title(w *checks.Watch) string {
	if w.Title != "" {
		return w.Title
	}
	return w.Contract.Title
}

// measure measures all claimed runs together, so that they share scans.
func (p *Patroller) measure(ctx context.Context, claimed []*active) error {
	byTask := map[*measure.Task]*active{}
	var tasks []*measure.Task
	for _, a := range claimed {
		list, err := p.judgeable(ctx, a)
		if err != nil {
			return err
		}
		for _, task := range list {
			tasks = append(tasks, task)
			byTask[task] = a
		}
	}
	runner := p.runner()
	runner.Sink = func(task *measure.Task, item *measure.Item, key []checks.Cell) error {
		return p.violation(ctx, byTask[task], task.Group, item, key)
	}
	if p.Reveal == nil { // a list of keys that somebody is writing cannot be taken back
		runner.Forget = func(ctx context.Context, task *measure.Task, item *measure.Item) error {
			p.telling.Lock()
			defer p.telling.Unlock()
			return byTask[task].marks.unmark(ctx, markedCheck{item.Check.ID, task.Group})
		}
	}
	return runner.Measure(ctx, tasks)
}

func (p *Patroller) violation(ctx context.Context, a *active, group string, item *measure.Item, key []checks.Cell) error {
	p.telling.Lock()
	defer p.telling.Unlock()
	if p.Reveal != nil {
		run := a.run
		run.Group, run.Difference = group, item.Difference
		if err := p.Reveal(run, item.Check, key); err != nil {
			return err
		}
	}
	return p.writes(func() error { return a.marks.add(ctx, markedCheck{item.Check.ID, group}, item, key) })
}

// conclude judges a run's checks and records the attempt as finished.
func (p *Patroller) conclude(ctx context.Context, plan *Plan, a *active) error {
	if err := a.marks.flush(ctx); err != nil {
		return err
	}
	outcomes, err := p.judge(ctx, plan, a)
	if err != nil {
		return err
	}
	a.record.Delivered = a.delivered()
	a.record.Outcomes, a.record.State, a.record.Finished = outcomes, store.Finished, p.Now()
	if a.attempt == nil {
		return nil
	}
	a.attempt.Deliver(a.record.Delivered)
	err = a.attempt.Finish(ctx, a.record.Finished, outcomes)
	if errors.Is(err, store.ErrNoRoom) {
		a.unrecorded = err
		return nil
	}
	if err != nil {
		return err
	}
	a.attempt = nil
	run, ok, err := p.Store.Latest(ctx, a.record.RunKey)
	if err == nil && ok {
		a.record = *run // with new, persisting and gone
	}
	return err
}

// heartbeat keeps the leases alive until the returned function is called.
func (p *Patroller) heartbeat(ctx context.Context, claimed []*active) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var attempts []*store.Attempt // what is concluded meanwhile is given back
	for _, a := range claimed {
		if a.attempt != nil {
			attempts = append(attempts, a.attempt)
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		ticker := time.NewTicker(max(p.Lease/3, time.Second))
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				for _, attempt := range attempts {
					_ = attempt.Heartbeat(ctx, p.Now()) // a lost lease shows when the attempt finishes
				}
			}
		}
	})
	return func() { cancel(); wg.Wait() }
}

// interrupt records that the attempts were stopped. The caller's context may be
// cancelled already, so it uses its own.
func (p *Patroller) interrupt(claimed []*active) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var failures []error
	for _, a := range claimed {
		if a.attempt == nil {
			continue
		}
		if err := a.attempt.Stop(ctx, p.Now(), store.Interrupted); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", a.run.Watch.Path(), err))
		}
	}
	return errors.Join(failures...)
}
