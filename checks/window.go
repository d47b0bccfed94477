package checks

import (
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// A Window is the time of day in which the rows of a source may be read. The zero Window
// is always open.
type Window struct {
	From, Until time.Duration // since midnight; Until before From: on the next day
	Text        string        // as written, "20:00-06:00"
}

// Open tells whether an instant lies in the window; at is in the workspace's zone. From
// belongs to it, Until does not.
func (w Window) Open(at time.Time) bool {
	clock := sinceMidnight(at)
	switch {
	case w == Window{}:
		return true
	case w.From < w.Until:
		return w.From <= clock && clock < w.Until
	}
	return w.From <= clock || clock < w.Until
}

// Opens gives the next instant, from at on, at which the window is open.
func (w Window) Opens(at time.Time) time.Time {
	if w.Open(at) {
		return at
	}
	day := at.Day()
	if sinceMidnight(at) >= w.From {
		day++
	}
	return time.Date(at.Year(), at.Month(), day, int(w.From.Hours()), int(w.From.Minutes())%60, 0, 0, at.Location())
}

func sinceMidnight(at time.Time) time.Duration {
	h, m, s := at.Clock()
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second
}

// window reads two times of day, such as 20:00-06:00.
func (l *loader) window(v *syntax.Value) Window {
	if v == nil || v.Form != syntax.Scalar {
		return Window{}
	}
	w, ok := ParseWindow(v.Text)
	if !ok {
		l.report("DW-1110", v.Span, `write two times of day, "20:00-06:00": past midnight it ends on the next day`, "`%s` is no time of day from one clock to another", v.Text)
	}
	return w
}

// ParseWindow reads two times of day, such as 20:00-06:00; ok is false if they are none.
func ParseWindow(text string) (w Window, ok bool) {
	from, until, _ := strings.Cut(text, "-")
	w = Window{Text: text}
	var began, ended bool
	w.From, began = clockOf(from)
	w.Until, ended = clockOf(until)
	if !began || !ended || w.From == w.Until || w.From == 24*time.Hour {
		return Window{}, false
	}
	return w, true
}

// On gives the window that begins on a day, by the calendar of the zone of at: from Begin
// to End.
func (w Window) On(at time.Time) (begin, end time.Time) {
	clock := func(day int, d time.Duration) time.Time {
		return time.Date(at.Year(), at.Month(), day, int(d.Hours()), int(d.Minutes())%60, 0, 0, at.Location())
	}
	next := at.Day()
	if w.Until <= w.From {
		next++
	}
	return clock(at.Day(), w.From), clock(next, w.Until)
}

// clockOf reads a time of day; 24:00 is the end of it.
func clockOf(text string) (time.Duration, bool) {
	if text == "24:00" {
		return 24 * time.Hour, true
	}
	at, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return 0, false
	}
	return sinceMidnight(at), true
}
