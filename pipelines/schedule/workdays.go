package schedule

import (
	"fmt"
	"regexp"
	"time"

	"github.com/robfig/cron/v3"
)

// A Calendar knows working days, holidays and adjusted weekends included.
type Calendar interface {
	// IsWorkday judges a civil day (days since 1970-01-01); known is false for a year
	// that the calendar does not cover.
	IsWorkday(day int32) (workday, known bool)
}

// Workdays is due on the first or the last working day of every period of a cycle.
// robfig/cron has no sign for that, so this is one of its schedules.
type Workdays struct {
	cycle    Cycle
	last     bool
	clock    time.Duration // since midnight
	zone     *time.Location
	calendar Calendar
}

var _ cron.Schedule = Workdays{}

var workdayRule = regexp.MustCompile(`^(first|last) working day(?: ([01]\d|2[0-3]):([0-5]\d))?$`)

func parseWorkdays(cycle Cycle, text string, zone *time.Location, calendar Calendar) (timetable, error) {
	m := workdayRule.FindStringSubmatch(text)
	if m == nil {
		return nil, fmt.Errorf("%q is no rule for when a run is due: write \"first working day\", \"last working day\" or \"last working day 18:00\"", text)
	}
	if calendar == nil {
		return nil, fmt.Errorf("%q needs a calendar of working days", text)
	}
	clock := time.Duration(number(m[2]))*time.Hour + time.Duration(number(m[3]))*time.Minute
	return Workdays{cycle: cycle, last: m[1] == "last", clock: clock, zone: zone, calendar: calendar}, nil
}

// Next gives the first due instant after t; the zero time, which stands for never in
// robfig/cron, if the calendar does not cover the year.
func (w Workdays) Next(t time.Time) time.Time {
	for p := PeriodOf(w.cycle, t, w.zone); ; p = Next(w.cycle, p) {
		at, ok, err := w.in(p)
		if err != nil {
			return time.Time{}
		}
		if ok && at.After(t) {
			return at
		}
	}
}

func (w Workdays) in(p Period) (at time.Time, ok bool, err error) {
	day, step := p.Start, 1
	if w.last {
		day, step = p.End.AddDate(0, 0, -1), -1
	}
	for ; p.Contains(day); day = day.AddDate(0, 0, step) {
		workday, known := w.calendar.IsWorkday(int32(day.Unix() / 86400))
		if !known {
			return time.Time{}, false, fmt.Errorf("%s: %w %d", p.Label, ErrUnknownYear, day.Year())
		}
		if workday {
			return civil(day, int(w.clock/time.Hour), int(w.clock%time.Hour/time.Minute), w.zone), true, nil
		}
	}
	return time.Time{}, false, nil
}
