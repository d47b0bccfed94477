package pipelines

import (
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
	"github.com/dogwatch/dogwatch/rules"
)

// exceptions are those in force for one check, from the definitions and the state.
type exceptions struct {
	fingerprints map[string]bool
	keys         []checks.ExceptedKey
	rules        []*rules.Expr // of checks that judge single rows
}

func (d *Decisions) exceptions(w *checks.Watch, c *checks.Check, day time.Time) exceptions {
	of := exceptions{fingerprints: map[string]bool{}}
	if !c.Kind.Doc().Keyed {
		return of
	}
	for _, e := range slices.Concat(w.Exceptions, c.Exceptions) {
		if !e.InForce(day) {
			continue
		}
		of.keys = append(of.keys, e.Keys...)
		for _, f := range e.Fingerprints {
			of.fingerprints[f] = true
		}
		if e.Rule != nil && checks.SingleRows(w, c) {
			of.rules = append(of.rules, e.Rule)
		}
	}
	for _, e := range d.Recorded(w, c, day) {
		of.fingerprints[e.Fingerprint] = true
	}
	return of
}

// Recorded gives the exceptions of the state that are in force for a check on a day,
// under any of its names.
func (d *Decisions) Recorded(w *checks.Watch, c *checks.Check, day time.Time) []store.Exception {
	var list []store.Exception
	for _, name := range namesOf(w, c) {
		for _, e := range d.excepted[name] {
			if e.Withdrawn.Holds() && !day.After(e.Expires) {
				list = append(list, e)
			}
		}
	}
	return list
}

// name tells whether an exception by key or fingerprint names a violation.
func (x exceptions) name(fingerprint string, key []checks.Cell) bool {
	return x.fingerprints[fingerprint] || slices.ContainsFunc(x.keys, func(k checks.ExceptedKey) bool { return k.Matches(key) })
}

// CivilDay is the day of an instant in a zone, at 00:00 UTC, as exceptions expire.
func CivilDay(t time.Time, zone *time.Location) time.Time { return civilDay(t, zone) }
