package measure

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// A push is one measure that the server answers.
type push struct {
	slot    *slot
	querier connectors.Querier
	request connectors.Aggregate
	read    func(ctx context.Context, p *push) error
}

// pushable gives the pushed-down form of a measure, or nil if it has to be streamed:
// counts and bounds always where the server can, uniqueness where an index serves it.
func (p *patrol) pushable(b *binding, s *slot, m checks.Measure) *push {
	querier, ok := b.source.(connectors.Querier)
	if !ok {
		return nil
	}
	where, ok := pushed(b, s.task.Env, b.watch.Where, s.item.Check.Where)
	if !ok {
		return nil
	}
	q := &push{slot: s, querier: querier, request: connectors.Aggregate{From: relation(b.watch), Where: where}}
	switch m := m.(type) {
	case checks.Figures:
		return q.figures(b, m)
	case checks.Keys:
		return q.keys(b, m)
	}
	return nil
}

// pushed renders a conjunction of rules over plain columns in the server's language.
// No rule at all is the empty fragment; nil rules are passed over.
func pushed(b *binding, env rules.Env, exprs ...*rules.Expr) (connectors.Fragment, bool) {
	var root *ir.Node
	for _, e := range exprs {
		if e == nil {
			continue
		}
		bound, err := e.Bind(env)
		if err != nil {
			return connectors.Fragment{}, false
		}
		if root == nil {
			root = bound
		} else {
			root = ir.NewCall("and", ir.Of(ir.Boolean), root, bound)
		}
	}
	if root == nil {
		return connectors.Fragment{}, true
	}
	return generate(b, root)
}

// violated renders "the filters hold and the rule does not".
func violated(b *binding, env rules.Env, rule *rules.Expr, filters []*rules.Expr) (connectors.Fragment, bool) {
	bound, err := rule.Bind(env)
	if err != nil {
		return connectors.Fragment{}, false
	}
	root := ir.NewCall("not", ir.Of(ir.Boolean), bound)
	for _, e := range filters {
		if e == nil {
			continue
		}
		filter, err := e.Bind(env)
		if err != nil {
			return connectors.Fragment{}, false
		}
		root = ir.NewCall("and", ir.Of(ir.Boolean), filter, root)
	}
	return generate(b, root)
}

// generate asks sqlgen; a column that is stored in another form cannot be named.
func generate(b *binding, root *ir.Node) (connectors.Fragment, bool) {
	querier, ok := b.source.(connectors.Querier)
	if !ok {
		return connectors.Fragment{}, false
	}
	flavour, err := querier.Flavour(context.Background())
	if err != nil {
		return connectors.Fragment{}, false
	}
	dialect, ok := sqlgen.ParseDialect(flavour.Dialect)
	if !ok {
		return connectors.Fragment{}, false
	}
	column := func(name string) (string, bool) {
		m := b.watch.Mapping(name)
		if m == nil || !plain(m) || !b.native(m) {
			return "", false
		}
		return querier.Quote(m.Physical[0]), true
	}
	fragment, ok, _ := sqlgen.Generate(root, dialect, column)
	return connectors.Fragment{Text: fragment.Text, Args: fragment.Args}, ok
}

// native tells that the stored type is the contract's, so that the server compares
// what we would compare. An instant (a timestamp with zone) is none: the session's
// zone would decide.
func (b *binding) native(m *checks.Mapping) bool {
	for _, c := range b.schema.Columns {
		if !strings.EqualFold(c.Name, m.Physical[0]) || c.Arrow == nil {
			continue
		}
		declared := strings.ToLower(c.Type)
		instant := strings.Contains(declared, "with time zone") || strings.HasPrefix(declared, "timestamptz") ||
			strings.HasPrefix(declared, "timestamp") && !strings.Contains(declared, "without")
		return c.Arrow.ID() == m.Type.Arrow().ID() && !(m.Type.Base == ir.Timestamp && instant)
	}
	return false
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
			if !plain(mapping) || !b.native(mapping) {
				return nil
			}
			term.Column = figureColumn(mapping, t.Func, env)
		}
		q.request.Terms = append(q.request.Terms, term)
	}
	q.request.Terms = append(q.request.Terms, connectors.Term{Name: rowsTerm, Func: connectors.Count})
	q.read = readFigures
	return q
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

