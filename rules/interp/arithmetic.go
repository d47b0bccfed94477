package interp

import (
	"math"
	"math/big"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// arithmetic evaluates the operators of numbers and dates.
func arithmetic(n *ir.Node, args []ir.Value) Result {
	a := args[0]
	switch {
	case n.Function.Name == "as_decimal":
		return fromBig(ir.Rescale(unscaled(a), a.Type().Scale, n.Type.Scale), n.Type)
	case n.Function.Name == "neg":
		return negate(a)
	case a.Type().Base == ir.Date, a.Type().Base == ir.Month:
		return calendarSum(n, a, args[1])
	case a.Type().Base == ir.Text:
		return value(ir.TextOf(a.Text() + args[1].Text()))
	case a.Type().Base == ir.Float:
		return floatResult(floatOf(n.Function.Name, a.Float(), args[1].Float()))
	case n.Function.Name == "/":
		return quotient(n, a, args[1])
	case n.Function.Name == "%" && args[1].Number() == 0:
		return fault(ir.DivisionByZero)
	case n.Function.Name == "%":
		return fromBig(new(big.Int).Rem(unscaled(a), unscaled(args[1])), n.Type)
	}
	return exact(n, a, args[1])
}

// exact computes +, - and * of integers or decimals.
func exact(n *ir.Node, a, b ir.Value) Result {
	x, y := unscaled(a), unscaled(b)
	if n.Function.Name == "*" {
		return fromBig(x.Mul(x, y), n.Type)
	}
	x, y = ir.Rescale(x, a.Type().Scale, n.Type.Scale), ir.Rescale(y, b.Type().Scale, n.Type.Scale)
	if n.Function.Name == "-" {
		y.Neg(y)
	}
	return fromBig(x.Add(x, y), n.Type)
}

// quotient divides exactly and rounds half away from zero at the scale of the node.
func quotient(n *ir.Node, a, b ir.Value) Result {
	x, y := unscaled(a), unscaled(b)
	if y.Sign() == 0 {
		return fault(ir.DivisionByZero)
	}
	// a/10^s1 ÷ b/10^s2, at scale s: a·10^(s+s2) ÷ b·10^s1.
	x.Mul(x, ir.PowerOfTen(n.Type.Scale+b.Type().Scale))
	y.Mul(y, ir.PowerOfTen(a.Type().Scale))
	return fromBig(ir.RoundDiv(x, y), n.Type)
}

func negate(a ir.Value) Result {
	if a.Type().Base == ir.Float {
		return value(ir.FloatOf(-a.Float()))
	}
	return fromBig(new(big.Int).Neg(unscaled(a)), a.Type())
}

// unscaled gives the number of an integer or decimal as a new big integer.
func unscaled(v ir.Value) *big.Int {
	if v.Type().Base == ir.Decimal {
		return v.Decimal().BigInt()
	}
	return big.NewInt(v.Number())
}

// fromBig makes an integer or decimal of the type, or Overflow.
func fromBig(x *big.Int, t ir.Type) Result {
	if t.Base == ir.Integer {
		if !x.IsInt64() {
			return fault(ir.Overflow)
		}
		return value(ir.IntegerOf(x.Int64()))
	}
	d, ok := ir.FitsDecimal(x)
	if !ok {
		return fault(ir.Overflow)
	}
	return value(ir.DecimalOf(d, t))
}

func floatOf(sign string, a, b float64) (float64, ir.Fault) {
	switch sign {
	case "+":
		return a + b, ir.NoFault
	case "-":
		return a - b, ir.NoFault
	case "*":
		return a * b, ir.NoFault
	}
	if b == 0 {
		return 0, ir.DivisionByZero
	}
	return a / b, ir.NoFault
}

func floatResult(f float64, why ir.Fault) Result {
	if why != ir.NoFault {
		return fault(why)
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return fault(ir.Overflow)
	}
	return value(ir.FloatOf(f))
}

// calendarSum computes + and - of dates and months.
func calendarSum(n *ir.Node, a, b ir.Value) Result {
	step := b.Number()
	if n.Function.Name == "-" {
		if b.Type().Base == a.Type().Base {
			return value(ir.IntegerOf(a.Number() - step))
		}
		if step == math.MinInt64 {
			return fault(ir.OutOfCalendar)
		}
		step = -step
	}
	return shifted(a, step)
}

// shifted adds days to a date or months to a month, within the calendar.
func shifted(a ir.Value, step int64) Result {
	low, high := ir.MinDay, ir.MaxDay
	if a.Type().Base == ir.Month {
		low, high = ir.MinMonth, ir.MaxMonth
	}
	if step < low-a.Number() || step > high-a.Number() {
		return fault(ir.OutOfCalendar)
	}
	if a.Type().Base == ir.Month {
		return value(ir.MonthOf(a.Number() + step))
	}
	return value(ir.DateOf(a.Number() + step))
}
