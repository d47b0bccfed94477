package pipelines

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/schedule"
	"github.com/dogwatch/dogwatch/pipelines/store"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// everyCycle says which cycle a delivery's `every` is.
func everyCycle(every string) schedule.Cycle {
	return map[string]schedule.Cycle{
		"day": schedule.Daily, "week": schedule.Weekly, "month": schedule.Monthly, "quarter": schedule.Quarterly, "year": schedule.Yearly,
	}[every]
}

// expected is what is known of the delivery that one task judges.
type expected struct {
	checks.Arrival
	batch   string          // condition that picks the newest batch; "" if there is none
	name    string          // of the delivery
	failure *checks.Failure // why nothing is known of it
	skipped string          // the source is down
}

// holds says why the task's content cannot be judged yet; "" if it can.
func (e *expected) holds() string {
	switch {
	case e == nil || e.skipped != "":
		return ""
	case e.failure != nil:
		return "whether the delivery is complete is not known"
	case e.Overdue:
		return "the delivery is late: due " + shortTime(e.Due)
	case e.Loading != "":
		return "load in progress: " + e.Loading
	case !e.Arrived:
		return "delivery not due until " + shortTime(e.Due)
	}
	return ""
}

func shortTime(t time.Time) string { return t.Format("2006-01-02 15:04") }

// arrival is what kinds may know; nil if nothing is known.
func (e *expected) arrival() *checks.Arrival {
	if e == nil || e.skipped != "" || e.failure != nil {
		return nil
	}
	return &e.Arrival
}

// result is what the kind delivery judges.
func (e *expected) result() checks.Result {
	return checks.Result{Arrival: &e.Arrival, Failure: e.failure, Skipped: e.skipped}
}

// A lookout finds out how the deliveries of tasks stand at an instant.
type lookout struct {
	*Patroller
	now time.Time // in the workspace's zone
}

// look asks for every task at once; tasks of watches without a delivery have no entry.
func (l *lookout) look(ctx context.Context, tasks []*measure.Task) (map[*measure.Task]*expected, error) {
	found := map[*measure.Task]*expected{}
	var asked []*measure.Task
	views := map[*measure.Task]*view{}
	for _, task := range tasks {
		if task.Watch.Delivery == nil || task.Watch.Delivery.Mode == checks.ModeCall {
			continue
		}
		v, err := l.view(task)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", task.Watch.Path(), err)
		}
		views[task] = v
		asked = append(asked, v.tasks()...)
	}
	if err := l.runner().Measure(ctx, asked); err != nil {
		return nil, err
	}
	for task, v := range views {
		found[task] = l.read(task, v)
	}
	return found, nil
}

// A view is what is asked of one delivery: figures of its rows, and the table in which
// the state of loads stands.
type view struct {
	rows   *measure.Task
	status *measure.Task // nil: there is none
}

func (v *view) tasks() []*measure.Task {
	var list []*measure.Task
	for _, t := range []*measure.Task{v.rows, v.status} {
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

func (l *lookout) view(task *measure.Task) (*view, error) {
	w, v := task.Watch, &view{}
	env := task.Env
	env.AsOf = l.now
	terms, err := l.terms(w)
	if err != nil {
		return nil, err
	}
	if len(terms) > 0 {
		v.rows = figuresTask(w.Stored(), env, terms)
	}
	if r := w.Delivery.Ready; r != nil && r.Status != nil {
		if cycle := everyCycle(w.Delivery.Every); cycle != "" {
			p := schedule.Previous(cycle, schedule.PeriodOf(cycle, l.now, l.now.Location()))
			env.PeriodStart, env.PeriodEnd = days(p.Start), days(p.End)
		}
		v.status = figuresTask(r.Status, env, []checks.Figure{{Name: readyRows, Func: checks.FigureRows, Where: r.Rule}})
	}
	return v, nil
}

// figuresTask measures figures for nobody's check.
func figuresTask(w *checks.Watch, env rules.Env, terms []checks.Figure) *measure.Task {
	measures := []checks.Measure{checks.Figures{Terms: terms}}
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

// read makes of the figures what is known of the delivery.
func (l *lookout) read(task *measure.Task, v *view) *expected {
	d, e := task.Watch.Delivery, &expected{}
	e.Arrived = true
	if v.rows != nil {
		r := v.rows.Items[0].Results[0]
		if e.skipped = r.Skipped; r.Failure != nil || r.Skipped != "" {
			if e.skipped == "" { // the checks say themselves why they cannot be evaluated
				e.skipped = r.Failure.Message
			}
			return e
		}
		e.First, e.Newest = l.instant(r.Figures[firstArrival]), l.instant(r.Figures[newestArrival])
		if n, ok := r.Figures[withdrawnRows]; ok && !n.IsNull() {
			e.Withdrawn = n.Number()
		}
		l.number(d, e, r.Figures[newestBatch])
	}
	l.place(d, e, v)
	return e
}

// number names the delivery by its batch.
func (l *lookout) number(d *checks.Delivery, e *expected, batch ir.Value) {
	if d.Batch == "" || batch.IsNull() {
		return
	}
	e.name = batch.String()
	text := batch.String()
	switch batch.Type().Base {
	case ir.Integer:
	default:
		text = quoted(batch.String())
	}
	if d.Mode == checks.ModeSnapshot {
		e.batch = d.Batch + " == " + text
	}
}

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(text) + `"`
}

// instant reads a civil value in the workspace's zone; the zero time for none.
func (l *lookout) instant(v ir.Value) time.Time {
	if v.IsNull() {
		return time.Time{}
	}
	micros := v.Number()
	if v.Type().Base == ir.Date {
		micros *= 86_400_000_000
	}
	t := time.UnixMicro(micros).UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), l.now.Location())
}

