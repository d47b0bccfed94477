package pipelines

import (
	"context"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/measure"
)

// Layout tells what carrying out a plan would send to each source, without reading a row.
func (p *Patroller) Layout(ctx context.Context, plan *Plan) ([]measure.Step, error) {
	var tasks []*measure.Task
	for _, run := range plan.Runs {
		tasks = append(tasks, p.tasks(plan, run)...)
	}
	return p.runner().Layout(ctx, tasks)
}

// Select gives a statement that shows the violating rows of a run's first check, in
// the first shard if the watch has any.
func (p *Patroller) Select(ctx context.Context, plan *Plan, run PlannedRun) (string, error) {
	return p.runner().Violating(ctx, p.tasks(plan, run)[0])
}

// confined tells whether personal data may not leave a source.
func (p *Patroller) confined(name string) bool {
	s := p.Catalog.Deployment.Source(name)
	return s != nil && s.Personal == checks.PersonalPushdownOnly
}

// modeOf is how the deployment wants a source's measures taken.
func (p *Patroller) modeOf(name string) measure.Mode {
	if s := p.Catalog.Deployment.Source(name); s != nil {
		return measure.Mode(s.Mode)
	}
	return measure.Auto
}

func (p *Patroller) runner() *measure.Runner {
	return &measure.Runner{Open: p.Sources.Open, Spill: p.Spill, Progress: p.Progress, Events: p.events, Confined: p.confined,
		Mode: p.Mode, ModeOf: p.modeOf, Statistics: p.Statistics, Observe: p.observe, Now: p.Now}
}
