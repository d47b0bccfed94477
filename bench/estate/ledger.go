package estate

import (
	"cmp"
	"slices"
	"strings"
)

// The roles of an Entry.
const (
	Primary    Role = "primary"    // what the fault was made to trip
	Collateral Role = "collateral" // what it trips besides, of necessity
)

// Role tells what a fault was made for from what follows of it.
type Role string

// An Entry is one violation that a fault must produce.
type Entry struct {
	System string
	Watch  string
	Check  string
	Group  string
	// Key is the violating key in clear: the decoded values of the contract's key
	// columns ("" for null); of a unique check the repeated values, once; the group for
	// groups, the batch for control totals, the physical column for schema, the source of
	// the rule for http. Nil: the check trips as a whole and names no key.
	Key   []string
	Fault string
	Role  Role
}

// A Stop is a check that cannot be judged because of a fault.
type Stop struct {
	System  string
	Watch   string
	Check   string
	Verdict string // "skipped" or "error"
	Fault   string
}

// An Odd is a row that is unusual and correct. It appears in no violation.
type Odd struct {
	Name   string
	System string
	Watch  string
	Key    []string
}

// A Ledger is everything that a patrol of the estate must find, and what it must
// not be alarmed by. It is sorted; of equal rows there are as many as violations.
type Ledger struct {
	Entries []Entry
	Stops   []Stop
	Odd     []Odd
}

// Faults lists the names of the seeded faults, sorted.
func (l Ledger) Faults() []string {
	var names []string
	for _, e := range l.Entries {
		names = append(names, e.Fault)
	}
	for _, s := range l.Stops {
		names = append(names, s.Fault)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// OddNames lists the names of the odd rows, sorted.
func (l Ledger) OddNames() []string {
	var names []string
	for _, o := range l.Odd {
		names = append(names, o.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// An Expectation is what the ledger says of one check: its verdict and all its
// violating keys. A check without an Expectation passes, or is skipped for want of
// history.
type Expectation struct {
	System  string
	Watch   string
	Check   string
	Verdict string     // "fail", "skipped" or "error"
	Keys    [][]string // sorted; empty if the check trips as a whole
	Faults  []string   // sorted
}

// Expectations gathers the ledger by check, sorted by system, watch and check.
func (l Ledger) Expectations() []Expectation {
	byCheck := map[[3]string]*Expectation{}
	of := func(system, watch, check, verdict, fault string) *Expectation {
		at := [3]string{system, watch, check}
		if byCheck[at] == nil {
			byCheck[at] = &Expectation{System: system, Watch: watch, Check: check, Verdict: verdict}
		}
		byCheck[at].Faults = append(byCheck[at].Faults, fault)
		return byCheck[at]
	}
	for _, e := range l.Entries {
		if x := of(e.System, e.Watch, e.Check, "fail", e.Fault); e.Key != nil {
			x.Keys = append(x.Keys, e.Key)
		}
	}
	for _, s := range l.Stops {
		of(s.System, s.Watch, s.Check, s.Verdict, s.Fault)
	}
	all := make([]Expectation, 0, len(byCheck))
	for _, x := range byCheck {
		slices.SortFunc(x.Keys, slices.Compare)
		slices.Sort(x.Faults)
		x.Faults = slices.Compact(x.Faults)
		all = append(all, *x)
	}
	slices.SortFunc(all, func(a, b Expectation) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Watch, b.Watch), cmp.Compare(a.Check, b.Check))
	})
	return all
}

func (l *Ledger) sort() {
	slices.SortStableFunc(l.Entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Watch, b.Watch), cmp.Compare(a.Check, b.Check),
			slices.Compare(a.Key, b.Key), cmp.Compare(a.Fault, b.Fault))
	})
	slices.SortStableFunc(l.Stops, func(a, b Stop) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Watch, b.Watch), cmp.Compare(a.Check, b.Check))
	})
	slices.SortStableFunc(l.Odd, func(a, b Odd) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.System, b.System), cmp.Compare(a.Watch, b.Watch),
			strings.Compare(strings.Join(a.Key, "\x00"), strings.Join(b.Key, "\x00")))
	})
}
