package pipelines

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// WithdrawAcceptances takes back the acceptances of a watch's checks: that of the id, or
// all with "". It gives the checks that are proposed again from the next run on; an
// acceptance that is void is withdrawn too. store.ErrNoDecision: there is none.
func WithdrawAcceptances(ctx context.Context, state *store.Store, w *checks.Watch, id string, by store.Withdrawal) ([]*checks.Check, error) {
	decisions, err := ReadDecisions(ctx, state)
	if err != nil {
		return nil, err
	}
	picked, list := holding(w, id, decisions.accepted, func(a store.Acceptance) bool { return a.Withdrawn.Holds() })
	if len(list) == 0 {
		return nil, store.ErrNoDecision
	}
	return picked, state.WithdrawAcceptances(ctx, by, list...)
}

// WithdrawBaselines takes back the baselines of a watch's checks: that of the id, or all
// with "". It gives their checks. store.ErrNoDecision: there is none.
func WithdrawBaselines(ctx context.Context, state *store.Store, w *checks.Watch, id string, by store.Withdrawal) ([]*checks.Check, error) {
	decisions, err := ReadDecisions(ctx, state)
	if err != nil {
		return nil, err
	}
	picked, list := holding(w, id, decisions.baselines, func(b store.Baseline) bool { return b.Withdrawn.Holds() })
	if len(list) == 0 {
		return nil, store.ErrNoDecision
	}
	return picked, state.WithdrawBaselines(ctx, by, list...)
}

// holding picks the decisions about a watch's checks that nobody has taken back.
func holding[T any](w *checks.Watch, id string, known map[checkName]T, holds func(T) bool) (picked []*checks.Check, list []T) {
	for _, c := range w.Checks {
		if id != "" && c.ID != id {
			continue
		}
		if decision, ok := find(known, w, c); ok && holds(decision) {
			picked, list = append(picked, c), append(list, decision)
		}
	}
	return picked, list
}

// WithdrawExceptions takes back exceptions that the state recorded for a check and that
// are in force on a day: those of the fingerprints, or all without any. It gives them.
// store.ErrNoDecision: there is none, or none of one of the fingerprints.
func WithdrawExceptions(ctx context.Context, state *store.Store, w *checks.Watch, c *checks.Check, fingerprints []string, day time.Time, by store.Withdrawal) ([]store.Exception, error) {
	decisions, err := ReadDecisions(ctx, state)
	if err != nil {
		return nil, err
	}
	recorded := decisions.Recorded(w, c, day)
	for _, f := range fingerprints {
		if !slices.ContainsFunc(recorded, func(e store.Exception) bool { return e.Fingerprint == f }) {
			return nil, fmt.Errorf("fingerprint %s: %w", f, store.ErrNoDecision)
		}
	}
	list := slices.DeleteFunc(recorded, func(e store.Exception) bool {
		return len(fingerprints) > 0 && !slices.Contains(fingerprints, e.Fingerprint)
	})
	if len(list) == 0 {
		return nil, store.ErrNoDecision
	}
	return list, state.WithdrawExceptions(ctx, by, list...)
}

// Withdrawn gives the recorded exceptions of a check that were taken back.
func (d *Decisions) Withdrawn(w *checks.Watch, c *checks.Check) []store.Exception {
	var list []store.Exception
	for _, name := range namesOf(w, c) {
		for _, e := range d.excepted[name] {
			if !e.Withdrawn.Holds() {
				list = append(list, e)
			}
		}
	}
	return list
}
