package schedule

import (
	"testing"
	"time"
)

func TestPeriods(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("CST", 8*3600)
	for _, c := range []struct {
		at    string
		cycle Cycle
		label string
		start string
		end   string
	}{
		{"2026-11-20T12:00:00+08:00", Weekly, "2026-W47", "2026-11-16", "2026-11-23"},
		{"2026-11-22T23:59:59+08:00", Weekly, "2026-W47", "2026-11-16", "2026-11-23"},
		{"2026-11-22T16:00:00Z", Weekly, "2026-W48", "2026-11-23", "2026-11-30"}, // already Monday in the zone
		{"2027-01-03T12:00:00+08:00", Weekly, "2026-W53", "2026-12-28", "2027-01-04"},
		{"2026-12-31T12:00:00+08:00", Monthly, "2026-12", "2026-12-01", "2027-01-01"},
		{"2026-11-20T12:00:00+08:00", Quarterly, "2026-Q4", "2026-10-01", "2027-01-01"},
		{"2026-11-20T12:00:00+08:00", Yearly, "2026", "2026-01-01", "2027-01-01"},
		{"2026-11-20T12:00:00+08:00", Daily, "2026-11-20", "2026-11-20", "2026-11-21"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		p := PeriodOf(c.cycle, at, shanghai)
		if p.Label != c.label || p.Start.Format(time.DateOnly) != c.start || p.End.Format(time.DateOnly) != c.end {
			t.Errorf("PeriodOf(%s, %s) = %+v", c.cycle, c.at, p)
		}
		parsed, cycle, err := ParsePeriod(c.label)
		if err != nil || cycle != c.cycle || parsed != p {
			t.Errorf("ParsePeriod(%s) = %+v %s %v", c.label, parsed, cycle, err)
		}
		if back := Previous(c.cycle, Next(c.cycle, p)); back != p {
			t.Errorf("previous of next of %s = %s", p.Label, back.Label)
		}
	}
}

func TestParsePeriodErrors(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]string{
		"2025-W53": "2025-W53 is no week: 2025 has 52 weeks",
		"2026-13":  `"2026-13" is no period: write 2026-W47, 2026-11, 2026-Q4, 2026 or 2026-11-20`,
	} {
		if _, _, err := ParsePeriod(label); err == nil || err.Error() != want {
			t.Errorf("ParsePeriod(%s): %v", label, err)
		}
	}
	if _, err := ParseCycle("fortnightly"); err == nil {
		t.Error("an unknown cycle is accepted")
	}
}

func TestCycles(t *testing.T) {
	t.Parallel()
	counted := map[Cycle]int{Daily: 365, Weekly: 48, Monthly: 12, Quarterly: 4, Yearly: 1}
	for _, c := range Cycles() {
		if got, err := ParseCycle(string(c)); got != c || err != nil {
			t.Errorf("ParseCycle(%s) = %s %v", c, got, err)
		}
		if got := c.CountedPerYear(); got != counted[c] {
			t.Errorf("%s counts %d a year", c, got)
		}
	}
}

// TestPeriodsFollowEachOther: each cycle covers ten years without a gap or an overlap,
// leap days and weeks 53 included, and every label is read back.
func TestPeriodsFollowEachOther(t *testing.T) {
	t.Parallel()
	for _, c := range Cycles() {
		p := PeriodOf(c, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC)
		for p.Start.Year() < 2030 {
			next := Next(c, p)
			if !next.Start.Equal(p.End) || next.Label == p.Label {
				t.Fatalf("%s: %+v is followed by %+v", c, p, next)
			}
			if !p.Contains(p.Start) || p.Contains(p.End) || !p.Contains(p.End.AddDate(0, 0, -1)) {
				t.Fatalf("%s: %s does not hold its own days", c, p.Label)
			}
			if parsed, cycle, err := ParsePeriod(p.Label); parsed != p || cycle != c || err != nil {
				t.Fatalf("%s: %s is read as %+v %s %v", c, p.Label, parsed, cycle, err)
			}
			p = next
		}
	}
}

func TestYearBefore(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]string{
		"2026-11": "2025-11", "2026-W47": "2025-W47", "2026-Q1": "2025-Q1", "2026": "2025", "2026-11-20": "2025-11-20",
		"2026-W53": "", "2024-02-29": "", "2027-W01": "2026-W01",
	} {
		p, cycle, err := ParsePeriod(label)
		if err != nil {
			t.Fatal(err)
		}
		before, ok := YearBefore(cycle, p)
		if got := before.Label; ok != (want != "") || ok && got != want {
			t.Errorf("%s: %s %t, not %s", label, got, ok, want)
		}
	}
}
