package measure

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// groupTaker counts rows and computes figures by key and judges a rule over each group.
type groupTaker struct {
	slot    *slot
	measure checks.Groups
	keys    *groupKeys
	figures []*figureOf
	classes []mask.Class // of the figures: a group of one row is that row
	totals  *groupTotals
	scope   keyScope
	holds   *rules.Set // of the measure's rule; nil without
	search  keySearch
}

// judgedAtOnce is how many groups stand in memory as a record.
const judgedAtOnce = 4096

func (p *patrol) groupTaker(r *reader, sc *scan, s *slot, m checks.Groups) (taker, error) {
	t := &groupTaker{slot: s, measure: m, keys: r.groupKeys(sc, m.By, s.task.Env), search: newKeySearch(m.Expect)}
	for _, f := range m.Figures {
		t.figures = append(t.figures, p.figureOf(r, sc, f.Aggregate))
		classes := []mask.Class{mask.Public}
		for _, name := range exprColumns(f.Of) {
			classes = append(classes, r.class(name))
		}
		t.classes = append(t.classes, mask.Strictest(classes...))
	}
	if m.Holds != nil {
		var err error
		if t.holds, err = rules.CompileSet([]*rules.Expr{m.Holds}, m.Schema(), s.task.Env); err != nil {
			return nil, err
		}
	}
	t.totals = newGroupTotals(p.newSorter(), t.figures)
	return t, nil
}

func (t *groupTaker) digest(b *batch, marked bitmap) error {
	keys, err := t.keys.evaluate(b)
	if err != nil {
		return err
	}
	defer releaseAll(keys)
	values := make([]valued, 0, len(t.figures))
	defer func() {
		for _, v := range values {
			v.release()
		}
	}()
	for _, f := range t.figures {
		v, err := f.evaluate(b)
		if err != nil {
			return err
		}
		values = append(values, v)
	}
	t.slot.result.Rows += marked.count()
	return marked.each(func(row int) error { return t.take(keys, values, row) })
}

// take adds one row to its group.
func (t *groupTaker) take(keys []arrow.Array, values []valued, row int) error {
	key, null := appendKey(t.scope.key[:0], keys, row)
	t.scope.key = key
	if null {
		t.slot.result.Unknown++
		return nil
	}
	g, err := t.totals.of(key, func() []byte {
		t.scope.payload = appendRow(t.scope.payload[:0], keys, row)
		return t.scope.payload
	})
	if err != nil {
		return err
	}
	g.count++
	for i, f := range t.figures {
		var c checks.Counts
		if err := f.take(&c, &g.figures[i], key, values[i], row); err != nil {
			return err
		}
		t.slot.result.Faulted += c.Faulted
	}
	return nil
}

// conclude judges the groups and looks for those that were expected and did not come.
func (t *groupTaker) conclude() error {
	t.slot.result.Judged = t.slot.result.Rows - t.slot.result.Unknown
	var pending []group
	err := t.totals.each(func(g group) error {
		t.slot.result.Denominator++
		t.search.see(readValues(t.keys.columns[:1], g.row)[0].String())
		if t.holds == nil {
			return nil
		}
		g.row, g.figures = slices.Clone(g.row), slices.Clone(g.figures)
		if pending = append(pending, g); len(pending) < judgedAtOnce {
			return nil
		}
		err := t.judge(pending)
		pending = pending[:0]
		return err
	})
	if err == nil && len(pending) > 0 {
		err = t.judge(pending)
	}
	if err != nil {
		return err
	}
	first := t.keys.columns[0]
	for _, text := range t.search.left() {
		t.slot.result.Denominator++
		if err := t.violation([]checks.Cell{{Name: first.name, Class: mask.Public, Type: first.typ, Text: text}}, "no rows", nil); err != nil {
			return err
		}
	}
	return nil
}

func (t *groupTaker) violation(key []checks.Cell, reason string, detail func() []checks.Cell) error {
	t.slot.result.Violations++
	t.slot.result.Groups++
	standing, err := t.slot.found.stand(key, false, reason, detail)
	t.slot.known(standing, 1)
	t.slot.group(standing)
	return err
}

// judge evaluates Holds over one record of groups.
func (t *groupTaker) judge(groups []group) error {
	schema := t.measure.Schema()
	record, err := t.record(schema, groups)
	if err != nil {
		return err
	}
	defer record.Release()
	verdicts, err := t.holds.Eval(record)
	if err != nil {
		return err
	}
	yes, unknown, faulted := truthOf(verdicts, 0)
	t.slot.result.Faulted += faulted.count()
	return allRows(len(groups)).without(yes, unknown, faulted).each(func(i int) error {
		key, detail := t.cells(schema, record, i)
		return t.violation(key, "", func() []checks.Cell { return detail })
	})
}

func (t *groupTaker) record(schema ir.Schema, groups []group) (arrow.Record, error) {
	fields := make([]arrow.Field, len(schema))
	for i, f := range schema {
		fields[i] = arrow.Field{Name: f.Name, Type: f.Type.Arrow(), Nullable: true}
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer builder.Release()
	keys := t.keys.columns
	for _, g := range groups {
		for i, v := range readValues(keys, g.row) {
			ir.Append(builder.Field(i), v)
		}
		ir.Append(builder.Field(len(keys)), ir.IntegerOf(g.count))
		for i, f := range t.figures {
			v, err := g.figures[i].column(f.measure, g.count)
			if err != nil {
				return nil, err
			}
			ir.Append(builder.Field(len(keys)+1+i), v)
		}
	}
	return builder.NewRecord(), nil
}

func (t *groupTaker) cells(schema ir.Schema, record arrow.Record, row int) (key, detail []checks.Cell) {
	keys := t.keys.columns
	for i, f := range schema {
		column := keyColumn{f.Name, mask.Public, f.Type} // the count
		if i < len(keys) {
			column = keys[i]
		} else if figure := i - len(keys) - 1; figure >= 0 {
			column.class = t.classes[figure]
		}
		cell := cellOf(column, record.Column(i), row)
		if i < len(keys) {
			key = append(key, cell)
		} else {
			detail = append(detail, cell)
		}
	}
	return key, detail
}
