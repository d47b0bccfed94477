package store_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestRunComesBackWhole: everything that is recorded of a run is there again.
func TestRunComesBackWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		run := week("deaths", 0)
		run.SystemTitle, run.WatchTitle, run.Contract, run.Late = "养老服务", "死亡信息", "death-records", "judged 3 days late"
		run.AsOf, run.Started, run.Editions = s.now, s.now, []string{"divisions 2024", "holidays 2026"}
		run.PatrolID = s.patrol()
		attempt, err := s.Claim(t.Context(), store.ClaimRequest{Run: run, Owner: "here:1", Now: s.now, Lease: lease})
		if err != nil {
			t.Fatal(err)
		}
		cell := []store.Cell{{Name: "id_card", Text: "110***********002X"}}
		kept := store.Outcome{
			ID: "o1", Check: "unique", Was: []string{"u"}, Group: "东城区", Title: "唯一", Why: "w", Kind: "unique", Rule: "id_card", Dimension: "accuracy", Grade: 2,
			Status: "in-force", Verdict: "fail", Reason: "2 of 9", Measured: "0.1", Unit: "%", Parts: map[string]string{"pairs": "1"},
			Rows: 9, Judged: 8, Violations: 2, Unknown: 1, Faulted: 1, Warn: "> 0", Fail: "> 1",
			Samples: []store.Sample{{Key: cell, Detail: cell, Reason: "twice"}},
		}
		finished := s.now.Add(time.Minute)
		if err := attempt.Finish(t.Context(), finished, []store.Outcome{kept}); err != nil {
			t.Fatal(err)
		}
		want := run
		want.Attempt, want.State, want.Finished, want.Outcomes = 1, store.Finished, finished, []store.Outcome{kept}
		want.Accepted = true
		if got := s.result(run); !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
}

// TestEarlier: later attempts only, earlier periods only, finished ones only.
func TestEarlier(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		s.finish(week("deaths", 0), outcome("rows pass 10"))
		s.finish(week("deaths", 1), outcome("rows fail 20"))
		s.finish(week("deaths", 1), outcome("rows pass 21"))
		s.claim(week("deaths", 2))
		s.finish(week("deaths", 3), outcome("rows warn 40"), outcome("length pass 1"))
		s.finish(week("deaths", 4), outcome("rows pass 50"))
		s.finish(week("births", 2), outcome("rows pass 99"))
		for _, c := range []struct {
			run  store.Run
			n    int
			want string
		}{
			{week("deaths", 4), 9, "2026-W48 warn 40, 2026-W46 pass 21, 2026-W45 pass 10"},
			{week("deaths", 4), 2, "2026-W48 warn 40, 2026-W46 pass 21"},
			{week("deaths", 1), 9, "2026-W45 pass 10"},
			{week("deaths", 0), 9, ""},
			{week("births", 4), 9, "2026-W47 pass 99"},
			{week("nobody", 4), 9, ""},
		} {
			past, err := s.Earlier(t.Context(), c.run, []string{"rows"}, "", c.n)
			if err != nil {
				t.Fatal(err)
			}
			var parts []string
			for _, p := range past {
				parts = append(parts, fmt.Sprintf("%s %s %s", p.Period, p.Verdict, p.Measured))
			}
			if got := strings.Join(parts, ", "); got != c.want {
				t.Errorf("%s, %d: %s, not %s", c.run.RunKey, c.n, got, c.want)
			}
		}
	})
}

// TestComparableIn: one period alone, and only if its result is accepted.
func TestComparableIn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		s.finish(week("deaths", 0), outcome("rows pass 10"))
		s.finish(week("deaths", 1), outcome("rows pass 20"))
		s.finish(week("deaths", 2), outcome("rows pass 30"))
		if _, err := s.WithdrawResult(t.Context(), week("deaths", 1).RunKey, store.Withdrawal{At: s.now, Actor: "w", Reason: "half"}); err != nil {
			t.Fatal(err)
		}
		for period, want := range map[string]string{"2026-W45": "10", "2026-W46": "", "2026-W47": "30", "2026-W48": "", "2025-W45": ""} {
			past, ok, err := s.ComparableIn(t.Context(), week("deaths", 3), []string{"rows"}, "", period)
			if err != nil || ok != (want != "") || past.Measured != want {
				t.Errorf("%s: %+v, %t, %v", period, past, ok, err)
			}
		}
	})
}

