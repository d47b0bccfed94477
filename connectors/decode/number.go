package decode

import (
	"math"
	"math/bits"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// maxDigits is what a Decimal128 holds.
const maxDigits = 38

// A number is the exact value (-1)^neg · (hi·2^64 + lo) · 10^exp of a text. The
// coefficient has no trailing zeros, so exp tells at once whether a scale loses.
type number struct {
	neg    bool
	hi, lo uint64
	digits int // of the coefficient, 0 for zero
	exp    int
}

// scan reads [+-]digits[.digits][e[+-]digits]; other forms (1,234.50, 0x1F, inf) are
// refused. One pass: zeros are held back until a later digit shows they count.
func (n *number) scan(text []byte) string {
	i := n.sign(text)
	zeros, seen, point, fraction := 0, 0, false, 0
	for ; i < len(text); i++ {
		ch := text[i]
		if ch == '.' && !point {
			point = true
			continue
		}
		if ch < '0' || ch > '9' {
			break
		}
		seen++
		if point {
			fraction++
		}
		if ch == '0' {
			zeros++
			continue
		}
		n.push(ch-'0', zeros)
		zeros = 0
	}
	exp, ok := exponent(text[i:])
	if seen == 0 || !ok {
		return ReasonNumber
	}
	n.exp = exp - fraction + zeros
	if n.digits > maxDigits {
		return n.tooLong()
	}
	return ""
}

func (n *number) sign(text []byte) int {
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		n.neg = text[0] == '-'
		return 1
	}
	return 0
}

// push appends held-back zeros and a digit; leading zeros do not count. Beyond 38
// digits only the count goes on.
func (n *number) push(digit byte, zeros int) {
	if n.digits == 0 {
		zeros = 0
	}
	n.digits += zeros + 1
	if n.digits > maxDigits {
		return
	}
	n.raise(zeros + 1)
	var carry uint64
	n.lo, carry = bits.Add64(n.lo, uint64(digit), 0)
	n.hi += carry
}

// raise multiplies the coefficient by 10^k; the caller keeps it within 38 digits.
func (n *number) raise(k int) {
	for range k {
		high, low := bits.Mul64(n.lo, 10)
		n.hi, n.lo = n.hi*10+high, low
	}
}

// tooLong tells a number that is too large from one that is too fine.
func (n *number) tooLong() string {
	if n.digits+n.exp > maxDigits {
		return ReasonRange
	}
	return ReasonDecimals
}

// exponent reads the rest of a number: nothing, or e[+-]digits. It stops counting at
// 100,000, which is beyond any type.
func exponent(rest []byte) (int, bool) {
	if len(rest) == 0 {
		return 0, true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return 0, false
	}
	var sign number
	digits := rest[1+sign.sign(rest[1:]):]
	exp := 0
	for _, ch := range digits {
		if ch < '0' || ch > '9' {
			return 0, false
		}
		exp = min(exp*10+int(ch-'0'), 100_000)
	}
	if sign.neg {
		exp = -exp
	}
	return exp, len(digits) > 0
}

// rescale makes the coefficient that of the given scale, within precision digits.
func (n *number) rescale(precision, scale int) string {
	if n.digits == 0 {
		return ""
	}
	k := n.exp + scale
	switch {
	case n.digits+k > precision:
		return ReasonRange
	case k < 0:
		return ReasonDecimals
	}
	n.raise(k)
	return ""
}

func (c *cell) parseInteger(text []byte, shift int32) string {
	var n number
	if reason := n.scan(text); reason != "" {
		return reason
	}
	n.exp -= int(shift)
	if reason := n.rescale(19, 0); reason != "" {
		return reason
	}
	switch {
	case !n.neg && n.lo <= math.MaxInt64:
		c.integer.Append(int64(n.lo))
	case n.neg && n.lo <= math.MaxInt64+1:
		c.integer.Append(-int64(n.lo))
	default:
		return ReasonRange
	}
	return ""
}

func (c *cell) parseDecimal(text []byte, shift int32) string {
	var n number
	if reason := n.scan(text); reason != "" {
		return reason
	}
	n.exp -= int(shift)
	if reason := n.rescale(int(c.precision), int(c.scale)); reason != "" {
		return reason
	}
	value := decimal128.New(int64(n.hi), n.lo)
	if n.neg {
		value = value.Negate()
	}
	c.decimal.Append(value)
	return ""
}

// parseFloat takes the decimal forms only. A shift is exact in decimal, so it is
// applied to the exponent before the text is rounded to binary.
func (c *cell) parseFloat(text []byte, shift int32) string {
	var n number
	if reason := n.scan(text); reason == ReasonNumber {
		return reason
	}
	value, err := strconv.ParseFloat(string(text), 64)
	if err == nil && shift != 0 {
		value /= math.Pow10(int(shift))
	}
	if err != nil || math.IsInf(value, 0) {
		return ReasonRange
	}
	c.float.Append(value)
	return ""
}

// parseBoolean takes 0, 1, t, f, true and false, in any case.
func (c *cell) parseBoolean(text []byte) string {
	switch {
	case is(text, "1") || is(text, "t") || is(text, "true"):
		c.boolean.Append(true)
	case is(text, "0") || is(text, "f") || is(text, "false"):
		c.boolean.Append(false)
	default:
		return ReasonBoolean
	}
	return ""
}

// is compares with an ASCII word in lower case, without regard to case.
func is(text []byte, word string) bool {
	if len(text) != len(word) {
		return false
	}
	for i, ch := range text {
		if ch|0x20 != word[i]|0x20 {
			return false
		}
	}
	return true
}
