package checks

import (
	"strconv"
	"time"

	"github.com/dogwatch/dogwatch/checks/diag"
)

// A ServiceYear maps the clause rows of one year's agreement to what serves them.
type ServiceYear struct {
	Year      string // "2023"
	From      time.Time
	To        time.Time // last day
	Workflows map[string][]string
	Systems   map[string]string // titles by id, of systems that no watch is about
	Clauses   []Clause
	Shipped   bool   // it came with the catalog
	Like      string // the year whose rows it takes; "" if it writes all of them
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

// CarriedOn gives the year that contains a day as if the agreement went on from year to
// year after its last day, with the same rows: a year called by a number that lasts a
// year. False: it is none, or the day is not after it.
func (s ServiceYear) CarriedOn(day time.Time) (ServiceYear, bool) {
	number, err := strconv.Atoi(s.Year)
	if err != nil || !day.After(s.To) || !s.To.AddDate(0, 0, 1).Equal(s.From.AddDate(1, 0, 0)) {
		return ServiceYear{}, false
	}
	on, after := s, 0
	for day.After(on.To) {
		after++
		on.From, on.To = s.From.AddDate(after, 0, 0), s.From.AddDate(after+1, 0, -1)
	}
	on.Year, on.Like = strconv.Itoa(number+after), s.Year
	return on, true
}
