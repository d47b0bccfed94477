package pipelines

import (
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/schedule"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// everyCycle says which cycle a delivery's `every` is.
func everyCycle(every string) schedule.Cycle {
	return map[string]schedule.Cycle{
		"day": schedule.Daily, "week": schedule.Weekly, "month": schedule.Monthly, "quarter": schedule.Quarterly, "year": schedule.Yearly,
	}[every]
}

// expected is what is known of the delivery that one task judges.
type expected struct {
	checks.Arrival
	batch   string            // condition that picks the newest batch; "" if there is none
	batches map[string]string // such conditions of the other tables, by watch
	name    string            // of the delivery
	number  string            // of its batch; numbered tells that there is one to know
	// placed tells that its rows say whether it has come, and missing that it has not.
	placed, missing, numbered bool
	torn                      bool            // of several tables only some have come to it
	failure                   *checks.Failure // why nothing is known of it
	skipped                   string          // the source is down
	down                      string          // as of checks.Result
	closed                    string          // why its source may not be read now; then nothing else is known
}

// holds says why the task's content cannot be judged yet; "" if it can.
func (e *expected) holds() string {
	switch {
	case e == nil || e.skipped != "":
		return ""
	case e.closed != "":
		return e.closed
	case e.failure != nil:
		return "whether the delivery is complete is not known"
	case e.Overdue:
		return "the delivery is late: due " + shortTime(e.Due)
	case e.Loading != "":
		return "load in progress: " + e.Loading
	case !e.Arrived:
		return "delivery not due until " + shortTime(e.Due)
	case e.File != nil && e.File.Name == "":
		return "no file has come"
	}
	return ""
}

func shortTime(t time.Time) string { return t.Format("2006-01-02 15:04") }

// arrival is what kinds may know; nil if nothing is known.
func (e *expected) arrival() *checks.Arrival {
	if e == nil || e.skipped != "" || e.failure != nil || e.closed != "" {
		return nil
	}
	return &e.Arrival
}

// result is what the kind delivery judges.
func (e *expected) result() checks.Result {
	return checks.Result{Arrival: &e.Arrival, Failure: e.failure, Skipped: e.skipped, Down: e.down}
}

// delivered is what the state keeps of a run's deliveries: with shards, the earliest.
func (a *active) delivered() store.Delivered {
	var d store.Delivered
	for _, task := range a.tasks {
		e := a.expected[task]
		if e == nil {
			continue
		}
		d.Waiting = d.Waiting || e.holds() != ""
		if d.Delivery == "" || e.name != "" && e.name < d.Delivery {
			d.Delivery = e.name
		}
		if d.Newest.IsZero() || !e.Newest.IsZero() && e.Newest.Before(d.Newest) {
			d.Newest = e.Newest
		}
	}
	return d
}
