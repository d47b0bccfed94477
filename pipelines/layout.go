package pipelines

import (
	"context"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/measure"
)

// Layout tells what carrying out a plan would send to each source, without reading a row:
// first the looks at deliveries, then what is measured once they are there.
func (p *Patroller) Layout(ctx context.Context, plan *Plan) ([]measure.Step, error) {
	var tasks, content []*measure.Task
	for _, run := range plan.Runs {
		list := p.tasks(plan, run)
		tasks = append(tasks, list...)
		if run.Aspect == checks.Content {
			content = append(content, list...)
		}
	}
	looks, err := p.looks(ctx, plan, content)
	if err != nil {
		return nil, err
	}
	steps, err := p.runner().Layout(ctx, tasks)
	return append(looks, steps...), err
}

// looks are the reads by which a patrol would find out whether deliveries are there. A
// patrol that waits for a load repeats them.
func (p *Patroller) looks(ctx context.Context, plan *Plan, tasks []*measure.Task) ([]measure.Step, error) {
	_, asked, err := (&lookout{p, plan.AsOf.In(p.Catalog.Deployment.Zone), false}).views(tasks)
	if err != nil {
		return nil, err
	}
	steps, err := p.runner().Layout(ctx, asked)
	for i := range steps {
		leaving := "leaves the source: one row of figures"
		switch steps[i].Mode {
		case measure.ModeSkip:
			continue
		case measure.ModeScan:
			leaving = "the server cannot answer that: rows are read"
		}
		steps[i].Mode = "look"
		steps[i].Lines = append(steps[i].Lines, leaving)
	}
	return steps, err
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

// slices is how the deployment wants a source's relations read in slices.
func (p *Patroller) slices(name string) measure.Slicing {
	if s := p.Catalog.Deployment.Source(name); s != nil {
		return measure.Slicing{Rows: s.Limits.RowsPerSlice, Pause: s.Limits.Pause}
	}
	return measure.Slicing{}
}

func (p *Patroller) runner() *measure.Runner {
	return &measure.Runner{Open: p.Sources.Open, Spill: p.Spill, Progress: p.Progress, Events: p.events, Beats: p.beats, Confined: p.confined,
		Mode: p.Mode, ModeOf: p.modeOf, Statistics: p.Statistics, Differs: p.Differs, Slices: p.slices, Wait: p.pause, Observe: p.observe, Now: p.Now}
}
