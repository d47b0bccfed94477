package measure

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules"
)

// A matcher finds the partners of every left row: a merge of two key-ordered
// streams in which all matches are visited.
type matcher struct {
	found       *slot
	measure     checks.Match
	left, right *side
	pairs       *pairs
	group       [][]byte // payloads of the right rows with the present key
	crowd       *sorter  // of those rows instead, in their order, if they are too many to hold
	keyNames    []string // of the left row, naming a violation
}

// matchTaker feeds both sides and registers the merge.
func (p *patrol) matchTaker(r *reader, sc *scan, s *slot, m checks.Match) (taker, error) {
	keyNames := r.bind.keys()
	left := p.newSide(r, sc, s, lefts(m.On), slices.Concat(keyNames, lefts(m.Agree), sortedOwn(exprColumns(m.When))))
	left.counts = true
	matcher := &matcher{found: s, measure: m, left: left, keyNames: keyNames}
	carried := append(rights(m.Agree), othersOf(m.When)...)
	p.feedOther(s, m.Other, m.OtherWhere, otherColumns(m), func(other *reader, from *scan) taker {
		matcher.right = p.newSide(other, from, s, rights(m.On), carried)
		return matcher.right
	})
	pairs, err := newPairs(matcher, s.task.Env)
	if err != nil {
		return nil, err
	}
	matcher.pairs = pairs
	p.mergers = append(p.mergers, matcher)
	return left, nil
}

// othersOf lists the other side's columns that an expression names.
func othersOf(e *rules.Expr) []string {
	var names []string
	for _, c := range exprColumns(e) {
		if name, ok := strings.CutPrefix(c, otherPrefix); ok {
			names = append(names, name)
		}
	}
	return names
}

func (m *matcher) slot() *slot { return m.found }

// simple tells that any partner will do, so that partners need not be looked at.
func (m *matcher) simple() bool { return m.measure.When == nil && len(m.measure.Agree) == 0 }

func (m *matcher) merge(ctx context.Context) error {
	defer m.left.sorter.close()
	defer m.right.sorter.close()
	defer m.disperse()
	if m.right.seen == 0 && !m.measure.Want {
		// Nothing can be found in an empty feed: that must not look like a clean one.
		m.found.result = checks.Result{Skipped: m.measure.Other.Path() + " has no rows to compare with"}
		return nil
	}
	left, err := m.left.sorter.sorted()
	if err != nil {
		return err
	}
	right, err := m.right.sorter.sorted()
	if err != nil {
		return err
	}
	if err := m.walk(ctx, left, right); err != nil {
		return err
	}
	r := &m.found.result
	r.Judged = r.Rows - r.Unknown - m.pairs.faulted
	r.Faulted += m.pairs.faulted
	return nil
}

func (m *matcher) walk(ctx context.Context, left, right *cursor) error {
	more := right.next()
	var last []byte
	var err error
	for n := 0; left.next(); n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		fresh := last == nil || !bytes.Equal(last, left.key())
		if fresh {
			last = append(last[:0], left.key()...)
			m.found.result.Denominator++
			if more, err = m.gather(right, more, last); err != nil {
				return err
			}
		}
		if err := m.judge(ctx, left.payload()); err != nil {
			return err
		}
	}
	if err := m.pairs.flush(); err != nil {
		return err
	}
	if left.err != nil {
		return left.err
	}
	return right.err
}

// gather collects the right rows whose key is key; more tells whether right stands
// on a row. Rows that are too many to hold go to a crowd.
func (m *matcher) gather(right *cursor, more bool, key []byte) (bool, error) {
	m.group = nil // queued pairs still hold the group before
	m.disperse()
	for more && bytes.Compare(right.key(), key) < 0 {
		more = right.next()
	}
	held := int64(0)
	for more && bytes.Equal(right.key(), key) {
		if m.crowd == nil && (!m.simple() || len(m.group) == 0) {
			m.group = append(m.group, bytes.Clone(right.payload()))
		}
		if held += int64(len(right.payload()) + referenceSize); held > m.most() && !m.simple() {
			if err := m.join(right.payload()); err != nil {
				return false, err
			}
		}
		more = right.next()
	}
	if m.crowd == nil {
		return more, nil
	}
	_, err := m.crowd.sorted()
	return more, err
}

// most is how many bytes of partners are held before they become a crowd.
func (m *matcher) most() int64 { return min(mostPartners, m.left.sorter.spill.budget()/4) }

const mostPartners = 1 << 20

// join adds a row to the crowd: at first all that were held, the row among them.
func (m *matcher) join(payload []byte) error {
	if m.crowd != nil {
		return m.crowd.add(nil, payload)
	}
	m.crowd = newSorter(m.left.sorter.spill)
	for _, held := range m.group {
		if err := m.crowd.add(nil, held); err != nil {
			return err
		}
	}
	m.group = nil
	return nil
}

func (m *matcher) disperse() {
	if m.crowd != nil {
		m.crowd.close()
	}
	m.crowd = nil
}

// judge decides one left row, at once if no pair has to be evaluated.
func (m *matcher) judge(ctx context.Context, payload []byte) error {
	if m.crowd != nil {
		return m.pairs.meet(ctx, payload, m.crowd)
	}
	if len(m.group) == 0 {
		if m.measure.Want {
			return m.pairs.violate(payload, nil, &m.pairs.direct, m.found.result.Denominator)
		}
		return nil
	}
	if m.simple() {
		if m.measure.Want {
			return nil
		}
		return m.pairs.violate(payload, m.group[0], &m.pairs.direct, m.found.result.Denominator)
	}
	return m.pairs.add(payload)
}
