package measure

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/big"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// An aggregate is what the rows of one group come to.
type aggregate struct {
	key []checks.Cell
	checks.Counts
	number  int64 // of values, of different ones, or of rows that hold
	sum     wide
	squares *big.Int       // of a deviation
	best    decimal128.Num // the least or the greatest; of ordered values the lower middle one
	upper   decimal128.Num // of a median: the upper middle value
}

func newAggregate(key []checks.Cell) *aggregate { return &aggregate{key: key, squares: new(big.Int)} }

// add takes a number.
func (g *aggregate) add(f checks.Func, n decimal128.Num) {
	switch f {
	case checks.FigureSum, checks.FigureAverage:
		g.sum.add(n)
	case checks.FigureDeviation:
		g.sum.add(n)
		square := n.BigInt()
		g.squares.Add(g.squares, square.Mul(square, square))
	case checks.FigureMin:
		if g.number == 1 || n.Cmp(g.best) < 0 {
			g.best = n
		}
	case checks.FigureMax:
		if g.number == 1 || n.Cmp(g.best) > 0 {
			g.best = n
		}
	}
}

// figure works the figure out; it is null where there is no value to do so from.
func (g *aggregate) figure(m checks.Aggregate) (ir.Value, error) {
	result := m.Result()
	switch m.Func {
	case checks.FigureRows:
		return ir.IntegerOf(g.Rows), nil
	case checks.FigureValues, checks.FigureDistinct, checks.FigureShare:
		return ir.IntegerOf(g.number), nil
	}
	if g.number == 0 || m.Func == checks.FigureDeviation && g.number == 1 {
		return ir.NullOf(result), nil
	}
	switch m.Func {
	case checks.FigureSum:
		return fitting(g.sum.number(), result)
	case checks.FigureAverage:
		return fitting(average(g.sum.number(), g.number, m.Of.Type().Scale, result.Scale), result)
	case checks.FigureDeviation:
		return fitting(g.deviation(m.Of.Type().Scale, result.Scale), result)
	case checks.FigureMedian:
		twice := new(big.Int).Add(g.best.BigInt(), g.upper.BigInt())
		return fitting(twice.Mul(twice, big.NewInt(5)), result)
	}
	return numberOf(g.best, result), nil
}

// fitting types an unscaled number, or says that it is too long.
func fitting(n *big.Int, t ir.Type) (ir.Value, error) {
	d, fits := ir.FitsDecimal(n)
	if !fits {
		return ir.Value{}, fmt.Errorf("a figure is beyond %d digits", ir.MaxPrecision)
	}
	return ir.DecimalOf(d, t), nil
}

// average divides a sum, half away from zero.
func average(sum *big.Int, n int64, from, to int32) *big.Int {
	return ir.RoundDiv(new(big.Int).Mul(sum, ir.PowerOfTen(to-from)), big.NewInt(n))
}

// deviation is the root of (n Σx² - (Σx)²) / (n (n-1)): exact, so that neither the order
// of the rows nor their size counts, and rounded once.
func (g *aggregate) deviation(from, to int32) *big.Int {
	n := big.NewInt(g.number)
	sum := g.sum.number()
	over := new(big.Int).Mul(n, g.squares)
	over.Sub(over, sum.Mul(sum, sum))
	over.Mul(over, ir.PowerOfTen(2*(to-from)))
	under := new(big.Int).Mul(n, new(big.Int).Sub(n, big.NewInt(1)))
	// floor(√(4 over/under)) is twice the root with a half to round by.
	half := new(big.Int).Sqrt(over.Quo(over.Lsh(over, 2), under))
	half.Add(half, big.NewInt(1))
	return half.Rsh(half, 1)
}

// A valueList keeps the values of all groups in order, on disk where they do not fit.
type valueList struct {
	sorter   *sorter
	distinct bool
	seen     map[string]struct{} // the first different values, which need not be kept twice
	buffer   []byte
}

// mostSeen bounds the memory of seen: a column of few values stays out of the sorter.
const mostSeen = 1 << 16

// add keeps the value of a group. The group's key has parts with their lengths, so
// that none is the beginning of another.
func (l *valueList) add(group []byte, column arrow.Array, row int) error {
	l.buffer = append(l.buffer[:0], group...)
	if !l.distinct {
		return l.sorter.add(appendOrdered(l.buffer, unscaledAt(column, row)), nil)
	}
	l.buffer = appendPart(l.buffer, column, row)
	if _, seen := l.seen[string(l.buffer)]; seen {
		return nil
	}
	if l.seen == nil {
		l.seen = map[string]struct{}{}
	}
	if len(l.seen) < mostSeen {
		l.seen[string(l.buffer)] = struct{}{}
	}
	return l.sorter.add(l.buffer, nil)
}

// count walks the values: the different ones are counted, of the others the wanted
// ones picked.
func (l *valueList) count(groups map[string]*aggregate, m checks.Aggregate) error {
	defer l.sorter.close()
	l.seen = nil
	c, err := l.sorter.sorted()
	if err != nil {
		return err
	}
	if l.distinct {
		return countDistinct(c, groups, len(m.By))
	}
	var group *aggregate
	var key []byte
	var at int64
	for c.next() {
		prefix := c.key()[:len(c.key())-orderedSize]
		if group == nil || !bytes.Equal(prefix, key) {
			key, group, at = append(key[:0], prefix...), groups[string(prefix)], 0
		}
		group.pick(m, at, readOrdered(c.key()[len(prefix):]))
		at++
	}
	return c.err
}

// pick keeps the value at a place, counted from 0, if it is wanted.
func (g *aggregate) pick(m checks.Aggregate, at int64, n decimal128.Num) {
	low, high := (g.number-1)/2, g.number/2
	if m.Func == checks.FigurePercentile {
		low = (g.number*m.At+99)/100 - 1
		high = low
	}
	if at == low {
		g.best = n
	}
	if at == high {
		g.upper = n
	}
}

func countDistinct(c *cursor, groups map[string]*aggregate, parts int) error {
	for _, g := range groups {
		g.number = 0
	}
	var last []byte
	for first := true; c.next(); first = false {
		if !first && bytes.Equal(last, c.key()) {
			continue
		}
		last = append(last[:0], c.key()...)
		groups[string(firstParts(last, parts))].number++
	}
	return c.err
}

// firstParts gives the first parts of a key.
func firstParts(key []byte, parts int) []byte {
	end := 0
	for range parts {
		size, n := binary.Uvarint(key[end:])
		end += n + int(size)
	}
	return key[:end]
}
