package ir

import (
	"fmt"
	"math"
	"math/big"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// A Value is one typed value or null. The zero Value is nil's. It is immutable and
// may be copied.
type Value struct {
	typ     Type
	valid   bool
	number  int64
	float   float64
	text    string
	decimal decimal128.Num
}

// NullOf gives the null of a type.
func NullOf(t Type) Value { return Value{typ: t} }

// TextOf gives a text value.
func TextOf(s string) Value { return Value{typ: Of(Text), valid: true, text: s} }

// IntegerOf gives an integer value.
func IntegerOf(n int64) Value { return Value{typ: Of(Integer), valid: true, number: n} }

// DecimalOf gives a decimal value from its unscaled number.
func DecimalOf(unscaled decimal128.Num, t Type) Value {
	return Value{typ: t, valid: true, decimal: unscaled}
}

// FloatOf gives a float value; NaN becomes null.
func FloatOf(f float64) Value {
	return Value{typ: Of(Float), valid: !math.IsNaN(f), float: f}
}

// BooleanOf gives a boolean value.
func BooleanOf(b bool) Value {
	v := Value{typ: Of(Boolean), valid: true}
	if b {
		v.number = 1
	}
	return v
}

// DateOf gives a date from days since 1970-01-01.
func DateOf(days int64) Value { return Value{typ: Of(Date), valid: true, number: days} }

// MonthOf gives a month from year*12 + month-1.
func MonthOf(n int64) Value { return Value{typ: Of(Month), valid: true, number: n} }

// TimestampOf gives a civil timestamp from microseconds since 1970-01-01T00:00.
func TimestampOf(micros int64) Value {
	return Value{typ: Of(Timestamp), valid: true, number: micros}
}

// TriValue gives the boolean value of a truth; Unknown is null.
func TriValue(t Tri) Value {
	if t == Unknown {
		return NullOf(Of(Boolean))
	}
	return BooleanOf(t == True)
}

// Type is the value's type.
func (v Value) Type() Type { return v.typ }

// IsNull reports null.
func (v Value) IsNull() bool { return !v.valid }

// Text is the text of a Text value, "" for any other.
func (v Value) Text() string { return v.text }

// Number is the integer, the days of a date, the months of a month, the
// microseconds of a timestamp, or 1 for true; 0 for any other.
func (v Value) Number() int64 { return v.number }

// Float is the number of a Float value, 0 for any other.
func (v Value) Float() float64 { return v.float }

// Decimal is the unscaled number of a Decimal value (its scale is in the type).
func (v Value) Decimal() decimal128.Num { return v.decimal }

// Rat is the exact number behind an integer or decimal; zero for null.
func (v Value) Rat() *big.Rat {
	if v.typ.Base != Decimal {
		return new(big.Rat).SetInt64(v.number)
	}
	return new(big.Rat).SetFrac(v.decimal.BigInt(), PowerOfTen(v.typ.Scale))
}

// Bool reports whether the value is true; false and null are not.
func (v Value) Bool() bool { return v.valid && v.typ.Base == Boolean && v.number != 0 }

// Tri gives the truth of a boolean value; null is Unknown.
func (v Value) Tri() Tri {
	if !v.valid {
		return Unknown
	}
	return TriOf(v.number != 0)
}

// WithType gives the same value under another type of the same base, such as a
// text with a meaning.
func (v Value) WithType(t Type) Value {
	v.typ = t
	return v
}

// Compare orders two values of one base that are not null: -1, 0 or 1. Text is
// ordered by UTF-8 bytes, decimals exactly across scales.
func Compare(a, b Value) int {
	switch a.typ.Base {
	case Text:
		return compareOrdered(a.text, b.text)
	case Decimal:
		return CompareDecimal(a.decimal, a.typ.Scale, b.decimal, b.typ.Scale)
	case Float:
		return compareOrdered(a.float, b.float)
	}
	return compareOrdered(a.number, b.number)
}

// Equal reports that two values have one base and are both null or equal.
func Equal(a, b Value) bool {
	if a.typ.Base != b.typ.Base || a.valid != b.valid {
		return false
	}
	return !a.valid || Compare(a, b) == 0
}

// String writes the value for a person: text as it is, null as "null". It is clear
// text; masking is the caller's.
func (v Value) String() string {
	if !v.valid {
		return "null"
	}
	switch v.typ.Base {
	case Text:
		return v.text
	case Decimal:
		return FormatDecimal(v.decimal, v.typ.Scale)
	case Float:
		return strconv.FormatFloat(v.float, 'g', -1, 64)
	case Boolean:
		return strconv.FormatBool(v.number != 0)
	case Date:
		return FormatDate(v.number)
	case Month:
		return fmt.Sprintf("%04d-%02d", v.number/12, v.number%12+1)
	case Timestamp:
		return FormatTimestamp(v.number)
	}
	return strconv.FormatInt(v.number, 10)
}

func compareOrdered[T string | int64 | float64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
