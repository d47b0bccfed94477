package checks

import (
	"math/big"
	"strconv"
	"strings"
)

// The operators of a bound. InRange bounds trip outside of lo..hi.
const (
	GT      Op = ">"
	GE      Op = ">="
	LT      Op = "<"
	LE      Op = "<="
	EQ      Op = "=="
	NE      Op = "!="
	InRange Op = ".."
)

// Op is the comparison of a Bound.
type Op string

// The units of what is measured.
const (
	UnitNone        Unit = ""
	UnitRows        Unit = "rows"
	UnitKeys        Unit = "keys"
	UnitGroups      Unit = "groups"
	UnitBytes       Unit = "bytes"
	UnitSeconds     Unit = "s"
	UnitWorkingDays Unit = "wd"
	UnitPercent     Unit = "%"
)

// Unit is the unit of a Quantity.
type Unit string

// A Quantity is an exact number with its unit.
type Quantity struct {
	Value *big.Rat // nil: nothing was measured
	Unit  Unit
}

// A Bound is a level that trips: for an operator when the measured value satisfies
// it ("> 0.01%"), for a range when the value lies outside.
type Bound struct {
	Op      Op
	Value   *big.Rat // seconds for durations
	Low     *big.Rat // of a range; nil: open
	High    *big.Rat // of a range; nil: open
	Percent bool     // of the kind's denominator
	Unit    Unit     // UnitSeconds or UnitWorkingDays for durations
	Text    string   // as written, with the operator spelled out
}

// Trips tells whether q is at the level of b. denominator is what a percentage is a
// share of; it is not looked at otherwise. A share of nothing trips "> n%" as soon
// as q is above zero: orphans of an empty side are not lost in a division. Nothing
// measured never trips: whoever judges must not take that for a pass. q must be in
// the bound's unit.
func (b *Bound) Trips(q Quantity, denominator int64) bool {
	if b == nil || q.Value == nil {
		return false
	}
	if b.Op == InRange {
		return b.Low != nil && b.compare(q.Value, b.Low, denominator) < 0 ||
			b.High != nil && b.compare(q.Value, b.High, denominator) > 0
	}
	order := b.compare(q.Value, b.Value, denominator)
	switch b.Op {
	case GT:
		return order > 0
	case GE:
		return order >= 0
	case LT:
		return order < 0
	case LE:
		return order <= 0
	case EQ:
		return order == 0
	case NE:
		return order != 0
	}
	return false
}

// compare orders a value and a level exactly; a percentage is compared by cross
// multiplication.
func (b *Bound) compare(value, level *big.Rat, denominator int64) int {
	if !b.Percent {
		return value.Cmp(level)
	}
	share := new(big.Rat).Mul(value, big.NewRat(100, 1))
	return share.Cmp(new(big.Rat).Mul(level, new(big.Rat).SetInt64(denominator)))
}

// String is the bound's text; "" for no bound.
func (b *Bound) String() string {
	if b == nil {
		return ""
	}
	return b.Text
}

// String writes the quantity for a person: "12 rows", "0.35%", "8wd", "3h 20m";
// "nothing" if nothing was measured. Long fractions are rounded half away from zero
// to four places; a small value that is not zero never reads as zero.
func (q Quantity) String() string {
	if q.Value == nil {
		return "nothing"
	}
	switch q.Unit {
	case UnitNone:
		return Decimal(q.Value)
	case UnitSeconds:
		return seconds(q.Value)
	case UnitPercent, UnitWorkingDays:
		return Decimal(q.Value) + string(q.Unit)
	}
	unit := string(q.Unit)
	if q.Value.Cmp(big.NewRat(1, 1)) == 0 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return Decimal(q.Value) + " " + unit
}

// Decimal writes an exact number with at most four places, rounded half away from
// zero, and without trailing zeros.
func Decimal(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	smallest := big.NewRat(1, 10000)
	if new(big.Rat).Abs(r).Cmp(smallest) < 0 {
		if r.Sign() < 0 {
			return "> -0.0001"
		}
		return "< 0.0001"
	}
	return strings.TrimSuffix(strings.TrimRight(r.FloatString(4), "0"), ".")
}

// seconds writes a duration with its two greatest units: "3d 4h", "2m 5s", "0.35s".
func seconds(r *big.Rat) string {
	if new(big.Rat).Abs(r).Cmp(big.NewRat(60, 1)) < 0 {
		return Decimal(r) + "s"
	}
	sign := ""
	if r.Sign() < 0 {
		sign = "-"
	}
	whole := new(big.Int).Quo(new(big.Int).Abs(r.Num()), r.Denom())
	total := whole.Int64()
	if !whole.IsInt64() {
		return Decimal(r) + "s"
	}
	names := []string{"d", "h", "m", "s"}
	for i, size := range []int64{86400, 3600, 60} {
		if total < size {
			continue
		}
		text := sign + strconv.FormatInt(total/size, 10) + names[i]
		next := []int64{3600, 60, 1}[i]
		if rest := total % size / next; rest > 0 {
			text += " " + strconv.FormatInt(rest, 10) + names[i+1]
		}
		return text
	}
	return Decimal(r) + "s"
}
