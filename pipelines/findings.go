package pipelines

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A Finding is one violation of a check in force, as a counterparty is told of it.
type Finding struct {
	Run     store.Run
	Outcome store.Outcome
	store.Found
}

// Findings lists the violations in data of a counterparty: of the results of a period,
// or with "" of each watch's latest result. What is excepted is settled and left out;
// so are proposed checks. An unknown counterparty is an error.
func Findings(ctx context.Context, state *store.Store, catalog *checks.Catalog, counterparty, period string) ([]Finding, error) {
	watches, err := WatchesOf(catalog, counterparty)
	if err != nil {
		return nil, err
	}
	var list []Finding
	for _, w := range watches {
		runs, err := state.Runs(ctx, store.Filter{Key: store.RunKey{System: w.System.ID, Watch: w.ID, Period: period}})
		if err != nil {
			return nil, err
		}
		for _, run := range newest(runs) {
			found, err := findings(ctx, state, run)
			if err != nil {
				return nil, err
			}
			list = append(list, found...)
		}
	}
	return list, nil
}

// WatchesOf lists the watches whose data a counterparty answers for, by system and
// watch.
func WatchesOf(catalog *checks.Catalog, counterparty string) ([]*checks.Watch, error) {
	var watches []*checks.Watch
	var names []string
	for _, system := range catalog.Systems {
		for _, w := range system.Watches {
			names = append(names, w.Contract.Counterparty)
			if w.Contract.Counterparty == counterparty {
				watches = append(watches, w)
			}
		}
	}
	if len(watches) > 0 {
		return watches, nil
	}
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(n string) bool { return n == "" })
	return nil, fmt.Errorf("no watched contract has the counterparty %q: there is %s", counterparty, cmp.Or(strings.Join(names, ", "), "none"))
}

// newest keeps of each aspect the run of the latest period; runs come in the order of
// time.
func newest(runs []store.Run) []store.Run {
	var list []store.Run
	for i, run := range runs {
		if i+1 == len(runs) || runs[i+1].Aspect != run.Aspect {
			list = append(list, run)
		}
	}
	return list
}

func findings(ctx context.Context, state *store.Store, run store.Run) ([]Finding, error) {
	if run.Pruned {
		return nil, fmt.Errorf("the keys of the violations of %s are not kept any more: ask for a later period", run.RunKey)
	}
	var list []Finding
	for _, o := range run.Outcomes {
		if o.Status == string(checks.Proposed) || o.Violations == 0 || run.Aspect != string(checks.Content) {
			continue
		}
		if o.Incomplete {
			return nil, fmt.Errorf("the keys of the violations of %s/%s/%s in %s are not all kept, since the state had no room: run it once more with --again", run.System, run.Watch, o.Check, run.Period)
		}
		found, err := state.Found(ctx, run, o)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if f.Standing != standingName(checks.Excepted) {
				list = append(list, Finding{run, o, f})
			}
		}
	}
	return list, nil
}

// KeyFingerprint is the fingerprint of a violation's key, as marks have it.
func KeyFingerprint(secret []byte, key []checks.Cell) string {
	names, parts := make([]string, len(key)), make([]mask.Part, len(key))
	for i, c := range key {
		names[i], parts[i] = c.Name, mask.Part{Text: c.Text, Null: c.Null}
	}
	return mask.Fingerprint(secret, names, parts)
}
