package rules

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// Costs of conversions, for choosing among overloads.
const (
	costNone    = 0
	costLiteral = 1
	costWiden   = 2
)

// unreadable says why a literal cannot be read as what it must be.
type unreadable struct{ why, hint string }

// toAny brings an argument to one of the bases, its own first.
func toAny(arg *ir.Node, targets ir.Bases) (*ir.Node, int, unreadable) {
	if targets.Has(arg.Type.Base) {
		return arg, costNone, unreadable{}
	}
	var reason unreadable
	for _, base := range targets.List() {
		converted, cost, why := to(arg, base)
		if converted != nil {
			return converted, cost, unreadable{}
		}
		if why.why != "" {
			reason = why
		}
	}
	return nil, 0, reason
}

// to converts implicitly: nil to anything, integers to decimals, literals to what
// stands beside them. Nothing else is converted.
func to(arg *ir.Node, base ir.Base) (*ir.Node, int, unreadable) {
	from := arg.Type.Base
	switch {
	case from == ir.Null:
		return copyPlace(ir.NewConstant(ir.NullOf(ir.Of(base))), arg), costLiteral, unreadable{}
	case arg.IsConstant() && !arg.Value.IsNull():
		v, why := literalTo(arg.Value, base)
		if v.Type().Base != base {
			return nil, 0, why
		}
		return copyPlace(ir.NewConstant(v), arg), costLiteral, unreadable{}
	case from == ir.Integer && base == ir.Decimal:
		return widen(arg, ir.DecimalType(19, 0)), costWiden, unreadable{}
	}
	return nil, 0, unreadable{}
}

// widen makes an integer or decimal a decimal of type t, whose scale is not smaller.
func widen(arg *ir.Node, t Type) *ir.Node {
	if arg.IsConstant() && !arg.Value.IsNull() {
		if v, ok := widenValue(arg.Value, t); ok {
			return copyPlace(ir.NewConstant(v), arg)
		}
	}
	return copyPlace(ir.NewCall("as_decimal", t, arg), arg)
}

func widenValue(v Value, t Type) (Value, bool) {
	n := big.NewInt(v.Number())
	if v.Type().Base == ir.Decimal {
		n = v.Decimal().BigInt()
	}
	unscaled, ok := ir.FitsDecimal(ir.Rescale(n, v.Type().Scale, t.Scale))
	return ir.DecimalOf(unscaled, t), ok
}

// literalTo reads a literal as another base; the result has another base when that
// makes no sense.
func literalTo(v Value, base ir.Base) (Value, unreadable) {
	switch v.Type().Base {
	case ir.Text:
		return textLiteral(v.Text(), base)
	case ir.Integer:
		return integerLiteral(v.Number(), base)
	case ir.Decimal:
		if base == ir.Float {
			return floatLiteral(v.String()), unreadable{}
		}
	}
	return v, unreadable{}
}

func floatLiteral(digits string) Value {
	f, _ := strconv.ParseFloat(digits, 64) // at most 38 digits: always in range
	return ir.FloatOf(f)
}

func integerLiteral(n int64, base ir.Base) (Value, unreadable) {
	switch base {
	case ir.Decimal:
		digits := int32(len(strconv.FormatInt(n, 10)))
		v, _ := widenValue(ir.IntegerOf(n), ir.DecimalType(digits, 0))
		return v, unreadable{}
	case ir.Float:
		return floatLiteral(strconv.FormatInt(n, 10)), unreadable{}
	case ir.Month:
		if p, ok := ir.ParseLayout(strconv.FormatInt(n, 10), "yyyyMM"); ok {
			return ir.MonthOf(ir.MonthNumber(p.Year, p.Month)), unreadable{}
		}
		return ir.IntegerOf(n), unreadable{fmt.Sprintf("%d is not a month", n), "write it as 202611"}
	case ir.Date:
		return ir.IntegerOf(n), unreadable{"a date is compared with a number", `write the date as a text: "2026-11-24"`}
	}
	return ir.IntegerOf(n), unreadable{}
}

func textLiteral(text string, base ir.Base) (Value, unreadable) {
	layouts := map[ir.Base][]string{
		ir.Date: {ir.DateLayout}, ir.Month: {ir.MonthLayout, "yyyyMM"}, ir.Timestamp: {ir.TimestampLayout, ir.DateLayout},
	}
	for _, layout := range layouts[base] {
		p, ok := ir.ParseLayout(text, layout)
		if !ok {
			continue
		}
		switch base {
		case ir.Date:
			return ir.DateOf(ir.DayOfMicros(p.Timestamp())), unreadable{}
		case ir.Month:
			return ir.MonthOf(ir.MonthNumber(p.Year, p.Month)), unreadable{}
		}
		return ir.TimestampOf(p.Timestamp()), unreadable{}
	}
	if len(layouts[base]) > 0 {
		return ir.TextOf(text), unreadable{fmt.Sprintf("%q is not a %s", text, base), "write a real " + base.String() + " as " + layouts[base][0]}
	}
	return ir.TextOf(text), unreadable{}
}

func copyPlace(to, from *ir.Node) *ir.Node {
	to.Span, to.Text = from.Span, from.Text
	return to
}
