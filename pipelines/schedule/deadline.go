package schedule

import (
	"fmt"
	"time"
)

// After gives the instant that lies so many days after the last day of a period, at a
// clock time (since midnight; 24 h is the end of that day). Working days are counted by
// the calendar. ErrUnknownYear: it does not cover a year on the way.
func After(p Period, days int, working bool, clock time.Duration, zone *time.Location, calendar Calendar) (time.Time, error) {
	day := p.End.AddDate(0, 0, -1)
	for n := 0; n < days; {
		day = day.AddDate(0, 0, 1)
		if !working {
			n++
			continue
		}
		workday, known := calendar.IsWorkday(int32(day.Unix() / 86400))
		if !known {
			return time.Time{}, fmt.Errorf("%s: %w %d", p.Label, ErrUnknownYear, day.Year())
		}
		if workday {
			n++
		}
	}
	if clock >= 24*time.Hour {
		return midnight(day.AddDate(0, 0, 1), zone), nil
	}
	return civil(day, int(clock/time.Hour), int(clock%time.Hour/time.Minute), zone), nil
}

// Missing gives the first period of a cycle whose delivery has not arrived at now: what
// arrives after the end of a period and before the end of the next is its delivery.
// newest is the last arrival, zero if nothing has ever arrived. ok is false if nothing
// is missing.
func Missing(c Cycle, newest, now time.Time, zone *time.Location) (missing Period, ok bool) {
	ended := Previous(c, PeriodOf(c, now, zone))
	if newest.IsZero() {
		return ended, true
	}
	missing = PeriodOf(c, newest, zone) // its delivery comes after it
	return missing, !missing.Start.After(ended.Start)
}

// Delivered gives the period whose delivery a row is, by the instant of its arrival.
func Delivered(c Cycle, arrival time.Time, zone *time.Location) Period {
	return Previous(c, PeriodOf(c, arrival, zone))
}
