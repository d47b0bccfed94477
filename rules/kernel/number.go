package kernel

import (
	"math"
	"math/big"
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// exactOne computes a number from one integer or decimal.
func exactOne(quick func(out, a *vector, x int64) (int64, bool), slow func(out, a *vector, x *big.Int) *big.Int) maker {
	return func(n *ir.Node, _ ir.Dictionaries) operation {
		return func(f *frame, out *vector, in []*vector) {
			a := in[0]
			out.compute(f.n, func(i int) (int64, bool) {
				x, ok := a.narrow(i)
				if !ok {
					return 0, false
				}
				return quick(out, a, x)
			}, func(i int) *big.Int { return slow(out, a, a.unscaled(i)) })
		}
	}
}

// rescaled makes as_decimal and round.
func rescaled() maker {
	return exactOne(
		func(out, a *vector, x int64) (int64, bool) { return movedPoint(x, a.scale, out.scale) },
		func(out, a *vector, x *big.Int) *big.Int { return ir.Rescale(x, a.scale, out.scale) })
}

// movedPoint brings an unscaled number to another scale, half away from zero, if an
// int64 holds it.
func movedPoint(x int64, from, to int32) (int64, bool) {
	if to >= from {
		return scaled(x, to-from)
	}
	if from-to > 18 {
		return 0, false
	}
	return divided(x, int64(tenTo(from-to)), 0)
}

// floored makes floor; ceil is its mirror image.
func floored(ceil bool) maker {
	return exactOne(
		func(_, a *vector, x int64) (int64, bool) {
			if a.scale > 18 || x == math.MinInt64 {
				return 0, false
			}
			if ceil {
				return -floorBy(-x, int64(tenTo(a.scale))), true
			}
			return floorBy(x, int64(tenTo(a.scale))), true
		},
		func(_, a *vector, x *big.Int) *big.Int {
			if ceil {
				x.Neg(x)
			}
			x.Div(x, ir.PowerOfTen(a.scale)) // Euclidean: down, for a positive divisor
			if ceil {
				x.Neg(x)
			}
			return x
		})
}

func floorBy(x, by int64) int64 {
	q := x / by
	if x%by < 0 {
		q--
	}
	return q
}

func negative(n *ir.Node, d ir.Dictionaries) operation {
	if n.Type.Base == ir.Float {
		return floatOne(func(x float64) float64 { return -x })
	}
	return exactOne(
		func(_, _ *vector, x int64) (int64, bool) { return -x, x != math.MinInt64 },
		func(_, _ *vector, x *big.Int) *big.Int { return x.Neg(x) })(n, d)
}

func absolute(n *ir.Node, d ir.Dictionaries) operation {
	if n.Type.Base == ir.Float {
		return floatOne(math.Abs)
	}
	return exactOne(
		func(_, _ *vector, x int64) (int64, bool) { return max(x, -x), x != math.MinInt64 },
		func(_, _ *vector, x *big.Int) *big.Int { return x.Abs(x) })(n, d)
}

func floatOne(compute func(float64) float64) operation {
	return func(f *frame, out *vector, in []*vector) {
		for i := range f.n {
			out.floats[i] = compute(in[0].floats[i&in[0].step])
		}
	}
}

// toInteger reads a text, or a decimal that is whole.
func toInteger(n *ir.Node, _ ir.Dictionaries) operation {
	return func(f *frame, out *vector, in []*vector) {
		x := in[0]
		dead := out.dead()
		for i := range f.n {
			switch {
			case dead.has(i):
			case x.base == ir.Text:
				out.readInteger(i, x.texts[i&x.step])
			default:
				out.whole(i, x)
			}
		}
	}
}

// readInteger sets the integer that a text stands for.
func (v *vector) readInteger(i int, s string) {
	if x, scale, ok := shortNumber(s); ok && scale == 0 {
		v.ints[i] = x
		return
	}
	d, _, scale, ok := ir.ParseDecimal(s)
	if !ok || scale != 0 || strings.Contains(s, ".") {
		v.fail(i, ir.NotANumber)
		return
	}
	v.setBig(i, d.BigInt())
}

// whole sets the integer that a decimal is, or faults.
func (v *vector) whole(i int, from *vector) {
	if x, ok := from.narrow(i); ok && from.scale <= 18 {
		by := int64(tenTo(from.scale))
		if v.ints[i] = x / by; x%by != 0 {
			v.fail(i, ir.NotANumber)
		}
		return
	}
	whole, rest := new(big.Int).QuoRem(from.unscaled(i), ir.PowerOfTen(from.scale), new(big.Int))
	if rest.Sign() != 0 {
		v.fail(i, ir.NotANumber)
		return
	}
	v.setBig(i, whole)
}

// toDecimal reads a text or converts a number, to the scale of the result.
func toDecimal(n *ir.Node, d ir.Dictionaries) operation {
	switch n.Args[0].Type.Base {
	case ir.Integer, ir.Decimal:
		return rescaled()(n, d)
	}
	return func(f *frame, out *vector, in []*vector) {
		x := in[0]
		dead := out.dead()
		for i := range f.n {
			switch {
			case dead.has(i):
			case x.base == ir.Float:
				out.nearest(i, x.floats[i&x.step])
			default:
				out.readDecimal(i, x.texts[i&x.step])
			}
		}
	}
}

// readDecimal sets the decimal that a text stands for, rounded to the scale.
func (v *vector) readDecimal(i int, s string) {
	if x, scale, ok := shortNumber(s); ok {
		if z, ok := movedPoint(x, scale, v.scale); ok {
			v.setNarrow(i, z)
			return
		}
	}
	d, _, scale, ok := ir.ParseDecimal(s)
	if !ok {
		v.fail(i, ir.NotANumber)
		return
	}
	v.setBig(i, ir.Rescale(d.BigInt(), scale, v.scale))
}

// nearest rounds the exact binary value of a float half away from zero.
func (v *vector) nearest(i int, x float64) {
	if math.IsInf(x, 0) {
		v.fail(i, ir.Overflow)
		return
	}
	exact := new(big.Rat)
	exact.SetFloat64(x)
	exact.Mul(exact, new(big.Rat).SetInt(ir.PowerOfTen(v.scale)))
	v.setBig(i, ir.RoundDiv(exact.Num(), exact.Denom()))
}

// isNumber tests texts for what ir.ParseDecimal reads.
func isNumber(s string) bool {
	if _, _, ok := shortNumber(s); ok {
		return true
	}
	_, _, _, ok := ir.ParseDecimal(s)
	return ok
}

// shortNumber reads what ir.ParseDecimal reads, up to 18 digits in all; false means
// that it is longer or no number.
func shortNumber(s string) (unscaled int64, scale int32, ok bool) {
	digits := s
	if digits != "" && (digits[0] == '-' || digits[0] == '+') {
		digits = digits[1:]
	}
	if len(digits) > 19 {
		return 0, 0, false
	}
	point, count := -1, 0
	for i := range len(digits) {
		switch c := digits[i]; {
		case c >= '0' && c <= '9':
			unscaled = unscaled*10 + int64(c-'0')
			count++
		case c == '.' && point < 0:
			point = i
		default:
			return 0, 0, false
		}
	}
	if count == 0 || count > 18 || point == len(digits)-1 {
		return 0, 0, false
	}
	if point >= 0 {
		scale = int32(len(digits) - 1 - point)
	}
	if s[0] == '-' {
		unscaled = -unscaled
	}
	return unscaled, scale, true
}
