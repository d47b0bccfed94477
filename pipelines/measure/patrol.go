package measure

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/dogwatch/dogwatch/checks"
)

// A patrol is one call of Measure.
type patrol struct {
	*Runner
	tasks    []*Task
	bindings map[bindingKey]*binding
	// candidates are the content measures that can be taken, in the order of the tasks;
	// areas what they read, by scanID.
	candidates []*candidate
	areas      map[string]*area
	areaOrder  []*area
	scans      []*scan // in the order of the tasks that first asked
	paired     []*scan // those that a reconciliation reads by itself
	pushes     []*push
	mergers    []merger
	telling    sync.Mutex // relations are read side by side, and observed one by one
	sorters    []*sorter
	tallies    []*tally
	logins     map[string]answer // of probes, by source: one login a patrol answers for all watches
}

// A merger finishes a measure once every scan is done.
type merger interface {
	merge(ctx context.Context) error
	slot() *slot
}

// A slot is the place where one measure's result is filled in.
type slot struct {
	task   *Task
	item   *Item
	index  int
	result checks.Result
	found  *collector
	// far is what the scan of the other side notes while this side's scan runs beside
	// it; nil if there is no other side, or once both are joined.
	far *slot
	// aside: it counts for another slot of the same measure, whose result stands.
	aside bool
}

// fail records that the measure could not be carried out. The first failure stays;
// what was counted until then is half a truth and is forgotten.
func (s *slot) fail(f *checks.Failure) {
	if s.result.Failure == nil {
		s.discard(f)
	}
}

// join takes over what the other side noted, once both scans are done.
func (s *slot) join() {
	if s.far == nil {
		return
	}
	far := s.far.result
	s.far = nil
	s.result.Faulted += far.Faulted
	s.result.View = s.result.View.And(far.View)
	if far.Failure != nil {
		s.fail(far.Failure)
	}
}

// guard runs work and turns a panic of ours into this measure's failure: one bad
// check must not take the others with it.
func (s *slot) guard(work func() error) {
	defer func() {
		if r := recover(); r != nil {
			s.fail(&checks.Failure{Class: "rule", Message: fmt.Sprintf("internal fault while judging %s", s.item.Check.ID), Hint: "report it with the rule and the program's version"})
		}
	}()
	if err := work(); err != nil {
		s.fail(failureOf(err))
	}
}

func newPatrol(r *Runner, tasks []*Task) *patrol {
	return &patrol{Runner: r, tasks: tasks, bindings: map[bindingKey]*binding{}, areas: map[string]*area{}, logins: map[string]answer{}}
}

func (p *patrol) close() {
	for _, s := range p.sorters {
		s.close()
	}
	for _, t := range p.tallies {
		t.close()
	}
}

func (p *patrol) newTally(parts int) *tally {
	t := newTally(p.Spill, parts)
	p.tallies = append(p.tallies, t)
	return t
}

func (p *patrol) newSorter() *sorter {
	s := newSorter(p.Spill)
	p.sorters = append(p.sorters, s)
	return s
}

// opensAtOnce is how many sources are dialled at the same time: one that does not
// answer takes its whole time to say so.
const opensAtOnce = 16

// open dials the sources of all tasks side by side; what became of each, Open knows.
func (p *patrol) open(ctx context.Context) {
	names := map[string]bool{}
	for _, task := range p.tasks {
		names[task.Watch.Source] = true
		for _, item := range task.Items {
			for _, m := range item.Measures {
				if other := checks.Other(m); other != nil {
					names[other.Source] = true
				}
			}
		}
	}
	var wg sync.WaitGroup
	places := make(chan struct{}, opensAtOnce)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			_, _ = p.Open(ctx, name) // whoever binds a watch to it gets the error again
		})
	}
	wg.Wait()
}

// bind opens every source once and looks at every relation once, in the order of
// the tasks, the other sides included.
func (p *patrol) bind(ctx context.Context) {
	p.open(ctx)
	for _, task := range p.tasks {
		p.bindWatch(ctx, task.Watch, task.Env)
		for _, item := range task.Items {
			for _, m := range item.Measures {
				if other := checks.Other(m); other != nil {
					p.bindWatch(ctx, other, task.Env)
				}
			}
		}
	}
}

