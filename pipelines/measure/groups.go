package measure

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// mostGroups bounds the memory of a group measure. More groups than this is not a
// grouping that a person reads.
const mostGroups = 1_000_000

// groupTaker counts rows and sums by key and judges a rule over each group.
type groupTaker struct {
	slot    *slot
	measure checks.Groups
	env     rules.Env
	by      []*rules.Computed
	keys    []keyColumn
	sums    []string // names, sorted
	sumTyp  []ir.Type
	classes []mask.Class // of the summed columns: a group of one row is that row
	groups  map[string]*groupTotals
}

type groupTotals struct {
	key   []ir.Value
	count int64
	sums  []*big.Int
}

func (p *patrol) groupTaker(r *reader, sc *scan, s *slot, m checks.Groups) (taker, error) {
	t := &groupTaker{slot: s, measure: m, env: s.task.Env, groups: map[string]*groupTotals{}}
	for _, by := range m.By {
		r.need(sc, by.Expr.Columns()...)
		var classes []mask.Class
		for _, name := range by.Expr.Columns() {
			classes = append(classes, r.bind.watch.Mapping(name).Class)
		}
		t.keys = append(t.keys, keyColumn{by.Name, mask.Strictest(classes...), by.Expr.Type()})
	}
	for name := range m.Sums {
		t.sums = append(t.sums, name)
	}
	slices.Sort(t.sums)
	for _, name := range t.sums {
		r.need(sc, m.Sums[name])
		summed := r.bind.watch.Mapping(m.Sums[name])
		t.sumTyp, t.classes = append(t.sumTyp, summed.Type), append(t.classes, summed.Class)
	}
	return t, nil
}

func (t *groupTaker) digest(b *batch, marked bitmap) error {
	keys, err := t.evaluate(b)
	if err != nil {
		return err
	}
	defer func() {
		for _, k := range keys {
			k.Release()
		}
	}()
	t.slot.result.Rows += marked.count()
	var buffer []byte
	return marked.each(func(row int) error {
		key, null := appendKey(buffer[:0], keys, row)
		buffer = key
		if null {
			t.slot.result.Unknown++
			return nil
		}
		return t.count(b, string(key), keys, row)
	})
}

// evaluate computes the group keys of a batch; the caller releases them.
func (t *groupTaker) evaluate(b *batch) ([]arrow.Array, error) {
	if t.by == nil {
		for _, by := range t.measure.By {
			value, err := rules.CompileValue(by.Expr, fieldsOf(b.reader.bind.watch, b.reader.columns), t.env)
			if err != nil {
				return nil, err
			}
			t.by = append(t.by, value)
		}
	}
	var keys []arrow.Array
	for _, value := range t.by {
		column, _, err := value.Eval(memory.DefaultAllocator, b.record) // a faulted key is null: unknown
		if err != nil {
			return nil, err
		}
		keys = append(keys, column)
	}
	return keys, nil
}

func (t *groupTaker) count(b *batch, key string, keys []arrow.Array, row int) error {
	g := t.groups[key]
	if g == nil {
		if len(t.groups) >= mostGroups {
			return fmt.Errorf("more than %d groups: group by something coarser", mostGroups)
		}
		g = &groupTotals{}
		for i, k := range keys {
			g.key = append(g.key, ir.ValueAt(k, t.keys[i].typ, row))
		}
		for range t.sums {
			g.sums = append(g.sums, new(big.Int))
		}
		t.groups[key] = g
	}
	g.count++
	for i, name := range t.sums {
		if v := ir.ValueAt(b.column(t.measure.Sums[name]), t.sumTyp[i], row); !v.IsNull() {
			g.sums[i].Add(g.sums[i], unscaled(v))
		}
	}
	return nil
}

