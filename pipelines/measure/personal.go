package measure

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
)

// personalStays is why a measure is skipped on a source that keeps personal data.
const personalStays = "personal data may not leave this source"

// keeps tells that the values of a column may not leave the binding's source.
func (b *binding) keeps(name string) bool {
	m := b.watch.Mapping(name)
	return b.confined && m != nil && mask.Strictest(m.Class) >= mask.Personal
}

// confinement says why a measure may not be streamed, or "": it would read a column
// whose values have to stay, on either side.
func (p *patrol) confinement(b *binding, task *Task, item *Item, m checks.Measure) string {
	if p.reads(b, task, slices.Concat(exprColumns(item.Where), measureColumns(m))) {
		return personalStays
	}
	other := checks.Other(m)
	if other == nil {
		return ""
	}
	if p.reads(p.of(other, task.Env), task, otherColumns(m)) {
		return other.Path() + ": " + personalStays
	}
	return ""
}

// reads tells whether one of the columns, or of those of a filter that the server
// cannot apply, has to stay.
func (p *patrol) reads(b *binding, task *Task, names []string) bool {
	if !b.confined {
		return false
	}
	_, residual := p.filter(b, task.Env)
	return slices.ContainsFunc(sortedOwn(append(names, exprColumns(residual)...)), b.keeps)
}

// The terms of a rule that the server judges.
const (
	trueTerm  = "_true"
	falseTerm = "_false"
)

// rule lets the server count the rows of which a rule is true and false. Nothing names
// the violating rows then, so it is only done where their keys have to stay.
func (q *push) rule(b *binding, m checks.RowRule) *push {
	env, where := q.slot.task.Env, q.slot.item.Where
	if len(q.slot.item.Except) > 0 {
		return nil
	}
	yes, ok := pushed(b, env, m.Rule)
	if !ok {
		return nil
	}
	no, ok := violated(b, env, m.Rule, []*rules.Expr{where})
	if !ok {
		return nil
	}
	q.request.Terms = []connectors.Term{
		{Name: trueTerm, Func: connectors.Count, Where: yes}, {Name: falseTerm, Func: connectors.Count, Where: no},
		{Name: rowsTerm, Func: connectors.Count},
	}
	return q
}

// fillRule takes the server's verdict on a rule.
func (q *push) fillRule() {
	r := &q.slot.result
	r.Violations = r.Figures[falseTerm].Number()
	r.Judged = r.Figures[trueTerm].Number() + r.Violations
	r.Denominator, r.Unknown, r.Figures = r.Judged, r.Rows-r.Judged, nil
}
