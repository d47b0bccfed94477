package measure

import (
	"context"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// fill takes the answers to the push's own terms.
func (q *push) fill(values []ir.Value) error {
	r := &q.slot.result
	if m, ok := q.measure.(checks.Aggregate); ok {
		g, err := answered(m, values)
		r.Rows = g.Rows
		q.slot.figure(g)
		return err
	}
	r.Figures = map[string]ir.Value{}
	for i, t := range q.request.Terms {
		if t.Name == rowsTerm {
			r.Rows, r.Judged, r.Denominator = values[i].Number(), values[i].Number(), values[i].Number()
			continue
		}
		r.Figures[t.Name] = values[i]
	}
	if _, ok := q.measure.(checks.RowRule); ok {
		q.fillRule()
	}
	return nil
}

// answerType is the rule type of a term's answer.
func answerType(t connectors.Term) ir.Type {
	switch t.Func {
	case connectors.Count, connectors.CountValues, connectors.CountDistinct:
		return ir.Of(ir.Integer)
	}
	return typeOf(t.Column.Type)
}

// typeOf gives the rule type of an Arrow type.
func typeOf(t arrow.DataType) ir.Type {
	switch t := t.(type) {
	case *arrow.Decimal128Type:
		return ir.DecimalType(t.Precision, t.Scale)
	case *arrow.Int64Type:
		return ir.Of(ir.Integer)
	case *arrow.Float64Type:
		return ir.Of(ir.Float)
	case *arrow.BooleanType:
		return ir.Of(ir.Boolean)
	case *arrow.Date32Type:
		return ir.Of(ir.Date)
	case *arrow.MonthIntervalType:
		return ir.Of(ir.Month)
	case *arrow.TimestampType:
		return ir.Of(ir.Timestamp)
	}
	return ir.Of(ir.Text)
}

// readKeys counts the rows and the values of each key column in one statement, then
// reads the duplicated keys.
func (q *push) readKeys(ctx context.Context, shown []keyColumn) error {
	r := &q.slot.result
	least, err := q.countRows(ctx)
	if err != nil {
		return err
	}
	if err := q.each(ctx, func(record arrow.Record, row int) error { return q.duplicate(record, row, shown) }); err != nil {
		return err
	}
	if r.Unknown = r.Rows - least; r.Unknown > 0 && len(shown) > 1 {
		if err := q.countNulls(ctx, len(shown)); err != nil {
			return err
		}
	}
	r.Judged, r.Denominator = r.Rows-r.Unknown, r.Rows
	return nil
}

// countRows counts the rows; least is how many the emptiest key column has values in.
func (q *push) countRows(ctx context.Context) (least int64, err error) {
	whole := *q
	whole.request.GroupBy, whole.request.AtLeast = nil, 0
	whole.request.Terms = []connectors.Term{{Name: rowsTerm, Func: connectors.Count}}
	for i, c := range q.request.GroupBy {
		whole.request.Terms = append(whole.request.Terms, connectors.Term{Name: fmt.Sprintf("_n%d", i), Func: connectors.CountValues, Column: c})
	}
	err = whole.each(ctx, func(record arrow.Record, row int) error {
		least = record.Column(0).(*array.Int64).Value(row)
		q.slot.result.Rows = least
		for _, column := range record.Columns()[1:] {
			least = min(least, column.(*array.Int64).Value(row))
		}
		return nil
	})
	return least, err
}

// duplicate takes one group of two rows or more. A key with a null part is no duplicate.
func (q *push) duplicate(record arrow.Record, row int, shown []keyColumn) error {
	for i := range shown {
		if record.Column(i).IsNull(row) {
			return nil
		}
	}
	n := record.Column(len(shown)).(*array.Int64).Value(row)
	q.slot.result.Violations += n
	q.slot.result.Groups++
	cells := make([]checks.Cell, len(shown))
	for i, c := range shown {
		cells[i] = cellOf(c, record.Column(i), row)
	}
	standing, err := q.slot.found.stand(cells, false, "", func() []checks.Cell { return []checks.Cell{countCell(n)} })
	q.slot.known(standing, n)
	q.slot.group(standing)
	return err
}

// countNulls counts the rows whose key of several columns has a null part.
func (q *push) countNulls(ctx context.Context, columns int) error {
	groups := *q
	groups.request.AtLeast = 0
	var total int64
	err := groups.each(ctx, func(record arrow.Record, row int) error {
		for i := range columns {
			if record.Column(i).IsNull(row) {
				total += record.Column(columns).(*array.Int64).Value(row)
				break
			}
		}
		return nil
	})
	q.slot.result.Unknown = total
	return err
}

// each runs the aggregate and visits its rows.
func (q *push) each(ctx context.Context, visit func(record arrow.Record, row int) error) error {
	return eachRow(ctx, q.querier, q.request, visit)
}

func eachRow(ctx context.Context, querier connectors.Querier, request connectors.Aggregate, visit func(record arrow.Record, row int) error) error {
	stream, err := querier.Aggregate(ctx, request)
	if err != nil {
		return err
	}
	defer stream.Close()
	for stream.Next() {
		if len(stream.Faults()) > 0 {
			return errInexact
		}
		record := stream.Record()
		for row := range int(record.NumRows()) {
			if err := visit(record, row); err != nil {
				return err
			}
		}
	}
	return stream.Err()
}