func TestFilter(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		link := week("deaths", 0)
		link.Aspect = "link"
		s.finish(week("deaths", 1), outcome("rows pass"))
		s.finish(week("deaths", 0), outcome("rows fail"))
		since := s.now
		s.finish(week("deaths", 0), outcome("rows pass"))
		s.finish(link, outcome("connect pass"))
		s.finish(week("Births", 0), outcome("rows pass"))
		s.claim(week("births", 0))
		first, last := fmt.Sprintf("P-%p-%d", s, 2), fmt.Sprintf("P-%p-%d", s, 6)
		for name, c := range map[string]struct {
			filter store.Filter
			want   string
		}{
			"results":          {store.Filter{}, "Births:content:W45#1 deaths:link:W45#1 deaths:content:W45#2 deaths:content:W46#1"},
			"a system":         {store.Filter{Key: store.RunKey{System: "pensions"}, Since: monday}, "Births:content:W45#1 deaths:link:W45#1 deaths:content:W45#2 deaths:content:W46#1"},
			"another":          {store.Filter{Key: store.RunKey{System: "housing"}}, ""},
			"an aspect":        {store.Filter{Key: store.RunKey{Aspect: "link"}}, "deaths:link:W45#1"},
			"a watch, a week":  {store.Filter{Key: store.RunKey{Watch: "deaths", Aspect: "content", Period: "2026-W45"}}, "deaths:content:W45#2"},
			"all attempts":     {store.Filter{Key: store.RunKey{Watch: "deaths", Aspect: "content", Period: "2026-W45"}, Attempts: true}, "deaths:content:W45#1 deaths:content:W45#2"},
			"since":            {store.Filter{Since: since, Key: store.RunKey{Watch: "deaths", Aspect: "content"}, Attempts: true}, "deaths:content:W45#1 deaths:content:W45#2"},
			"since later":      {store.Filter{Since: since.Add(time.Minute), Key: store.RunKey{Watch: "deaths", Aspect: "content"}, Attempts: true}, "deaths:content:W45#2"},
			"an old patrol":    {store.Filter{Patrol: first}, "deaths:content:W45#1"},
			"a running one":    {store.Filter{Patrol: last}, ""},
			"with its attempt": {store.Filter{Patrol: last, Attempts: true}, "births:content:W45#1"},
		} {
			runs, err := s.Runs(t.Context(), c.filter)
			if err != nil {
				t.Fatal(err)
			}
			var parts []string
			for _, r := range runs {
				parts = append(parts, fmt.Sprintf("%s:%s:%s#%d", r.Watch, r.Aspect, r.Period[5:], r.Attempt))
			}
			if got := strings.Join(parts, " "); got != c.want {
				t.Errorf("%s: %s, not %s", name, got, c.want)
			}
		}
	})
}

func TestPatrols(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		first := s.patrol()
		s.now = s.now.Add(time.Hour)
		s.leftOut = []store.LeftOut{{System: "a", Watch: "b", Place: "watches/a.yaml:3:5", Code: "DW-1302", Message: "there is no contract `死亡`"}, {Place: "rules/x.yaml", Code: "DW-1001"}}
		second := s.patrol()
		if err := s.FinishPatrol(t.Context(), first, s.now); err != nil {
			t.Fatal(err)
		}
		list, err := s.Patrols(t.Context(), 5)
		if err != nil || len(list) != 2 || list[0].ID != second || list[1].ID != first {
			t.Fatalf("%+v %v", list, err)
		}
		if !slices.Equal(list[0].LeftOut, s.leftOut) || len(list[1].LeftOut) != 0 {
			t.Errorf("left out: %+v, %+v", list[0].LeftOut, list[1].LeftOut)
		}
		if !list[0].Finished.IsZero() || !list[1].Finished.Equal(s.now) || !list[1].Started.Equal(monday) || list[1].Version != "1.2.3" {
			t.Errorf("%+v", list)
		}
		if list, err = s.Patrols(t.Context(), 1); err != nil || len(list) != 1 {
			t.Errorf("%d patrols, %v", len(list), err)
		}
		if err := s.BeginPatrol(t.Context(), store.Patrol{ID: first}); err == nil {
			t.Error("two patrols with one id")
		}
	})
}

func TestSourceLocks(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		locked := func(token string) bool {
			since, locked, err := s.SourceLocked(t.Context(), "front", []byte(token))
			if err != nil || locked && !since.Equal(monday) {
				t.Fatalf("%s: since %s, %v", token, since, err)
			}
			return locked
		}
		if locked("old") {
			t.Error("locked before anything happened")
		}
		for range 2 {
			if err := s.LockSource(t.Context(), "front", []byte("old"), monday); err != nil {
				t.Fatal(err)
			}
		}
		if !locked("old") || locked("new") {
			t.Error("the refused login is locked, another one is not")
		}
		if err := s.LockSource(t.Context(), "front", []byte("new"), monday); err != nil {
			t.Fatal(err)
		}
		if locked("old") || !locked("new") {
			t.Error("the latest refused login counts")
		}
		for _, want := range []bool{true, false} {
			if was, err := s.UnlockSource(t.Context(), "front"); was != want || err != nil {
				t.Errorf("unlocked: %v %v", was, err)
			}
		}
		if locked("new") {
			t.Error("locked after the unlock")
		}
	})
}
