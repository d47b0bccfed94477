package measure

import (
	"bytes"
	"context"
	"math/big"
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A totaller compares what header rows declare with what the other side's rows add
// up to, key by key.
type totaller struct {
	found       *slot
	measure     checks.Totals
	left, right *side
	keyNames    []string
	last        lastKey
	countAt     int
	declaredAt  []int
	summedAt    []int
}

func (p *patrol) totalsTaker(r *reader, sc *scan, s *slot, m checks.Totals) (taker, error) {
	keyNames := r.bind.keys()
	carried := slices.Concat(keyNames, lefts(m.Sums))
	if m.Count != "" {
		carried = append(carried, m.Count)
	}
	left := p.newSide(r, sc, s, lefts(m.On), carried)
	left.counts = true
	t := &totaller{found: s, measure: m, left: left, keyNames: keyNames, countAt: -1, declaredAt: left.subset(lefts(m.Sums))}
	if m.Count != "" {
		t.countAt = left.subset([]string{m.Count})[0]
	}
	p.feedOther(s, m.Other, m.OtherWhere, otherColumns(m), func(other *reader, from *scan) taker {
		t.right = p.newSide(other, from, s, rights(m.On), rights(m.Sums))
		t.summedAt = t.right.subset(rights(m.Sums))
		return t.right
	})
	p.mergers = append(p.mergers, t)
	return left, nil
}

func (t *totaller) slot() *slot { return t.found }

// A total is what the other side's rows of one key add up to. A sum is nil if one
// of its values is null: it is not known.
type total struct {
	cells []checks.Cell // of the first row, for an orphan key
	count int64
	sums  []*big.Rat
}

func (t *totaller) merge(ctx context.Context) error {
	defer t.left.sorter.close()
	defer t.right.sorter.close()
	left, err := t.left.sorter.sorted()
	if err != nil {
		return err
	}
	right, err := t.right.sorter.sorted()
	if err != nil {
		return err
	}
	if err := t.walk(ctx, left, right); err != nil {
		return err
	}
	t.found.result.Judged = t.found.result.Rows - t.found.result.Unknown
	if left.err != nil {
		return left.err
	}
	return right.err
}

// walk visits the union of the keys of both sides.
func (t *totaller) walk(ctx context.Context, left, right *cursor) error {
	moreLeft, moreRight := left.next(), right.next()
	for moreLeft || moreRight {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		t.found.result.Denominator++
		order := compareKeys(left, moreLeft, right, moreRight)
		key := bytes.Clone(smaller(left, right, order))
		sum := &total{sums: zeros(len(t.summedAt))}
		if order >= 0 {
			sum, moreRight = t.add(right, key)
		}
		if order > 0 {
			if err := t.orphan(sum); err != nil {
				return err
			}
			continue
		}
		for moreLeft && bytes.Equal(left.key(), key) {
			if err := t.judge(left.payload(), sum); err != nil {
				return err
			}
			moreLeft = left.next()
		}
	}
	return nil
}

func compareKeys(left *cursor, moreLeft bool, right *cursor, moreRight bool) int {
	switch {
	case !moreLeft:
		return 1
	case !moreRight:
		return -1
	}
	return bytes.Compare(left.key(), right.key())
}

func smaller(left, right *cursor, order int) []byte {
	if order > 0 {
		return right.key()
	}
	return left.key()
}

func zeros(n int) []*big.Rat {
	list := make([]*big.Rat, n)
	for i := range list {
		list[i] = new(big.Rat)
	}
	return list
}

// add sums the right rows of one key; more tells whether right stands on a row.
func (t *totaller) add(right *cursor, key []byte) (sum *total, more bool) {
	sum = &total{cells: decodeCells(t.right.carried, right.payload()), sums: zeros(len(t.summedAt))}
	for more = true; more && bytes.Equal(right.key(), key); more = right.next() {
		sum.count++
		values := readValues(t.right.carried, right.payload())
		for i, at := range t.summedAt {
			sum.sums[i] = plus(sum.sums[i], values[at])
		}
	}
	return sum, more
}

// plus adds one cell; a null makes the sum unknown.
func plus(sum *big.Rat, v ir.Value) *big.Rat {
	if sum == nil || v.IsNull() {
		return nil
	}
	return sum.Add(sum, v.Rat())
}

// judge compares one header row with its total.
func (t *totaller) judge(payload []byte, sum *total) error {
	values := readValues(t.left.carried, payload)
	verdict := pairTrue
	if t.countAt >= 0 {
		verdict = t.compare(values[t.countAt], new(big.Rat).SetInt64(sum.count), new(big.Rat))
	}
	for i, at := range t.declaredAt {
		verdict = min(verdict, t.compare(values[at], sum.sums[i], t.measure.Tolerance))
	}
	switch verdict {
	case pairUnknown:
		t.found.result.Unknown++
	case pairFalse:
		cells := decodeCells(t.left.carried, payload)
		return t.violate(t.key(cells), "", func() []checks.Cell { return t.detail(cells, sum) })
	}
	return nil
}

// violate reports one row of the present key, whose number is the denominator so far.
func (t *totaller) violate(key []checks.Cell, reason string, detail func() []checks.Cell) error {
	result := &t.found.result
	result.Violations++
	standing, err := t.found.found.stand(key, false, reason, detail)
	t.found.known(standing, 1)
	if t.last.see(result.Denominator, standing, &result.KnownGroups) {
		result.Groups++
	}
	return err
}

func (t *totaller) compare(declared ir.Value, actual, tolerance *big.Rat) pairTruth {
	if declared.IsNull() || actual == nil {
		return pairUnknown
	}
	off := new(big.Rat).Sub(declared.Rat(), actual)
	if tolerance == nil {
		tolerance = new(big.Rat)
	}
	if off.Abs(off).Cmp(tolerance) > 0 {
		return pairFalse
	}
	return pairTrue
}

// orphan reports detail rows whose key no header has.
func (t *totaller) orphan(sum *total) error {
	var key []checks.Cell
	for _, at := range t.right.subset(rights(t.measure.On)) {
		key = append(key, sum.cells[at])
	}
	return t.violate(key, "no header", func() []checks.Cell { return t.detail(nil, sum) })
}

func (t *totaller) key(cells []checks.Cell) []checks.Cell {
	var key []checks.Cell
	for _, at := range t.left.subset(t.keyNames) {
		key = append(key, cells[at])
	}
	if len(key) == 0 {
		return cells
	}
	return key
}

// detail sets what was declared beside what was found.
func (t *totaller) detail(cells []checks.Cell, sum *total) []checks.Cell {
	shown := slices.Clone(cells)
	found := countCell(sum.count)
	found.Name = "count(" + t.measure.Other.ID + ")"
	shown = append(shown, found)
	for i, pair := range t.measure.Sums {
		// A sum over a batch is as open as what the header declares, not as one payment.
		cell := checks.Cell{Name: "sum(" + pair.Right + ")", Class: t.left.carried[t.declaredAt[i]].class, Type: t.right.carried[t.summedAt[i]].typ, Null: sum.sums[i] == nil}
		if sum.sums[i] != nil {
			cell.Text = sum.sums[i].FloatString(int(t.right.carried[t.summedAt[i]].typ.Scale))
		}
		shown = append(shown, cell)
	}
	return shown
}
