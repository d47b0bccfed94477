package report

import (
	"cmp"
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// verdicts lists them in the order in which they are shown.
func verdicts() []string { return []string{"fail", "error", "warn", "pass", "skipped", "waiting"} }

// dimensions lists them in the order in which they are shown.
func dimensions() []string {
	return []string{"connectivity", "availability", "completeness", "accuracy", "stability"}
}

// The states of an item, in the order in which they are shown. Beside those of an
// anomaly: found is a fault of a patrol that was not recorded, watched is a warning
// that has not lasted long enough to open an anomaly.
const (
	stateNew        = "new"
	stateFound      = "found"
	statePersisting = "persisting"
	stateWatched    = "watched"
	stateRecovered  = "recovered"
	stateRetired    = "retired"
)

func states() []string {
	return []string{stateNew, stateFound, statePersisting, stateWatched, stateRecovered, stateRetired}
}

// An item is one thing that a person should see: an outcome that is not well, or an
// anomaly that is over.
type item struct {
	State   string
	Run     *store.Run     // nil if its watch was not patrolled
	Outcome *store.Outcome // nil for an anomaly without an outcome in this patrol
	Anomaly *store.Anomaly // nil if none was opened
	// Source is set for checks that could not be evaluated because of their source;
	// Also are the outcomes that stand behind the first.
	Source string
	Also   []behind
}

// behind is an outcome with the run that it belongs to.
type behind struct {
	Run     *store.Run
	Outcome *store.Outcome
}

// tally counts outcomes by verdict.
type tally map[string]int

func (t tally) total() int {
	n := 0
	for _, count := range t {
		n += count
	}
	return n
}

// digest is what all formats show of a view.
type digest struct {
	checks     tally // in force
	proposed   tally
	dimensions map[string]tally
	systems    []systemTally
	items      []item
	trials     []behind // what is proposed and would not be well
	elsewhere  int      // open anomalies of watches that were not patrolled
}

// systemTally counts one system's outcomes by dimension.
type systemTally struct {
	ID, Title  string
	All        tally
	Dimensions map[string]tally
}

// checkKey names an anomaly's check across the runs of a patrol.
type checkKey struct{ system, watch, aspect, check, group string }

func keyOf(r *store.Run, o *store.Outcome) checkKey {
	return checkKey{r.System, r.Watch, r.Aspect, o.Check, o.Group}
}

func newDigest(v View) *digest {
	d := &digest{checks: tally{}, proposed: tally{}, dimensions: map[string]tally{}}
	anomalies := map[checkKey]*store.Anomaly{}
	for i := range v.Anomalies {
		a := &v.Anomalies[i]
		if a.Source == "" || a.Check != "" {
			anomalies[checkKey{a.System, a.Watch, a.Aspect, a.Check, a.Group}] = a
		}
	}
	for i := range v.Patrol.Runs {
		run := &v.Patrol.Runs[i]
		for k := range run.Outcomes {
			d.count(run, &run.Outcomes[k])
			d.add(run, &run.Outcomes[k], anomalies)
		}
	}
	d.closed(v)
	d.order()
	return d
}

// count adds an outcome to the totals.
func (d *digest) count(r *store.Run, o *store.Outcome) {
	if o.Status == string(checks.Proposed) {
		d.proposed[o.Verdict]++
		return
	}
	d.checks[o.Verdict]++
	if d.dimensions[o.Dimension] == nil {
		d.dimensions[o.Dimension] = tally{}
	}
	d.dimensions[o.Dimension][o.Verdict]++
	if n := len(d.systems); n == 0 || d.systems[n-1].ID != r.System {
		d.systems = append(d.systems, systemTally{ID: r.System, Title: cmp.Or(r.SystemTitle, r.System), All: tally{}, Dimensions: map[string]tally{}})
	}
	s := &d.systems[len(d.systems)-1]
	s.All[o.Verdict]++
	if s.Dimensions[o.Dimension] == nil {
		s.Dimensions[o.Dimension] = tally{}
	}
	s.Dimensions[o.Dimension][o.Verdict]++
}

// add makes an item of an outcome that is not well.
func (d *digest) add(r *store.Run, o *store.Outcome, anomalies map[checkKey]*store.Anomaly) {
	if !slices.Contains([]string{"fail", "error", "warn"}, o.Verdict) {
		return
	}
	if o.Status == string(checks.Proposed) {
		d.trials = append(d.trials, behind{r, o})
		return
	}
	if source := o.Parts["source"]; o.Verdict == "error" && source != "" && d.joined(source, r, o) {
		return
	}
	it := item{Run: r, Outcome: o, State: stateFound, Anomaly: anomalies[keyOf(r, o)]}
	if o.Verdict == "error" {
		it.Source = o.Parts["source"]
	}
	if o.Verdict == "warn" {
		it.State = stateWatched
	}
	if a := it.Anomaly; a != nil && (a.State == store.New || a.State == store.Persisting) {
		it.State = string(a.State)
	}
	d.items = append(d.items, it)
}

// joined adds an outcome to the item of its source, if there is one already.
func (d *digest) joined(source string, r *store.Run, o *store.Outcome) bool {
	for i := range d.items {
		if d.items[i].Source == source {
			d.items[i].Also = append(d.items[i].Also, behind{r, o})
			return true
		}
	}
	return false
}

// closed adds the anomalies that this patrol closed, gives the items of sources
// their anomaly, and counts what is open elsewhere.
func (d *digest) closed(v View) {
	runs := map[string]*store.Run{}
	outcomes := map[checkKey]*store.Outcome{}
	for i := range v.Patrol.Runs {
		r := &v.Patrol.Runs[i]
		runs[r.System+"/"+r.Watch+"/"+r.Aspect] = r
		for k := range r.Outcomes {
			outcomes[keyOf(r, &r.Outcomes[k])] = &r.Outcomes[k]
		}
	}
	for i := range v.Anomalies {
		a := &v.Anomalies[i]
		run := runs[a.System+"/"+a.Watch+"/"+a.Aspect]
		switch open := a.State == store.New || a.State == store.Persisting; {
		case open && a.Check == "" && a.Source != "":
			d.ofSource(a)
		case open && run == nil:
			d.elsewhere++
		case !open && !a.Closed.Before(v.Patrol.Started) && (run != nil || a.Source != ""):
			d.items = append(d.items, item{
				State: string(a.State), Run: run, Anomaly: a, Source: a.Source,
				Outcome: outcomes[checkKey{a.System, a.Watch, a.Aspect, a.Check, a.Group}],
			})
		}
	}
}

func (d *digest) ofSource(a *store.Anomaly) {
	for i := range d.items {
		if d.items[i].Source == a.Source && d.items[i].Anomaly == nil {
			d.items[i].Anomaly, d.items[i].State = a, string(a.State)
		}
	}
}

// order sorts by state, then grade, then gravity, then place.
func (d *digest) order() {
	slices.SortStableFunc(d.items, func(a, b item) int {
		return cmp.Or(
			cmp.Compare(slices.Index(states(), a.State), slices.Index(states(), b.State)),
			cmp.Compare(a.grade(), b.grade()),
			cmp.Compare(slices.Index(verdicts(), a.verdict()), slices.Index(verdicts(), b.verdict())),
		)
	})
}

func (it item) grade() int {
	if it.Outcome == nil {
		return 9
	}
	return it.Outcome.Grade
}

func (it item) verdict() string {
	if it.Outcome == nil {
		return ""
	}
	return it.Outcome.Verdict
}

// in gives the items of a state.
func (d *digest) in(state string) []item {
	var list []item
	for _, it := range d.items {
		if it.State == state {
			list = append(list, it)
		}
	}
	return list
}

// unwell counts the items that need a person: open anomalies and what was found.
func (d *digest) unwell() int {
	return len(d.in(stateNew)) + len(d.in(stateFound)) + len(d.in(statePersisting))
}
