package measure

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
)

// mostFigures is how many groups an aggregate may have: each is an outcome, which a
// person reads.
const mostFigures = 1000

// An aggregate is what the rows of one group come to.
type aggregate struct {
	key []checks.Cell
	checks.Counts
	statistic
}

// aggregateTaker computes one figure, by group or over all rows.
type aggregateTaker struct {
	slot   *slot
	expect []string
	keys   *groupKeys
	figure *figureOf
	groups map[string]*aggregate
	key    []byte
}

func (p *patrol) aggregateTaker(r *reader, sc *scan, s *slot, m checks.Aggregate) taker {
	t := &aggregateTaker{slot: s, expect: m.Expect, keys: r.groupKeys(sc, m.By, s.task.Env), figure: p.figureOf(r, sc, m), groups: map[string]*aggregate{}}
	if len(m.By) == 0 {
		t.groups[""] = &aggregate{}
	}
	return t
}

func (t *aggregateTaker) digest(b *batch, rows bitmap) error {
	keys, err := t.keys.evaluate(b)
	if err != nil {
		return err
	}
	defer releaseAll(keys)
	values, err := t.figure.evaluate(b)
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
		return t.figure.take(&g.Counts, &g.statistic, t.key, values, row)
	})
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
	g := &aggregate{key: cells}
	t.groups[string(t.key)] = g
	return g, nil
}

func errTooManyGroups() error {
	return fmt.Errorf("more than %d groups: group by something coarser, or use the kind group", mostFigures)
}

// conclude gives the figures in the order of their keys, then the expected groups that
// did not come.
func (t *aggregateTaker) conclude() error {
	defer t.figure.close()
	if err := t.figure.begin(); err != nil {
		return err
	}
	search := newKeySearch(t.expect)
	for _, key := range keysSorted(t.groups) {
		g := t.groups[key]
		if err := t.figure.finish([]byte(key), &g.statistic); err != nil {
			return err
		}
		value, err := g.figure(t.figure.measure, g.Rows)
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
