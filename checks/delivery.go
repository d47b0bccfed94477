package checks

import (
	"time"

	"github.com/dogwatch/dogwatch/rules"
)

// The modes of a delivery.
const (
	ModeSnapshot  = "snapshot"  // everything anew each time
	ModeIncrement = "increment" // what has been added or changed
	ModeQueue     = "queue"     // rows that are taken away once they are done
	ModeCall      = "call"      // an answer to each question
)

// The scopes of a watch.
const (
	ScopeAll    = "all"
	ScopePeriod = "period"     // rows that arrived within the run's period
	ScopeSince  = "since-last" // rows that arrived after the last accepted run's newest
)

// A Delivery says how the partner supplies the data of a watch: in what form, how
// often, by when, and how one knows that it is complete.
type Delivery struct {
	Mode      string
	Every     string    // "day", "week", "month", "quarter", "year"; "" if it has no rhythm
	Due       *Deadline // nil: by no certain time
	ArrivedAt string    // a date or timestamp column; "" for none
	Batch     string    // the column that numbers deliveries; "" for none
	Deleted   *rules.Expr
	Ready     *Ready // nil: what is there is complete

	stored  *rules.Expr // the watch's own where, withdrawn rows included
	payload string      // source of the watch's where without withdrawn rows; "" for all
	compile func(source string) (*rules.Expr, error)
}

// A Deadline is so many days after the last day of a delivery's period.
type Deadline struct {
	Days    int
	Working bool          // counted by the table of holidays
	Clock   time.Duration // since midnight; 24 h: the end of the day
	Text    string        // as written
}

// Ready says how one knows that a load is complete: nothing has arrived for Quiet, or
// a row of Status makes Rule true.
type Ready struct {
	Quiet  time.Duration
	Status *Watch // a watch of its own, of no contract that anybody wrote
	Rule   *rules.Expr
	Wait   time.Duration // how long a patrol waits for a load in progress
}

// Stored gives the watch with the rows that the partner has withdrawn, too.
func (w *Watch) Stored() *Watch {
	stored := *w
	if w.Delivery != nil {
		stored.Where = w.Delivery.stored
	}
	return &stored
}

// Narrowed gives the watch with only those of its rows for which a condition holds.
// The watch must have a Delivery.
func (w *Watch) Narrowed(condition string) (*Watch, error) {
	if w.Delivery.payload != "" {
		condition = w.Delivery.payload + " and (" + condition + ")"
	}
	where, err := w.Delivery.compile(condition)
	if err != nil {
		return nil, err
	}
	narrowed := *w
	narrowed.Where = where
	return &narrowed, nil
}

// Condition compiles a condition over the columns of the watch, which must have a
// Delivery.
func (w *Watch) Condition(source string) (*rules.Expr, error) { return w.Delivery.compile(source) }

// An Arrival is what was found of the delivery that is expected at an instant.
type Arrival struct {
	Period    string    // of the expected delivery; "" if it has no rhythm
	Due       time.Time // zero: by no certain time
	Arrived   bool
	First     time.Time // of the expected delivery's rows, in civil time; zero: none, or not known
	Newest    time.Time // of all rows, in civil time; zero: none, or not known
	Loading   string    // why it is not complete; "" if it is, or has not arrived
	Overdue   bool      // not complete, and past due
	Withdrawn int64
	File      *FileFound // nil: the watch reads no file
}
