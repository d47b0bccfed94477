package report

import (
	"encoding/json"
	"io"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// SchemaVersion is the version of the published JSON. Within a version members are
// only added.
const SchemaVersion = 1

// A Result is the published form of a patrol.
type Result struct {
	SchemaVersion int               `json:"schema_version" jsonschema:"const=1" jsonschema_description:"Version of this form; within a version members are only added."`
	Patrol        ResultPatrol      `json:"patrol" jsonschema_description:"The invocation."`
	Runs          []ResultRun       `json:"runs" jsonschema_description:"One for each watch, aspect and period; by system, watch, aspect, period."`
	Anomalies     []ResultAnomaly   `json:"anomalies" jsonschema_description:"What needs a person, followed over time: of the systems that are shown."`
	Exceptions    []ResultException `json:"exceptions" jsonschema_description:"Exceptions in force for the watches that are shown."`
	Summary       Summary           `json:"summary" jsonschema_description:"Counts over all runs."`
	Revisions     []ResultRevision  `json:"revisions,omitempty" jsonschema_description:"Checks whose first result in their period is not the present one: both are kept."`
	Corrects      *ResultCorrected  `json:"corrects,omitempty" jsonschema_description:"The issued report of the period that tells otherwise."`
}

// ResultPatrol is the invocation of a Result.
type ResultPatrol struct {
	ID             string     `json:"id"`
	Started        time.Time  `json:"started"`
	Finished       *time.Time `json:"finished" jsonschema:"nullable" jsonschema_description:"Null if it did not finish."`
	Version        string     `json:"version" jsonschema_description:"Of the program."`
	DefinitionHash string     `json:"definition_hash" jsonschema_description:"SHA-256 over every file that was read."`
	AsOf           time.Time  `json:"as_of" jsonschema_description:"The instant that today() and freshness see."`
	// What could not be patrolled.
	LeftOut []store.LeftOut `json:"left_out,omitempty" jsonschema_description:"Definitions that the patrol went without because they have errors, or name some that have. Without check a whole watch, without watch a whole system, without system a contract, a rule or a table of codes that no watch in effect names."`
}

// ResultRun is one run of a Result.
type ResultRun struct {
	System      string          `json:"system"`
	SystemTitle string          `json:"system_title"`
	Watch       string          `json:"watch" jsonschema_description:"Unique in its system."`
	WatchTitle  string          `json:"watch_title"`
	Contract    string          `json:"contract"`
	Source      string          `json:"source"`
	Aspect      string          `json:"aspect" jsonschema:"enum=link,enum=content"`
	Period      string          `json:"period" jsonschema_description:"Label: 2026-11-24, 2026-W48, 2026-11, 2026-Q4 or 2026."`
	PeriodStart string          `json:"period_start" jsonschema:"format=date"`
	PeriodEnd   string          `json:"period_end" jsonschema:"format=date" jsonschema_description:"The first day after the period."`
	Attempt     int             `json:"attempt" jsonschema:"minimum=1"`
	State       string          `json:"state" jsonschema:"enum=running,enum=finished,enum=interrupted,enum=abandoned"`
	Started     time.Time       `json:"started"`
	Finished    *time.Time      `json:"finished" jsonschema:"nullable"`
	AsOf        time.Time       `json:"as_of"`
	Late        string          `json:"late,omitempty" jsonschema_description:"Why it is not judged on the period's own data."`
	Editions    []string        `json:"editions" jsonschema_description:"Code tables in force, with their edition."`
	Outcomes    []ResultOutcome `json:"outcomes"`
}

// ResultOutcome is one check's verdict.
type ResultOutcome struct {
	ID         string            `json:"id" jsonschema_description:"Names the outcome to dogwatch explain."`
	Check      string            `json:"check"`
	Group      string            `json:"group,omitempty"`
	Title      string            `json:"title"`
	Why        string            `json:"why,omitempty"`
	Kind       string            `json:"kind"`
	Rule       string            `json:"rule,omitempty" jsonschema_description:"The rule's source, or what is measured."`
	Dimension  string            `json:"dimension" jsonschema:"enum=connectivity,enum=availability,enum=completeness,enum=accuracy,enum=stability"`
	Grade      int               `json:"grade" jsonschema:"minimum=1,maximum=4" jsonschema_description:"1 is the gravest."`
	Status     string            `json:"status" jsonschema:"enum=in-force,enum=proposed" jsonschema_description:"A proposed check is measured and opens nothing."`
	Verdict    string            `json:"verdict" jsonschema:"enum=pass,enum=warn,enum=fail,enum=error,enum=skipped,enum=waiting"`
	Reason     string            `json:"reason" jsonschema_description:"One line in English."`
	Measured   *string           `json:"measured" jsonschema:"nullable,pattern=^-?[0-9]+([.][0-9]+)?$" jsonschema_description:"Exact decimal; null if nothing was measured."`
	Unit       string            `json:"unit,omitempty" jsonschema_description:"rows, keys, groups, s (seconds), wd (working days), %; absent for a bare number."`
	Warn       string            `json:"warn,omitempty" jsonschema_description:"Effective bound; absent if there is none."`
	Fail       string            `json:"fail,omitempty"`
	Parts      map[string]string `json:"parts,omitempty" jsonschema_description:"Named figures beside the measured one. view: snapshot if the rows were seen at one point in time although the source is to be read in slices, ranges if they were read in slices; absent where one read saw them."`
	Rows       int64             `json:"rows"`
	Judged     int64             `json:"judged" jsonschema_description:"True or false."`
	Violations int64             `json:"violations"`
	Unknown    int64             `json:"unknown" jsonschema_description:"An operand was null."`
	Faulted    int64             `json:"faulted" jsonschema_description:"Could not be evaluated."`
	New        int64             `json:"new" jsonschema_description:"Violations that the previous period did not have."`
	Persisting int64             `json:"persisting"`
	Gone       int64             `json:"gone"`
	Incomplete bool              `json:"incomplete,omitempty" jsonschema_description:"The state had no room for the keys of all violations."`
	Stock      int64             `json:"stock" jsonschema_description:"Violations that the check's baseline recorded, by key."`
	StockLeft  int64             `json:"stock_left" jsonschema_description:"Of the stock, what violates still."`
	Excepted   int64             `json:"excepted" jsonschema_description:"Of the violations, what an exception in force names."`
	Of         string            `json:"of,omitempty" jsonschema:"enum=all,enum=new" jsonschema_description:"The violations that the bounds apply to: all that are not excepted, or of these those that are not in stock."`
	Accepted   *ResultDecision   `json:"accepted,omitempty" jsonschema_description:"Who put a proposed check in force."`
	Void       []ResultVoid      `json:"void,omitempty" jsonschema_description:"Decisions that do not hold any more: the check changed, or a person took them back."`
	Down       string            `json:"down,omitempty" jsonschema_description:"Of a skipped check: the class of the error with which its source did not open."`
	Samples    []ResultSample    `json:"samples" jsonschema_description:"A few violations, masked."`
}

// ResultDecision is what a person decided about a check.
type ResultDecision struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
}

