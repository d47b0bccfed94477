package measure

import (
	"context"
	"math/big"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// groups pushes the counting of groups down where their keys are plain columns and the
// server gives every figure exactly, as for an aggregate. The rule over them is judged
// here, so that keys, samples and reasons are the same.
func (q *push) groups(b *binding, m checks.Groups) *push {
	if !q.groupBy(b, m.By) {
		return nil
	}
	ends := make([]int, len(m.Figures)) // of each figure's terms
	var columns []string
	for i, f := range m.Figures {
		if f.Of != nil && !q.figureTerms(b, f.Aggregate) {
			return nil
		}
		ends[i], columns = len(q.request.Terms), append(columns, exprColumns(f.Of)...)
	}
	q.doubtTerms(b, sortedOwn(columns))
	q.read = func(ctx context.Context) error { return q.readGroups(ctx, m, ends) }
	return q
}

// readGroups reads the groups and has each judged.
func (q *push) readGroups(ctx context.Context, m checks.Groups, ends []int) error {
	columns := q.keyColumns(m.By)
	judge, err := newGroupJudge(q.slot, m, columns, q.bind)
	if err != nil {
		return err
	}
	r := &q.slot.result
	err = q.each(ctx, func(record arrow.Record, row int) error {
		values, err := q.terms(record, row)
		if err != nil {
			return err
		}
		g := countedGroup{rows: values[0].Number()}
		r.Rows += g.rows
		for i, c := range columns {
			if record.Column(i).IsNull(row) {
				r.Unknown += g.rows
				return nil
			}
			g.key = append(g.key, ir.ValueAt(record.Column(i), c.typ, row))
		}
		if g.figures, err = groupFigures(m, values, ends); err != nil {
			return err
		}
		return judge.take(g)
	})
	if err != nil {
		return err
	}
	r.Judged = r.Rows - r.Unknown
	return judge.finish()
}

// groupFigures turns the terms of one group into the columns that a rule names.
func groupFigures(m checks.Groups, values []ir.Value, ends []int) ([]ir.Value, error) {
	figures := make([]ir.Value, len(m.Figures))
	begin := 1
	for i, f := range m.Figures {
		own := append([]ir.Value{values[0]}, values[begin:ends[i]]...)
		begin = ends[i]
		g, err := answered(f.Aggregate, own)
		if err != nil {
			return nil, err
		}
		if figures[i], err = asColumn(f.Aggregate, g); err != nil {
			return nil, err
		}
	}
	return figures, nil
}

// asColumn is a figure as a column of its group: a share in percent.
func asColumn(m checks.Aggregate, g checks.GroupFigure) (ir.Value, error) {
	switch {
	case m.Func != checks.FigureShare:
		return g.Value, nil
	case g.Judged == 0:
		return ir.NullOf(m.Column()), nil
	}
	return fitting(average(big.NewInt(g.Value.Number()*100), g.Judged, 0, m.Column().Scale), m.Column())
}
