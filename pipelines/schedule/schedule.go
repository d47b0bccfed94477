// Package schedule knows cycles and periods: which half-open interval of civil dates
// a run stands for, its label, and which periods have become due. It is pure: the
// instant, the zone and the calendar come in as arguments; it never looks at a clock,
// starts nothing and remembers nothing.
package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The cycles.
const (
	Daily     Cycle = "daily"
	Weekly    Cycle = "weekly" // ISO weeks, Monday to Sunday
	Monthly   Cycle = "monthly"
	Quarterly Cycle = "quarterly"
	Yearly    Cycle = "yearly"
)

// Cycle says how often something is due.
type Cycle string

// Cycles lists them all, the shortest first.
func Cycles() []Cycle { return []Cycle{Daily, Weekly, Monthly, Quarterly, Yearly} }

// ParseCycle knows a cycle by name.
func ParseCycle(name string) (Cycle, error) {
	if !slices.Contains(Cycles(), Cycle(name)) {
		return "", fmt.Errorf("there is no cycle %q: write daily, weekly, monthly, quarterly or yearly", name)
	}
	return Cycle(name), nil
}

// CountedPerYear is how many runs a service year counts: agreements take a month for
// four weeks, so a weekly cycle counts 48 a year.
func (c Cycle) CountedPerYear() int {
	return map[Cycle]int{Daily: 365, Weekly: 48, Monthly: 12, Quarterly: 4, Yearly: 1}[c]
}

// A Period is a half-open interval of civil dates [Start, End), each as midnight UTC.
type Period struct {
	Label string // "2026-11-20", "2026-W47", "2026-11", "2026-Q4", "2026"
	Start time.Time
	End   time.Time
}

// Contains tells whether a civil date (midnight UTC) lies in the period.
func (p Period) Contains(day time.Time) bool { return !day.Before(p.Start) && day.Before(p.End) }

// PeriodOf gives the period of a cycle that contains an instant, read in a zone.
func PeriodOf(c Cycle, at time.Time, zone *time.Location) Period {
	y, m, d := at.In(zone).Date()
	return periodAt(c, time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// Next gives the period after p.
func Next(c Cycle, p Period) Period { return periodAt(c, p.End) }

// Previous gives the period before p.
func Previous(c Cycle, p Period) Period { return periodAt(c, p.Start.AddDate(0, 0, -1)) }

// YearBefore gives the period of the same name a year before p: the same month, or the
// week of the same number. ok is false if that year had no such week or day.
func YearBefore(c Cycle, p Period) (before Period, ok bool) {
	year, rest, _ := strings.Cut(p.Label, "-")
	label := fmt.Sprintf("%04d", number(year)-1)
	if rest != "" {
		label += "-" + rest
	}
	before, cycle, err := ParsePeriod(label)
	return before, err == nil && cycle == c
}

// periodAt gives the period that contains a civil date.
func periodAt(c Cycle, day time.Time) Period {
	y, m, _ := day.Date()
	first := func(year int, month time.Month) time.Time { return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC) }
	switch c {
	case Weekly:
		start := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
		year, week := day.ISOWeek()
		return Period{fmt.Sprintf("%04d-W%02d", year, week), start, start.AddDate(0, 0, 7)}
	case Monthly:
		return Period{day.Format("2006-01"), first(y, m), first(y, m+1)}
	case Quarterly:
		q := (int(m) - 1) / 3
		start := first(y, time.Month(q*3+1))
		return Period{fmt.Sprintf("%04d-Q%d", y, q+1), start, start.AddDate(0, 3, 0)}
	case Yearly:
		return Period{fmt.Sprintf("%04d", y), first(y, 1), first(y+1, 1)}
	}
	return Period{day.Format(time.DateOnly), day, day.AddDate(0, 0, 1)}
}

var (
	weekLabel    = regexp.MustCompile(`^(\d{4})-W(\d{2})$`)
	quarterLabel = regexp.MustCompile(`^(\d{4})-Q([1-4])$`)
)

// ParsePeriod reads a label and tells its cycle.
func ParsePeriod(label string) (Period, Cycle, error) {
	label = strings.ToUpper(strings.TrimSpace(label))
	if m := weekLabel.FindStringSubmatch(label); m != nil {
		return parseWeek(label, m)
	}
	if m := quarterLabel.FindStringSubmatch(label); m != nil {
		year, quarter := number(m[1]), number(m[2])
		return periodAt(Quarterly, time.Date(year, time.Month(quarter*3), 1, 0, 0, 0, 0, time.UTC)), Quarterly, nil
	}
	for layout, cycle := range map[string]Cycle{"2006": Yearly, "2006-01": Monthly, time.DateOnly: Daily} {
		if day, err := time.Parse(layout, label); err == nil {
			return periodAt(cycle, day), cycle, nil
		}
	}
	return Period{}, "", fmt.Errorf("%q is no period: write 2026-W47, 2026-11, 2026-Q4, 2026 or 2026-11-20", label)
}

// parseWeek finds the week by its Thursday, which lies in the week's year.
func parseWeek(label string, m []string) (Period, Cycle, error) {
	fourth := time.Date(number(m[1]), 1, 4, 0, 0, 0, 0, time.UTC) // always in week 1
	p := periodAt(Weekly, fourth.AddDate(0, 0, 7*(number(m[2])-1)))
	if p.Label != label {
		return Period{}, "", fmt.Errorf("%s is no week: %s has %d weeks", label, m[1], weeksIn(number(m[1])))
	}
	return p, Weekly, nil
}

func weeksIn(year int) int {
	_, week := time.Date(year, 12, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
	return week
}

// number reads digits that an expression has matched.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