// ResultVoid is a decision that does not hold any more.
type ResultVoid struct {
	Decision string    `json:"decision" jsonschema:"enum=acceptance,enum=baseline"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`

	Withdrawn *ResultDecision `json:"withdrawn,omitempty" jsonschema_description:"Who took it back; absent if the check changed."`
}

// ResultException is an exception in force.
type ResultException struct {
	System  string `json:"system"`
	Watch   string `json:"watch"`
	Check   string `json:"check,omitempty" jsonschema_description:"Absent if it holds for the whole watch."`
	Names   string `json:"names" jsonschema_description:"A rule, or how many keys; masked."`
	Reason  string `json:"reason"`
	Owner   string `json:"owner"`
	Expires string `json:"expires" jsonschema:"format=date" jsonschema_description:"Its last day."`
}

// ResultSample is one violation, masked.
type ResultSample struct {
	Key    []ResultCell `json:"key"`
	Detail []ResultCell `json:"detail" jsonschema_description:"What the rule looked at."`
	Reason string       `json:"reason,omitempty"`
	// An exception may name the violation by its fingerprint.
	Fingerprint string `json:"fingerprint,omitempty" jsonschema_description:"Of the key; an exception may name it."`
	Standing    string `json:"standing,omitempty" jsonschema:"enum=stock,enum=excepted"`
}

