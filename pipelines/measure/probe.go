package measure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// probe carries out the probe measures of every task: one connection probe and one
// call per watch, however many checks ask.
func (p *patrol) probe(ctx context.Context) {
	for _, task := range p.tasks {
		probes := &probes{patrol: p, task: task, bind: p.of(task.Watch, task.Env), answers: map[string]answer{}}
		for _, item := range task.Items {
			for i, m := range item.Measures {
				s := &slot{task: task, item: item, index: i, found: newCollector(p.Sink, task, item)}
				switch m := m.(type) {
				case checks.Probe:
					s.guard(func() error { return probes.measure(ctx, s, m) })
					s.finish()
				case checks.Filed:
					s.guard(func() error { return probes.file(ctx, s, m) })
					s.finish()
				case checks.Events:
					s.guard(func() error { return probes.events(ctx, s) })
					s.finish()
				case checks.Beats:
					s.guard(func() error { return probes.beats(ctx, s, m) })
					s.finish()
				}
			}
		}
		probes.release()
	}
}

// probes asks one watch's source and remembers the answers.
type probes struct {
	*patrol
	task    *Task
	bind    *binding
	answers map[string]answer
}

type answer struct {
	probe connectors.Probe
	err   error
}

func (p *probes) ask(ctx context.Context, aspect string) answer {
	if a, ok := p.answers[aspect]; ok {
		return a
	}
	if a, ok := p.logins[p.bind.watch.Source]; ok && aspect == connectors.ProbeConnect {
		return a
	}
	prober, ok := p.bind.source.(connectors.Prober)
	if !ok {
		return answer{err: fmt.Errorf("source %s cannot be probed", p.bind.watch.Source)}
	}
	request := connectors.ProbeRequest{Aspect: aspect, From: p.bind.from}
	if aspect == connectors.ProbeCall {
		request.Columns = p.callColumns()
	}
	probe, err := prober.Probe(ctx, request)
	p.answers[aspect] = answer{probe, err}
	if aspect == connectors.ProbeConnect {
		p.logins[p.bind.watch.Source] = p.answers[aspect]
	}
	return p.answers[aspect]
}

// events gathers what was recorded, whether the source can be reached now or not.
func (p *probes) events(ctx context.Context, s *slot) (err error) {
	if p.Events != nil {
		s.result.Events, err = p.Events(ctx, p.task)
	}
	return err
}

// release frees the one-row records of the answers.
func (p *probes) release() {
	for _, a := range p.answers {
		if a.probe.Record != nil {
			a.probe.Record.Release()
		}
	}
}

// callColumns are the members of the body that the task's rules name, as text.
func (p *probes) callColumns() []connectors.Column {
	var names []string
	for _, item := range p.task.Items {
		for _, m := range item.Measures {
			if probe, ok := m.(checks.Probe); ok {
				for _, e := range probe.Rules {
					names = append(names, e.Columns()...)
				}
			}
		}
	}
	slices.Sort(names)
	var columns []connectors.Column
	for _, name := range slices.Compact(names) {
		if name != statusColumn && name != latencyColumn {
			columns = append(columns, connectors.Column{Name: name, Physical: []string{name}, Type: arrow.BinaryTypes.String})
		}
	}
	return columns
}

func (p *probes) measure(ctx context.Context, s *slot, m checks.Probe) error {
	if p.bind.openErr != nil {
		p.down(s, m)
		return nil
	}
	switch m.Aspect {
	case checks.ProbeConnect, checks.ProbeLatency:
		return p.connect(ctx, s)
	case checks.ProbePrivilege:
		return p.privilege(ctx, s)
	case checks.ProbeSchema:
		return p.schema(s)
	case checks.ProbeCall:
		return p.call(ctx, s, m.Rules)
	case checks.ProbeCertificate:
		return p.certificate(ctx, s, m.Host)
	}
	return fmt.Errorf("no such probe: %s", m.Aspect)
}

// down records a source that could not be opened: its connect check fails, the
// others have nothing to measure.
func (p *probes) down(s *slot, m checks.Probe) {
	f := failureOf(p.bind.openErr)
	if m.Aspect != checks.ProbeConnect {
		s.result.Skipped, s.result.Down = p.bind.downText(), p.bind.down()
		return
	}
	reason := f.Message
	if f.Hint != "" {
		reason += "; " + f.Hint
	}
	s.result.Probe = &checks.ProbeResult{Class: f.Class, Reason: reason}
	s.result.Counts = checks.Counts{Rows: 1, Judged: 1, Violations: 1}
}

