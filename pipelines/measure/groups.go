package measure

import (
	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// groupTaker counts rows and computes figures by key, and has each group judged.
type groupTaker struct {
	*groupJudge
	keys    *groupKeys
	figures []*figureOf
	totals  *groupTotals
	scope   keyScope
}

func (p *patrol) groupTaker(r *reader, sc *scan, s *slot, m checks.Groups) (taker, error) {
	t := &groupTaker{keys: r.groupKeys(sc, m.By, s.task.Env)}
	for _, f := range m.Figures {
		t.figures = append(t.figures, p.figureOf(r, sc, f.Aggregate))
	}
	var err error
	if t.groupJudge, err = newGroupJudge(s, m, t.keys.columns, r.bind); err != nil {
		return nil, err
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
	return marked.each(func(row int) error { return t.add(keys, values, row) })
}

// add adds one row to its group.
func (t *groupTaker) add(keys []arrow.Array, values []valued, row int) error {
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

// conclude has the groups judged, in the order of their keys.
func (t *groupTaker) conclude() error {
	t.slot.result.Judged = t.slot.result.Rows - t.slot.result.Unknown
	err := t.totals.each(func(g group) error {
		counted := countedGroup{key: readValues(t.keys.columns, g.row), rows: g.count}
		var err error
		if t.holds != nil { // else nobody asks for figures
			counted.figures, err = t.columnsOf(g)
		}
		if err != nil {
			return err
		}
		return t.take(counted)
	})
	if err != nil {
		return err
	}
	return t.finish()
}

// columnsOf gives the figures of a group as a rule names them.
func (t *groupTaker) columnsOf(g group) ([]ir.Value, error) {
	values := make([]ir.Value, len(t.figures))
	for i, f := range t.figures {
		var err error
		if values[i], err = g.figures[i].column(f.measure, g.count); err != nil {
			return nil, err
		}
	}
	return values, nil
}
