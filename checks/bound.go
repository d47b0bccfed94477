package checks

import "math/big"

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
