package pipelines

import (
	"context"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// Probe asks the source of every planned link run whether it can be reached, and
// records the answers: `stability` judges them at the end of the period. The plan's
// content runs are passed over.
func (p *Patroller) Probe(ctx context.Context, plan *Plan) ([]store.ProbeRecord, error) {
	var tasks []*measure.Task
	for _, run := range plan.Runs {
		for _, c := range run.Checks {
			if run.Aspect == checks.Link && c.Kind.Doc().Name == "connect" {
				tasks = append(tasks, measure.NewTask(run.Watch, []*checks.Check{c}, environment(p.Catalog, plan, run)))
			}
		}
	}
	if err := p.runner().Measure(ctx, tasks); err != nil {
		return nil, err
	}
	var records []store.ProbeRecord
	for _, task := range tasks {
		r := task.Items[0].Results[0]
		record := store.ProbeRecord{System: task.Watch.System.ID, Watch: task.Watch.ID, At: p.Now(), Class: "error"}
		if r.Probe != nil {
			record.Reached, record.Latency, record.Class = r.Probe.Reached, r.Probe.Latency, r.Probe.Class
		}
		if err := p.Store.RecordProbe(ctx, record); err != nil {
			return records, err
		}
		records = append(records, record)
	}
	return records, nil
}

// events gives the probes of a task's period.
func (p *Patroller) events(ctx context.Context, task *measure.Task) ([]checks.Event, error) {
	w := task.Watch
	records, err := p.Store.Probes(ctx, w.System.ID, append([]string{w.ID}, w.Was...), p.midnight(task.Env.PeriodStart), p.midnight(task.Env.PeriodEnd))
	events := make([]checks.Event, 0, len(records))
	for _, r := range records {
		events = append(events, checks.Event{At: r.At, Reached: r.Reached, Latency: r.Latency, Class: r.Class})
	}
	return events, err
}

// midnight is the instant at which a civil day begins in the workspace's zone.
func (p *Patroller) midnight(day int32) time.Time {
	d := time.Unix(int64(day)*86400, 0).UTC()
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, p.Catalog.Deployment.Zone)
}
