package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestConfirm: only what finished can be confirmed, once, and it is audited.
func TestConfirm(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		c := store.Confirmation{PatrolID: "p-1", At: monday, Actor: "li", Note: "逐条核对"}
		if err := s.Confirm(t.Context(), c); !errors.Is(err, store.ErrNoPatrol) {
			t.Errorf("no patrol: %v", err)
		}
		s.must(s.BeginPatrol(t.Context(), store.Patrol{ID: "p-1", Started: monday, AsOf: monday}))
		if err := s.Confirm(t.Context(), c); !errors.Is(err, store.ErrNoPatrol) {
			t.Errorf("it runs: %v", err)
		}
		s.must(s.FinishPatrol(t.Context(), "p-1", monday.Add(time.Hour)))
		s.must(s.Confirm(t.Context(), c))
		var before *store.ConfirmedError
		if err := s.Confirm(t.Context(), store.Confirmation{PatrolID: "p-1", At: monday, Actor: "wang"}); !errors.As(err, &before) || before.Confirmation != c {
			t.Errorf("confirmed twice: %v", err)
		}
		list, err := s.Confirmations(t.Context())
		if err != nil || len(list) != 1 || list[0] != c {
			t.Errorf("%+v %v", list, err)
		}
		if n, err := s.Count(t.Context(), "SELECT COUNT(*) FROM audit WHERE action = 'confirm patrol' AND subject = 'p-1'"); n != 1 || err != nil {
			t.Errorf("audited: %d %v", n, err)
		}
	})
}

// TestEvidence: what is filed stays in its order, year by year.
func TestEvidence(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		first := store.Evidence{Year: "2023", Row: "9", Name: "等保测评报告.pdf", SHA256: "ab", Size: 3, Note: "三级测评", At: monday, Actor: "li"}
		second := first
		second.Row, second.Name = "1", "b.pdf"
		other := first
		other.Year = "2024"
		for _, e := range []store.Evidence{first, other, second} {
			s.must(s.AddEvidence(t.Context(), e))
		}
		list, err := s.Evidences(t.Context(), "2023")
		if err != nil || len(list) != 2 || list[0] != first || list[1] != second {
			t.Errorf("%+v %v", list, err)
		}
	})
}

// TestLedger: finished attempts of the periods asked for, without those that wait.
func TestLedger(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		s.finishMarked(week("deaths", 0), map[string]string{"unique": "aa"}, judged("fail", "s1", 0))
		s.finishMarked(week("deaths", 1), map[string]string{"unique": "aa"}, judged("fail", "s1", 0))
		all, err := s.Ledger(t.Context(), monday.AddDate(-1, 0, 0), monday.AddDate(1, 0, 0))
		if err != nil || len(all) != 2 || all[0].Watch != "deaths" || all[0].Start.IsZero() || !all[0].Start.Before(all[1].Start) {
			t.Fatalf("%+v %v", all, err)
		}
		later, err := s.Ledger(t.Context(), all[1].Start, all[1].Start.AddDate(0, 0, 1))
		if err != nil || len(later) != 1 || later[0].Period != all[1].Period {
			t.Errorf("%+v %v", later, err)
		}
	})
}

// TestLedgerWithoutVerdict: an attempt that could evaluate nothing patrolled nothing; one
// whose check failed did, and so did one whose error stands beside a verdict.
func TestLedgerWithoutVerdict(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		s.finishMarked(week("dark", 0), nil, outcome("unique error"), outcome("rows skipped"))
		s.finishMarked(week("half", 0), nil, outcome("unique error"), outcome("rows pass"))
		s.finishMarked(week("empty", 0), nil, outcome("unique skipped"), outcome("rows fail"))
		list, err := s.Ledger(t.Context(), monday.AddDate(-1, 0, 0), monday.AddDate(1, 0, 0))
		if err != nil || len(list) != 2 || list[0].Watch != "empty" || list[1].Watch != "half" {
			t.Errorf("%+v %v", list, err)
		}
		s.must(s.judged(week("late", 0), false, store.Delivered{Waiting: true}, "waiting", ""))
		unread, err := s.Unread(t.Context(), monday.AddDate(-1, 0, 0), monday.AddDate(1, 0, 0))
		if err != nil || len(unread) != 2 || unread[0].Watch != "dark" || unread[0].Why.Check != "unique" || unread[1].Watch != "late" || unread[1].Why.Verdict != "waiting" || unread[1].Start.IsZero() {
			t.Errorf("%+v %v", unread, err)
		}
		scopes, err := s.Scopes(t.Context())
		if runs := 0; err != nil || len(scopes) == 0 {
			t.Errorf("%+v %v", scopes, err)
		} else {
			for _, scope := range scopes {
				runs += scope.Runs
			}
			if runs != 4 {
				t.Errorf("%+v", scopes)
			}
		}
	})
}
