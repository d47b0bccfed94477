package pipelines

import (
	"context"
	"fmt"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/schedule"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A lookout finds out how the deliveries of tasks stand at an instant.
type lookout struct {
	*Patroller
	now    time.Time // in the workspace's zone
	digest bool      // look at the content of files where a check compares it
}

// look asks for every task at once; tasks of watches without a delivery have no entry.
func (l *lookout) look(ctx context.Context, tasks []*measure.Task) (map[*measure.Task]*expected, error) {
	views, asked, err := l.views(tasks)
	if err != nil {
		return nil, err
	}
	if err := l.runner().Measure(ctx, asked); err != nil {
		return nil, err
	}
	alone := map[spot]*expected{}
	for at, v := range views {
		alone[at] = l.read(v)
	}
	found := map[*measure.Task]*expected{}
	for _, task := range tasks {
		own := seat{task.Watch, task.Group}
		if alone[own.spot()] != nil {
			found[task] = l.joined(own, alone, kin(task.Watch, task.Group))
		}
	}
	return found, nil
}

// views says what is asked of every delivery, and by which tasks in their order.
func (l *lookout) views(tasks []*measure.Task) (views map[spot]*view, asked []*measure.Task, err error) {
	views = map[spot]*view{}
	for _, task := range tasks {
		if task.Watch.Delivery == nil || task.Watch.Delivery.Mode == checks.ModeCall {
			continue
		}
		for _, s := range append(kin(task.Watch, task.Group), seat{task.Watch, task.Group}) {
			if views[s.spot()] != nil {
				continue
			}
			v, err := l.view(s.watch, task.Env)
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", s.watch.Path(), err)
			}
			views[s.spot()] = v
			asked = append(asked, v.tasks()...)
		}
	}
	return views, asked, nil
}

// A view is what is asked of one delivery: figures of its rows, and the table in which
// the state of loads stands.
type view struct {
	watch  *checks.Watch
	rows   *measure.Task
	status *measure.Task // nil: there is none
	file   *measure.Task // nil: it reads no file
}

func (v *view) tasks() []*measure.Task {
	var list []*measure.Task
	for _, t := range []*measure.Task{v.rows, v.status, v.file} {
		if t != nil {
			list = append(list, t)
		}
	}
	return list
}

// The figures of a view.
const (
	newestArrival = "newest"
	firstArrival  = "first"
	newestBatch   = "batch"
	withdrawnRows = "withdrawn"
	readyRows     = "ready"
)

func (l *lookout) view(w *checks.Watch, env rules.Env) (*view, error) {
	v := &view{watch: w}
	env.AsOf = l.now
	terms, err := l.terms(w)
	if err != nil {
		return nil, err
	}
	if len(terms) > 0 {
		v.rows = lookTask(w.Stored(), env, checks.Figures{Terms: terms})
	}
	if w.From.File != nil {
		v.file = lookTask(w, env, checks.Filed{Digest: l.digest && compared(w)})
	}
	if r := w.Delivery.Ready; r != nil && r.Status != nil {
		if cycle := everyCycle(w.Delivery.Every); cycle != "" {
			p := schedule.Previous(cycle, schedule.PeriodOf(cycle, l.now, l.now.Location()))
			env.PeriodStart, env.PeriodEnd = days(p.Start), days(p.End)
		}
		v.status = lookTask(r.Status, env, checks.Figures{Terms: []checks.Figure{{Name: readyRows, Func: checks.FigureRows, Where: r.Rule}}})
	}
	return v, nil
}

// lookTask measures something for nobody's check.
func lookTask(w *checks.Watch, env rules.Env, m checks.Measure) *measure.Task {
	measures := []checks.Measure{m}
	item := &measure.Item{Check: &checks.Check{ID: "delivery", Kind: seen{}}, Measures: measures, Results: make([]checks.Result, 1)}
	return &measure.Task{Watch: w, Env: env, Items: []*measure.Item{item}}
}

// seen is the kind of a check that only looks.
type seen struct{ checks.Kind }

// Doc implements checks.Kind.
func (seen) Doc() checks.KindDoc { return checks.KindDoc{Name: "delivery"} }

func (l *lookout) terms(w *checks.Watch) ([]checks.Figure, error) {
	d := w.Delivery
	var terms []checks.Figure
	if m := w.Mapping(d.ArrivedAt); m != nil {
		past := d.ArrivedAt + " <= now()"
		if m.Type.Base == ir.Date {
			past = d.ArrivedAt + " <= today()"
		}
		where, err := w.Condition(past)
		if err != nil {
			return nil, err
		}
		terms = append(terms, checks.Figure{Name: newestArrival, Func: checks.FigureMax, Column: d.ArrivedAt, Where: where})
		if cycle := everyCycle(d.Every); cycle != "" {
			this := schedule.PeriodOf(cycle, l.now, l.now.Location())
			where, err := w.Condition(past + " and " + d.ArrivedAt + ` >= "` + literal(m.Type.Base, this.Start) + `"`)
			if err != nil {
				return nil, err
			}
			terms = append(terms, checks.Figure{Name: firstArrival, Func: checks.FigureMin, Column: d.ArrivedAt, Where: where})
		}
	}
	if d.Batch != "" {
		terms = append(terms, checks.Figure{Name: newestBatch, Func: checks.FigureMax, Column: d.Batch})
	}
	if d.Deleted != nil {
		terms = append(terms, checks.Figure{Name: withdrawnRows, Func: checks.FigureRows, Where: d.Deleted})
	}
	return terms, nil
}

// literal writes an instant as the rule language compares it with a column.
func literal(base ir.Base, t time.Time) string {
	if base == ir.Date {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04:05.999999")
}
