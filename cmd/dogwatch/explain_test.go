package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestOutcomeOfGroup: an outcome of one group has a name of its own; where there are
// several, the check's name means the whole, or says which there are.
func TestOutcomeOfGroup(t *testing.T) {
	t.Parallel()
	state, err := store.Open(t.Context(), store.Config{Path: filepath.Join(t.TempDir(), "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	now := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	if err := state.BeginPatrol(t.Context(), store.Patrol{ID: "p", Started: now, AsOf: now}); err != nil {
		t.Fatal(err)
	}
	run := store.Run{
		RunKey: store.RunKey{System: "s", Watch: "w", Aspect: "content", Period: "2026-W47"}, PatrolID: "p", Attempt: 1, State: store.Running,
		PeriodStart: now, PeriodEnd: now.AddDate(0, 0, 7), Started: now, AsOf: now,
	}
	attempt, err := state.Claim(t.Context(), store.ClaimRequest{Run: run, Owner: "test", Now: now, Lease: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	outcome := func(check, group, id string) store.Outcome {
		return store.Outcome{ID: id, Check: check, Group: group, Verdict: "pass", Status: "in-force", Dimension: "accuracy", Kind: "rule", Grade: 3}
	}
	if err := attempt.Finish(t.Context(), now, []store.Outcome{
		outcome("unique", "east", "e"), outcome("unique", "west", "w"), outcome("rows", "", "all"), outcome("rows", "east", "r"),
	}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"s/w/unique[east]": "e", "s/w/unique[west]": "w", "s/w/rows": "all", "s/w/rows[east]": "r",
		"s/w/unique": "not unique: s/w/unique[east], s/w/unique[west]", "unique": "not unique", "nothing": "no outcome",
	} {
		_, o, err := findOutcome(t.Context(), state, name)
		if err != nil && !strings.Contains(err.Error(), want) || err == nil && o.ID != want {
			t.Errorf("%s: %q %v", name, o.ID, err)
		}
	}
}
