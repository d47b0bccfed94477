package kernel

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// sum makes + and difference makes -, of numbers, dates, months and texts.
func sum(n *ir.Node, _ ir.Dictionaries) operation {
	switch n.Args[0].Type.Base {
	case ir.Text:
		return joined
	case ir.Float:
		return floats(func(a, b float64) (float64, ir.Fault) { return a + b, ir.NoFault })
	case ir.Date, ir.Month:
		return moved(n.Args[0].Type.Base, 1)
	}
	return exactPair(plus, func(a, b *big.Int) *big.Int { return a.Add(a, b) })
}

func difference(n *ir.Node, _ ir.Dictionaries) operation {
	a, b := n.Args[0].Type.Base, n.Args[1].Type.Base
	switch {
	case a == ir.Float:
		return floats(func(a, b float64) (float64, ir.Fault) { return a - b, ir.NoFault })
	case (a == ir.Date || a == ir.Month) && a == b:
		return numberPair(func(a, b int64) (int64, ir.Fault) { return a - b, ir.NoFault })
	case a == ir.Date || a == ir.Month:
		return moved(a, -1)
	}
	return exactPair(func(x, y int64) (int64, bool) {
		if y == math.MinInt64 {
			return 0, false
		}
		return plus(x, -y)
	}, func(a, b *big.Int) *big.Int { return a.Sub(a, b) })
}

func product(n *ir.Node, _ ir.Dictionaries) operation {
	if n.Type.Base == ir.Float {
		return floats(func(a, b float64) (float64, ir.Fault) { return a * b, ir.NoFault })
	}
	return func(f *frame, out *vector, in []*vector) {
		a, b := in[0], in[1]
		out.compute(f.n, func(i int) (int64, bool) {
			x, okX := a.narrow(i)
			y, okY := b.narrow(i)
			if !okX || !okY {
				return 0, false
			}
			return times(x, y)
		}, func(i int) *big.Int { return new(big.Int).Mul(a.unscaled(i), b.unscaled(i)) })
	}
}

// plus adds, if an int64 holds the sum.
func plus(x, y int64) (int64, bool) {
	z := x + y
	return z, (x^z)&(y^z) >= 0
}

// compute fills the rows that have a value: quickly where an int64 suffices, else
// with a big integer.
func (v *vector) compute(n int, quick func(i int) (int64, bool), slow func(i int) *big.Int) {
	dead := v.dead()
	for i := range n {
		if dead.has(i) {
			continue
		}
		if z, ok := quick(i); ok {
			v.setNarrow(i, z)
		} else {
			v.setBig(i, slow(i))
		}
	}
}

// exactPair computes a sum or difference at the scale of the result.
func exactPair(quick func(x, y int64) (int64, bool), slow func(a, b *big.Int) *big.Int) operation {
	return func(f *frame, out *vector, in []*vector) {
		a, b := in[0], in[1]
		out.compute(f.n, func(i int) (int64, bool) {
			x, okX := a.narrow(i)
			y, okY := b.narrow(i)
			if okX && okY {
				x, okX = scaled(x, out.scale-a.scale)
				y, okY = scaled(y, out.scale-b.scale)
			}
			if !okX || !okY {
				return 0, false
			}
			return quick(x, y)
		}, func(i int) *big.Int {
			return slow(ir.Rescale(a.unscaled(i), a.scale, out.scale), ir.Rescale(b.unscaled(i), b.scale, out.scale))
		})
	}
}

// quotient makes /: exact, rounded half away from zero at the scale of the result.
func quotient(n *ir.Node, _ ir.Dictionaries) operation {
	if n.Type.Base == ir.Float {
		return floats(func(a, b float64) (float64, ir.Fault) {
			if b == 0 {
				return 0, ir.DivisionByZero
			}
			return a / b, ir.NoFault
		})
	}
	return func(f *frame, out *vector, in []*vector) {
		a, b := in[0], in[1]
		failZero(f, out, b)
		shift := out.scale + b.scale - a.scale
		out.compute(f.n, func(i int) (int64, bool) {
			x, okX := a.narrow(i)
			y, okY := b.narrow(i)
			if !okX || !okY {
				return 0, false
			}
			return divided(x, y, shift)
		}, func(i int) *big.Int {
			x := new(big.Int).Mul(a.unscaled(i), ir.PowerOfTen(out.scale+b.scale))
			y := new(big.Int).Mul(b.unscaled(i), ir.PowerOfTen(a.scale))
			return ir.RoundDiv(x, y)
		})
	}
}

// failZero faults the rows whose divisor is zero.
func failZero(f *frame, out, divisor *vector) {
	dead := out.dead()
	for i := range f.n {
		if y, ok := divisor.narrow(i); ok && y == 0 && !dead.has(i) {
			out.fail(i, ir.DivisionByZero)
		}
	}
}

// divided gives x·10^shift ÷ y, half away from zero, if an int64 holds it.
func divided(x, y int64, shift int32) (int64, bool) {
	if shift < 0 || shift > 19 || y == 0 {
		return 0, false
	}
	by := magnitude(y)
	high, low := bits.Mul64(magnitude(x), tenTo(shift))
	if high >= by {
		return 0, false
	}
	quotient, rest := bits.Div64(high, low, by)
	if rest >= by-rest {
		quotient++
	}
	if quotient > math.MaxInt64 {
		return 0, false
	}
	if (x < 0) != (y < 0) {
		return -int64(quotient), true
	}
	return int64(quotient), true
}

func remainder(*ir.Node, ir.Dictionaries) operation {
	return numberPair(func(a, b int64) (int64, ir.Fault) {
		if b == 0 {
			return 0, ir.DivisionByZero
		}
		return a % b, ir.NoFault
	})
}

// floats computes with floats; what is not finite afterwards has overflowed.
func floats(compute func(a, b float64) (float64, ir.Fault)) operation {
	return func(f *frame, out *vector, in []*vector) {
		a, b := in[0], in[1]
		dead := out.dead()
		for i := range f.n {
			if dead.has(i) {
				continue
			}
			x, why := compute(a.floats[i&a.step], b.floats[i&b.step])
			if why == ir.NoFault && (math.IsNaN(x) || math.IsInf(x, 0)) {
				why = ir.Overflow
			}
			if out.floats[i] = x; why != ir.NoFault {
				out.fail(i, why)
			}
		}
	}
}
