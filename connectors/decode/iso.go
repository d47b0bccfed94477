package decode

// iso reads what needs no layout: 2026-11-24, with a time after a blank or T
// (08:00, 08:00:00, 08:00:00.123456) and, if the source sends an instant, a zone after
// it (Z, +08, +0800, +08:00), which is carried over to the cell's zone. Months may
// also be 2026-11 and 202611. Parts of a second finer than a microsecond are dropped.
type iso struct{}

// read implements layout.
func (iso) read(text []byte, c *cell) (Civil, bool) {
	t := Civil{Day: 1}
	year, n := digits(text, 4)
	if n < 4 {
		return t, false
	}
	t.Year = year
	if c.kind == kindMonth && len(text) == 6 {
		t.Month, n = digits(text[4:], 2)
		return t, n == 2
	}
	rest, ok := pair(text[4:], '-', &t.Month)
	if !ok {
		return t, false
	}
	if len(rest) == 0 {
		return t, c.kind == kindMonth
	}
	if rest, ok = pair(rest, '-', &t.Day); !ok || len(rest) == 0 {
		return t, ok
	}
	return t.clock(rest, c)
}

// clock reads the time of day and the zone that follow a date.
func (t Civil) clock(rest []byte, c *cell) (Civil, bool) {
	if rest[0] != ' ' && rest[0] != 'T' {
		return t, false
	}
	rest, ok := pair(rest, rest[0], &t.Hour)
	if !ok {
		return t, false
	}
	if rest, ok = pair(rest, ':', &t.Minute); !ok {
		return t, false
	}
	if len(rest) > 0 && rest[0] == ':' {
		if rest, ok = pair(rest, ':', &t.Second); !ok {
			return t, false
		}
		if rest, ok = t.fraction(rest); !ok {
			return t, false
		}
	}
	if len(rest) == 0 {
		return t, true
	}
	offset, ok := zone(rest)
	if !ok || !t.real() {
		return t, ok
	}
	return t.in(c.zone, offset), true
}

func (t *Civil) fraction(rest []byte) ([]byte, bool) {
	if len(rest) == 0 || rest[0] != '.' {
		return rest, true
	}
	value, n := digits(rest[1:], 9)
	t.Nano = nanos(value, n)
	return rest[1+n:], n > 0
}

// zone reads Z or an offset from UTC, in seconds east; one blank may stand before it.
func zone(text []byte) (int, bool) {
	if text[0] == ' ' {
		text = text[1:]
	}
	if len(text) == 1 && text[0] == 'Z' {
		return 0, true
	}
	if len(text) == 0 || text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	east := 1
	if text[0] == '-' {
		east = -1
	}
	hours, n := digits(text[1:], 2)
	rest := text[1+n:]
	minutes := 0
	ok := n == 2 && hours <= 15
	if len(rest) == 3 && rest[0] == ':' {
		rest = rest[1:]
	}
	if len(rest) > 0 {
		minutes, n = digits(rest, 2)
		ok = ok && n == 2 && len(rest) == 2 && minutes < 60
	}
	return east * (hours*3600 + minutes*60), ok
}

// pair reads a separator and exactly two digits.
func pair(text []byte, separator byte, into *int) ([]byte, bool) {
	if len(text) < 3 || text[0] != separator {
		return nil, false
	}
	value, n := digits(text[1:], 2)
	*into = value
	return text[3:], n == 2
}
