package schedule

import "time"

// A Turn is a period that is due.
type Turn struct {
	Period
	At     time.Time // since when
	Missed bool      // the period is over: it is caught up, on the data of today
}

// Due gives the periods that became due after since, up to and including now, the
// oldest first. However often a rule names an instant in a period, the period is due
// once. A zero since stands for never: then only the period of now can be due, for
// what was before has not been missed. ErrUnknownYear comes with the turns before it.
func (r Rule) Due(since, now time.Time) ([]Turn, error) {
	current := PeriodOf(r.cycle, now, r.zone)
	p := current
	if !since.IsZero() {
		p = PeriodOf(r.cycle, since, r.zone)
	}
	var turns []Turn
	for ; !p.Start.After(current.Start); p = Next(r.cycle, p) {
		at, ok, err := r.First(p)
		if err != nil {
			return turns, err
		}
		if ok && at.After(since) && !at.After(now) {
			turns = append(turns, Turn{Period: p, At: at, Missed: p.Start.Before(current.Start)})
		}
	}
	return turns, nil
}