func readFigures(ctx context.Context, q *push) error {
	r := &q.slot.result
	r.Figures = map[string]ir.Value{}
	return q.each(ctx, func(record arrow.Record, row int) error {
		for i, t := range q.request.Terms {
			typ := ir.Of(ir.Integer)
			if t.Column.Type != nil && t.Func != connectors.Count {
				typ = typeOf(t.Column.Type)
			}
			v := ir.ValueAt(record.Column(i), typ, row)
			if t.Name == rowsTerm {
				r.Rows, r.Judged, r.Denominator = v.Number(), v.Number(), v.Number()
				continue
			}
			r.Figures[t.Name] = v
		}
		return nil
	})
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

// keys pushes uniqueness down if an index begins with the key's columns: then the
// server groups without sorting the table.
func (q *push) keys(b *binding, m checks.Keys) *push {
	var stored []string
	for _, name := range m.Columns {
		mapping := b.watch.Mapping(name)
		if !plain(mapping) || !b.native(mapping) {
			return nil
		}
		stored = append(stored, mapping.Physical[0])
		q.request.GroupBy = append(q.request.GroupBy, physical(mapping, q.slot.task.Env))
	}
	if b.watch.From.Query != "" || !indexed(b.schema, stored) {
		return nil
	}
	q.request.Terms = []connectors.Term{{Name: rowsTerm, Func: connectors.Count}}
	shown := keyColumns(b.watch, m.Columns, "")
	q.read = func(ctx context.Context, q *push) error { return q.readKeys(ctx, shown) }
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

// readKeys counts the rows, then reads the duplicated keys.
func (q *push) readKeys(ctx context.Context, shown []keyColumn) error {
	r := &q.slot.result
	whole := *q
	whole.request.GroupBy = nil
	whole.request.Terms = []connectors.Term{{Name: rowsTerm, Func: connectors.Count}}
	if err := whole.each(ctx, func(record arrow.Record, row int) error {
		r.Rows = ir.ValueAt(record.Column(0), ir.Of(ir.Integer), row).Number()
		return nil
	}); err != nil {
		return err
	}
	q.request.AtLeast = 2
	if err := q.each(ctx, func(record arrow.Record, row int) error { return q.duplicate(record, row, shown) }); err != nil {
		return err
	}
	if err := q.countNulls(ctx, whole); err != nil {
		return err
	}
	r.Judged, r.Denominator = r.Rows-r.Unknown, r.Rows
	return nil
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
	return q.slot.found.add(cells, "", func() []checks.Cell { return []checks.Cell{countCell(n)} })
}

// countNulls counts the rows whose key has a null part.
func (q *push) countNulls(ctx context.Context, whole push) error {
	var total int64
	present := make([]connectors.Term, 0, len(q.request.GroupBy))
	for i, c := range q.request.GroupBy {
		present = append(present, connectors.Term{Name: fmt.Sprintf("_n%d", i), Func: connectors.CountValues, Column: c})
	}
	whole.request.Terms = present
	least := q.slot.result.Rows
	err := whole.each(ctx, func(record arrow.Record, row int) error {
		for i := range present {
			least = min(least, record.Column(i).(*array.Int64).Value(row))
		}
		return nil
	})
	if err != nil || least == q.slot.result.Rows {
		return err
	}
	if len(present) == 1 {
		q.slot.result.Unknown = q.slot.result.Rows - least
		return nil
	}
	q.request.AtLeast = 0
	err = q.each(ctx, func(record arrow.Record, row int) error {
		for i := range present {
			if record.Column(i).IsNull(row) {
				total += record.Column(len(present)).(*array.Int64).Value(row)
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
	stream, err := q.querier.Aggregate(ctx, q.request)
	if err != nil {
		return err
	}
	defer stream.Close()
	for stream.Next() {
		record := stream.Record()
		for row := range int(record.NumRows()) {
			if err := visit(record, row); err != nil {
				return err
			}
		}
	}
	return stream.Err()
}

// pushdown asks the servers, measure by measure.
func (p *patrol) pushdown(ctx context.Context) {
	for _, q := range p.pushes {
		q.slot.guard(func() error { return q.read(ctx, q) })
		if q.slot.result.Failure != nil {
			q.slot.discard(q.slot.result.Failure)
		}
		q.slot.finish()
	}
}
