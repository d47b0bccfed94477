package pipelines

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// Closed says why the rows that a run reads may not be read at an instant: one of its
// sources is outside the window that it leaves us. "" if they may, as at any time for
// the link aspect, which reads none.
func (r PlannedRun) Closed(deployment *checks.Deployment, at time.Time) string {
	if r.Aspect != checks.Content {
		return ""
	}
	at = at.In(deployment.Zone)
	var last time.Time
	name := ""
	for _, source := range r.reads() {
		s := deployment.Source(source)
		if s == nil || s.Limits.Window.Open(at) {
			continue
		}
		if opens := s.Limits.Window.Opens(at); opens.After(last) {
			last, name = opens, source
		}
	}
	switch name {
	case "":
		return ""
	case r.Watch.Source:
		return "outside the source's window until " + last.Format("15:04")
	}
	return "outside the window of source " + name + " until " + last.Format("15:04")
}

// reads names the sources of the run's watch and of those that it is compared with.
func (r PlannedRun) reads() []string {
	list := []string{r.Watch.Source}
	for _, c := range r.Checks {
		for _, m := range c.Kind.Measures(r.Watch, c) {
			if other := checks.Other(m); other != nil {
				list = append(list, other.Source)
			}
		}
	}
	return list
}

// turnAway records the claimed runs whose rows may not be read now as waiting, and gives
// the others.
func (p *Patroller) turnAway(ctx context.Context, plan *Plan, claimed []*active) (open []*active, err error) {
	now := p.Now()
	for _, a := range claimed {
		why := a.run.Closed(&p.Catalog.Deployment, now)
		if why == "" {
			open = append(open, a)
			continue
		}
		a.expected = map[*measure.Task]*expected{}
		for _, task := range a.tasks {
			a.expected[task] = &expected{closed: why}
		}
		if err := p.writes(func() error { return p.conclude(ctx, plan, a) }); err != nil {
			return nil, err
		}
	}
	return open, nil
}

// errShut refuses to repeat a finished run whose rows may not be read now: its result
// must not give way to one that waits.
var errShut = errors.New("its result stands")

// shut tells with errShut that a run may not be repeated now.
func (p *Patroller) shut(ctx context.Context, run PlannedRun, key store.RunKey) error {
	why := run.Closed(&p.Catalog.Deployment, p.Now())
	if why == "" || !p.Again {
		return nil
	}
	latest, found, err := p.Store.Latest(ctx, key)
	if err == nil && found && !latest.Waiting {
		err = fmt.Errorf("%s: %s; %w", key, why, errShut)
	}
	return err
}
