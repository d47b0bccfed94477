package measure

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// A suspect is how a server helps with a measure that names single rows: it counts the
// rows, and sends those for which it cannot vouch. They are judged here as all others,
// so that keys, samples and reasons are the same; the rows that it holds back are only
// those whose values are sound and for which the rule is true.
type suspect struct {
	condition sqlgen.Fragment // filters included
	count     *push           // of the rows that the filters let through
}

// suspectable gives the form in which a server picks a measure's rows, or nil.
func (p *patrol) suspectable(b *binding, s *slot, m checks.Measure) *suspect {
	rule := m.(checks.RowRule).Rule
	env, where := s.task.Env, s.item.Where
	filters := slices.DeleteFunc([]*rules.Expr{b.watch.Where, where}, func(e *rules.Expr) bool { return e == nil })
	if !b.certain(filters...) {
		return nil // rows whose filter is in doubt would be counted
	}
	condition, ok := doubted(b, env, rule)
	if !ok {
		return nil
	}
	for _, e := range filters {
		f, ok := express(b, env, e)
		if !ok {
			return nil
		}
		condition = sqlgen.All(f, condition)
	}
	count := p.pushable(b, s.counting(), checks.Figures{Terms: []checks.Figure{{Name: "rows", Func: checks.FigureRows}}})
	if count == nil {
		return nil
	}
	return &suspect{condition: condition, count: count}
}

// counting is a slot beside s that only counts.
func (s *slot) counting() *slot {
	return &slot{task: s.task, item: s.item, index: s.index, found: newCollector(nil, s.task, s.item), aside: true}
}

// doubted is true for the rows that may violate the rule or leave it unknown.
func doubted(b *binding, env rules.Env, rule *rules.Expr) (sqlgen.Fragment, bool) {
	holds, ok := express(b, env, rule)
	if !ok {
		return holds, false
	}
	parts := []sqlgen.Fragment{sqlgen.IsNotTrue(holds)}
	for _, name := range rule.Columns() {
		condition, ok := b.doubt(name)
		if !ok {
			return holds, false
		}
		if condition != "" {
			parts = append(parts, sqlgen.Written(condition, b.dialect))
		}
	}
	return sqlgen.Any(parts...), true
}

// certain tells that every stored value of the columns that expressions name decodes.
func (b *binding) certain(exprs ...*rules.Expr) bool {
	for _, e := range exprs {
		for _, name := range exprColumns(e) {
			if condition, ok := b.doubt(name); !ok || condition != "" {
				return false
			}
		}
	}
	return true
}

// doubt is the server's condition for values of a column that may not decode; ok is
// false if the server cannot tell, or stores another form than the contract's.
func (b *binding) doubt(name string) (condition string, ok bool) {
	doubter, can := b.source.(connectors.Doubter)
	m := b.watch.Mapping(name)
	if !can || m == nil || !b.written(m) {
		return "", false
	}
	stored, _ := b.storedAs(m)
	return doubter.Doubt(physical(m, rules.Env{}), stored)
}

// feedSuspects routes a measure to the scan of the rows that the server picks for
// this watch.
func (p *patrol) feedSuspects(c *candidate) error {
	p.pushes = append(p.pushes, c.suspect.count)
	r, sc := p.suspectsOf(c)
	r.used = nil
	f := &feed{slot: c.slot, where: r.rule(sc, c.slot.item.Where), final: true}
	take := p.ruleTaker(r, sc, c.slot, c.measure.(checks.RowRule))
	take.whole = c.suspect.count.slot
	f.take, f.rules = take, r.used
	r.feeds = append(r.feeds, f)
	sc.picked = append(sc.picked, c)
	return nil
}

// suspectsOf finds or makes the reader and the scan of a watch's suspects. The filter
// is settled once all of them are known.
func (p *patrol) suspectsOf(c *candidate) (*reader, *scan) {
	env := c.slot.task.Env
	for _, sc := range p.scans {
		if len(sc.picked) > 0 && sc.readers[0].bind == c.bind && samePeriod(sc.readers[0].env, env) {
			return sc.readers[0], sc
		}
	}
	r := &reader{bind: c.bind, env: env, residual: -1}
	sc := &scan{source: c.bind.source, name: c.bind.watch.Source, from: c.bind.from, position: map[string]int{}, readers: []*reader{r}}
	p.scans = append(p.scans, sc)
	r.need(sc, c.bind.keys()...)
	return r, sc
}

func samePeriod(a, b rules.Env) bool {
	return a.PeriodStart == b.PeriodStart && a.PeriodEnd == b.PeriodEnd
}

// settle writes the filters of the scans that servers pick rows for.
func (p *patrol) settle() {
	for _, sc := range p.scans {
		if len(sc.picked) == 0 {
			continue
		}
		var conditions []sqlgen.Fragment
		for _, c := range sc.picked {
			conditions = append(conditions, c.suspect.condition)
		}
		all := sqlgen.Any(conditions...)
		sc.filter = connectors.Fragment{Text: all.Text, Args: all.Args}
	}
}

// uncounted tells why the rows of a relation are not known whose suspects a server picks:
// to count them took longer than it keeps its data.
func (s *scan) uncounted() error {
	for _, c := range s.picked {
		if err := c.suspect.count.failed; stale(err) {
			return err
		}
	}
	return nil
}

// rescue reads whole the relations whose suspects a server refused to pick, or could not
// count: a statement of ours that it does not take must not cost a check its verdict.
func (p *patrol) rescue() []*scan {
	before := len(p.scans)
	for _, sc := range p.scans[:before] {
		if !refused(sc.failure) && sc.uncounted() == nil {
			continue
		}
		for _, c := range sc.picked {
			fresh := &slot{task: c.slot.task, item: c.slot.item, index: c.slot.index, found: newCollector(p.Sink, c.slot.task, c.slot.item)}
			fresh.guard(func() error { return p.feed(c.bind, fresh, c.measure) })
			if fresh.result.Failure != nil {
				fresh.finish()
			}
		}
	}
	return p.scans[before:]
}

// takeWhole sets what a server has counted in place of what was read: the rows that
// it kept are judged, and true.
func (s *slot) takeWhole(counted *slot) {
	if f := counted.result.Failure; f != nil {
		s.fail(f)
		return
	}
	r := &s.result
	r.Rows = max(counted.result.Rows, r.Rows-r.Judged+r.Violations)
	r.Judged = r.Rows - r.Unknown - r.Faulted
}

// express writes a rule in the language of the binding's server.
func express(b *binding, env rules.Env, e *rules.Expr) (sqlgen.Fragment, bool) {
	bound, err := e.Bind(env)
	if err != nil {
		return sqlgen.Fragment{}, false
	}
	return b.write(bound)
}
