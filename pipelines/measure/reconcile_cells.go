package measure

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/big"
	"math/bits"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A comparer tells in which columns two encoded rows differ.
type comparer struct {
	columns []slack
	differs []bool // by column, of the rows compared last
}

// A slack is how far the values of one column may be apart: in units of its last place,
// days or microseconds; of a float as it is.
type slack struct {
	base  ir.Base
	high  uint64
	low   uint64
	float float64
	none  bool
}

func newComparer(columns []keyColumn, list []checks.Compared) *comparer {
	c := &comparer{differs: make([]bool, len(columns))}
	for i, column := range columns {
		c.columns = append(c.columns, slackOf(column.typ, list[i].Tolerance))
	}
	return c
}

// slackOf cuts a tolerance to whole units: no two values are part of a unit apart.
func slackOf(t ir.Type, tolerance *big.Rat) slack {
	if tolerance == nil || tolerance.Sign() == 0 {
		return slack{base: t.Base, none: true}
	}
	s := slack{base: t.Base}
	s.float, _ = tolerance.Float64()
	units := new(big.Rat).Set(tolerance)
	switch t.Base {
	case ir.Decimal:
		units.Mul(units, new(big.Rat).SetInt(ir.PowerOfTen(t.Scale)))
	case ir.Date:
		units.Quo(units, big.NewRat(86400, 1))
	case ir.Timestamp:
		units.Mul(units, big.NewRat(1e6, 1))
	}
	whole := new(big.Int).Quo(units.Num(), units.Denom())
	if whole.BitLen() > 128 {
		s.high, s.low = math.MaxUint64, math.MaxUint64
		return s
	}
	s.low = new(big.Int).And(whole, new(big.Int).SetUint64(math.MaxUint64)).Uint64()
	s.high = new(big.Int).Rsh(whole, 64).Uint64()
	return s
}

// compare notes the columns in which two rows differ. unknown tells that a value of
// either row is not known.
func (c *comparer) compare(a, b []byte) (differ, unknown bool) {
	a, b = a[1:], b[1:]
	for i := range c.columns {
		x, y := cellEnd(c.columns[i].base, a), cellEnd(c.columns[i].base, b)
		left, right := a[:x], b[:y]
		a, b = a[x:], b[y:]
		switch {
		case left[0] == cellUndecoded || right[0] == cellUndecoded:
			unknown = true
		case bytes.Equal(left, right):
		case left[0] == cellValue && right[0] == cellValue && c.columns[i].near(left[1:], right[1:]):
		default:
			c.differs[i], differ = true, true
		}
	}
	return differ, unknown
}

// near tells whether two values are no further apart than they may be.
func (s slack) near(a, b []byte) bool {
	if s.none {
		return false
	}
	switch s.base {
	case ir.Float:
		x, y := floatOf(binary.BigEndian.Uint64(a)), floatOf(binary.BigEndian.Uint64(b))
		return math.Abs(x-y) <= s.float
	case ir.Decimal:
		if bytes.Compare(a, b) < 0 {
			a, b = b, a
		}
		low, borrow := bits.Sub64(binary.BigEndian.Uint64(a[8:]), binary.BigEndian.Uint64(b[8:]), 0)
		high, _ := bits.Sub64(binary.BigEndian.Uint64(a), binary.BigEndian.Uint64(b), borrow)
		return high < s.high || high == s.high && low <= s.low
	}
	x, y := binary.BigEndian.Uint64(a), binary.BigEndian.Uint64(b)
	return s.high > 0 || max(x, y)-min(x, y) <= s.low
}

// cellEnd is the length of the cell that row begins with.
func cellEnd(base ir.Base, row []byte) int {
	if row[0] != cellValue {
		return 1
	}
	switch base {
	case ir.Text:
		return 1 + terminatedEnd(row[1:])
	case ir.Boolean:
		return 2
	case ir.Decimal:
		return 17
	}
	return 9
}

// terminatedEnd is the length of a text with its terminator.
func terminatedEnd(text []byte) int {
	at := 0
	for {
		at += bytes.IndexByte(text[at:], 0) + 2
		if text[at-1] == 0 {
			return at
		}
	}
}

// rowCells renders an encoded row.
func rowCells(columns []keyColumn, row []byte) []checks.Cell {
	cells := make([]checks.Cell, len(columns))
	row = row[1:]
	for i, c := range columns {
		end := cellEnd(c.typ.Base, row)
		v := ir.NullOf(c.typ)
		if row[0] == cellValue {
			v, _ = readOrderedPart(c.typ, row[1:end], false)
		}
		cells[i], row = valueCell(c, v), row[end:]
	}
	return cells
}
