package kernel

import (
	"math"
	"math/big"

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