// ResultCell is one masked value.
type ResultCell struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// ResultAnomaly is an outcome that needs a person, followed over time.
type ResultAnomaly struct {
	ID          string     `json:"id"`
	State       string     `json:"state" jsonschema:"enum=new,enum=persisting,enum=recovered,enum=retired"`
	System      string     `json:"system"`
	Watch       string     `json:"watch"`
	Aspect      string     `json:"aspect"`
	Check       string     `json:"check,omitempty" jsonschema_description:"Absent for an anomaly of a source."`
	Group       string     `json:"group,omitempty"`
	Source      string     `json:"source,omitempty"`
	Verdict     string     `json:"verdict" jsonschema_description:"Of the latest outcome."`
	FirstPeriod string     `json:"first_period"`
	LastPeriod  string     `json:"last_period"`
	Periods     int        `json:"periods" jsonschema_description:"In how many it was seen."`
	Opened      time.Time  `json:"opened"`
	Closed      *time.Time `json:"closed" jsonschema:"nullable"`
	Outcome     string     `json:"outcome"`
}

// Summary counts outcomes. Proposed checks are counted apart.
type Summary struct {
	Runs       int                       `json:"runs"`
	Checks     int                       `json:"checks" jsonschema_description:"In force."`
	Proposed   int                       `json:"proposed"`
	Verdicts   map[string]int            `json:"verdicts" jsonschema_description:"Checks in force by verdict, every verdict named."`
	Dimensions map[string]map[string]int `json:"dimensions" jsonschema_description:"The same by dimension."`
	Anomalies  map[string]int            `json:"anomalies" jsonschema_description:"By state: new, persisting, found (not recorded), watched (warnings that opened nothing yet), recovered, retired."`
	Held       []string                  `json:"held" jsonschema_description:"Runs that were left to another process."`
}

// NewResult gives the published form of a view.
func NewResult(v View) Result {
	v = v.sorted()
	p := v.Patrol
	result := Result{
		SchemaVersion: SchemaVersion,
		Patrol: ResultPatrol{
			ID: p.ID, Started: p.Started.UTC(), Finished: instant(p.Finished), Version: p.Version,
			DefinitionHash: p.DefinitionHash, AsOf: p.AsOf.UTC(), LeftOut: p.LeftOut,
		},
		Runs: []ResultRun{}, Anomalies: []ResultAnomaly{}, Summary: summaryOf(v), Exceptions: []ResultException{},
	}
	result.revise(v)
	for _, e := range v.Exceptions {
		result.Exceptions = append(result.Exceptions, ResultException{e.System, e.Watch, e.Check, e.Names, e.Reason, e.Owner, e.Expires.Format(time.DateOnly)})
	}
	for _, r := range p.Runs {
		result.Runs = append(result.Runs, resultRun(r))
	}
	for _, a := range v.Anomalies {
		result.Anomalies = append(result.Anomalies, ResultAnomaly{
			ID: a.ID, State: string(a.State), System: a.System, Watch: a.Watch, Aspect: a.Aspect, Check: a.Check, Group: a.Group,
			Source: a.Source, Verdict: a.Verdict, FirstPeriod: a.FirstPeriod, LastPeriod: a.LastPeriod, Periods: a.Periods,
			Opened: a.Opened.UTC(), Closed: instant(a.Closed), Outcome: a.OutcomeID,
		})
	}
	return result
}

