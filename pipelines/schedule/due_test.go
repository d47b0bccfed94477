package schedule

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// year2026 knows 2026 as far as the tests need it: the National Day week is free, and
// 10 October, a Saturday, is worked.
type year2026 struct{}

func (year2026) IsWorkday(day int32) (workday, known bool) {
	date := time.Unix(int64(day)*86400, 0).UTC()
	switch {
	case date.Year() != 2026:
		return false, false
	case date.Month() == time.October && date.Day() <= 7:
		return false, true
	case date.Format(time.DateOnly) == "2026-10-10":
		return true, true
	}
	return date.Weekday() != time.Saturday && date.Weekday() != time.Sunday, true
}

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func instant(t *testing.T, text string, zone *time.Location) time.Time {
	t.Helper()
	if text == "" {
		return time.Time{}
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestDue(t *testing.T) {
	t.Parallel()
	zone := zoneOf(t, "Asia/Shanghai")
	for _, c := range []struct {
		name       string
		cycle      Cycle
		rule       string
		since, now string
		want       string // a missed period has an exclamation mark
	}{
		{"at the beginning", Weekly, "", "2026-11-15 09:00", "2026-11-20 09:00", "2026-W47@11-16 00:00"},
		{"at the very instant", Weekly, "", "2026-11-15 23:59", "2026-11-16 00:00", "2026-W47@11-16 00:00"},
		{"done at the very instant", Weekly, "", "2026-11-16 00:00", "2026-11-20 09:00", ""},
		{"two missed weeks, each once", Weekly, "", "2026-11-02 09:00", "2026-11-20 09:00", "2026-W46@11-09 00:00! 2026-W47@11-16 00:00"},
		{"the first time", Weekly, "", "", "2026-11-20 09:00", "2026-W47@11-16 00:00"},
		{"the first time, not yet due", Weekly, "0 9 * * 5", "", "2026-11-20 08:59", ""},
		{"cron in its week", Weekly, "0 9 * * 5", "2026-11-13 09:00", "2026-11-20 09:00", "2026-W47@11-20 09:00"},
		{"cron every hour is due once a day", Daily, "0 * * * *", "2026-11-19 00:00", "2026-11-20 09:00", "2026-11-20@11-20 00:00"},
		{"cron on Monday in a month", Monthly, "30 6 * * 1", "2026-10-31 00:00", "2026-11-20 00:00", "2026-11@11-02 06:30"},
		{"the 31st is not in every month", Monthly, "0 0 31 * *", "2026-08-31 00:00", "2026-11-20 00:00", "2026-10@10-31 00:00!"},
		{"last working day", Monthly, "last working day 18:00", "2026-10-01 00:00", "2026-11-20 00:00", "2026-10@10-30 18:00!"},
		{"first working day after a holiday", Monthly, "first working day", "2026-09-30 00:00", "2026-10-20 00:00", "2026-10@10-08 00:00"},
		{"a worked Saturday", Weekly, "last working day", "2026-10-05 00:00", "2026-10-10 00:00", "2026-W41@10-10 00:00"},
		{"free days are not due", Daily, "first working day", "2026-10-01 12:00", "2026-10-09 12:00", "2026-10-08@10-08 00:00! 2026-10-09@10-09 00:00"},
		{"quarter", Quarterly, "first working day 08:30", "2026-09-01 00:00", "2026-11-20 00:00", "2026-Q4@10-08 08:30"},
		{"year", Yearly, "", "2025-12-01 00:00", "2026-11-20 00:00", "2026@01-01 00:00"},
		{"now before since", Weekly, "", "2026-11-20 00:00", "2026-11-01 00:00", ""},
	} {
		rule, err := ParseRule(c.cycle, c.rule, zone, year2026{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		turns, err := rule.Due(instant(t, c.since, zone), instant(t, c.now, zone))
		if got := render(turns, zone); got != c.want || err != nil {
			t.Errorf("%s: %q %v, want %q", c.name, got, err, c.want)
		}
	}
}

func render(turns []Turn, zone *time.Location) string {
	parts := make([]string, 0, len(turns))
	for _, turn := range turns {
		missed := map[bool]string{true: "!"}[turn.Missed]
		parts = append(parts, fmt.Sprintf("%s@%s%s", turn.Label, turn.At.In(zone).Format("01-02 15:04"), missed))
	}
	return strings.Join(parts, " ")
}

// TestDueInAnUnknownYear: what is known is given, and the rest is never guessed.
func TestDueInAnUnknownYear(t *testing.T) {
	t.Parallel()
	rule, err := ParseRule(Monthly, "last working day", time.UTC, year2026{})
	if err != nil {
		t.Fatal(err)
	}
	turns, err := rule.Due(instant(t, "2026-11-30 09:00", time.UTC), instant(t, "2027-01-05 09:00", time.UTC))
	if got := render(turns, time.UTC); got != "2026-12@12-31 00:00!" || !errors.Is(err, ErrUnknownYear) || err.Error() != "2027-01: the calendar of working days does not cover the year 2027" {
		t.Errorf("due: %q %v", got, err)
	}
	if turns, err = rule.Due(instant(t, "2026-12-31 09:00", time.UTC), instant(t, "2026-12-31 10:00", time.UTC)); len(turns) != 0 || err != nil {
		t.Errorf("the unknown year has not begun: %v %v", turns, err)
	}
}

// TestWorkdaysNext: the schedule as robfig/cron asks it.
func TestWorkdaysNext(t *testing.T) {
	t.Parallel()
	w := Workdays{cycle: Monthly, last: true, clock: 18 * time.Hour, zone: time.UTC, calendar: year2026{}}
	for from, want := range map[string]string{
		"2026-10-30 17:59": "2026-10-30 18:00",
		"2026-10-30 18:00": "2026-11-30 18:00",
		"2026-12-31 17:00": "2026-12-31 18:00",
		"2026-12-31 18:00": "",
	} {
		if got := w.Next(instant(t, from, time.UTC)); !got.Equal(instant(t, want, time.UTC)) {
			t.Errorf("after %s: %s", from, got)
		}
	}
}

// TestDayWithoutMidnight: in Shanghai 1986-05-04 began at 01:00 or a little later; the
// day is due on that day, not on the evening before.
func TestDayWithoutMidnight(t *testing.T) {
	t.Parallel()
	for name, days := range map[string][]string{
		"Asia/Shanghai":     {"1940-06-01", "1986-05-04", "1991-04-14"},
		"America/Sao_Paulo": {"2018-11-04"},
		"Africa/Cairo":      {"2023-04-28"},
	} {
		zone := zoneOf(t, name)
		for _, day := range days {
			date, err := time.Parse(time.DateOnly, day)
			if err != nil {
				t.Fatal(err)
			}
			at := midnight(date, zone)
			if before := at.Add(-time.Nanosecond).In(zone).Format(time.DateOnly); at.In(zone).Format(time.DateOnly) != day || before == day {
				t.Errorf("%s in %s begins at %s", day, name, at.In(zone))
			}
		}
	}
}

func TestParseRuleErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"second working day":     `"second working day" is no rule`,
		"last working day 24:00": `"last working day 24:00" is no rule`,
		"0 9 * *":                `"0 9 * *" is no rule`,
		"0 9 L * *":              `"0 9 L * *" is no rule`,
		"@every 1h":              `"@every 1h" is no rule`,
		"TZ=0":                   `"TZ=0" is no rule`,
		"CRON_TZ=UTC 0 9 * * *":  `"CRON_TZ=UTC 0 9 * * *" is no rule`,
		"0 0 30 2 *":             `"0 0 30 2 *" is never due`,
	} {
		if _, err := ParseRule(Monthly, text, time.UTC, year2026{}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("ParseRule(%q): %v", text, err)
		}
	}
	if _, err := ParseRule(Monthly, "last working day", time.UTC, nil); err == nil || !strings.Contains(err.Error(), "needs a calendar") {
		t.Errorf("without a calendar: %v", err)
	}
	if _, err := ParseRule(Weekly, "0 0 29 2 *", time.UTC, nil); err != nil {
		t.Errorf("29 February: %v", err)
	}
}
