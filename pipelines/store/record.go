// Package store keeps the history of patrols: runs, attempts, outcomes, anomalies
// and what is known of sources. It owns the state file (SQLite, or PostgreSQL when
// machines share the work) and its migrations. It refuses clear values: of a
// violation it holds the masked key and a keyed fingerprint, nothing else.
package store

import "time"

// The states of a run, which are those of its latest attempt.
const (
	Running     State = "running"
	Finished    State = "finished"
	Interrupted State = "interrupted" // a person stopped it
	Abandoned   State = "abandoned"   // its process died: the lease ran out
)

// State is the state of an attempt.
type State string

// A Patrol is one invocation of checking.
type Patrol struct {
	ID             string
	Started        time.Time // UTC
	Finished       time.Time // zero while it runs, or if it died
	Version        string    // of the program
	DefinitionHash string
	AsOf           time.Time
	LeftOut        []LeftOut // of what was to be patrolled
	Runs           []Run
}

// A LeftOut is a definition that a patrol went without because it had an error. Check is
// "" for a whole watch, Watch for a whole system, System where no watch can be named.
type LeftOut struct {
	System  string `json:"system,omitempty"`
	Watch   string `json:"watch,omitempty"`
	Check   string `json:"check,omitempty"`
	Place   string `json:"place" jsonschema_description:"Of the error: file, line and column."` // "contracts/deaths.yaml:12:5"
	Code    string `json:"code"`
	Message string `json:"message"`
}

// A RunKey names a run: it is unique in the state.
type RunKey struct {
	System string
	Watch  string
	Aspect string // "link" or "content"
	Period string // "2026-W47"
}

// A Run is one attempt at a run with its outcomes.
type Run struct {
	RunKey
	Was         []string // earlier ids of the watch: history follows
	PatrolID    string
	SystemTitle string
	WatchTitle  string
	Contract    string
	Source      string
	PeriodStart time.Time // civil date at 00:00 UTC
	PeriodEnd   time.Time // exclusive
	Attempt     int       // from 1
	State       State
	Started     time.Time
	Finished    time.Time
	AsOf        time.Time
	Late        string   // why it is not judged on the period's own data; "" if it is
	Editions    []string // "divisions 2024", sorted
	Reason      string   // why a person had it repeated; "" if nobody had
	Actor       string   // who had
	Outcomes    []Outcome

	Delivered
	Accepted    bool   // later periods may be compared with it
	AcceptedBy  string // the person who accepted it; "" if it needed none
	AcceptedWhy string
	Withdrawn   Withdrawal // of the acceptance
	Pruned      bool       // the keys of its violations are not kept any more
}

// An Outcome is a check's verdict as it is kept and shown: everything is masked.
type Outcome struct {
	ID         string // "system/watch/check[group]@period#attempt"; explain takes it
	Check      string
	Was        []string
	Group      string
	Title      string
	Why        string
	Kind       string
	Rule       string // the rule's source, or the kind's parameters in words
	Dimension  string
	Grade      int
	Status     string
	Verdict    string
	Reason     string
	Measured   string // exact decimal; "" if nothing was measured
	Unit       string
	Parts      map[string]string
	Rows       int64
	Judged     int64
	Violations int64
	Unknown    int64
	Faulted    int64
	Warn       string // effective bound
	Fail       string
	Down       string // class of the error with which a source did not open, if the check was skipped for that; ""
	Samples    []Sample
	// New, Persisting and Gone count violations by fingerprint against the result of
	// the last earlier period in which the check could be evaluated; all are new if
	// there is none.
	New        int64
	Persisting int64
	Gone       int64
	// Incomplete tells that the state had no room for the keys of all violations. The
	// verdict is error then, so that no later result is compared with those that it has.
	Incomplete bool

	// What people have decided about the check.

	Definition string      // of the check when it was judged
	Subject    string      // of the check when it was measured
	Of         string      // the violations that the bounds apply to: "all" or "new"
	Accepted   *Acceptance // the acceptance that puts it in force; nil if none is needed
	Void       []Void      // decisions that do not hold any more
	Stock      int64       // the size of the recorded stock, by fingerprint
	StockLeft  int64       // of the stock, what violates still
	Excepted   int64       // of the violations
}

// The decisions about a check that may be void.
const (
	DecidedAccept   = "acceptance"
	DecidedBaseline = "baseline"
)

// A Void is a decision that does not hold any more: a person took it back, or its check
// changed.
type Void struct {
	Decision  string
	At        time.Time
	Actor     string
	Withdrawn Withdrawal // zero: the check changed
}

// A Sample is one violation, masked.
type Sample struct {
	Key         []Cell
	Detail      []Cell
	Reason      string
	Fingerprint string // of the key, as an exception may name it
	Standing    string // as of a Mark
}

// A Cell is one masked value.
type Cell struct {
	Name string
	Text string
}

// A Mark is one violation as it is kept.
type Mark struct {
	Fingerprint string // keyed HMAC of the clear key, hexadecimal
	Masked      string // the masked key in one line
	Standing    string // "", "stock" or "excepted"
	Difference  string // of a key that two sides were compared by: "only here", "only there", "differs"; else ""
}

// The states of an anomaly.
const (
	New        AnomalyState = "new"
	Persisting AnomalyState = "persisting"
	Recovered  AnomalyState = "recovered"
	Retired    AnomalyState = "retired" // its check is gone
)

// AnomalyState follows an anomaly over time.
type AnomalyState string

// An Anomaly is an outcome that needs a person, followed over time.
type Anomaly struct {
	ID          string // "A-000123"
	System      string
	Watch       string
	Aspect      string
	Check       string // "" for an anomaly of the source
	Group       string
	Source      string // for an anomaly of the source
	State       AnomalyState
	Verdict     string // of the latest outcome: fail, warn or error
	FirstPeriod string
	LastPeriod  string
	Periods     int // in which it was seen
	Opened      time.Time
	Closed      time.Time // zero while open
	OutcomeID   string    // the latest
}
