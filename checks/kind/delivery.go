package kind

import (
	"math/big"
	"strconv"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// delivery: what is expected has arrived, in full and in time.
func delivery() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "delivery", Title: "按期供数", Aspect: checks.Content, Dimension: checks.Availability,
			Shape:     syntax.Bool().Noted("true"),
			DefaultOp: checks.GT, DefaultFail: "> 2wd", Unit: checks.UnitSeconds,
			Doc:     "How late the delivery is that the watch expects by its `delivery`. Before it is due it is waiting; once it is overdue it warns, and fails at the bound: time, or working days after the due day if the bound is written in wd. A load in progress is waiting. While a delivery is missing or incomplete the other content checks of the watch are waiting, and the next patrol looks again without `--again`. Every watch whose `delivery` has `due`, `ready` or `deleted` has it.",
			Example: "delivery: true\nfail: 5wd",
		},
		bind: bindLink, find: findDelivery,
		measures: func(w *checks.Watch, _ *checks.Check) []checks.Measure {
			if w.Delivery == nil {
				return nil
			}
			return []checks.Measure{checks.Delivered{}}
		},
		lack: "write `delivery` in the watch: how often it comes and by when",
	}
}

func findDelivery(j checks.Judgement) finding {
	a := j.Results[0].Arrival
	if a == nil {
		return finding{failure: notMeasured()}
	}
	f := finding{parts: deliveryParts(a), trips: func(*checks.Bound) bool { return false }}
	switch {
	case a.Overdue:
		return overdue(j, f, a)
	case a.Loading != "":
		f.waiting = "load in progress: " + a.Loading
	case !a.Arrived:
		f.waiting = "delivery not due until " + a.Due.Format(minutes)
	default:
		f.found = "complete"
		f.measured = checks.Quantity{Value: new(big.Rat), Unit: checks.UnitSeconds}
		if !a.First.IsZero() && !a.Due.IsZero() && a.First.After(a.Due) {
			f.measured.Value = between(a.Due, a.First)
			f.found = "arrived " + f.measured.String() + " after it was due"
		}
	}
	return f
}

// minutes is how instants are shown.
const minutes = "2006-01-02 15:04"

func deliveryParts(a *checks.Arrival) map[string]string {
	parts := map[string]string{}
	if a.Period != "" {
		parts["delivery"] = a.Period
	}
	for name, at := range map[string]time.Time{"due": a.Due, "arrived": a.First, "newest": a.Newest} {
		if !at.IsZero() {
			parts[name] = at.Format(minutes)
		}
	}
	if a.Withdrawn > 0 {
		parts["withdrawn"] = strconv.FormatInt(a.Withdrawn, 10)
	}
	return parts
}

func between(from, to time.Time) *big.Rat {
	return new(big.Rat).SetFrac64(to.Sub(from).Microseconds(), 1_000_000)
}

// overdue judges by time, or by working days after the due day.
func overdue(j checks.Judgement, f finding, a *checks.Arrival) finding {
	now := j.AsOf.In(a.Due.Location())
	late := checks.Quantity{Value: between(a.Due, now), Unit: checks.UnitSeconds}
	f.measured = late
	f.doubt, f.found = "the delivery is late", join("due "+a.Due.Format(minutes), a.Loading)
	f.trips = func(b *checks.Bound) bool { return b.Trips(late, 0) }
	if !worksInDays(j.Check) {
		return f
	}
	from, to := civilDay(a.Due.Add(-time.Second)), civilDay(now)
	n, known := j.Calendar.WorkdaysBetween(from, to)
	if !known {
		f.failure = uncovered(j, from, to)
		return f
	}
	f.measured = checks.Quantity{Value: new(big.Rat).SetInt64(int64(n)), Unit: checks.UnitWorkingDays}
	f.trips = func(b *checks.Bound) bool {
		if b.Unit == checks.UnitWorkingDays {
			return b.Trips(f.measured, 0)
		}
		return b.Trips(late, 0)
	}
	return f
}

// civilDay is the date of an instant in its own zone, in days since 1970-01-01.
func civilDay(t time.Time) int32 {
	y, m, d := t.Date()
	return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}
