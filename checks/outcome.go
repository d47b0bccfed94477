package checks

import (
	"math/big"
	"time"

	"github.com/dogwatch/dogwatch/rules/civil"
)

// The verdicts, worst last.
const (
	Skipped Verdict = "skipped"
	Waiting Verdict = "waiting"
	Pass    Verdict = "pass"
	Warn    Verdict = "warn"
	Fail    Verdict = "fail"
	Errored Verdict = "error"
)

// Verdict is what became of a check in an attempt. Errored (it could not be
// evaluated) is never confused with Fail (it was, and does not hold).
type Verdict string

// An Outcome is a check's verdict in an attempt, for one group key.
type Outcome struct {
	Check     string
	Group     string // "": the whole
	Verdict   Verdict
	Reason    string // one line in English: why skipped or error; what was found
	Measured  Quantity
	Parts     map[string]string // named figures, as text
	Counts    Counts
	WarnBound string // effective, as text; "" for none
	FailBound string
	Samples   []Violation // clear
}

// A Judgement is everything a kind may look at to judge.
type Judgement struct {
	Watch    *Watch
	Check    *Check
	Results  []Result // one per measure, in the order of Measures
	AsOf     time.Time
	Zone     *time.Location
	Calendar *civil.Calendar
	History  History
	Arrival  *Arrival // of the delivery that is judged; nil: nothing is known of it
}

// History gives what earlier periods measured, from their accepted results.
type History interface {
	// Earlier returns the measured values of a check, newest first, at most n.
	Earlier(check, group string, n int) []Past
	// YearAgo returns the value of the same period a year ago: the same month, or the
	// week of the same number. ok is false if it has no accepted result; Period is then
	// that of the period looked for, "" if there was none, such as a week 53.
	YearAgo(check, group string) (past Past, ok bool)
}

// Past is one earlier period's value.
type Past struct {
	Period  string
	Value   *big.Rat // nil: that period measured nothing
	Verdict Verdict
	Parts   map[string]string
}
