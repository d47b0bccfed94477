package pipelines

import (
	"fmt"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/schedule"
	"github.com/dogwatch/dogwatch/rules"
)

// A Plan is what one patrol will do, in the order of systems, watches and aspects
// (link before content).
type Plan struct {
	AsOf time.Time
	Runs []PlannedRun
	// Partial tells that some runs measure only part of their checks. They are not
	// recorded: half a run must not stand for the whole.
	Partial bool
	// LeftOut is what the selection picks, or may pick, of what the catalog left out.
	LeftOut []*checks.LeftOut
}

// A PlannedRun is one (watch, aspect, period) with the checks to measure.
type PlannedRun struct {
	Watch  *checks.Watch
	Aspect checks.Aspect
	Period schedule.Period
	Checks []*checks.Check
	Late   string // why it is not judged on the period's own data; "" if it is
	Group  string // in calls of Reveal: the shard that the violation lies in; else ""
	// Difference is, in calls of Reveal, how the two sides part at the key of a Reconcile;
	// else "".
	Difference checks.Difference
}

// A Request says which part of the catalog to patrol, and when.
type Request struct {
	Selector Selector
	AsOf     time.Time
	// Period asks for one period by its label; only watches whose cycle has such
	// periods are planned. Empty: each watch's period that contains AsOf.
	Period string
}

// NewPlan works out the runs. A selection that picks nothing is an error; one that picks
// only what is left out gives a plan without runs.
func NewPlan(catalog *checks.Catalog, request Request) (*Plan, error) {
	if err := request.Selector.Validate(catalog); err != nil {
		return nil, err
	}
	plan := &Plan{AsOf: request.AsOf}
	for _, o := range catalog.LeftOut {
		if request.Selector.leftOut(o) {
			plan.LeftOut = append(plan.LeftOut, o)
		}
	}
	for _, system := range catalog.Systems {
		for _, w := range system.Watches {
			if !request.Selector.Watch(w) {
				continue
			}
			if err := plan.add(catalog, w, request); err != nil {
				return nil, err
			}
		}
	}
	if len(plan.Runs)+len(plan.LeftOut) == 0 {
		return nil, fmt.Errorf("nothing to do: no check matches the selection%s", ofPeriod(request.Period))
	}
	return plan, nil
}

func ofPeriod(label string) string {
	if label == "" {
		return ""
	}
	return ", or no watch has the cycle of period " + label
}

func (p *Plan) add(catalog *checks.Catalog, w *checks.Watch, request Request) error {
	for _, aspect := range []checks.Aspect{checks.Link, checks.Content} {
		if request.Selector.Aspect != "" && request.Selector.Aspect != aspect {
			continue
		}
		picked, whole := request.Selector.Checks(w, aspect)
		if len(picked) == 0 {
			continue
		}
		period, ok, err := periodOf(w, aspect, request, catalog.Deployment.Zone)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		p.Partial = p.Partial || !whole
		p.Runs = append(p.Runs, PlannedRun{Watch: w, Aspect: aspect, Period: period, Checks: picked, Late: late(period, request.AsOf, catalog.Deployment.Zone)})
	}
	return nil
}

// periodOf gives the period that a watch's aspect is run for; ok is false if the
// asked period is not one of its cycle.
func periodOf(w *checks.Watch, aspect checks.Aspect, request Request, zone *time.Location) (period schedule.Period, ok bool, err error) {
	name := w.Cycle.Content
	if aspect == checks.Link {
		name = w.Cycle.Link
	}
	cycle, err := schedule.ParseCycle(name)
	if err != nil {
		return schedule.Period{}, false, fmt.Errorf("%s: %w", w.Path(), err)
	}
	if request.Period == "" {
		return schedule.PeriodOf(cycle, request.AsOf, zone), true, nil
	}
	period, asked, err := schedule.ParsePeriod(request.Period)
	if err != nil {
		return schedule.Period{}, false, err
	}
	return period, asked == cycle, nil
}

// late explains that a period is over: it is judged on the data of today.
func late(period schedule.Period, asOf time.Time, zone *time.Location) string {
	today := civilDay(asOf, zone)
	if today.Before(period.End) {
		return ""
	}
	return "judged on the data of " + today.Format(time.DateOnly)
}

// civilDay is the date of an instant in a zone, as midnight UTC.
func civilDay(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// environment is what the rules of a run may ask of the world.
func environment(catalog *checks.Catalog, plan *Plan, run PlannedRun) rules.Env {
	return rules.Env{
		AsOf: plan.AsOf, Zone: catalog.Deployment.Zone,
		PeriodStart: days(run.Period.Start), PeriodEnd: days(run.Period.End),
		Dictionaries: catalog.Dictionaries, Constants: catalog.Constants,
	}
}

func days(t time.Time) int32 { return int32(t.Unix() / 86400) }
