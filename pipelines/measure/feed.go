package measure

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
)

// feed routes a measure to the scan of its watch.
func (p *patrol) feed(b *binding, s *slot, m checks.Measure) error {
	if m, ok := m.(checks.Reconcile); ok {
		return p.reconcile(b, s, m)
	}
	r, sc := p.readerFor(b, s.task.Env)
	r.used = nil
	f := &feed{slot: s, where: r.rule(sc, s.item.Where), final: true}
	var err error
	switch m := m.(type) {
	case checks.RowRule:
		f.take = p.ruleTaker(r, sc, s, m)
	case checks.Decode:
		if q := p.pushable(b, s, m); q != nil {
			f.take = p.figureTaker(r, sc, s, checks.Figures{}) // every value decodes: only the rows count
		} else {
			f.take = p.decodeTaker(r, sc, s, m)
		}
	case checks.Figures:
		f.take = p.figureTaker(r, sc, s, m)
	case checks.Keys:
		f.take = p.keyTaker(r, sc, s, m)
	case checks.Groups:
		f.take, err = p.groupTaker(r, sc, s, m)
	case checks.Aggregate:
		f.take = p.aggregateTaker(r, sc, s, m)
	case checks.Match:
		f.final = false
		f.take, err = p.matchTaker(r, sc, s, m)
	case checks.Totals:
		f.final = false
		f.take, err = p.totalsTaker(r, sc, s, m)
	}
	if err != nil {
		return err
	}
	f.rules = r.used
	r.feeds = append(r.feeds, f)
	return nil
}

// readerFor finds or makes the reader of a watch under an environment. Two watches
// with the same relation and filter share one scan.
func (p *patrol) readerFor(b *binding, env rules.Env) (*reader, *scan) {
	filter, residual := p.filter(b, env)
	sc := p.scanFor(b, filter)
	for _, r := range sc.readers {
		if r.bind == b && r.env.PeriodStart == env.PeriodStart && r.env.PeriodEnd == env.PeriodEnd {
			return r, sc
		}
	}
	r := &reader{bind: b, env: env, residual: -1}
	sc.readers = append(sc.readers, r)
	r.residual = r.rule(sc, residual)
	r.need(sc, b.keys()...)
	if len(r.columns) == 0 {
		r.need(sc, b.anyColumn()...)
	}
	return r, sc
}

// anyColumn gives one readable column, so that rows can be counted where the source
// cannot count.
func (b *binding) anyColumn() []string {
	for _, m := range b.watch.Mappings {
		if b.unreadable([]string{m.Name}) == "" && !b.keeps(m.Name) {
			return []string{m.Name}
		}
	}
	return nil
}

// filter splits the watch's filter into what the server applies and what remains.
func (p *patrol) filter(b *binding, env rules.Env) (connectors.Fragment, *rules.Expr) {
	if b.watch.Where == nil {
		return connectors.Fragment{}, nil
	}
	if fragment, ok := pushed(b, env, b.watch.Where); ok {
		return fragment, nil
	}
	return connectors.Fragment{}, b.watch.Where
}

// feedOther routes the rows of the other side of a measure to a taker.
func (p *patrol) feedOther(s *slot, other *checks.Watch, where *rules.Expr, columns []string, take func(*reader, *scan) taker) {
	r, sc := p.readerFor(p.of(other, s.task.Env), s.task.Env)
	r.need(sc, columns...)
	s.far = &slot{task: s.task, item: s.item, index: s.index, found: newCollector(nil, s.task, s.item)}
	f := &feed{slot: s.far, where: r.rule(sc, where), take: take(r, sc)}
	if f.where >= 0 {
		f.rules = []int{f.where}
	}
	r.feeds = append(r.feeds, f)
}

// keyOf gives the cells that name a violation of a row.
func (r *reader) keyColumns() []keyColumn {
	names := r.bind.keys()
	if len(names) == 0 {
		names = slices.Clone(r.columns)
	}
	return keyColumns(r.bind.watch, names, "")
}

// cells renders some columns of a row.
func (b *batch) cells(columns []keyColumn, row int) []checks.Cell {
	cells := make([]checks.Cell, len(columns))
	for i, c := range columns {
		cells[i] = cellOf(c, b.column(c.name), row)
	}
	return cells
}
