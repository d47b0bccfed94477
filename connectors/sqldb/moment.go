package sqldb

import (
	"time"

	"github.com/dogwatch/dogwatch/connectors/decode"
)

// AppendDate appends a native date that a server sends as "2026-11-24". Other forms
// (infinity, a year before Christ or beyond 9999) are faults. Form.Layout is not used.
func AppendDate(b *decode.Builder, col int, text []byte) {
	t, rest, ok := parseCivil(text)
	if !ok || len(rest) > 0 {
		b.AppendFault(col, decode.ReasonDate, text)
		return
	}
	b.AppendDate(col, t.Year, t.Month, t.Day)
}

// AppendCivil appends a native timestamp without zone: "2026-11-24 08:00:00.123456".
func AppendCivil(b *decode.Builder, col int, text []byte) {
	t, rest, ok := parseCivil(text)
	if !ok || len(rest) > 0 {
		b.AppendFault(col, decode.ReasonTimestamp, text)
		return
	}
	b.AppendCivil(col, t)
}

// AppendInstant appends a native timestamp that is an instant. It is sent with its
// offset ("+08", "+08:05:43") or, without one, lies defaultOffset seconds east of UTC.
func AppendInstant(b *decode.Builder, col int, text []byte, defaultOffset int) {
	t, rest, ok := parseCivil(text)
	offset := defaultOffset
	if ok && len(rest) > 0 {
		offset, ok = parseOffset(rest)
	}
	switch {
	case !ok:
		b.AppendFault(col, decode.ReasonTimestamp, text)
	case t.Month == 0 || t.Day == 0: // 0000-00-00 is no instant; the builder refuses it
		b.AppendCivil(col, t)
	default:
		utc := time.Date(t.Year, time.Month(t.Month), t.Day, t.Hour, t.Minute, t.Second, t.Nano, time.UTC)
		b.AppendTime(col, utc.Add(-time.Duration(offset)*time.Second))
	}
}

// parseCivil reads yyyy-MM-dd[ HH:mm:ss[.f]] and gives what follows it.
func parseCivil(text []byte) (t decode.Civil, rest []byte, ok bool) {
	if len(text) < 10 || text[4] != '-' || text[7] != '-' {
		return t, nil, false
	}
	var good [6]bool
	var century int
	century, good[0] = two(text)
	t.Year, good[1] = two(text[2:])
	t.Year += century * 100
	t.Month, good[2] = two(text[5:])
	t.Day, good[3] = two(text[8:])
	if !good[0] || !good[1] || !good[2] || !good[3] {
		return t, nil, false
	}
	if text = text[10:]; len(text) < 9 || text[0] != ' ' || text[3] != ':' || text[6] != ':' {
		return t, text, true
	}
	t.Hour, good[0] = two(text[1:])
	t.Minute, good[1] = two(text[4:])
	t.Second, good[2] = two(text[7:])
	rest = fraction(&t, text[9:])
	return t, rest, good[0] && good[1] && good[2]
}

// fraction reads a fraction of up to nine digits.
func fraction(t *decode.Civil, text []byte) []byte {
	if len(text) == 0 || text[0] != '.' {
		return text
	}
	text = text[1:]
	unit := 100_000_000
	for len(text) > 0 && text[0] >= '0' && text[0] <= '9' {
		t.Nano += int(text[0]-'0') * unit
		unit /= 10
		text = text[1:]
	}
	return text
}

// parseOffset reads +hh, +hh:mm or +hh:mm:ss.
func parseOffset(text []byte) (int, bool) {
	east := 1
	switch {
	case len(text) < 3:
		return 0, false
	case text[0] == '-':
		east = -1
	case text[0] != '+':
		return 0, false
	}
	seconds, unit := 0, 3600
	for text = text[1:]; ; text = text[3:] {
		n, ok := two(text)
		if !ok || unit == 0 {
			return 0, false
		}
		seconds += n * unit
		unit /= 60
		if len(text) == 2 {
			return east * seconds, true
		}
		if len(text) < 5 || text[2] != ':' {
			return 0, false
		}
	}
}

// two reads two digits.
func two(text []byte) (int, bool) {
	if len(text) < 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9' {
		return 0, false
	}
	return int(text[0]-'0')*10 + int(text[1]-'0'), true
}
