package measure

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// The terms of an aggregate beside the number of rows.
const (
	valuesTerm = "_values" // rows with a value; of a share: rows that were judged false
	figureTerm = "_figure"
	doubtTerm  = "_doubt" // values that the server takes for some and that do not decode
)

// aggregate pushes a figure down that the server gives exactly: counts, sums and bounds
// of plain columns, the parts of an average and of a share, grouped by plain columns.
// Medians, percentiles and deviations are ours, as are expressions.
func (q *push) aggregate(b *binding, m checks.Aggregate) *push {
	if !q.groupBy(b, m.By) || m.Of != nil && !q.figureTerms(b, m) {
		return nil
	}
	q.doubtTerms(b, exprColumns(m.Of))
	if len(m.By) > 0 {
		q.read = func(ctx context.Context) error { return q.readAggregate(ctx, m) }
	}
	return q
}

// groupBy has rows counted by the keys, if they are plain columns.
func (q *push) groupBy(b *binding, by []checks.GroupKey) bool {
	for _, key := range by {
		column, ok := q.plainColumn(b, key.Expr)
		if !ok || b.keeps(key.Expr.Root().Name) {
			return false
		}
		q.request.GroupBy = append(q.request.GroupBy, column)
	}
	q.request.Terms = []connectors.Term{{Name: rowsTerm, Func: connectors.Count}}
	return true
}

// doubtTerms has the values counted that the server takes for some and that do not decode.
func (q *push) doubtTerms(b *binding, columns []string) {
	for _, name := range columns {
		if condition, _ := b.doubt(name); condition != "" {
			q.request.Terms = append(q.request.Terms, connectors.Term{Name: doubtTerm, Func: connectors.Count, Where: connectors.Fragment{Text: condition}})
		}
	}
}

// plainColumn gives the column that an expression is, if the server reads it as we do.
func (q *push) plainColumn(b *binding, e *rules.Expr) (connectors.Column, bool) {
	if e.Root().Kind != ir.Column {
		return connectors.Column{}, false
	}
	mapping := b.watch.Mapping(e.Root().Name)
	if mapping == nil || !plain(mapping) || !b.native(mapping) {
		return connectors.Column{}, false
	}
	return physical(mapping, q.slot.task.Env), true
}

func (q *push) figureTerms(b *binding, m checks.Aggregate) bool {
	if m.Func == checks.FigureShare {
		env := q.slot.task.Env
		yes, ok := pushed(b, env, m.Of)
		no, sure := violated(b, env, m.Of, nil)
		q.request.Terms = append(q.request.Terms, connectors.Term{Name: valuesTerm, Func: connectors.Count, Where: no}, connectors.Term{Name: figureTerm, Func: connectors.Count, Where: yes})
		return ok && sure
	}
	column, ok := q.plainColumn(b, m.Of)
	if !ok {
		return false
	}
	name := m.Of.Root().Name
	q.request.Terms = append(q.request.Terms, connectors.Term{Name: valuesTerm, Func: connectors.CountValues, Column: column})
	term := connectors.Term{Name: figureTerm, Column: column}
	switch m.Func {
	case checks.FigureValues:
		// What does not decode is no null: not every server can tell them apart.
		_, sure := b.doubt(name)
		return sure
	case checks.FigureDistinct:
		term.Func = connectors.CountDistinct
	case checks.FigureSum, checks.FigureAverage:
		term.Func, term.Column = connectors.Sum, figureColumn(b.watch.Mapping(name), checks.FigureSum, q.slot.task.Env)
	case checks.FigureMin, checks.FigureMax:
		term.Func = termFunc(m.Func)
		ok = !b.keeps(name)
	default:
		return false
	}
	q.request.Terms = append(q.request.Terms, term)
	return ok
}

// sure gives an error if the answers rest on values that do not decode.
func (q *push) sure(values []ir.Value) error {
	for i, t := range q.request.Terms {
		if t.Name == doubtTerm && values[i].Number() > 0 {
			return errInexact
		}
	}
	return nil
}

// answered turns one row of the server's answers to the terms into a figure.
func answered(m checks.Aggregate, values []ir.Value) (checks.GroupFigure, error) {
	g := checks.GroupFigure{Counts: checks.Counts{Rows: values[0].Number(), Judged: values[0].Number()}}
	if m.Of == nil {
		g.Value = values[0]
		return g, nil
	}
	n := values[1].Number()
	switch m.Func {
	case checks.FigureValues:
		g.Value = values[1]
		return g, nil
	case checks.FigureShare:
		n += values[2].Number()
	}
	g.Judged, g.Unknown = n, g.Rows-n
	g.Value = values[2]
	if m.Func == checks.FigureAverage && n > 0 {
		var err error
		g.Value, err = fitting(average(unscaled(values[2]), n, m.Of.Type().Scale, m.Result().Scale), m.Result())
		return g, err
	}
	if g.Value.IsNull() {
		g.Value = ir.NullOf(m.Result())
	}
	return g, nil
}

// readAggregate reads a figure for each group.
func (q *push) readAggregate(ctx context.Context, m checks.Aggregate) error {
	columns := q.keyColumns(m.By)
	search := newKeySearch(m.Expect)
	err := q.each(ctx, func(record arrow.Record, row int) error {
		values, err := q.terms(record, row)
		if err != nil {
			return err
		}
		g, err := answered(m, values)
		if err != nil {
			return err
		}
		q.slot.result.Rows += g.Rows
		for i, c := range columns {
			if record.Column(i).IsNull(row) {
				q.slot.result.Unknown += g.Rows
				return nil
			}
			g.Key = append(g.Key, cellOf(c, record.Column(i), row))
		}
		if len(q.slot.result.ByGroup) >= mostFigures {
			return errTooManyGroups()
		}
		search.see(g.Key[0].Text)
		q.slot.figure(g)
		return nil
	})
	if err != nil {
		return err
	}
	q.slot.missing(columns[0], search)
	return nil
}

// terms gives the answers to the terms of one group. They must not rest on values that do
// not decode.
func (q *push) terms(record arrow.Record, row int) ([]ir.Value, error) {
	values := make([]ir.Value, len(q.request.Terms))
	for i, t := range q.request.Terms {
		values[i] = ir.ValueAt(record.Column(len(q.request.GroupBy)+i), answerType(t), row)
	}
	return values, q.sure(values)
}

// keyColumns describes the groups' plain columns.
func (q *push) keyColumns(by []checks.GroupKey) []keyColumn {
	columns := make([]keyColumn, len(by))
	for i, key := range by {
		mapping := q.bind.watch.Mapping(key.Expr.Root().Name)
		columns[i] = keyColumn{key.Name, mapping.Class, mapping.Type}
	}
	return columns
}
