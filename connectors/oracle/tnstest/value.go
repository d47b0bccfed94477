package tnstest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// Texts makes a row of texts; "" is null, as in Oracle.
func Texts(values ...string) Row {
	var row Row
	for _, value := range values {
		row = append(row, []byte(value))
	}
	return row
}

// TextColumns describes columns of text.
func TextColumns(names ...string) []Column {
	var list []Column
	for _, name := range names {
		list = append(list, Column{Name: name, Kind: VarChar})
	}
	return list
}

// Number writes a decimal number as NUMBER: an exponent of 100, then digits of base 100,
// plus 1, or of negative ones 101 minus the digit, and an end mark.
func Number(text string) []byte {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	whole = strings.TrimLeft(whole, "0")
	if len(whole)%2 == 1 {
		whole = "0" + whole
	}
	if len(fraction)%2 == 1 {
		fraction += "0"
	}
	exponent := len(whole) / 2
	pairs := whole + fraction
	for strings.HasPrefix(pairs, "00") {
		pairs, exponent = pairs[2:], exponent-1
	}
	for strings.HasSuffix(pairs, "00") {
		pairs = pairs[:len(pairs)-2]
	}
	if pairs == "" {
		return []byte{0x80}
	}
	out := []byte{byte(0xC0 + exponent)}
	if negative {
		out[0] = ^out[0]
	}
	for ; pairs != ""; pairs = pairs[2:] {
		digit := (pairs[0]-'0')*10 + pairs[1] - '0'
		if negative {
			out = append(out, 101-digit)
		} else {
			out = append(out, digit+1)
		}
	}
	if negative && len(out) < 21 {
		out = append(out, 102)
	}
	return out
}

// Date writes a civil time as DATE.
func Date(t time.Time) []byte {
	return []byte{
		byte(t.Year()/100 + 100), byte(t.Year()%100 + 100), byte(t.Month()), byte(t.Day()),
		byte(t.Hour() + 1), byte(t.Minute() + 1), byte(t.Second() + 1),
	}
}

// Timestamp writes a civil time as TIMESTAMP.
func Timestamp(t time.Time) []byte {
	return binary.BigEndian.AppendUint32(Date(t), uint32(t.Nanosecond()))
}

// Instant writes an instant as TIMESTAMP WITH TIME ZONE of an offset of whole hours.
func Instant(t time.Time, hours int) []byte {
	return append(Timestamp(t.UTC()), byte(20+hours), 60)
}

// Region writes an instant as TIMESTAMP WITH TIME ZONE of a region, by Oracle's number.
func Region(t time.Time, number int) []byte {
	return append(Timestamp(t.UTC()), byte(number>>6)|0x80, byte(number<<2))
}

// ParseNumber reads a NUMBER as Number writes it.
func ParseNumber(stored []byte) string {
	if len(stored) < 2 {
		return "0"
	}
	sign, exponent, digits := "", int(stored[0])-0xC0, stored[1:]
	negative := stored[0] < 0x80
	if negative {
		sign, exponent = "-", int(^stored[0])-0xC0
		digits = bytes.TrimSuffix(digits, []byte{102})
	}
	var out strings.Builder
	for i := 0; i < max(exponent, len(digits)); i++ {
		if i == max(exponent, 0) {
			out.WriteString("." + strings.Repeat("00", max(-exponent, 0)))
		}
		pair := 0
		if i < len(digits) {
			pair = int(digits[i]) - 1
		}
		if negative && i < len(digits) {
			pair = 101 - int(digits[i])
		}
		fmt.Fprintf(&out, "%02d", pair)
	}
	whole, fraction, dotted := strings.Cut(out.String(), ".")
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if fraction = strings.TrimRight(fraction, "0"); !dotted || fraction == "" {
		return sign + whole
	}
	return sign + whole + "." + fraction
}