func (p *probes) connect(ctx context.Context, s *slot) error {
	aspect := connectors.ProbeConnect
	if p.bind.watch.From.Call != nil {
		aspect = connectors.ProbeCall
	}
	a := p.ask(ctx, aspect)
	s.result.Counts = checks.Counts{Rows: 1, Judged: 1}
	if a.err != nil {
		f := failureOf(a.err)
		if f.Class == string(connectors.Cancelled) {
			return a.err
		}
		s.result.Violations = 1
		s.result.Probe = &checks.ProbeResult{Class: f.Class, Reason: f.Message}
		return nil
	}
	s.result.Probe = &checks.ProbeResult{Reached: true, Latency: a.probe.Latency, Version: a.probe.Version, Status: a.probe.Status}
	return nil
}

// certificate asks for the certificate that the source presents. Checks may ask for
// several names, so the answers are not shared. Shipped contracts ask for it wherever a
// service is called, and within an authority's own net many are not called over TLS.
func (p *probes) certificate(ctx context.Context, s *slot, host string) error {
	prober, ok := p.bind.source.(connectors.Prober)
	if !ok {
		return fmt.Errorf("source %s cannot be probed", p.bind.watch.Source)
	}
	probe, err := prober.Probe(ctx, connectors.ProbeRequest{Aspect: connectors.ProbeCertificate, Host: host, At: p.task.Env.AsOf})
	if e, ok := errors.AsType[*connectors.Error](err); ok {
		switch e.Class {
		case connectors.Missing:
			s.result.Skipped = e.Reason
			return nil
		case connectors.Unreachable, connectors.Timeout:
			s.result.Probe = &checks.ProbeResult{Class: string(e.Class)}
			return nil
		}
	}
	if err != nil {
		return err
	}
	c := checks.Certificate(*probe.Certificate)
	s.result.Counts = checks.Counts{Rows: 1, Judged: 1}
	s.result.Probe = &checks.ProbeResult{Reached: true, Certificate: &c}
	return nil
}

func (p *probes) privilege(ctx context.Context, s *slot) error {
	a := p.ask(ctx, connectors.ProbePrivilege)
	if a.err != nil && connectors.ClassOf(a.err) != connectors.Privilege {
		return a.err
	}
	missing := slices.Clone(a.probe.Missing)
	if a.err != nil && len(missing) == 0 {
		missing = []string{"SELECT"}
	}
	s.result.Probe = &checks.ProbeResult{Reached: true, Missing: missing}
	return s.named(missing, "privilege", "not granted")
}

// named reports names (columns, privileges) as violations.
func (s *slot) named(names []string, what, reason string) error {
	s.result.Rows += int64(len(names))
	s.result.Judged += int64(len(names))
	s.result.Violations += int64(len(names))
	for _, name := range names {
		key := []checks.Cell{{Name: what, Class: mask.Public, Type: ir.Of(ir.Text), Text: name}}
		if err := s.found.add(key, reason, nil); err != nil {
			return err
		}
	}
	return nil
}

// schema compares the mapping with what the relation really has.
func (p *probes) schema(s *slot) error {
	if p.bind.err != nil {
		return p.noRelation(s)
	}
	mapped := map[string]bool{}
	var missing []string
	for i := range p.bind.watch.Mappings {
		m := &p.bind.watch.Mappings[i]
		for _, name := range m.Physical {
			mapped[strings.ToLower(name)] = true
		}
		if gone := p.bind.missing[m.Name]; gone != "" {
			missing = append(missing, gone)
		}
	}
	var extra, wrong []string
	for _, c := range p.bind.schema.Columns {
		if !mapped[strings.ToLower(c.Name)] {
			extra = append(extra, c.Name)
		} else if c.Arrow == nil {
			wrong = append(wrong, c.Name)
		}
	}
	slices.Sort(missing)
	s.result.Probe = &checks.ProbeResult{Reached: true, Missing: slices.Compact(missing), Extra: extra, Wrong: wrong}
	s.result.Rows = int64(len(p.bind.schema.Columns))
	s.result.Judged = s.result.Rows
	if err := s.named(s.result.Probe.Missing, "column", "missing in the source"); err != nil {
		return err
	}
	return s.named(wrong, "column", "its type cannot be read")
}

// noRelation: a relation that is not there is a violated schema, not a failure.
func (p *probes) noRelation(s *slot) error {
	if connectors.ClassOf(p.bind.err) != connectors.Missing {
		return p.bind.err
	}
	name := p.bind.from.Name
	if e, ok := errors.AsType[*connectors.Error](p.bind.err); ok && e.Relation != "" {
		name = e.Relation
	}
	s.result.Probe = &checks.ProbeResult{Reached: true, Missing: []string{name}}
	return s.named([]string{name}, "relation", "missing in the source")
}
