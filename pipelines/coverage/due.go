package coverage

import (
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/schedule"
)

// fourAMonth is how often a clause is due in a month whose agreement takes a month for
// four weeks: 48 a year.
const fourAMonth = 4

// periods lists the clause's periods of the service year that are over on a day. A period
// belongs to the year in which it begins; nothing is due of what is due on demand.
func periods(year checks.ServiceYear, cycle string, today time.Time) []schedule.Period {
	c, err := schedule.ParseCycle(cycle)
	if err != nil {
		return nil
	}
	p := schedule.PeriodOf(c, year.From, time.UTC)
	if p.Start.Before(year.From) {
		p = schedule.Next(c, p)
	}
	var list []schedule.Period
	for ; !p.Start.After(year.To) && !p.End.After(today); p = schedule.Next(c, p) {
		list = append(list, p)
	}
	return list
}

// due is how often a clause was due by a day. What the agreement itself counts at 48 a
// year is due four times in a month that is over, and once for each full week of the one
// that is not. A year's clause is due when the year is over.
func due(year checks.ServiceYear, c checks.Clause, today time.Time) int {
	switch {
	case c.Cycle == string(schedule.Yearly):
		if today.After(year.To) {
			return 1
		}
		return 0
	case c.Cycle == string(schedule.Weekly) && c.Counted == fourAMonth*12:
		n := 0
		for first := year.From; !first.After(year.To) && first.Before(today); first = first.AddDate(0, 1, 0) {
			n += min(fourAMonth, int(min(today.Sub(first), first.AddDate(0, 1, 0).Sub(first)).Hours())/(7*24))
		}
		return n
	}
	return len(periods(year, c.Cycle, today))
}
