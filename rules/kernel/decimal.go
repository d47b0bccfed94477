package kernel

import (
	"cmp"
	"math/bits"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// decimalLoop compares decimals of different scales, exactly.
func decimalLoop(out *mask, a, b *vector, n int, holds func(order int) bool) {
	*out = mask{}
	for i := range n {
		x, okX := a.narrow(i)
		y, okY := b.narrow(i)
		if okX && okY {
			x, okX = scaled(x, b.scale-a.scale)
			y, okY = scaled(y, a.scale-b.scale)
		}
		order := 0
		if okX && okY {
			order = cmp.Compare(x, y)
		} else {
			order = ir.CompareDecimal(a.decimal(i), a.scale, b.decimal(i), b.scale)
		}
		if holds(order) {
			out.set(i)
		}
	}
}

// scaled multiplies by ten to the power of digits, if an int64 holds the product;
// a power below one leaves the number alone.
func scaled(x int64, digits int32) (int64, bool) {
	if digits <= 0 || x == 0 {
		return x, true
	}
	if digits > 18 {
		return 0, false
	}
	return times(x, int64(tenTo(digits)))
}

// times multiplies, if an int64 holds the product.
func times(x, y int64) (int64, bool) {
	high, low := bits.Mul64(magnitude(x), magnitude(y))
	negative := (x < 0) != (y < 0)
	limit := uint64(1) << 63
	if high != 0 || low > limit || low == limit && !negative {
		return 0, false
	}
	if negative {
		return -int64(low), true
	}
	return int64(low), true
}

// magnitude is the absolute value.
func magnitude(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

// tenTo gives 10^n for n of 0 to 19.
func tenTo(n int32) uint64 {
	power := uint64(1)
	for range n {
		power *= 10
	}
	return power
}
