package coverage

import (
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A Table is the coverage of a service year by a day.
type Table struct {
	Year  string    `json:"service_year"`
	Like  string    `json:"like,omitempty"` // the service year whose rows it takes
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Today time.Time `json:"as_of"`
	Lines []Line    `json:"rows"`
	Runs  []Run     `json:"runs,omitempty"` // those that lines name, in their order, each once
}

// A Run is the newest one of a watch.
type Run struct {
	Name   string `json:"run"`                    // system/watch@period, as lines name it
	System string `json:"system_title,omitempty"` // "" if no watch tells it
	Period string `json:"period"`
	Patrol string `json:"patrol"` // in which it was made
}

// Command makes the report of the patrol in which the run was made.
func (r Run) Command() string { return "dogwatch report --patrol " + r.Patrol }

// A Line is one row of the agreement.
type Line struct {
	Row       string    `json:"row"`
	Section   string    `json:"section"`
	System    string    `json:"system"`
	Name      string    `json:"system_title,omitempty"` // of the system; "" if no watch tells it
	Title     string    `json:"title"`
	Served    string    `json:"served" jsonschema_description:"watch, evidence or not-yet"`
	Planned   string    `json:"planned,omitempty" jsonschema_description:"What is to serve a row that is not yet served: job, extract or report."`
	Scope     string    `json:"scope,omitempty" jsonschema_description:"The qualities that the clause names: full, stable, running or connected."`
	Steps     []string  `json:"steps,omitempty" jsonschema_description:"Of handling, in order."`
	Watches   []string  `json:"watches,omitempty" jsonschema_description:"system/watch, those included that are not in effect here."`
	Cycle     string    `json:"cycle"`
	Defaulted bool      `json:"cycle_defaulted,omitempty"`
	Overview  bool      `json:"overview_only,omitempty"`
	Counted   int       `json:"counted,omitempty" jsonschema_description:"How often a year the agreement itself counts."`
	Minimum   int       `json:"minimum,omitempty" jsonschema_description:"How often a year at least."`
	Confirmed bool      `json:"to_confirm,omitempty" jsonschema_description:"A patrol counts once a person has confirmed its record."`
	Awaiting  int       `json:"unconfirmed,omitempty" jsonschema_description:"Periods that are over and were patrolled, and do not count as nobody confirmed the record."`
	Due       int       `json:"due" jsonschema_description:"By the day of as_of."`
	Done      int       `json:"done"`
	Missing   int       `json:"missing"`
	Gaps      []string  `json:"gaps,omitempty" jsonschema_description:"Labels of the periods that are over and were not done."`
	Stretches []Stretch `json:"-"` // of the gaps
	Unread    []Unread  `json:"unread,omitempty" jsonschema_description:"Runs that patrolled nothing, in periods in which nothing else did."`
	Unbound   []Lacking `json:"unbound,omitempty"` // watches that are not in effect here
	Evidence  int       `json:"evidence,omitempty" jsonschema_description:"Files that people filed."`
	Runs      []string  `json:"last_runs,omitempty" jsonschema_description:"The newest run of each watch: system/watch@period."`
}

// A Stretch is periods that follow one another.
type Stretch struct {
	First, Last string // their labels
	Periods     int
}

// An Unread is a run in which nothing could be read or judged, and why.
type Unread struct {
	Run    string        `json:"run"` // system/watch@period
	Patrol string        `json:"patrol"`
	Reason string        `json:"reason,omitempty"`
	Why    store.Outcome `json:"-"` // the outcome that gives the reason
}

// Lacking is a watch that is not in effect here, and why.
type Lacking struct {
	Watch  string `json:"watch"`            // system/watch
	Source string `json:"source,omitempty"` // that is not declared; "" if a person says why
	Absent string `json:"absent,omitempty"` // a person's words
}
