package coverage

import (
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/schedule"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// watched counts the periods in which every watch of the clause that is in effect was
// patrolled. A clause whose watches are all unbound has nothing done.
func (b *books) watched(l *Line, c checks.Clause) {
	bound := b.bound(l, c)
	for _, path := range bound {
		if list := b.done[path]; len(list) > 0 {
			l.Runs = append(l.Runs, b.name(path, list[len(list)-1]))
		}
		l.Unread = append(l.Unread, b.unreadOf(c, path)...)
	}
	l.Due = due(b.Year, c, b.Today)
	over := periods(b.Year, c.Cycle, b.Today)
	if year, ok := b.wholeYear(c); ok {
		over = []schedule.Period{year}
	}
	for i, p := range over {
		switch {
		case b.all(bound, p, c.Confirmed):
			l.Done++
			continue
		case b.all(bound, p, false):
			l.Awaiting++
		}
		if l.Due > 0 && c.Counted == 0 { // which of the year's weeks are the counted ones is nobody's to say
			l.addGap(over, i)
		}
	}
}

// addGap notes that the period at a place of those that are over was not done.
func (l *Line) addGap(over []schedule.Period, at int) {
	label := over[at].Label
	if n := len(l.Gaps); n > 0 && at > 0 && l.Gaps[n-1] == over[at-1].Label {
		last := &l.Stretches[len(l.Stretches)-1]
		last.Last, last.Periods = label, last.Periods+1
	} else {
		l.Stretches = append(l.Stretches, Stretch{label, label, 1})
	}
	l.Gaps = append(l.Gaps, label)
}

// bound lists the watches of the clause that are in effect here, each table by itself,
// and notes the others.
func (b *books) bound(l *Line, c checks.Clause) (bound []string) {
	for _, path := range c.Watches {
		switch u := b.unbound[path]; {
		case u == nil && b.parts[path] != nil:
			bound = append(bound, b.parts[path]...)
		case u == nil:
			bound = append(bound, path)
		case u.Absent != "":
			l.Unbound = append(l.Unbound, Lacking{Watch: path, Absent: u.Absent})
		default:
			l.Unbound = append(l.Unbound, Lacking{Watch: path, Source: u.Source})
		}
	}
	return bound
}

// wholeYear is the period of what is due once a year, or on demand.
func (b *books) wholeYear(c checks.Clause) (schedule.Period, bool) {
	whole := c.Cycle == checks.OnDemand || c.Cycle == string(schedule.Yearly)
	return schedule.Period{Label: b.Year.Year, Start: b.Year.From, End: b.Year.To.AddDate(0, 0, 1)}, whole
}

// unreadOf lists the runs of a watch that patrolled nothing, the last attempt at each, in
// those periods of the clause in which it was not patrolled otherwise.
func (b *books) unreadOf(c checks.Clause, path string) (list []Unread) {
	for i, u := range b.unread[path] {
		if i+1 < len(b.unread[path]) && b.unread[path][i+1].Period == u.Period || b.patrolled(path, b.periodOf(c, u.Start), false) {
			continue
		}
		list = append(list, Unread{Run: path + "@" + u.Period, Patrol: u.PatrolID, Reason: u.Why.Reason, Why: u.Why})
	}
	return list
}

// periodOf is the clause's period that contains a day.
func (b *books) periodOf(c checks.Clause, day time.Time) schedule.Period {
	cycle, err := schedule.ParseCycle(c.Cycle)
	if year, whole := b.wholeYear(c); whole || err != nil {
		return year
	}
	return schedule.PeriodOf(cycle, day, time.UTC)
}

// name gives a run the name by which lines know it.
func (b *books) name(path string, d store.Done) string {
	name := path + "@" + d.Period
	if !slices.ContainsFunc(b.named, func(r Run) bool { return r.Name == name }) {
		b.named = append(b.named, Run{Name: name, System: b.titles[d.System], Period: d.Period, Patrol: d.PatrolID})
	}
	return name
}

// all tells whether every one of some watches was patrolled in a period; of none nothing was.
func (b *books) all(watches []string, p schedule.Period, confirmed bool) bool {
	return len(watches) > 0 && !slices.ContainsFunc(watches, func(path string) bool { return !b.patrolled(path, p, confirmed) })
}

// patrolled tells whether a watch was patrolled in a period, in a patrol whose record is
// confirmed if that is asked.
func (b *books) patrolled(path string, p schedule.Period, confirmed bool) bool {
	return slices.ContainsFunc(b.done[path], func(d store.Done) bool {
		return p.Contains(d.Start) && (!confirmed || b.confirmed[d.PatrolID])
	})
}