// assign gives every content measure to a pushed-down query or a scan, or says why
// it cannot be measured.
func (p *patrol) assign() {
	p.gather()
	p.choose()
	for _, c := range p.candidates {
		p.send(c)
	}
}

// send starts a candidate on its way.
func (p *patrol) send(c *candidate) {
	if c.way == byServer {
		p.pushes = append(p.pushes, c.push)
		return
	}
	c.slot.guard(func() error {
		if c.way == bySuspect {
			return p.feedSuspects(c)
		}
		return p.feed(c.bind, c.slot, c.measure)
	})
	if c.slot.result.Failure != nil {
		c.slot.item.Results[c.slot.index] = c.slot.result
	}
}

// obstacle says why a measure cannot be carried out at all: the source is down, a
// column is not there, or the relation itself is not.
func (p *patrol) obstacle(b *binding, task *Task, item *Item, m checks.Measure) (skip string, failure *checks.Failure) {
	if skip, failure := b.obstacle(append(ownColumns(item), whereColumns(task.Watch)...)); skip != "" || failure != nil {
		return skip, failure
	}
	if why := item.Check.Lacks(); why != "" {
		return why, nil
	}
	if why := protected(task.Watch, item, m); why != "" {
		return why, nil
	}
	other := checks.Other(m)
	if other == nil {
		return "", nil
	}
	if why := protectedOther(task.Watch, other, m); why != "" {
		return why, nil
	}
	skip, failure = p.of(other, task.Env).obstacle(append(otherColumns(m), whereColumns(other)...))
	if skip != "" {
		skip = other.Path() + ": " + skip
	}
	return skip, failure
}

func whereColumns(w *checks.Watch) []string { return exprColumns(w.Where) }

func (b *binding) obstacle(columns []string) (skip string, failure *checks.Failure) {
	if b.openErr != nil {
		return b.downText(), nil
	}
	if b.err != nil {
		return "", failureOf(b.err)
	}
	slices.Sort(columns)
	return b.unreadable(slices.Compact(columns)), nil
}

// down is the class of the error with which the source did not open; "" if it did.
func (b *binding) down() string {
	if b.openErr == nil {
		return ""
	}
	return failureOf(b.openErr).Class
}

func (b *binding) downText() string {
	return fmt.Sprintf("source %s is down (%s)", b.watch.Source, b.down())
}

// down is the class of the first source of a measure that did not open; "" if all did.
func (p *patrol) down(b *binding, task *Task, m checks.Measure) string {
	if class := b.down(); class != "" || checks.Other(m) == nil {
		return class
	}
	return p.of(checks.Other(m), task.Env).down()
}

// finish copies what the slot found into its item.
func (s *slot) finish() {
	if s.aside {
		return
	}
	s.result.Samples = s.found.samples()
	s.item.Results[s.index] = s.result
}

// discard forgets what was counted so far and records why.
func (s *slot) discard(f *checks.Failure) {
	s.result = checks.Result{Failure: f}
	s.found = newCollector(nil, s.task, s.item)
}

// merge finishes the two-sided measures, one after the other: each may hold a lot.
// Those whose keys have to rest come last, after one wait for all.
func (p *patrol) merge(ctx context.Context) {
	var resting []*reconciler
	for _, m := range p.mergers {
		s := m.slot()
		s.join()
		if s.result.Failure == nil {
			w := p.watchman(WorkMerge, s.task.Watch.Source, s.task.Watch.Path()+"/"+s.item.Check.ID)
			s.guard(func() error { return m.merge(ctx) })
			w.seen.Rows = s.result.Rows
			p.tell(w)
		}
		if r, ok := m.(*reconciler); ok && s.result.Failure == nil {
			resting = append(resting, r)
			continue
		}
		s.finish()
	}
	p.rest(ctx, resting)
}