// place says which delivery is expected, whether it has arrived, and whether in full.
func (l *lookout) place(d *checks.Delivery, e *expected, v *view) {
	cycle := everyCycle(d.Every)
	if cycle != "" {
		period, missing := schedule.Missing(cycle, e.Newest, l.now, l.now.Location())
		if !missing {
			period = schedule.Delivered(cycle, e.Newest, l.now.Location())
		}
		e.Period = period.Label
		if e.name == "" && !e.Newest.IsZero() {
			e.name = schedule.Delivered(cycle, e.Newest, l.now.Location()).Label
		}
		if d.Due != nil {
			e.Arrived = !missing
			var err error
			if e.Due, err = schedule.After(period, d.Due.Days, d.Due.Working, d.Due.Clock, l.now.Location(), l.Catalog.Calendar); err != nil && missing {
				e.failure = &checks.Failure{Class: "definition", Message: err.Error(), Hint: "add the holidays and adjusted working days of the year to codes/holidays.csv, or write `due` in d"}
				return
			}
		}
	}
	l.complete(d, e, v)
	e.Overdue = !e.Due.IsZero() && !l.now.Before(e.Due) && (!e.Arrived || e.Loading != "" && v.status != nil)
}

// complete asks whether what has arrived is a whole delivery.
func (l *lookout) complete(d *checks.Delivery, e *expected, v *view) {
	if d.Ready == nil || !e.Arrived {
		return
	}
	if v.status == nil {
		if quiet := l.now.Sub(e.Newest); !e.Newest.IsZero() && quiet < d.Ready.Quiet {
			e.Loading = fmt.Sprintf("the newest row arrived at %s, less than %s ago", e.Newest.Format(time.TimeOnly), brief(d.Ready.Quiet))
		}
		return
	}
	r := v.status.Items[0].Results[0]
	switch {
	case r.Skipped != "":
		e.skipped = r.Skipped
	case r.Failure != nil:
		failure := *r.Failure
		failure.Message = "whether the load is complete is not known: " + failure.Message
		if failure.Hint == "" {
			failure.Hint = "try what stands under `ready` as the account of the source, and correct it"
		}
		e.failure = &failure
	case r.Figures[readyRows].IsNull() || r.Figures[readyRows].Number() == 0:
		e.Loading = "no row says that the load is complete"
	}
}

// brief writes a duration without its empty parts: 10m, 2h.
func brief(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// delivered is what the state keeps of a run's deliveries: with shards, the earliest.
func (a *active) delivered() store.Delivered {
	var d store.Delivered
	for _, task := range a.tasks {
		e := a.expected[task]
		if e == nil {
			continue
		}
		d.Waiting = d.Waiting || e.holds() != ""
		if d.Delivery == "" || e.name != "" && e.name < d.Delivery {
			d.Delivery = e.name
		}
		if d.Newest.IsZero() || !e.Newest.IsZero() && e.Newest.Before(d.Newest) {
			d.Newest = e.Newest
		}
	}
	return d
}