// conclude judges the groups and looks for those that were expected and did not come.
func (t *groupTaker) conclude() error {
	t.slot.result.Judged = t.slot.result.Rows - t.slot.result.Unknown
	missing := t.missing()
	t.slot.result.Denominator = int64(len(t.groups) + len(missing))
	for _, text := range missing {
		if err := t.violation([]checks.Cell{{Name: t.keys[0].name, Class: mask.Public, Type: t.keys[0].typ, Text: text}}, "no rows", nil); err != nil {
			return err
		}
	}
	if t.measure.Holds == nil {
		return nil
	}
	return t.judge(t.ordered())
}

func (t *groupTaker) violation(key []checks.Cell, reason string, detail func() []checks.Cell) error {
	t.slot.result.Violations++
	t.slot.result.Groups++
	standing, err := t.slot.found.stand(key, false, reason, detail)
	t.slot.known(standing, 1)
	t.slot.group(standing)
	return err
}

// missing lists the expected keys that no row has. Expected keys are those of the
// first key expression.
func (t *groupTaker) missing() []string {
	have := map[string]bool{}
	for _, g := range t.groups {
		have[g.key[0].String()] = true
	}
	var missing []string
	for _, text := range t.measure.Expect {
		if !have[text] {
			missing = append(missing, text)
		}
	}
	slices.Sort(missing)
	return missing
}

func (t *groupTaker) ordered() []*groupTotals {
	names := make([]string, 0, len(t.groups))
	for name := range t.groups {
		names = append(names, name)
	}
	slices.Sort(names)
	list := make([]*groupTotals, len(names))
	for i, name := range names {
		list[i] = t.groups[name]
	}
	return list
}

// judge evaluates Holds over one record of all groups.
func (t *groupTaker) judge(groups []*groupTotals) error {
	schema := t.schema()
	set, err := rules.CompileSet([]*rules.Expr{t.measure.Holds}, schema, t.env)
	if err != nil {
		return err
	}
	record, err := t.record(schema, groups)
	if err != nil {
		return err
	}
	defer record.Release()
	verdicts, err := set.Eval(record)
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

// schema is what Holds may name: the keys, count, and the sums.
func (t *groupTaker) schema() ir.Schema {
	var schema ir.Schema
	for _, k := range t.keys {
		schema = append(schema, ir.Field{Name: k.name, Type: k.typ})
	}
	schema = append(schema, ir.Field{Name: "count", Type: ir.Of(ir.Integer)})
	for i, name := range t.sums {
		schema = append(schema, ir.Field{Name: name, Type: ir.DecimalType(38, t.sumTyp[i].Scale)})
	}
	return schema
}

func (t *groupTaker) record(schema ir.Schema, groups []*groupTotals) (arrow.Record, error) {
	fields := make([]arrow.Field, len(schema))
	for i, f := range schema {
		fields[i] = arrow.Field{Name: f.Name, Type: f.Type.Arrow(), Nullable: true}
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer builder.Release()
	for _, g := range groups {
		for i, v := range g.key {
			ir.Append(builder.Field(i), v)
		}
		ir.Append(builder.Field(len(g.key)), ir.IntegerOf(g.count))
		for i, sum := range g.sums {
			v, err := sumValue(t.sumTyp[i], sum)
			if err != nil {
				return nil, err
			}
			ir.Append(builder.Field(len(g.key)+1+i), v)
		}
	}
	return builder.NewRecord(), nil
}

func (t *groupTaker) cells(schema ir.Schema, record arrow.Record, row int) (key, detail []checks.Cell) {
	for i, f := range schema {
		column := keyColumn{f.Name, mask.Public, f.Type} // the count
		if i < len(t.keys) {
			column = t.keys[i]
		} else if sum := i - len(t.keys) - 1; sum >= 0 {
			column.class = t.classes[sum]
		}
		cell := cellOf(column, record.Column(i), row)
		if i < len(t.keys) {
			key = append(key, cell)
		} else {
			detail = append(detail, cell)
		}
	}
	return key, detail
}
