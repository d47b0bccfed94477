package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestWithdraw: a decision that is taken back stays in the state with who did it, when
// and why; taken back twice is an error, and one wrong name leaves all as they are.
func TestWithdraw(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		by := store.Withdrawal{At: monday.Add(time.Hour), Actor: "wang", Reason: "误报太多"}
		a := store.Acceptance{System: "pensions", Watch: "deaths", Check: "unique", Definition: "d1", At: monday, Actor: "li", Reason: "tried"}
		other := a
		other.Check = "never accepted"
		s.must(s.Accept(t.Context(), a))
		if err := s.WithdrawAcceptances(t.Context(), by, a, other); !errors.Is(err, store.ErrNoDecision) {
			t.Errorf("one was never accepted: %v", err)
		}
		if list, err := s.Acceptances(t.Context()); err != nil || list[0] != a {
			t.Errorf("half of a withdrawal was kept: %+v %v", list, err)
		}
		s.must(s.WithdrawAcceptances(t.Context(), by, a))
		a.Withdrawn = by
		if list, err := s.Acceptances(t.Context()); err != nil || len(list) != 1 || list[0] != a || list[0].Withdrawn.Holds() {
			t.Errorf("withdrawn: %+v %v", list, err)
		}
		if err := s.WithdrawAcceptances(t.Context(), by, a); !errors.Is(err, store.ErrNoDecision) {
			t.Errorf("twice: %v", err)
		}
		a.Withdrawn = store.Withdrawal{}
		s.must(s.Accept(t.Context(), a))
		if list, err := s.Acceptances(t.Context()); err != nil || list[0] != a {
			t.Errorf("accepted anew: %+v %v", list, err)
		}
		if n, err := s.Count(t.Context(), "SELECT COUNT(*) FROM audit WHERE action = 'withdraw accept' AND actor = 'wang' AND reason = '误报太多'"); n != 1 || err != nil {
			t.Errorf("audited: %d %v", n, err)
		}
	})
}

// TestWithdrawBaseline: the keys of a stock that was taken back are kept.
func TestWithdrawBaseline(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		b := store.Baseline{System: "pensions", Watch: "deaths", Check: "unique", Subject: "s1", At: monday, Actor: "li", Reason: "old system"}
		s.finishMarked(week("deaths", 0), map[string]string{"unique": "aa bb"}, judged("fail", "s1", 0))
		_, err := s.Baseline(t.Context(), b, []string{"deaths"}, []string{"unique"})
		s.must(err)
		by := store.Withdrawal{At: monday.Add(time.Hour), Actor: "wang", Reason: "已改正"}
		s.must(s.WithdrawBaselines(t.Context(), by, b))
		list, err := s.Baselines(t.Context())
		if err != nil || len(list) != 1 || list[0].Withdrawn != by || list[0].Size != 2 {
			t.Errorf("%+v %v", list, err)
		}
		_, err = s.Baseline(t.Context(), b, []string{"deaths"}, []string{"unique"})
		s.must(err)
		if list, err := s.Baselines(t.Context()); err != nil || !list[0].Withdrawn.Holds() {
			t.Errorf("taken anew: %+v %v", list, err)
		}
	})
}

// TestWithdrawException: one that was taken back stays beside a new one for the same
// violation.
func TestWithdrawException(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		e := store.Exception{System: "pensions", Watch: "deaths", Check: "unique", Fingerprint: "bb", Reason: "属实", Owner: "公安局", Expires: monday, At: monday, Actor: "li"}
		record := func() {
			t.Helper()
			s.must(s.Answer(t.Context(), nil, []store.Exception{e}, store.AuditEntry{At: monday, Actor: "li", Action: "answer"}))
		}
		by := store.Withdrawal{At: monday.Add(time.Hour), Actor: "wang", Reason: "公安更正"}
		record()
		s.must(s.WithdrawExceptions(t.Context(), by, e))
		if err := s.WithdrawExceptions(t.Context(), by, e); !errors.Is(err, store.ErrNoDecision) {
			t.Errorf("twice: %v", err)
		}
		record()
		old := e
		old.Withdrawn = by
		if list, err := s.Exceptions(t.Context()); err != nil || len(list) != 2 || list[0] != old || list[1] != e {
			t.Errorf("%+v %v", list, err)
		}
	})
}

// TestWithdrawResult: a result is no measure any more, and the one before it is again.
func TestWithdrawResult(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		by := store.Withdrawal{At: monday.Add(time.Hour), Actor: "wang", Reason: "重复数据"}
		s.must(s.judged(week("deaths", 0), false, store.Delivered{}, "pass", "10"))
		s.must(s.judged(week("deaths", 1), false, store.Delivered{}, "fail", "3"))
		key := week("deaths", 1).RunKey
		if _, err := s.WithdrawResult(t.Context(), key, by); !errors.Is(err, store.ErrNoDecision) {
			t.Errorf("nobody accepted it: %v", err)
		}
		measure := func() string {
			t.Helper()
			past, err := s.Comparable(t.Context(), week("deaths", 2), []string{"row_count"}, "", 1)
			if err != nil || len(past) != 1 {
				t.Fatalf("%v %v", past, err)
			}
			return past[0].Period
		}
		_, err := s.AcceptResult(t.Context(), key, s.now, "li", "right")
		s.must(err)
		before := measure()
		n, err := s.WithdrawResult(t.Context(), key, by)
		if after := measure(); err != nil || n != 1 || before != "2026-W46" || after != "2026-W45" {
			t.Errorf("#%d %s %s %v", n, before, after, err)
		}
		if run := s.result(week("deaths", 1)); run.Accepted || run.AcceptedBy != "li" || run.Withdrawn != by {
			t.Errorf("%+v", run)
		}
		if _, err := s.WithdrawResult(t.Context(), week("deaths", 0).RunKey, by); err != nil {
			t.Errorf("accepted by itself: %v", err)
		}
	})
}
