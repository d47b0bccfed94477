package decode

import (
	"fmt"
	"strings"
)

// A layout reads a text as a moment. It reports false if the text has not its shape;
// whether the moment is real is the caller's question.
type layout interface {
	read(text []byte, c *cell) (Civil, bool)
}

// A pattern is a compiled Form.Layout: parts read one after the other.
type pattern []part

// A part is a run of digits for one unit, or a literal if the unit is 0.
type part struct {
	unit     byte // y M d H m s S
	min, max int  // digits
	literal  string
}

// units are the letters with meaning, by the number of digits each may have.
const units = "yMdHmsS"

// compileLayout reads a layout for a contract type. Doubled letters stand for exactly
// two digits, single ones for one or two, yyyy for four, a run of S for as many digits
// of the fraction (a single S for one to nine). T and all that is no ASCII letter
// stand for themselves.
func compileLayout(text string, k kind) (pattern, error) {
	if k < kindDate {
		return nil, fmt.Errorf("layout %s: only dates, months and timestamps have one", text)
	}
	var p pattern
	for i := 0; i < len(text); {
		n := 1
		for i+n < len(text) && text[i+n] == text[i] {
			n++
		}
		next, err := partOf(text[i], n)
		if err != nil {
			return nil, fmt.Errorf("layout %s: %w", text, err)
		}
		p = append(p, next)
		i += n
	}
	if err := p.check(k); err != nil {
		return nil, fmt.Errorf("layout %s: %w", text, err)
	}
	return p, nil
}

func partOf(letter byte, n int) (part, error) {
	run := strings.Repeat(string([]byte{letter}), n)
	switch {
	case letter == 'y' && n == 4:
		return part{unit: 'y', min: 4, max: 4}, nil
	case letter == 'S' && n == 1:
		return part{unit: 'S', min: 1, max: 9}, nil
	case letter == 'S' && n <= 9, strings.IndexByte("MdHms", letter) >= 0 && n == 2:
		return part{unit: letter, min: n, max: n}, nil
	case strings.IndexByte("MdHms", letter) >= 0 && n == 1:
		return part{unit: letter, min: 1, max: 2}, nil
	case strings.IndexByte(units, letter) >= 0:
		return part{}, fmt.Errorf("%s is not one of yyyy MM M dd d HH H mm m ss s S", run)
	case letter != 'T' && (letter|0x20 >= 'a' && letter|0x20 <= 'z'):
		return part{}, fmt.Errorf("the letter %c has no meaning", letter)
	case letter >= '0' && letter <= '9':
		return part{}, fmt.Errorf("a digit cannot stand for itself")
	}
	return part{literal: run}, nil
}

// check refuses layouts that lack a unit, have one twice, or whose digits cannot be
// told apart.
func (p pattern) check(k kind) error {
	seen := ""
	for i, part := range p {
		if part.unit == 0 {
			continue
		}
		if strings.IndexByte(seen, part.unit) >= 0 {
			return fmt.Errorf("%c stands twice", part.unit)
		}
		seen += string(rune(part.unit))
		if part.min < part.max && i+1 < len(p) && p[i+1].unit != 0 {
			return fmt.Errorf("%c of varying width needs a separator after it", part.unit)
		}
	}
	need := "yMd"
	if k == kindMonth {
		need = "yM"
	}
	for _, unit := range need {
		if !strings.ContainsRune(seen, unit) {
			return fmt.Errorf("lacks the %c", unit)
		}
	}
	return nil
}

// read implements layout.
func (p pattern) read(text []byte, _ *cell) (Civil, bool) {
	t := Civil{Day: 1}
	for i := range p {
		part := &p[i]
		if part.unit == 0 {
			if len(text) < len(part.literal) || string(text[:len(part.literal)]) != part.literal {
				return t, false
			}
			text = text[len(part.literal):]
			continue
		}
		value, n := digits(text, part.max)
		if n < part.min {
			return t, false
		}
		t.set(part.unit, value, n)
		text = text[n:]
	}
	return t, len(text) == 0
}

func (t *Civil) set(unit byte, value, digits int) {
	switch unit {
	case 'y':
		t.Year = value
	case 'M':
		t.Month = value
	case 'd':
		t.Day = value
	case 'H':
		t.Hour = value
	case 'm':
		t.Minute = value
	case 's':
		t.Second = value
	case 'S':
		t.Nano = nanos(value, digits)
	}
}

// nanos is the value of a fraction with that many digits (at most nine).
func nanos(value, digits int) int {
	for ; digits < 9; digits++ {
		value *= 10
	}
	return value
}

// digits reads at most limit decimal digits and says how many there were.
func digits(text []byte, limit int) (value, n int) {
	for n < limit && n < len(text) && text[n] >= '0' && text[n] <= '9' {
		value = value*10 + int(text[n]-'0')
		n++
	}
	return value, n
}
