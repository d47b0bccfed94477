package ir

import (
	"math/big"
	"strings"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// ParseDecimal reads "-12.50" exactly: an optional sign, digits with at most one
// point, no exponent. The scale is the number of digits after the point. It fails
// on anything else and on more than 38 digits.
func ParseDecimal(text string) (unscaled decimal128.Num, precision, scale int32, ok bool) {
	digits, negative := strings.CutPrefix(text, "-")
	if !negative {
		digits = strings.TrimPrefix(digits, "+")
	}
	whole, fraction, pointed := strings.Cut(digits, ".")
	if whole+fraction == "" || pointed && fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return decimal128.Num{}, 0, 0, false
	}
	significant := strings.TrimLeft(whole+fraction, "0")
	if len(significant) > MaxPrecision || len(fraction) > MaxPrecision {
		return decimal128.Num{}, 0, 0, false
	}
	n, _ := new(big.Int).SetString("0"+significant, 10)
	if negative {
		n.Neg(n)
	}
	scale = int32(len(fraction))
	return decimal128.FromBigInt(n), max(int32(len(significant)), scale, 1), scale, true
}

// PowerOfTen gives 10^n as a new number.
func PowerOfTen(n int32) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

// FitsDecimal turns an unscaled number into a decimal; false beyond 38 digits.
func FitsDecimal(n *big.Int) (decimal128.Num, bool) {
	if n.CmpAbs(PowerOfTen(MaxPrecision)) >= 0 {
		return decimal128.Num{}, false
	}
	return decimal128.FromBigInt(n), true
}

// RoundDiv divides half away from zero; the divisor is not zero.
func RoundDiv(n, by *big.Int) *big.Int {
	quotient, rest := new(big.Int).QuoRem(n, by, new(big.Int))
	if rest.Lsh(rest, 1).CmpAbs(by) >= 0 {
		quotient.Add(quotient, big.NewInt(int64(n.Sign()*by.Sign())))
	}
	return quotient
}

// Rescale moves an unscaled number from one scale to another, half away from zero
// when digits are lost.
func Rescale(n *big.Int, from, to int32) *big.Int {
	if to >= from {
		return new(big.Int).Mul(n, PowerOfTen(to-from))
	}
	return RoundDiv(n, PowerOfTen(from-to))
}

// CompareDecimal compares exactly across scales: -1, 0 or 1.
func CompareDecimal(a decimal128.Num, aScale int32, b decimal128.Num, bScale int32) int {
	if aScale == bScale {
		return a.Cmp(b)
	}
	scale := max(aScale, bScale)
	return Rescale(a.BigInt(), aScale, scale).Cmp(Rescale(b.BigInt(), bScale, scale))
}
