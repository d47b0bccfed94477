package ir

import (
	"fmt"
	"strings"
)

// The layouts used when none is given.
const (
	DateLayout      = "yyyy-MM-dd"
	MonthLayout     = "yyyy-MM"
	TimestampLayout = "yyyy-MM-dd HH:mm:ss"
)

// Parts is what a layout reads from a text: only the parts that it names are set,
// the others are 1 for month and day and 0 for the clock.
type Parts struct {
	Year, Month, Day, Hour, Minute, Second, Micros int
}

// CheckLayout says what is wrong with a layout, "" when nothing is. Its letters are
// yyyy, MM or M, dd or d, HH, mm and ss; everything else stands for itself.
func CheckLayout(layout string) string {
	seen := map[byte]bool{}
	for rest := layout; rest != ""; {
		field := fieldOf(rest)
		letter := rest[0]
		rest = rest[len(field):]
		if strings.IndexByte("yMdHms", letter) < 0 {
			continue
		}
		if seen[letter] {
			return fmt.Sprintf("%q stands twice", string(letter))
		}
		seen[letter] = true
		if !knownField(field) {
			return fmt.Sprintf("%q is no part of a layout", field)
		}
	}
	if !seen['y'] || !seen['M'] {
		return "a layout needs yyyy and MM"
	}
	return ""
}

// ParseLayout reads a text by a layout. The whole text must be used, numbers are
// ASCII digits, and the date must exist; otherwise false. Single letters (M, d)
// take one or two digits.
func ParseLayout(text, layout string) (Parts, bool) {
	p := Parts{Month: 1, Day: 1}
	for layout != "" {
		field := fieldOf(layout)
		layout = layout[len(field):]
		target := p.target(field)
		if target == nil {
			rest, ok := strings.CutPrefix(text, field)
			if !ok {
				return Parts{}, false
			}
			text = rest
			continue
		}
		least, most := len(field), len(field)
		if most == 1 {
			most = 2
		}
		n, width := leadingNumber(text, most)
		if width < least {
			return Parts{}, false
		}
		*target, text = n, text[width:]
	}
	_, exists := DayOf(p.Year, p.Month, p.Day)
	return p, text == "" && exists && p.Hour < 24 && p.Minute < 60 && p.Second < 60
}

// FormatLayout writes the parts by a layout that CheckLayout accepts.
func FormatLayout(p Parts, layout string) string {
	var b strings.Builder
	for layout != "" {
		field := fieldOf(layout)
		layout = layout[len(field):]
		if target := p.target(field); target != nil {
			fmt.Fprintf(&b, "%0*d", len(field), *target)
			continue
		}
		b.WriteString(field)
	}
	return b.String()
}

// PartsOf splits a civil timestamp.
func PartsOf(micros int64) Parts {
	day := DayOfMicros(micros)
	rest := int(micros - day*MicrosPerDay)
	p := Parts{Micros: rest % 1_000_000}
	p.Year, p.Month, p.Day = CivilOf(day)
	seconds := rest / 1_000_000
	p.Hour, p.Minute, p.Second = seconds/3600, seconds/60%60, seconds%60
	return p
}

// Timestamp joins the parts to a civil timestamp; the date must exist.
func (p Parts) Timestamp() int64 {
	day, _ := DayOf(p.Year, p.Month, p.Day)
	seconds := int64(p.Hour)*3600 + int64(p.Minute)*60 + int64(p.Second)
	return int64(day)*MicrosPerDay + seconds*1_000_000 + int64(p.Micros)
}

// target finds the part that a field sets; nil for a literal.
func (p *Parts) target(field string) *int {
	if !knownField(field) {
		return nil
	}
	switch field[0] {
	case 'y':
		return &p.Year
	case 'M':
		return &p.Month
	case 'd':
		return &p.Day
	case 'H':
		return &p.Hour
	case 'm':
		return &p.Minute
	}
	return &p.Second
}

func knownField(field string) bool {
	switch field {
	case "yyyy", "MM", "M", "dd", "d", "HH", "mm", "ss":
		return true
	}
	return false
}

// fieldOf cuts the leading run of one pattern letter, or one other character.
func fieldOf(layout string) string {
	n := 1
	if strings.IndexByte("yMdHms", layout[0]) >= 0 {
		for n < len(layout) && layout[n] == layout[0] {
			n++
		}
	}
	return layout[:n]
}

// leadingNumber reads at most width ASCII digits.
func leadingNumber(text string, width int) (n, used int) {
	for used < width && used < len(text) && text[used] >= '0' && text[used] <= '9' {
		n = n*10 + int(text[used]-'0')
		used++
	}
	return n, used
}