func resultRun(r store.Run) ResultRun {
	run := ResultRun{
		System: r.System, SystemTitle: r.SystemTitle, Watch: r.Watch, WatchTitle: r.WatchTitle, Contract: r.Contract, Source: r.Source,
		Aspect: r.Aspect, Period: r.Period, PeriodStart: r.PeriodStart.Format(time.DateOnly), PeriodEnd: r.PeriodEnd.Format(time.DateOnly),
		Attempt: r.Attempt, State: string(r.State), Started: r.Started.UTC(), Finished: instant(r.Finished), AsOf: r.AsOf.UTC(),
		Late: r.Late, Editions: append([]string{}, r.Editions...), Outcomes: []ResultOutcome{},
	}
	for _, o := range r.Outcomes {
		run.Outcomes = append(run.Outcomes, resultOutcome(o))
	}
	return run
}

func resultOutcome(o store.Outcome) ResultOutcome {
	out := ResultOutcome{
		ID: o.ID, Check: o.Check, Group: o.Group, Title: o.Title, Why: o.Why, Kind: o.Kind, Rule: o.Rule, Dimension: o.Dimension,
		Grade: o.Grade, Status: o.Status, Verdict: o.Verdict, Reason: o.Reason, Incomplete: o.Incomplete, Down: o.Down, Unit: o.Unit, Warn: o.Warn, Fail: o.Fail, Parts: o.Parts,
		Rows: o.Rows, Judged: o.Judged, Violations: o.Violations, Unknown: o.Unknown, Faulted: o.Faulted,
		New: o.New, Persisting: o.Persisting, Gone: o.Gone, Samples: []ResultSample{},
	}
	out.Stock, out.StockLeft, out.Excepted, out.Of = o.Stock, o.StockLeft, o.Excepted, o.Of
	if o.Accepted != nil {
		out.Accepted = &ResultDecision{o.Accepted.At.UTC(), o.Accepted.Actor, o.Accepted.Reason}
	}
	for _, d := range o.Void {
		void := ResultVoid{Decision: d.Decision, At: d.At.UTC(), By: d.Actor}
		if w := d.Withdrawn; !w.Holds() {
			void.Withdrawn = &ResultDecision{w.At.UTC(), w.Actor, w.Reason}
		}
		out.Void = append(out.Void, void)
	}
	if o.Measured != "" {
		out.Measured = &o.Measured
	}
	for _, s := range o.Samples {
		out.Samples = append(out.Samples, ResultSample{Key: resultCells(s.Key), Detail: resultCells(s.Detail), Reason: s.Reason, Fingerprint: s.Fingerprint, Standing: s.Standing})
	}
	return out
}

func resultCells(cells []store.Cell) []ResultCell {
	list := []ResultCell{}
	for _, c := range cells {
		list = append(list, ResultCell{c.Name, c.Text})
	}
	return list
}

// instant gives a time in UTC, nil for none.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func summaryOf(v View) Summary {
	d := newDigest(v)
	s := Summary{
		Runs: len(v.Patrol.Runs), Checks: d.checks.total(), Proposed: d.proposed.total(), Verdicts: whole(d.checks),
		Dimensions: map[string]map[string]int{}, Anomalies: map[string]int{}, Held: append([]string{}, v.Held...),
	}
	for _, name := range dimensions() {
		s.Dimensions[name] = whole(d.dimensions[name])
	}
	for _, state := range states() {
		s.Anomalies[state] = len(d.in(state))
	}
	return s
}

// whole names every verdict, those without an outcome too.
func whole(t tally) map[string]int {
	m := map[string]int{}
	for _, name := range verdicts() {
		m[name] = t[name]
	}
	return m
}

func writeJSON(w io.Writer, v View) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(NewResult(v))
}
