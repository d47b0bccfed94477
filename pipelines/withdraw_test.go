package pipelines_test

import (
	"slices"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func checkOf(watch *checks.Watch, id string) *checks.Check {
	return watch.Checks[slices.IndexFunc(watch.Checks, func(c *checks.Check) bool { return c.ID == id })]
}

// TestWithdrawnDecisions: outcomes follow from the next run on, what an acceptance
// opened is retired, and the outcomes say who took the decision back.
func TestWithdrawnDecisions(t *testing.T) {
	t.Parallel()
	w := itemsTown(t, "    checks: [{id: positive, status: proposed}]\n")
	w.patrol(t)
	w.decide(t, func(state *store.Store, watch *checks.Watch) {
		if _, err := pipelines.Accept(t.Context(), state, watch, "", "li", "tried", w.asOf); err != nil {
			t.Error(err)
		}
		if _, err := pipelines.Baseline(t.Context(), state, watch, checkOf(watch, "unique"), "li", "old", w.asOf); err != nil {
			t.Error(err)
		}
	})
	next := func() map[string]store.Outcome {
		w.asOf = w.asOf.Add(7 * 24 * time.Hour)
		return w.patrol(t)
	}
	if o := next()["unique"]; o.Stock == 0 {
		t.Errorf("no stock: %+v", o)
	}
	by := store.Withdrawal{At: w.asOf, Actor: "wang", Reason: "误报"}
	w.decide(t, func(state *store.Store, watch *checks.Watch) {
		accepted, err := pipelines.WithdrawAcceptances(t.Context(), state, watch, "", by)
		if err != nil || len(accepted) != 1 || accepted[0].ID != "positive" {
			t.Errorf("%v %v", accepted, err)
		}
		if list, err := pipelines.WithdrawBaselines(t.Context(), state, watch, "unique", by); err != nil || len(list) != 1 {
			t.Errorf("%v %v", list, err)
		}
		if _, err := pipelines.WithdrawBaselines(t.Context(), state, watch, "", by); err == nil {
			t.Error("withdrawn twice")
		}
	})
	after := next()
	if o := after["positive"]; o.Status != "proposed" || o.Accepted != nil || len(o.Void) != 1 || o.Void[0].Withdrawn != by {
		t.Errorf("the acceptance: %+v", o)
	}
	if o := after["unique"]; o.Stock != 0 || len(o.Void) != 1 || o.Void[0].Decision != store.DecidedBaseline || o.Void[0].Withdrawn != by {
		t.Errorf("the baseline: %+v", o)
	}
	w.decide(t, func(state *store.Store, _ *checks.Watch) {
		anomalies, err := state.Anomalies(t.Context(), time.Time{})
		retired := false
		for _, a := range anomalies {
			retired = retired || a.Check == "positive" && a.State == store.Retired
		}
		if err != nil || !retired {
			t.Errorf("what the acceptance opened is not retired: %+v %v", anomalies, err)
		}
	})
}

// TestWithdrawnException: what an exception named counts again.
func TestWithdrawnException(t *testing.T) {
	t.Parallel()
	w := itemsTown(t, "")
	print := w.patrol(t)["positive"].Samples[0].Fingerprint
	e := store.Exception{System: "demo", Watch: "items", Check: "positive", Fingerprint: print, Reason: "属实", Owner: "platform", Expires: w.asOf.AddDate(1, 0, 0), At: w.asOf, Actor: "li"}
	w.decide(t, func(state *store.Store, _ *checks.Watch) {
		if err := state.Answer(t.Context(), nil, []store.Exception{e}, store.AuditEntry{At: w.asOf, Actor: "li", Action: "answer"}); err != nil {
			t.Error(err)
		}
	})
	next := func() store.Outcome {
		w.asOf = w.asOf.Add(7 * 24 * time.Hour)
		return w.patrol(t)["positive"]
	}
	if o := next(); o.Excepted != 1 || o.Verdict != "pass" {
		t.Errorf("excepted: %+v", o)
	}
	w.decide(t, func(state *store.Store, watch *checks.Watch) {
		c := checkOf(watch, "positive")
		by := store.Withdrawal{At: w.asOf, Actor: "wang", Reason: "更正"}
		if _, err := pipelines.WithdrawExceptions(t.Context(), state, watch, c, []string{"nothing"}, w.asOf, by); err == nil {
			t.Error("a fingerprint that no exception names was withdrawn")
		}
		if list, err := pipelines.WithdrawExceptions(t.Context(), state, watch, c, nil, w.asOf, by); err != nil || len(list) != 1 {
			t.Errorf("%v %v", list, err)
		}
	})
	if o := next(); o.Excepted != 0 || o.Verdict != "fail" {
		t.Errorf("withdrawn: %+v", o)
	}
}
