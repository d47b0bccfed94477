package measure

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules"
)

// mostFigures is how many groups an aggregate may have: each is an outcome, which a
// person reads.
const mostFigures = 1000

// aggregateTaker computes one figure, by group or over all rows.
type aggregateTaker struct {
	slot    *slot
	measure checks.Aggregate
	keys    *groupKeys
	share   int // the rule of a share among the reader's; -1: another figure
	of      *rules.Computed
	wary    []string // columns in which a value that does not decode is no null
	groups  map[string]*aggregate
	values  *valueList // of figures that need the values in order; nil for the others
	key     []byte
}

func (p *patrol) aggregateTaker(r *reader, sc *scan, s *slot, m checks.Aggregate) taker {
	t := &aggregateTaker{slot: s, measure: m, keys: r.groupKeys(sc, m.By, s.task.Env), share: -1, groups: map[string]*aggregate{}}
	if len(m.By) == 0 {
		t.groups[""] = newAggregate(nil)
	}
	switch m.Func {
	case checks.FigureShare:
		t.share = r.rule(sc, m.Of)
	case checks.FigureDistinct, checks.FigureMedian, checks.FigurePercentile:
		t.values = &valueList{sorter: p.newSorter(), distinct: m.Func == checks.FigureDistinct}
	}
	if m.Of != nil {
		r.need(sc, m.Of.Columns()...)
		if t.wary = nullSeen(m.Of); m.Func == checks.FigureValues {
			t.wary = m.Of.Columns()
		}
	}
	return t
}

func (t *aggregateTaker) digest(b *batch, rows bitmap) error {
	keys, err := t.keys.evaluate(b)
	if err != nil {
		return err
	}
	defer releaseAll(keys)
	values, err := t.evaluate(b)
	if err != nil {
		return err
	}
	defer values.release()
	t.slot.result.Rows += rows.count()
	return rows.each(func(row int) error {
		key, null := appendKey(t.key[:0], keys, row)
		t.key = key
		if null {
			t.slot.result.Unknown++
			return nil
		}
		g, err := t.group(keys, row)
		if err != nil {
			return err
		}
		return t.take(g, values, row)
	})
}

// A valued is what the figure looks at in a batch.
type valued struct {
	column  arrow.Array // nil for rows and share
	yes     bitmap      // of a share
	unknown bitmap      // a share's, else values that stand there and do not decode; nil: none
	faulted bitmap      // nil: none
}

func (v valued) release() {
	if v.column != nil {
		v.column.Release()
	}
}

func (t *aggregateTaker) evaluate(b *batch) (v valued, err error) {
	switch {
	case t.measure.Of == nil:
		return v, nil
	case t.share >= 0:
		v.yes, v.unknown, v.faulted = b.truth(t.share)
		return v, nil
	case t.of == nil:
		if t.of, err = b.reader.computed(t.measure.Of, b.reader.env); err != nil {
			return v, err
		}
	}
	column, faults, err := t.of.Eval(memory.DefaultAllocator, b.record)
	if err != nil {
		return v, err
	}
	size := len(allRows(column.Len()))
	v.column, v.unknown, v.faulted = column, make(bitmap, size), make(bitmap, size)
	for _, f := range faults {
		v.faulted.set(f.Row)
	}
	for _, name := range t.wary {
		for _, f := range b.faults[name] {
			v.unknown.set(f.row)
		}
	}
	v.faulted = v.faulted.without(v.unknown)
	return v, nil
}

// group finds or makes the group of the key in t.key.
func (t *aggregateTaker) group(keys []arrow.Array, row int) (*aggregate, error) {
	if g := t.groups[string(t.key)]; g != nil {
		return g, nil
	}
	if len(t.groups) >= mostFigures {
		return nil, errTooManyGroups()
	}
	var cells []checks.Cell
	for i, k := range keys {
		cells = append(cells, cellOf(t.keys.columns[i], k, row))
	}
	g := newAggregate(cells)
	t.groups[string(t.key)] = g
	return g, nil
}

func errTooManyGroups() error {
	return fmt.Errorf("more than %d groups: group by something coarser, or use the kind group", mostFigures)
}

// take adds one row to its group.
func (t *aggregateTaker) take(g *aggregate, v valued, row int) error {
	g.Rows++
	switch {
	case v.faulted != nil && v.faulted.has(row):
		g.Faulted++
	case v.unknown != nil && v.unknown.has(row):
		g.Unknown++
	case v.column != nil && v.column.IsNull(row):
		if t.measure.Func == checks.FigureValues {
			g.Judged++ // that there is no value is what is asked
		} else {
			g.Unknown++
		}
	case t.share >= 0:
		g.Judged++
		if v.yes.has(row) {
			g.number++
		}
	default:
		g.Judged++
		g.number++
		return t.value(g, v.column, row)
	}
	return nil
}

// value takes a value that is not null.
func (t *aggregateTaker) value(g *aggregate, column arrow.Array, row int) error {
	switch t.measure.Func {
	case checks.FigureRows, checks.FigureValues:
		return nil
	case checks.FigureDistinct, checks.FigureMedian, checks.FigurePercentile:
		return t.values.add(t.key, column, row)
	}
	g.add(t.measure.Func, unscaledAt(column, row))
	return nil
}

// conclude gives the figures in the order of their keys, then the expected groups that
// did not come.
func (t *aggregateTaker) conclude() error {
	if t.values != nil {
		if err := t.values.count(t.groups, t.measure); err != nil {
			return err
		}
	}
	search := newKeySearch(t.measure.Expect)
	for _, key := range keysSorted(t.groups) {
		g := t.groups[key]
		value, err := g.figure(t.measure)
		if err != nil {
			return err
		}
		if len(g.key) > 0 {
			search.see(g.key[0].Text)
		}
		t.slot.figure(checks.GroupFigure{Key: g.key, Counts: g.Counts, Value: value})
	}
	if len(t.keys.columns) > 0 {
		t.slot.missing(t.keys.columns[0], search)
	}
	return nil
}

// missing tells of the expected groups that did not come.
func (s *slot) missing(first keyColumn, search keySearch) {
	for _, text := range search.left() {
		s.figure(checks.GroupFigure{Gone: true, Key: []checks.Cell{{Name: first.name, Class: mask.Public, Type: first.typ, Text: text}}})
	}
}

// figure takes the figure of one group over; Rows are counted already, those without a
// group among them.
func (s *slot) figure(g checks.GroupFigure) {
	s.result.Judged += g.Judged
	s.result.Unknown += g.Unknown
	s.result.Faulted += g.Faulted
	s.result.ByGroup = append(s.result.ByGroup, g)
}
