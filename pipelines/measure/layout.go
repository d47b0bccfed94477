package measure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
)

// The modes of a Step.
const (
	ModePush = "push" // the server answers
	ModeScan = "scan" // rows are read
	ModeSkip = "skip" // nothing can be measured
)

// A Step is one read that a patrol would make, for people.
type Step struct {
	Mode      string
	Source    string
	Statement string
	Lines     []string // which checks it serves, what leaves the source, why
}

// Layout tells what Measure would do, without reading a row.
func (r *Runner) Layout(ctx context.Context, tasks []*Task) ([]Step, error) {
	p := newPatrol(r, tasks)
	defer p.close()
	p.bind(ctx)
	p.assign()
	p.settle()
	steps := p.skips()
	for _, q := range questions(p.pushes) {
		steps = append(steps, q.step())
	}
	for _, s := range slices.Concat(p.scans, p.paired) {
		s.sliceAsAsked(p)
		steps = append(steps, s.step())
	}
	return steps, context.Cause(ctx)
}

// skips lists what cannot be measured, and why.
func (p *patrol) skips() []Step {
	var steps []Step
	for _, task := range p.tasks {
		for _, item := range task.Items {
			for _, r := range item.Results {
				why := r.Skipped
				if r.Failure != nil {
					why = r.Failure.Message
				}
				if why != "" {
					steps = append(steps, Step{Mode: ModeSkip, Source: task.Watch.Source, Statement: task.Watch.Path() + "/" + item.Check.ID, Lines: []string{why}})
				}
			}
		}
	}
	return steps
}

func show(f connectors.Fragment, err error) string {
	if err != nil {
		return "no statement: " + err.Error()
	}
	if len(f.Args) == 0 {
		return f.Text
	}
	return fmt.Sprintf("%s   -- %v", f.Text, f.Args)
}

func (s *scan) step() Step {
	step := Step{Mode: ModeScan, Source: s.name, Statement: "read " + s.from.Name}
	if querier, ok := s.source.(connectors.Querier); ok {
		fragment, err := querier.Render(s.request())
		step.Statement = show(fragment, err)
	}
	for _, r := range s.readers {
		step.Lines = append(step.Lines, r.lines()...)
	}
	step.Lines = append(step.Lines, s.reasons()...)
	step.Lines = append(step.Lines, s.sliceLines()...)
	if s.note != "" {
		step.Lines = append(step.Lines, s.note)
	}
	if len(s.readers) > 0 {
		step.Lines = append(step.Lines, s.readers[0].bind.differences()...)
	}
	if len(s.readers) > 0 && s.readers[0].bind.confined {
		step.Lines = append(step.Lines, "personal data stays in the source")
	}
	return step
}

// reasons says what travels, as far as it is known, and why this way was chosen.
func (s *scan) reasons() []string {
	if len(s.readers) == 0 {
		return nil
	}
	var lines []string
	b := s.readers[0].bind
	switch {
	case len(s.picked) > 0:
		lines = append(lines, "travels: only rows for which the server cannot vouch")
	case b.costs.seen:
		lines = append(lines, fmt.Sprintf("travels: about %d rows, %s", b.costs.rows, volume(b.costs.bytes(b.watch, s.readers[0].columns))))
	}
	if b.why != "" {
		lines = append(lines, b.why)
	}
	return lines
}

// volume writes a number of bytes for people.
func volume(n int64) string {
	if n < 1e6 {
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.0f MB", float64(n)/1e6)
}

// lines says which checks a reader serves and what leaves the source for them.
func (r *reader) lines() []string {
	var served, leaving []string
	for _, f := range r.feeds {
		served = append(served, f.slot.item.Check.ID)
	}
	for _, name := range r.columns {
		leaving = append(leaving, name+" ("+r.bind.watch.Mapping(name).Class.String()+")")
	}
	slices.Sort(served)
	slices.Sort(leaving)
	lines := []string{"judged here: " + r.bind.watch.Path() + ": " + strings.Join(slices.Compact(served), ", "), "leaves the source: " + strings.Join(leaving, ", ")}
	if r.residual >= 0 {
		lines = append(lines, "filter applied here: "+r.exprs[r.residual].Source())
	}
	return lines
}

// ErrNoLanguage says that a source is asked in no language: files and calls.
var ErrNoLanguage = errors.New("the source has no query language")

// Violating gives a statement in the source's language that shows the violating rows
// of a task's first item, or the rows that Dogwatch judges if the server cannot.
func (r *Runner) Violating(ctx context.Context, task *Task) (string, error) {
	p := newPatrol(r, []*Task{task})
	defer p.close()
	p.bind(ctx)
	b := p.of(task.Watch, task.Env)
	if b.openErr != nil {
		return "", b.openErr
	}
	querier, ok := b.source.(connectors.Querier)
	if !ok {
		return "", fmt.Errorf("%s: %w", task.Watch.Source, ErrNoLanguage)
	}
	item := task.Items[0]
	if len(item.Measures) == 0 {
		return "", fmt.Errorf("%s measures nothing on this source", item.Check.ID)
	}
	if keys, ok := item.Measures[0].(checks.Keys); ok {
		return p.violatingKeys(b, querier, item, keys)
	}
	return p.violatingRows(b, querier, item)
}

func (p *patrol) violatingKeys(b *binding, querier connectors.Querier, item *Item, keys checks.Keys) (string, error) {
	where, _ := pushed(b, p.tasks[0].Env, b.watch.Where, item.Where)
	request := connectors.Aggregate{From: b.from, Where: where, AtLeast: 2, Terms: []connectors.Term{{Name: "rows", Func: connectors.Count}}}
	for _, name := range keys.Columns {
		request.GroupBy = append(request.GroupBy, physical(b.watch.Mapping(name), p.tasks[0].Env))
	}
	fragment, err := querier.RenderAggregate(request)
	return show(fragment, err), err
}

func (p *patrol) violatingRows(b *binding, querier connectors.Querier, item *Item) (string, error) {
	names := append(b.keys(), ownColumns(item)...)
	if why := b.unreadable(names); why != "" {
		return "", fmt.Errorf("%s", why)
	}
	slices.Sort(names)
	request := connectors.Request{From: b.from}
	for _, name := range slices.Compact(names) {
		request.Columns = append(request.Columns, physical(b.watch.Mapping(name), p.tasks[0].Env))
	}
	if len(request.Columns) == 0 {
		return "", fmt.Errorf("%s looks at no column", item.Check.ID)
	}
	where, remark := p.violatingWhere(b, item)
	request.Where = where
	fragment, err := querier.Render(request)
	return show(fragment, err) + remark, err
}

// violatingWhere pushes down as much as the server understands; the remark says what
// is left to Dogwatch.
func (p *patrol) violatingWhere(b *binding, item *Item) (connectors.Fragment, string) {
	env := p.tasks[0].Env
	filters := []*rules.Expr{b.watch.Where, item.Where}
	if rule, ok := item.Measures[0].(checks.RowRule); ok {
		if f, ok := violated(b, env, rule.Rule, filters); ok {
			return f, ""
		}
	}
	f, ok := pushed(b, env, filters...)
	if !ok {
		f = connectors.Fragment{}
	}
	return f, "\n-- these are the rows that Dogwatch looks at; which of them violate, the server cannot say"
}
