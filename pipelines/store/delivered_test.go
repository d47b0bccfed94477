package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// judged records one attempt at a run with a row count.
func (s *state) judged(run store.Run, again bool, d store.Delivered, verdict, rows string) error {
	s.t.Helper()
	run.PatrolID = s.patrol()
	attempt, err := s.Claim(s.t.Context(), store.ClaimRequest{Run: run, Owner: "here:1", Now: s.now, Lease: lease, Again: again})
	if err != nil {
		return err
	}
	attempt.Deliver(d)
	id := fmt.Sprintf("%s/row_count@%s#%d", run.Watch, run.Period, attempt.Number())
	return attempt.Finish(s.t.Context(), s.now, []store.Outcome{{ID: id, Check: "row_count", Kind: "row_count", Status: "in-force", Verdict: verdict, Measured: rows}})
}

func (s *state) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// TestDeliveries: what waits is taken up again, what failed is no measure until a
// person accepts it, and a delivery is not compared with itself.
func TestDeliveries(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		comparable := func(run store.Run, want string) {
			t.Helper()
			past, err := s.Comparable(t.Context(), run, []string{"row_count"}, "", 9)
			got := ""
			for _, p := range past {
				got += p.Period + "=" + p.Measured + " "
			}
			if err != nil || got != want {
				t.Errorf("comparable %q, want %q (%v)", got, want, err)
			}
		}
		october, november := store.Delivered{Delivery: "2026-10", Newest: monday}, store.Delivered{Delivery: "2026-11", Newest: monday.AddDate(0, 0, 20)}
		s.must(s.judged(week("deaths", 0), false, store.Delivered{Waiting: true}, "waiting", ""))
		s.must(s.judged(week("deaths", 0), false, october, "pass", "10"))
		if err := s.judged(week("deaths", 0), false, october, "pass", "10"); !errors.Is(err, store.ErrFinished) {
			t.Errorf("a finished run: %v", err)
		}
		s.must(s.judged(week("deaths", 1), false, october, "fail", "3"))
		comparable(week("deaths", 2), "2026-W45=10 ")
		key := week("deaths", 1).RunKey
		if n, err := s.AcceptResult(t.Context(), key, s.now, "li", "right"); n != 1 || err != nil {
			t.Errorf("accepted %d, %v", n, err)
		}
		comparable(week("deaths", 2), "2026-W46=3 2026-W45=10 ")
		if run := s.result(week("deaths", 1)); !run.Accepted || run.AcceptedBy != "li" || run.AcceptedWhy != "right" || !run.Newest.Equal(monday) {
			t.Errorf("%+v", run)
		}
		same := week("deaths", 2)
		same.Delivery = "2026-10"
		comparable(same, "")
		s.must(s.judged(week("deaths", 2), false, november, "fail", "0"))
		if newest, err := s.NewestBefore(t.Context(), week("deaths", 3)); err != nil || !newest.Equal(monday) {
			t.Errorf("newest %v, %v", newest, err)
		}
		s.must(s.judged(week("deaths", 3), false, store.Delivered{Waiting: true}, "waiting", ""))
		if _, err := s.AcceptResult(t.Context(), week("deaths", 3).RunKey, s.now, "li", "right"); !errors.Is(err, store.ErrNoResult) {
			t.Errorf("a waiting run: %v", err)
		}
	})
}

// TestIssued: issued reports come back in their order, whole.
func TestIssued(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		first := store.IssuedReport{Period: "2026-11", File: "一.html", Format: "html", SHA256: "a", Content: "x", At: s.now, Actor: "li"}
		first, err := s.Issue(t.Context(), first)
		s.must(err)
		second := store.IssuedReport{Period: "2026-11", File: "二.html", Format: "html", SHA256: "b", Content: "y", At: s.now.Add(time.Hour), Actor: "li", Corrects: first.ID}
		second, err = s.Issue(t.Context(), second)
		s.must(err)
		other, err := s.Issue(t.Context(), store.IssuedReport{Period: "2026-12", File: "三.html", At: s.now})
		s.must(err)
		for period, want := range map[string][]store.IssuedReport{"2026-11": {first, second}, "": {first, second, other}, "2026-W01": {}} {
			if got, err := s.Issued(t.Context(), period); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%q: %v (%v), want %v", period, got, err, want)
			}
		}
	})
}
