package measure

import (
	"context"
	"errors"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
)

// A push is one measure that the server answers.
type push struct {
	slot    *slot
	bind    *binding
	measure checks.Measure
	querier connectors.Querier
	request connectors.Aggregate
	read    func(ctx context.Context) error // of keys; nil for figures, which share a question
	failed  error                           // why it has no answer; nil if it has one
}

// pushable gives the pushed-down form of a measure, or nil if it has to be streamed:
// counts and bounds where the server can, uniqueness where an index serves it, the type
// of a column for whose values it vouches.
func (p *patrol) pushable(b *binding, s *slot, m checks.Measure) *push {
	querier, ok := b.source.(connectors.Querier)
	if !ok {
		return nil
	}
	where, ok := pushed(b, s.task.Env, b.watch.Where, s.item.Where)
	if !ok || slices.ContainsFunc(counted(m), b.unvouched) {
		return nil
	}
	q := &push{slot: s, bind: b, measure: m, querier: querier, request: connectors.Aggregate{From: b.from, Where: where}}
	return q.of(p, b, m).trusted(b)
}

// of gives the form of a measure of its sort, or nil.
func (q *push) of(p *patrol, b *binding, m checks.Measure) *push {
	switch m := m.(type) {
	case checks.Figures:
		return q.figures(b, m)
	case checks.Keys:
		return q.keys(b, m)
	case checks.Aggregate:
		return q.aggregate(b, m)
	case checks.Groups:
		return q.groups(b, m)
	case checks.RowRule:
		if p.confinement(b, q.slot.task, q.slot.item, m) != "" {
			return q.rule(b, m)
		}
	case checks.Decode:
		return q.decode(b, m)
	}
	return nil
}

// figures pushes totals down if every one of them can be.
func (q *push) figures(b *binding, m checks.Figures) *push {
	env := q.slot.task.Env
	for _, t := range m.Terms {
		where, ok := pushed(b, env, t.Where)
		if !ok {
			return nil
		}
		term := connectors.Term{Name: t.Name, Func: termFunc(t.Func), Where: where}
		if t.Column != "" {
			mapping := b.watch.Mapping(t.Column)
			if !plain(mapping) || !b.native(mapping) || t.Func != checks.FigureSum && b.keeps(t.Column) {
				return nil
			}
			term.Column = figureColumn(mapping, t.Func, env)
		}
		q.request.Terms = append(q.request.Terms, term)
	}
	q.request.Terms = append(q.request.Terms, connectors.Term{Name: rowsTerm, Func: connectors.Count})
	return q
}

// decode has the server count the rows if it vouches for every value of the column.
func (q *push) decode(b *binding, m checks.Decode) *push {
	if condition, ok := b.doubt(m.Column); !ok || condition != "" || !b.certain(q.slot.item.Where, b.watch.Where) {
		return nil
	}
	return q.figures(b, checks.Figures{})
}

const rowsTerm = "_rows"

func termFunc(f checks.Func) connectors.Func {
	switch f {
	case checks.FigureMax:
		return connectors.Max
	case checks.FigureMin:
		return connectors.Min
	case checks.FigureSum:
		return connectors.Sum
	}
	return connectors.Count
}

// figureColumn widens the type of a sum to 38 digits.
func figureColumn(m *checks.Mapping, f checks.Func, env rules.Env) connectors.Column {
	c := physical(m, env)
	if f == checks.FigureSum {
		c.Type = &arrow.Decimal128Type{Precision: 38, Scale: m.Type.Scale}
	}
	return c
}

// keys pushes uniqueness down if an index begins with the key's columns: then the
// server groups without sorting the table.
func (q *push) keys(b *binding, m checks.Keys) *push {
	var stored []string
	for _, name := range m.Columns {
		mapping := b.watch.Mapping(name)
		if !plain(mapping) || !b.native(mapping) || b.keeps(name) {
			return nil
		}
		stored = append(stored, mapping.Physical[0])
		q.request.GroupBy = append(q.request.GroupBy, physical(mapping, q.slot.task.Env))
	}
	if b.from.Query != "" || !indexed(b.schema, stored) {
		return nil
	}
	q.request.Terms = []connectors.Term{{Name: rowsTerm, Func: connectors.Count}}
	shown := keyColumns(b.watch, m.Columns, "")
	q.request.AtLeast = 2
	q.read = func(ctx context.Context) error { return q.readKeys(ctx, shown) }
	return q
}

// indexed tells that some index begins with exactly these columns, in any order.
func indexed(s connectors.Schema, columns []string) bool {
	for _, index := range append([][]string{s.PrimaryKey}, s.Indexes...) {
		if len(index) < len(columns) {
			continue
		}
		leading := slices.Clone(index[:len(columns)])
		wanted := slices.Clone(columns)
		slices.Sort(leading)
		slices.Sort(wanted)
		if slices.Equal(leading, wanted) {
			return true
		}
	}
	return false
}

// pushdown asks the servers. A question that fails is asked again measure by measure,
// so that only the bad one suffers; what a server cannot answer exactly after all is
// scanned instead.
func (p *patrol) pushdown(ctx context.Context) {
	for _, question := range questions(p.pushes) {
		w := p.watchman(WorkQuestion, question.pushes[0].slot.task.Watch.Source, question.request.From.Name)
		p.answer(ctx, question)
		p.tell(w)
	}
}

// answer asks one question, and if that fails its measures one by one.
func (p *patrol) answer(ctx context.Context, question *question) {
	if len(question.pushes) > 1 && question.ask(ctx) == nil {
		for _, q := range question.pushes {
			q.slot.finish()
		}
		return
	}
	for _, q := range question.pushes {
		p.pushOne(ctx, q)
	}
}

func (p *patrol) pushOne(ctx context.Context, q *push) {
	var refused bool
	q.slot.guard(func() (err error) {
		if q.read != nil {
			err = q.read(ctx)
		} else {
			err = questions([]*push{q})[0].ask(ctx)
		}
		q.failed = err
		if refused = notPushable(err) || stale(err) && !q.slot.aside && !q.bind.confined; refused {
			return nil
		}
		return err
	})
	if refused && q.slot.aside {
		q.slot.fail(failureOf(errInexact))
	} else if refused {
		p.scanInstead(q)
		return
	}
	q.slot.finish()
}

// errInexact says that an answer holds a value that does not decode.
var errInexact = &connectors.Error{Op: "aggregate", Class: connectors.Refused, Code: connectors.NotPushable, Reason: "a bound does not decode"}

// refused tells that a server would not take a statement.
func refused(err error) bool {
	e, ok := errors.AsType[*connectors.Error](err)
	return ok && e.Class == connectors.Refused
}

func notPushable(err error) bool {
	e, ok := errors.AsType[*connectors.Error](err)
	return ok && e.Code == connectors.NotPushable
}

// scanInstead forgets a refused answer and streams the measure. A key that the answer
// told the sink before it broke off is told again; the state keeps it once.
func (p *patrol) scanInstead(q *push) {
	fresh := &slot{task: q.slot.task, item: q.slot.item, index: q.slot.index, found: newCollector(p.Sink, q.slot.task, q.slot.item)}
	if why := p.confinement(q.bind, q.slot.task, q.slot.item, q.measure); why != "" {
		fresh.result = checks.Result{Skipped: why}
		fresh.finish()
		return
	}
	fresh.guard(func() error { return p.feed(q.bind, fresh, q.measure) })
	if fresh.result.Failure != nil {
		fresh.finish()
	}
}
