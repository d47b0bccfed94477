package kernel

import (
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A layout is a layout of dates taken apart once. It reads and writes what
// ir.ParseLayout and ir.FormatLayout do.
type layout []layoutField

// A layoutField is a number, by its letter and the digits it may have, or a text that
// stands for itself.
type layoutField struct {
	letter      byte
	least, most int
	text        string
}

func newLayout(text string) layout {
	var l layout
	for text != "" {
		size := 1
		for strings.IndexByte("yMdHms", text[0]) >= 0 && size < len(text) && text[size] == text[0] {
			size++
		}
		field := text[:size]
		text = text[size:]
		switch field {
		case "yyyy", "MM", "dd", "HH", "mm", "ss":
			l = append(l, layoutField{letter: field[0], least: size, most: size})
		case "M", "d":
			l = append(l, layoutField{letter: field[0], least: 1, most: 2})
		default:
			l = append(l, layoutField{text: field})
		}
	}
	return l
}

// read takes a text apart; false if it is not of this layout or no real date.
func (l layout) read(text string) (ir.Parts, bool) {
	p := ir.Parts{Month: 1, Day: 1}
	for i := range l {
		field := &l[i]
		if field.letter == 0 {
			if !strings.HasPrefix(text, field.text) {
				return ir.Parts{}, false
			}
			text = text[len(field.text):]
			continue
		}
		n, used := 0, 0
		for used < field.most && used < len(text) && text[used] >= '0' && text[used] <= '9' {
			n = n*10 + int(text[used]-'0')
			used++
		}
		if used < field.least {
			return ir.Parts{}, false
		}
		set(&p, field.letter, n)
		text = text[used:]
	}
	_, exists := ir.DayOf(p.Year, p.Month, p.Day)
	return p, text == "" && exists && p.Hour < 24 && p.Minute < 60 && p.Second < 60
}

func set(p *ir.Parts, letter byte, n int) {
	switch letter {
	case 'y':
		p.Year = n
	case 'M':
		p.Month = n
	case 'd':
		p.Day = n
	case 'H':
		p.Hour = n
	case 'm':
		p.Minute = n
	default:
		p.Second = n
	}
}

// write appends a civil timestamp.
func (l layout) write(to []byte, micros int64) []byte {
	p := ir.PartsOf(micros)
	for i := range l {
		switch field := &l[i]; field.letter {
		case 0:
			to = append(to, field.text...)
		case 'y':
			to = appendDigits(to, p.Year, field.least)
		case 'M':
			to = appendDigits(to, p.Month, field.least)
		case 'd':
			to = appendDigits(to, p.Day, field.least)
		case 'H':
			to = appendDigits(to, p.Hour, field.least)
		case 'm':
			to = appendDigits(to, p.Minute, field.least)
		default:
			to = appendDigits(to, p.Second, field.least)
		}
	}
	return to
}

// appendDigits writes a number of at most 4 digits, filled with zeros to the width.
func appendDigits(to []byte, n, width int) []byte {
	for power, place := 1000, 4; place > 0; power, place = power/10, place-1 {
		if place <= width || n >= power {
			to = append(to, byte('0'+n/power%10))
		}
	}
	return to
}
