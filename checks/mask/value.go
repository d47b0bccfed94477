package mask

import (
	"strings"
	"unicode"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// maxShown is the number of code points of a clear text that are shown at most.
const maxShown = 60

// hidden stands for a value of which nothing may be shown, its length included.
const hidden = "***"

// Value gives what may be shown of a value that is not null. text is the value as
// it was read, also when it does not decode to t.
//
// A text whose meaning names a person is masked by its meaning whatever its class
// says: a contract that calls an ID number internal must not leak it. Control and
// formatting characters never pass, so a value cannot drive a terminal.
func Value(class Class, t ir.Type, text string) string {
	class = floor(class.effective(), t)
	if class <= Internal {
		return Printable(text)
	}
	switch t.Base {
	case ir.Text:
		return maskText(class, t.Meaning, []rune(Printable(text)))
	case ir.Boolean:
		if class == Personal {
			return Printable(text)
		}
		return hidden
	case ir.Date, ir.Month, ir.Timestamp:
		return maskDate(class, t.Base, text)
	case ir.Integer, ir.Decimal, ir.Float:
		return maskNumber(class, text)
	}
	return hidden
}

// floor lifts the class of a text to what its meaning needs.
func floor(class Class, t ir.Type) Class {
	if t.Base != ir.Text {
		return class
	}
	switch t.Meaning {
	case ir.IDCard, ir.BankAccount, ir.DisabilityCard:
		return Sensitive
	case ir.Phone:
		return max(class, Personal)
	}
	return class
}

func maskText(class Class, meaning ir.Meaning, text []rune) string {
	switch meaning {
	case ir.IDCard, ir.DisabilityCard:
		return keepEnds(text, 3, 2, 15)
	case ir.BankAccount:
		return keepEnds(text, 0, 4, 10)
	case ir.Phone:
		return keepEnds(text, 3, 4, 11)
	case ir.CreditCode:
		return keepEnds(text, 2, 2, 12)
	case ir.DivisionCode:
		return maskDivision(class, text)
	}
	if class == Personal {
		return firstOf(text, min(max(len(text)-1, 1), 3))
	}
	return firstOf(text, len(hidden))
}

// keepEnds stars all but the first and the last characters and keeps the length,
// which is often the fault itself. Text shorter than whole is some other thing or a
// fragment: at most its first character stays.
func keepEnds(text []rune, first, last, whole int) string {
	if len(text) < whole {
		first, last = min(first, 1), 0
	}
	if len(text) < 5 || len(text) > maxShown {
		return hidden
	}
	stars := strings.Repeat("*", len(text)-first-last)
	return string(text[:first]) + stars + string(text[len(text)-last:])
}

// maskDivision keeps the county of a personal place code, the province of a
// sensitive one.
func maskDivision(class Class, text []rune) string {
	kept := 6
	if class == Sensitive {
		kept = 2
	}
	if len(text) < 6 || len(text) > maxShown {
		return hidden
	}
	return string(text[:kept]) + strings.Repeat("*", len(text)-kept)
}

// firstOf keeps the first character and adds stars; a single character is hidden.
func firstOf(text []rune, stars int) string {
	if len(text) < 2 {
		return strings.Repeat("*", stars)
	}
	return string(text[:1]) + strings.Repeat("*", stars)
}

// maskDate keeps the year of a personal date. What does not begin with a year (it
// did not decode) is hidden.
func maskDate(class Class, base ir.Base, text string) string {
	year := "****"
	if class == Personal {
		if len(text) < 4 || strings.Trim(text[:4], "0123456789") != "" {
			return hidden
		}
		year = text[:4]
	}
	if base == ir.Month {
		return year + "-**"
	}
	return year + "-**-**"
}

// maskNumber keeps the sign, the magnitude and the leading digit of a personal
// number with two digits or more before the point.
func maskNumber(class Class, text string) string {
	if class == Sensitive {
		return hidden
	}
	sign, digits := "", text
	if strings.HasPrefix(text, "-") {
		sign, digits = "-", text[1:]
	}
	whole, fraction, point := strings.Cut(digits, ".")
	if whole == "" || len(whole) > 12 || strings.Trim(whole+fraction, "0123456789") != "" {
		return hidden
	}
	masked := sign + "*"
	if len(whole) > 1 {
		masked = sign + whole[:1] + strings.Repeat("*", len(whole)-1)
	}
	if point {
		masked += ".**"
	}
	return masked
}

// Printable gives text that is safe to print: control characters become their
// pictures, invisible formatting characters and bad UTF-8 become U+FFFD, and long
// text is cut.
func Printable(text string) string {
	var b strings.Builder
	shown := 0
	for _, r := range text {
		if shown == maxShown {
			b.WriteRune('…')
			break
		}
		b.WriteRune(picture(r))
		shown++
	}
	return b.String()
}

func picture(r rune) rune {
	switch {
	case r < 0x20:
		return 0x2400 + r
	case r == 0x7f:
		return 0x2421
	case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), r == 0x2028, r == 0x2029:
		return unicode.ReplacementChar
	}
	return r
}
