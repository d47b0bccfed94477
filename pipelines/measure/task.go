package measure

import (
	"context"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
)

// A Task is everything to be measured on one watch in one run.
type Task struct {
	Watch *checks.Watch
	Group string    // of a shard; "": the whole
	Env   rules.Env // of the run: as-of and period
	Items []*Item
}

// An Item is one check of a task. Measure fills Results, one per measure.
type Item struct {
	Check    *checks.Check
	Where    *rules.Expr // picks the rows that the check looks at; nil: all
	Measures []checks.Measure
	Results  []checks.Result
	// Except are rules over a row: one that violates and makes any of them true is
	// excepted. Only kinds that judge single rows ask them.
	Except []*rules.Expr
	// Stand tells by its key how a violation stands; nil: every one is fresh.
	Stand func(key []checks.Cell) checks.Standing
	// Standing is that of the violation which the sink is being told of, and Difference
	// what a Reconcile says of it; "" for every other measure.
	Standing   checks.Standing
	Difference checks.Difference
}

// NewTask asks every check's kind what to measure.
func NewTask(watch *checks.Watch, list []*checks.Check, env rules.Env) *Task {
	task := &Task{Watch: watch, Env: env}
	for _, c := range list {
		measures := c.Kind.Measures(watch, c)
		task.Items = append(task.Items, &Item{Check: c, Where: c.Filter(watch), Measures: measures, Results: make([]checks.Result, len(measures))})
	}
	return task
}

// Reads changes what a task reads, as long as nothing is measured: the checks stay.
func (t *Task) Reads(watch *checks.Watch) {
	t.Watch = watch
	for _, item := range t.Items {
		item.Where, item.Measures = item.Check.Filter(watch), item.Check.Kind.Measures(watch, item.Check)
	}
}

// A Sink receives every violation of a check: its key, clear, and nothing else. It
// may be called from several goroutines, but for one task only from one at a time.
type Sink func(task *Task, item *Item, key []checks.Cell) error

// Progress is one step forward, for people to watch.
type Progress struct {
	Source   string
	Relation string
	Rows     int64 // read so far
	Done     bool  // of this relation
}

// A Runner carries out tasks.
type Runner struct {
	// Open gives the open source of a name; the caller owns and closes it. It is asked
	// again for every watch, so it caches both sources and failures, and for several
	// sources at once.
	Open func(ctx context.Context, name string) (connectors.Source, error)
	// Confined tells whether personal data may not leave a source; nil: from none.
	Confined func(source string) bool
	// Mode says where measures are taken, Statistics what is known of the sources: the
	// planner of Auto goes by them.
	Mode       Mode
	ModeOf     func(source string) Mode // where Mode is Auto; nil: Auto for all
	Statistics Statistics
	// Slices tells how the relations of a source are read in slices; nil: in one, unless
	// the server cannot keep that up.
	Slices func(source string) Slicing
	// Differs gives what a source's server, as it is now, is known to answer otherwise
	// than we do: that is judged here. Nil: nothing.
	Differs func(source string, server connectors.Flavour) []Difference
	// Sink receives the violations; nil drops them.
	Sink Sink
	// Forget has the receiver of the violations drop those of an item whose rows are read
	// again; nil: it cannot, and a read that has told it of any is not begun again.
	Forget func(ctx context.Context, task *Task, item *Item) error
	// Spill is where rows are put aside.
	Spill *Spill
	// Parallel is the number of relations read at once; 0: 2.
	Parallel int
	// Events gives the probes that were recorded in the period of a task; nil: none.
	Events func(ctx context.Context, task *Task) ([]checks.Event, error)
	// Beats gives the beats that were recorded for a task's watch, by time; nil: none.
	Beats func(ctx context.Context, task *Task) ([]time.Time, error)
	// Observe is told of every finished piece of work, by one goroutine at a time, with
	// times by Now; nil for nobody.
	Observe func(Observation)
	Now     func() time.Time
	// Wait lets keys that differ rest before they are read once more; nil: by the clock.
	// Its error, that of ctx, ends the wait.
	Wait func(ctx context.Context, rest time.Duration) error
	// Progress is told about rows read; nil for nobody.
	Progress func(Progress)
}

// Measure fills the results of every item. What cannot be measured is a Failure or
// a skip reason in that item's result; the error is only for a cancelled context.
func (r *Runner) Measure(ctx context.Context, tasks []*Task) error {
	p := newPatrol(r, tasks)
	defer p.close()
	p.bind(ctx)
	p.probe(ctx)
	p.assign()
	p.pushdown(ctx)
	p.settle()
	p.scan(ctx, p.scans)
	p.scan(ctx, p.rescue())
	p.merge(ctx)
	return context.Cause(ctx)
}
