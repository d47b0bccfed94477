package schedule

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// ErrUnknownYear says that the calendar of working days does not cover a year. It is
// never taken for Monday to Friday: a deployment brings the table of a new year itself.
var ErrUnknownYear = errors.New("the calendar of working days does not cover the year")

// A Rule says when, in each period of a cycle, a run is due.
type Rule struct {
	cycle Cycle
	zone  *time.Location
	times timetable
}

// A timetable gives the first instant in a period at which it is due; ok is false if
// there is none.
type timetable interface {
	in(p Period) (at time.Time, ok bool, err error)
}

// ParseRule reads when the runs of a cycle are due, in the civil time of a zone:
//
//	""                        as soon as the period begins
//	"first working day"       of the period, at midnight; "last working day" as well
//	"last working day 18:00"  at a time of that day
//	"30 6 * * 1"              a cron expression of five fields: at its first instant in the period
//
// calendar may be nil if the rule does not speak of working days.
func ParseRule(cycle Cycle, text string, zone *time.Location, calendar Calendar) (Rule, error) {
	r := Rule{cycle: cycle, zone: zone}
	text = strings.TrimSpace(text)
	var err error
	switch {
	case text == "":
		r.times = beginning{zone}
	case strings.Contains(text, "working day"):
		r.times, err = parseWorkdays(cycle, text, zone, calendar)
	default:
		r.times, err = parseCron(text, zone)
	}
	return r, err
}

// First gives the first instant at which a period is due; ok is false if it never is
// (no working day lies in it, or the expression names none of its days).
// ErrUnknownYear: the calendar does not cover the period.
func (r Rule) First(p Period) (at time.Time, ok bool, err error) { return r.times.in(p) }

// midnight is the first instant of a civil date in a zone. Where a clock change leaves
// a day without a midnight, it is the first instant that the day has.
func midnight(day time.Time, zone *time.Location) time.Time { return civil(day, 0, 0, zone) }

// civil is an instant by date and clock.
func civil(day time.Time, hour, minute int, zone *time.Location) time.Time {
	y, m, d := day.Date()
	at := time.Date(y, m, d, hour, minute, 0, 0, zone)
	if at.In(zone).Day() != d { // time.Date went back over a gap, into the day before
		return time.Date(y, m, d, hour+1, minute, 0, 0, zone)
	}
	return at
}

type beginning struct{ zone *time.Location }

func (b beginning) in(p Period) (time.Time, bool, error) { return midnight(p.Start, b.zone), true, nil }

type cronTimes struct {
	schedule cron.Schedule
	zone     *time.Location
}

// parseCron takes the five fields and nothing else of robfig/cron: "@every" depends on
// when one looks, and a zone in the expression would not be that of the periods.
func parseCron(text string, zone *time.Location) (timetable, error) {
	refused := fmt.Errorf("%q is no rule for when a run is due: write \"first working day\", \"last working day 18:00\" or five cron fields such as \"30 6 * * 1\"", text)
	if strings.Contains(text, "TZ=") { // robfig/cron takes it, and panics on some
		return nil, refused
	}
	parsed, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(text)
	if err != nil {
		return nil, refused
	}
	fields, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil, refused
	}
	fields.Location = zone
	if fields.Next(time.Date(2000, 1, 1, 0, 0, 0, 0, zone)).IsZero() {
		return nil, fmt.Errorf("%q is never due: its month has no such day", text)
	}
	return cronTimes{fields, zone}, nil
}

func (c cronTimes) in(p Period) (time.Time, bool, error) {
	at := c.schedule.Next(midnight(p.Start, c.zone).Add(-time.Second)) // Next is after, not at
	if at.IsZero() || !at.Before(midnight(p.End, c.zone)) {
		return time.Time{}, false, nil
	}
	return at, true, nil
}
