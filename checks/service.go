package checks

import (
	"time"

	"github.com/dogwatch/dogwatch/checks/diag"
)

// A ServiceYear maps the clause rows of one year's agreement to what serves them.
type ServiceYear struct {
	Year      string // "2023"
	From      time.Time
	To        time.Time // last day
	Workflows map[string][]string
	Clauses   []Clause
	Shipped   bool // it came with the catalog
}

// What serves a clause.
const (
	ByWatch    = "watch"
	ByJob      = "job"
	ByExtract  = "extract"
	ByReport   = "report"
	ByEvidence = "evidence"
)

// Services lists what may serve a clause.
func Services() []string { return []string{ByWatch, ByJob, ByExtract, ByReport, ByEvidence} }

// OnDemand is the cycle of what is due when somebody asks.
const OnDemand = "on-demand"

// The qualities that clauses name.
const (
	ScopeFull      = "full"      // 联通、可用、完整、准确
	ScopeStable    = "stable"    // 联通、稳定、准确
	ScopeRunning   = "running"   // 运行情况
	ScopeConnected = "connected" // 对接情况
)

// A Clause is one row of the agreement.
type Clause struct {
	Row       string // the frozen row id
	Section   string
	System    string
	Title     string
	By        string
	Watches   []string // "system/watch"; those that are not bound here are among them
	Cycle     string   // daily to yearly, or OnDemand
	Defaulted bool     // the agreement states no cycle
	Counted   int      // a year, where the agreement counts; 0: it does not
	Minimum   int      // a year; 0: none is stated
	Confirmed bool     // a patrol counts once a person has confirmed its record
	Scope     string   // "" if the clause names none
	Workflow  string
	Overview  bool // named in the agreement's overview only
	Span      diag.Span
}
