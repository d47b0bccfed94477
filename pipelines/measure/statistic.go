package measure

import (
	"encoding/binary"
	"fmt"
	"math/big"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A statistic is what the values of one group come to.
type statistic struct {
	judged  int64 // rows with a value; of a share: that were true or false
	number  int64 // of values, of different ones, or of rows that hold
	sum     wide
	squares *big.Int       // of a deviation; nil: 0
	best    decimal128.Num // the least or the greatest; of ordered values the lower middle one
	upper   decimal128.Num // of a median: the upper middle value
}

// add takes a number.
func (s *statistic) add(f checks.Func, n decimal128.Num) {
	switch f {
	case checks.FigureSum, checks.FigureAverage:
		s.sum.add(n)
	case checks.FigureDeviation:
		s.sum.add(n)
		square := n.BigInt()
		s.square(square.Mul(square, square))
	case checks.FigureMin:
		if s.number == 1 || n.Cmp(s.best) < 0 {
			s.best = n
		}
	case checks.FigureMax:
		if s.number == 1 || n.Cmp(s.best) > 0 {
			s.best = n
		}
	}
}

func (s *statistic) square(n *big.Int) {
	if s.squares == nil {
		s.squares = new(big.Int)
	}
	s.squares.Add(s.squares, n)
}

func (s *statistic) sumOfSquares() *big.Int {
	if s.squares == nil {
		return new(big.Int)
	}
	return s.squares
}

// join adds what other rows of the group come to. Ordered values are not part of it.
func (s *statistic) join(f checks.Func, o *statistic) {
	if o.number > 0 && (f == checks.FigureMin && o.best.Cmp(s.best) < 0 || f == checks.FigureMax && o.best.Cmp(s.best) > 0 || s.number == 0) {
		s.best = o.best
	}
	s.judged, s.number = s.judged+o.judged, s.number+o.number
	s.sum.plus(o.sum)
	if o.squares != nil {
		s.square(o.squares)
	}
}

// append encodes a statistic, ordered values aside.
func (s *statistic) append(dst []byte) []byte {
	dst = binary.AppendVarint(binary.AppendVarint(dst, s.judged), s.number)
	dst = appendOrdered(s.sum.append(dst), s.best)
	squares := s.sumOfSquares().Bytes()
	return append(binary.AppendUvarint(dst, uint64(len(squares))), squares...)
}

// decode reads what append wrote and gives the rest.
func (s *statistic) decode(src []byte) []byte {
	*s = statistic{}
	var n int
	s.judged, n = binary.Varint(src)
	src = src[n:]
	s.number, n = binary.Varint(src)
	s.sum, src = readWide(src[n:]), src[n+wideSize:]
	s.best, src = readOrdered(src), src[orderedSize:]
	size, n := binary.Uvarint(src)
	src = src[n:]
	if size > 0 {
		s.squares = new(big.Int).SetBytes(src[:size])
	}
	return src[size:]
}

// figure works the figure out; it is null where there is no value to do so from. Of a
// share it is the number of rows that hold.
func (s *statistic) figure(m checks.Aggregate, rows int64) (ir.Value, error) {
	result := m.Result()
	switch m.Func {
	case checks.FigureRows:
		return ir.IntegerOf(rows), nil
	case checks.FigureValues, checks.FigureDistinct, checks.FigureShare:
		return ir.IntegerOf(s.number), nil
	}
	if s.number == 0 || m.Func == checks.FigureDeviation && s.number == 1 {
		return ir.NullOf(result), nil
	}
	switch m.Func {
	case checks.FigureSum:
		return fitting(s.sum.number(), result)
	case checks.FigureAverage:
		return fitting(average(s.sum.number(), s.number, m.Of.Type().Scale, result.Scale), result)
	case checks.FigureDeviation:
		return fitting(s.deviation(m.Of.Type().Scale, result.Scale), result)
	case checks.FigureMedian:
		twice := new(big.Int).Add(s.best.BigInt(), s.upper.BigInt())
		return fitting(twice.Mul(twice, big.NewInt(5)), result)
	}
	return numberOf(s.best, result), nil
}

// column is the figure as a column of its group: a share in percent.
func (s *statistic) column(m checks.Aggregate, rows int64) (ir.Value, error) {
	v, err := s.figure(m, rows)
	if err != nil {
		return v, err
	}
	return asColumn(m, checks.GroupFigure{Counts: checks.Counts{Judged: s.judged}, Value: v})
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
func (s *statistic) deviation(from, to int32) *big.Int {
	n := big.NewInt(s.number)
	sum := s.sum.number()
	over := new(big.Int).Mul(n, s.sumOfSquares())
	over.Sub(over, sum.Mul(sum, sum))
	over.Mul(over, ir.PowerOfTen(2*(to-from)))
	under := new(big.Int).Mul(n, new(big.Int).Sub(n, big.NewInt(1)))
	// floor(√(4 over/under)) is twice the root with a half to round by.
	half := new(big.Int).Sqrt(over.Quo(over.Lsh(over, 2), under))
	half.Add(half, big.NewInt(1))
	return half.Rsh(half, 1)
}
