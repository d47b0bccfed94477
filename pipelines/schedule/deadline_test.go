package schedule_test

import (
	"errors"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/schedule"
)

// plainWeeks works from Monday to Friday, and knows 2026 alone.
type plainWeeks struct{}

func (plainWeeks) IsWorkday(day int32) (workday, known bool) {
	t := time.Unix(int64(day)*86400, 0).UTC()
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday, t.Year() == 2026
}

func TestAfter(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 8*3600)
	for _, test := range []struct {
		period  string
		days    int
		working bool
		clock   time.Duration
		want    string
	}{
		{"2026-10", 1, true, 18 * time.Hour, "2026-11-02 18:00"}, // the 1st is a Sunday
		{"2026-10", 5, true, 24 * time.Hour, "2026-11-07 00:00"},
		{"2026-10", 3, false, 12*time.Hour + 30*time.Minute, "2026-11-03 12:30"},
		{"2026-11-20", 1, true, 9 * time.Hour, "2026-11-23 09:00"},
		{"2026-12", 1, true, 9 * time.Hour, "unknown"},
	} {
		p, _, err := schedule.ParsePeriod(test.period)
		if err != nil {
			t.Fatal(err)
		}
		at, err := schedule.After(p, test.days, test.working, test.clock, zone, plainWeeks{})
		got := at.Format("2006-01-02 15:04")
		if errors.Is(err, schedule.ErrUnknownYear) {
			got = "unknown"
		}
		if got != test.want {
			t.Errorf("%s + %d: %s, want %s", test.period, test.days, got, test.want)
		}
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		if text == "" {
			return time.Time{}
		}
		v, err := time.Parse("2006-01-02 15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, test := range []struct{ newest, now, want string }{
		{"", "2026-11-20 09:00", "2026-10"},
		{"2026-11-03 09:00", "2026-11-20 09:00", ""},
		{"2026-11-03 09:00", "2026-12-01 00:00", "2026-11"},
		{"2026-11-03 09:00", "2027-02-01 00:00", "2026-11"}, // the first that is missing
		{"2026-10-31 23:59", "2026-11-01 00:00", "2026-10"},
	} {
		p, ok := schedule.Missing(schedule.Monthly, at(test.newest), at(test.now), time.UTC)
		got := p.Label
		if !ok {
			got = ""
		}
		if got != test.want {
			t.Errorf("%s at %s: %q, want %q", test.newest, test.now, got, test.want)
		}
	}
	if p := schedule.Delivered(schedule.Monthly, at("2026-11-03 09:00"), time.UTC); p.Label != "2026-10" {
		t.Errorf("delivered %s", p.Label)
	}
}
