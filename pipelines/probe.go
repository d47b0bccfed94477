package pipelines

import (
	"context"
	"fmt"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// Probe asks the source of every planned link run whether it can be reached, and
// records the answers: `stability` judges them at the end of the period. A source is
// asked once, whatever number of watches it has; a call is made for each watch. The
// plan's content runs are passed over. Sources are closed afterwards, so that the next
// probe logs in anew.
func (p *Patroller) Probe(ctx context.Context, plan *Plan) ([]store.ProbeRecord, error) {
	answers := map[string]store.ProbeRecord{}
	var records []store.ProbeRecord
	for _, run := range plan.Runs {
		if run.Aspect != checks.Link {
			continue
		}
		name := probed(run.Watch)
		answer, asked := answers[name]
		if !asked {
			var err error
			if answer, err = p.probe(ctx, plan, run); err != nil {
				return nil, err
			}
			answers[name] = answer
		}
		answer.System, answer.Watch = run.Watch.System.ID, run.Watch.ID
		records = append(records, answer)
	}
	if err := p.Sources.Close(); err != nil {
		return nil, err
	}
	for _, r := range records {
		if err := p.Store.RecordProbe(ctx, r); err != nil {
			return nil, err
		}
	}
	return records, nil
}

// probed names what a probe of a watch asks: its source, or its call.
func probed(w *checks.Watch) string {
	if w.From.Call != nil {
		return w.Path()
	}
	return "source " + w.Source
}

// probe asks once. The error is only for a cancelled context.
func (p *Patroller) probe(ctx context.Context, plan *Plan, run PlannedRun) (store.ProbeRecord, error) {
	record := store.ProbeRecord{At: p.Now(), Class: "error"}
	if run.Watch.From.Call != nil {
		return record, p.probeCall(ctx, plan, run, &record)
	}
	answer, err := p.login(ctx, run.Watch.Source)
	if ctx.Err() != nil {
		return record, context.Cause(ctx)
	}
	if err == nil {
		record.Reached, record.Latency, record.Class = true, answer.Latency, ""
	} else if class := connectors.ClassOf(err); class != "" {
		record.Class = string(class)
	}
	return record, nil
}

func (p *Patroller) login(ctx context.Context, name string) (connectors.Probe, error) {
	source, err := p.Sources.Open(ctx, name)
	if err != nil {
		return connectors.Probe{}, err
	}
	prober, ok := source.(connectors.Prober)
	if !ok {
		return connectors.Probe{}, fmt.Errorf("source %s cannot be probed", name)
	}
	return prober.Probe(ctx, connectors.ProbeRequest{Aspect: connectors.ProbeConnect})
}

// probeCall makes the call of a watch as its check `connect` does.
func (p *Patroller) probeCall(ctx context.Context, plan *Plan, run PlannedRun, record *store.ProbeRecord) error {
	for _, c := range run.Checks {
		if c.Kind.Doc().Name != "connect" {
			continue
		}
		task := measure.NewTask(run.Watch, []*checks.Check{c}, environment(p.Catalog, plan, run))
		if err := p.runner().Measure(ctx, []*measure.Task{task}); err != nil {
			return err
		}
		if answer := task.Items[0].Results[0].Probe; answer != nil {
			record.Reached, record.Latency, record.Class = answer.Reached, answer.Latency, answer.Class
		}
	}
	return nil
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
