package kernel

import (
	"math"
	"math/big"
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
)

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
