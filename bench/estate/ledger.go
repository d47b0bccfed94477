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
	Group  string // of a watch whose shards are judged one by one: the shard's
	// Key is the violating key in clear: the decoded values of the contract's key
	// columns ("" for null); of a unique check the repeated values, once; the group for
	// groups, the batch for control totals, the physical column for schema, the source of
	// the rule for http. Nil: the check trips as a whole and names no key.
	Key   []string
	Fault string
	Role  Role
}

// A Stop is a check that cannot be judged because of a fault, or because its source
// is so by design.
type Stop struct {
	System  string
	Watch   string
	Check   string
	Group   string // as in Entry
	Verdict string // "skipped", "waiting" or "error"
	Fault   string // "": no fault, the source is so
}

// An Odd is a row that is unusual and correct. It appears in no violation.
type Odd struct {
	Name   string
	System string
	Watch  string
	Group  string // as in Entry
	Key    []string
}

// A Ledger is everything that a patrol of the estate must find, and what it must
// not be alarmed by. It is sorted; of equal rows there are as many as violations.
type Ledger struct {
	Entries []Entry
	Stops   []Stop
	Odd     []Odd
	// Stock is what was wrong in Previous already, where it stands among the Entries,
	// and is wrong still: after a baseline of its checks it raises no alarm.
	Stock []Entry
}

// Faults lists the names of the seeded faults, sorted.
func (l Ledger) Faults() []string {
	var names []string
	for _, e := range l.Entries {
		names = append(names, e.Fault)
	}
	for _, s := range l.Stops {
		if s.Fault != "" {
			names = append(names, s.Fault)
		}
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

// An Expectation is what the ledger says of one check, or of one group of it: its
// verdict and all its violating keys. A check without an Expectation passes, or is skipped for want of
// history.
type Expectation struct {
	System  string
	Watch   string
	Check   string
	Group   string
	Verdict string     // "fail"; "pass" if there is only stock; or as in Stop
	Keys    [][]string // sorted, of stock too; empty if the check trips as a whole
	Stock   int64      // how many of Keys are stock
	Faults  []string   // sorted; none if the source is so by design
}

func (x Expectation) place() place { return place{x.System, x.Watch, x.Check, x.Group} }

// A place is a check, or one group of it.
type place struct{ system, watch, check, group string }

func (p place) String() string {
	name := p.system + "/" + p.watch + "/" + p.check
	if p.group != "" {
		name += "[" + p.group + "]"
	}
	return name
}

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.system, b.system), cmp.Compare(a.watch, b.watch), cmp.Compare(a.check, b.check), cmp.Compare(a.group, b.group))
}

// Expectations gathers the ledger by check, sorted by system, watch, check and group.
func (l Ledger) Expectations() []Expectation {
	byCheck := map[place]*Expectation{}
	of := func(at place, verdict, fault string) *Expectation {
		if byCheck[at] == nil {
			byCheck[at] = &Expectation{System: at.system, Watch: at.watch, Check: at.check, Group: at.group, Verdict: verdict}
		}
		if fault != "" {
			byCheck[at].Faults = append(byCheck[at].Faults, fault)
		}
		return byCheck[at]
	}
	for _, e := range l.Entries {
		if x := of(e.place(), "fail", e.Fault); e.Key != nil {
			x.Keys = append(x.Keys, e.Key)
		}
	}
	for _, s := range l.Stops {
		of(s.place(), s.Verdict, s.Fault)
	}
	for _, e := range l.Stock {
		x := of(e.place(), "pass", "")
		x.Keys = append(x.Keys, e.Key)
		x.Stock++
	}
	all := make([]Expectation, 0, len(byCheck))
	for _, x := range byCheck {
		slices.SortFunc(x.Keys, slices.Compare)
		slices.Sort(x.Faults)
		x.Faults = slices.Compact(x.Faults)
		all = append(all, *x)
	}
	slices.SortFunc(all, func(a, b Expectation) int { return comparePlaces(a.place(), b.place()) })
	return all
}

func (e Entry) place() place { return place{e.System, e.Watch, e.Check, e.Group} }

func (s Stop) place() place { return place{s.System, s.Watch, s.Check, s.Group} }

func (l *Ledger) sort() {
	for _, entries := range [][]Entry{l.Entries, l.Stock} {
		slices.SortStableFunc(entries, func(a, b Entry) int {
			return cmp.Or(comparePlaces(a.place(), b.place()), slices.Compare(a.Key, b.Key), cmp.Compare(a.Fault, b.Fault))
		})
	}
	slices.SortStableFunc(l.Stops, func(a, b Stop) int { return comparePlaces(a.place(), b.place()) })
	slices.SortStableFunc(l.Odd, func(a, b Odd) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.System, b.System), cmp.Compare(a.Watch, b.Watch),
			cmp.Compare(a.Group, b.Group), strings.Compare(strings.Join(a.Key, "\x00"), strings.Join(b.Key, "\x00")))
	})
}
