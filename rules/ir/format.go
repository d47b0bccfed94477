package ir

import (
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// FormatDecimal writes all digits of the scale, never an exponent: "-0.50".
func FormatDecimal(unscaled decimal128.Num, scale int32) string {
	digits := unscaled.BigInt().String()
	if scale <= 0 {
		return digits
	}
	digits, negative := strings.CutPrefix(digits, "-")
	if missing := int(scale) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - int(scale)
	text := digits[:point] + "." + digits[point:]
	if negative {
		return "-" + text
	}
	return text
}

// FormatDate writes ISO: "2026-11-24".
func FormatDate(days int64) string {
	y, m, d := CivilOf(days)
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// FormatTimestamp writes "2026-11-24 08:00:00", with ".123456" when the second is
// not whole.
func FormatTimestamp(micros int64) string {
	day := DayOfMicros(micros)
	rest := micros - day*MicrosPerDay
	seconds, fraction := rest/1_000_000, rest%1_000_000
	text := fmt.Sprintf("%s %02d:%02d:%02d", FormatDate(day), seconds/3600, seconds/60%60, seconds%60)
	if fraction != 0 {
		text += fmt.Sprintf(".%06d", fraction)
	}
	return text
}
