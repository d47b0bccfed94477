package sample

import (
	"fmt"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// The verdicts that a sample may ask for.
const (
	Pass    = "pass"
	Fail    = "fail"
	Unknown = "unknown"
	Fault   = "fault"
)

// wants lists the verdicts in the order in which they are tried.
func wants() []string { return []string{Pass, Fail, Unknown, Fault} }

// A Report is what became of all samples.
type Report struct {
	Verdicts []Verdict
	Gaps     []Gap
	Untried  []Untried
}

// A Verdict is one sample's: a row, or a table for checks of a whole table.
type Verdict struct {
	Of     string // the contract's id, or the watch's path
	Check  string
	Want   string
	Got    string // "pass", "fail", "unknown", "fault", "warn" or "filtered"
	Detail string // the values of the rule's parts, or what the kind says
	Span   diag.Span
}

// OK tells whether the check judged as the file says.
func (v Verdict) OK() bool { return v.Want == v.Got }

// A Gap is a check that no sample shows passing or failing.
type Gap struct {
	Of     string // as a Verdict's
	Check  string
	Passes bool // some sample passes
	Fails  bool // some sample fails
}

// An Untried is a sample of a watch that means nothing here.
type Untried struct {
	Of    string // the watch's path
	Check string
	Why   string
}

// Run runs the samples of a loaded workspace. The list holds what is wrong with the
// files and, as DW-1624, every sample that is judged otherwise than it says.
func Run(in checks.Input, c *checks.Catalog) (*Report, diag.List) {
	r := &runner{catalog: c, watches: watches(c), report: &Report{}, shown: map[string]*Gap{}}
	for _, f := range checks.SampleFiles(in, c) {
		root, faults := syntax.Parse(f.Name, f.Data)
		r.faults.Add(faults...)
		if root == nil {
			continue
		}
		faults = syntax.Check(root, f.Shape())
		r.faults.Add(faults...)
		if len(faults) == 0 {
			r.file(f, root)
		}
	}
	r.gaps()
	return r.report, r.faults.Sorted()
}

// runner goes through the files.
type runner struct {
	catalog *checks.Catalog
	watches map[string]*checks.Watch // one for each contract, without a source
	report  *Report
	faults  diag.List
	shown   map[string]*Gap // by what the check is of, and the check
	env     rules.Env
}

func (r *runner) fault(code string, span diag.Span, hint, format string, args ...any) {
	r.faults.Add(diag.New(code, span, fmt.Sprintf(format, args...), hint))
}

// watches makes for every contract a watch that reads the contract's own columns, so
// that checks can be measured without an installation.
func watches(c *checks.Catalog) map[string]*checks.Watch {
	system := &checks.System{ID: "samples"}
	all := map[string]*checks.Watch{}
	for _, contract := range c.Contracts {
		w := &checks.Watch{System: system, ID: contract.ID, Title: contract.Title, Contract: contract, Checks: contract.Checks, Refs: all, Scope: "all"}
		for _, column := range contract.Columns {
			w.Mappings = append(w.Mappings, checks.Mapping{Name: column.Name, Title: column.Title, Type: column.Type, Class: column.Class, Physical: []string{column.Name}})
		}
		all[contract.ID] = w
		system.Watches = append(system.Watches, w)
	}
	return all
}

func (r *runner) file(f checks.SampleFile, root *syntax.Value) {
	if f.Watches && !r.knownSystem(root.Get("system")) || !f.Watches && !r.known(root.Get("contract")) {
		return
	}
	asOf, ok := r.instant(root.Get("as_of"))
	if !ok {
		return
	}
	r.env = rules.Env{AsOf: asOf, Zone: r.catalog.Deployment.Zone, Dictionaries: r.catalog.Dictionaries, Constants: r.catalog.Constants}
	r.period(root.Get("period"))
	for _, s := range root.Get("samples").Items {
		if f.Watches {
			r.ofWatch(f, root.Get("system"), s)
		} else if w := r.tableOf(root.Get("contract"), s); w != nil {
			r.sample(w, s)
		}
	}
}

// instant reads as_of in the workspace's zone; a day alone is its noon.
func (r *runner) instant(v *syntax.Value) (time.Time, bool) {
	if t, err := time.ParseInLocation(time.DateTime, v.Text, r.catalog.Deployment.Zone); err == nil {
		return t, true
	}
	t, err := time.ParseInLocation(time.DateOnly, v.Text, r.catalog.Deployment.Zone)
	if err != nil {
		r.fault("DW-1625", v.Span, `write "2026-11-24" or "2026-11-24 08:00:00"`, "`%s` is neither a day nor a time", v.Text)
		return t, false
	}
	return t.Add(12 * time.Hour), true
}

// period sets the period that rules see: the month of as_of by default.
func (r *runner) period(v *syntax.Value) {
	year, month, _ := ir.CivilOf(r.env.Today())
	first, _ := ir.DayOf(year, month, 1)
	r.env.PeriodStart, r.env.PeriodEnd = first, first+int32(ir.DaysIn(year, month))
	if v == nil {
		return
	}
	r.env.PeriodStart, r.env.PeriodEnd = dayOf(v.Get("start")), dayOf(v.Get("end"))
}

func dayOf(v *syntax.Value) int32 {
	p, _ := ir.ParseLayout(v.Text, ir.DateLayout)
	return int32(ir.DayOfMicros(p.Timestamp()))
}

func (r *runner) sample(w *checks.Watch, s *syntax.Value) {
	id := s.Get("check")
	at := slices.IndexFunc(w.Checks, func(c *checks.Check) bool { return c.ID == id.Text })
	if at < 0 {
		var known []string
		for _, c := range w.Checks {
			known = append(known, c.ID)
		}
		r.fault("DW-1621", id.Span, syntax.Suggest(id.Text, known), "the %s has no check `%s`", r.named(w), id.Text)
		return
	}
	check := w.Checks[at]
	if comparing(check) && !tellsPast(s) {
		r.fault("DW-1626", id.Span, "add what earlier periods measured, newest first: `earlier: [98, 102]`, or `year_ago: 100`", "a sample of `%s` needs history", check.ID)
		return
	}
	if !tryable(w, check) && !comparing(check) {
		r.fault("DW-1626", id.Span, "remove the sample", "samples cannot try `%s`: it needs a source", check.ID)
		return
	}
	others, ok := r.others(w, s)
	if !ok {
		return
	}
	t := trial{runner: r, watch: w, check: check, others: others, measures: check.Kind.Measures(w, check), past: pastOf(s)}
	for _, want := range wants() {
		if v := s.Get(want); v != nil {
			t.want, t.at = want, v
			t.run()
		}
	}
}

// others reads the tables of the contracts that the check compares with.
func (r *runner) others(w *checks.Watch, s *syntax.Value) (Tables, bool) {
	tables := Tables{}
	for id, other := range w.Refs {
		tables[id] = Table{Schema: other.Schema()}
	}
	v := s.Get("other")
	if v == nil {
		return tables, true
	}
	for _, f := range v.Fields {
		other := r.other(w, f.Key.Text)
		if other == nil {
			r.fault("DW-1302", f.Key.Span, "", "there is no contract `%s`", f.Key.Text)
			return nil, false
		}
		table, ok := r.table(other, f.Value.Items, "")
		if !ok {
			return nil, false
		}
		tables[other.Contract.ID] = table
	}
	return tables, true
}

// table reads rows. Only the column undecodable may hold what cannot be read.
func (r *runner) table(w *checks.Watch, rows []*syntax.Value, undecodable string) (Table, bool) {
	t := Table{Schema: w.Schema()}
	fine := true
	for _, v := range rows {
		row := Row{Undecoded: map[string]bool{}}
		for _, f := range t.Schema {
			row.Values = append(row.Values, ir.NullOf(f.Type))
		}
		for _, f := range v.Fields {
			at := t.column(f.Key.Text)
			if at < 0 {
				r.fault("DW-1202", f.Key.Span, syntax.Suggest(f.Key.Text, t.Schema.Names()), "the %s has no column `%s`", r.named(w), f.Key.Text)
				fine = false
				continue
			}
			value, ok := read(f.Value, t.Schema[at].Type)
			switch {
			case ok:
				row.Values[at] = value
			case f.Key.Text == undecodable:
				row.Undecoded[f.Key.Text] = true
			default:
				r.fault("DW-1622", f.Value.Span, "", "`%s` cannot be read as %s, the type of `%s`", f.Value.Text, t.Schema[at].Type, f.Key.Text)
				fine = false
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, fine
}
