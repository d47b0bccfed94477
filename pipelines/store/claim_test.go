package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

func TestClaimHeldFinishedAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		run := week("deaths", 0)
		first, err := s.claimed(run, false)
		if err != nil || first.Number() != 1 {
			t.Fatalf("the first claim: %v", err)
		}
		_, err = s.other().claimed(run, false)
		if !errors.Is(err, store.ErrHeld) || !strings.Contains(err.Error(), "pensions/deaths content 2026-W45") || !strings.Contains(err.Error(), "here:1") {
			t.Errorf("a second claim: %v", err)
		}
		if _, err := s.claimed(run, true); !errors.Is(err, store.ErrHeld) {
			t.Errorf("a held run asked for again: %v", err)
		}
		if _, err := s.claimed(week("deaths", 1), false); err != nil {
			t.Errorf("another period: %v", err)
		}
		if err := first.Finish(t.Context(), s.now, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := s.claimed(run, false); !errors.Is(err, store.ErrFinished) {
			t.Errorf("a claim of a finished run: %v", err)
		}
		second, err := s.claimed(run, true)
		if err != nil || second.Number() != 2 {
			t.Fatalf("a finished run asked for again: %v", err)
		}
		if got := s.attempts(run); got != "finished running" {
			t.Errorf("attempts: %s", got)
		}
	})
}

func TestInterruptedAttemptIsFollowedByTheNext(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		run := week("deaths", 0)
		if err := s.claim(run).Stop(t.Context(), s.now, store.Interrupted); err != nil {
			t.Fatal(err)
		}
		if _, found, err := s.Latest(t.Context(), run.RunKey); found || err != nil {
			t.Errorf("an interrupted attempt is a result: %v", err)
		}
		next, err := s.claimed(run, false)
		if err != nil || next.Number() != 2 {
			t.Fatalf("after an interruption: %v", err)
		}
		if got := s.attempts(run); got != "interrupted running" {
			t.Errorf("attempts: %s", got)
		}
	})
}

func TestExpiredLeaseIsAbandoned(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		run := week("deaths", 0)
		lost := s.claim(run)
		if err := lost.Mark(t.Context(), "unique", "", marksOf("a b")); err != nil {
			t.Fatal(err)
		}
		other := s.other()
		other.now = s.now.Add(lease - time.Second)
		if _, err := other.claimed(run, false); !errors.Is(err, store.ErrHeld) {
			t.Errorf("a second before the lease ends: %v", err)
		}
		if err := lost.Heartbeat(t.Context(), s.now.Add(lease/2)); err != nil {
			t.Fatal(err)
		}
		other.now = s.now.Add(lease + time.Second)
		if _, err := other.claimed(run, false); !errors.Is(err, store.ErrHeld) {
			t.Errorf("after a heartbeat: %v", err)
		}
		other.now = s.now.Add(2 * lease)
		if got, err := other.claimed(run, false); err != nil || got.Number() != 2 {
			t.Fatalf("after the lease: %v", err)
		}
		for name, err := range map[string]error{
			"heartbeat": lost.Heartbeat(t.Context(), other.now),
			"mark":      lost.Mark(t.Context(), "unique", "", marksOf("c")),
			"finish":    lost.Finish(t.Context(), other.now, []store.Outcome{outcome("unique pass")}),
		} {
			if !errors.Is(err, store.ErrLost) {
				t.Errorf("%s of a lost attempt: %v", name, err)
			}
		}
		if err := lost.Stop(t.Context(), other.now, store.Interrupted); err != nil {
			t.Errorf("stop of a lost attempt: %v", err)
		}
		if got := s.attempts(run); got != "abandoned running" {
			t.Errorf("attempts: %s", got)
		}
	})
}

// TestFinishedTwice: an attempt is the result once; its end cannot be changed.
func TestFinishedTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		run := week("deaths", 0)
		attempt := s.claim(run)
		if err := attempt.Finish(t.Context(), s.now, []store.Outcome{{ID: "o1", Check: "unique", Verdict: "pass"}}); err != nil {
			t.Fatal(err)
		}
		if err := attempt.Finish(t.Context(), s.now, nil); !errors.Is(err, store.ErrLost) {
			t.Errorf("finished twice: %v", err)
		}
		if err := attempt.Stop(t.Context(), s.now, store.Interrupted); err != nil {
			t.Error(err)
		}
		if got := s.result(run); got.State != store.Finished || len(got.Outcomes) != 1 {
			t.Errorf("the result: %+v", got)
		}
	})
}

// TestFinishIsAllOrNothing: an outcome that cannot be kept leaves the attempt running.
func TestFinishIsAllOrNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		run := week("deaths", 0)
		attempt := s.claim(run)
		same := store.Outcome{ID: "o1", Check: "unique", Verdict: "fail"}
		if err := attempt.Finish(t.Context(), s.now, []store.Outcome{same, same}); err == nil {
			t.Fatal("two outcomes with one id were kept")
		}
		if got := s.attempts(run); got != "running" {
			t.Errorf("attempts: %s", got)
		}
		if got := s.anomalies(); got != "" {
			t.Errorf("anomalies: %s", got)
		}
		if err := attempt.Finish(t.Context(), s.now, []store.Outcome{same}); err != nil {
			t.Error(err)
		}
	})
}

// TestClaimsAtOnce: of eight claims of each of five runs, over four connections, one
// of each run wins; no claim fails because others are at work.
func TestClaimsAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		stores := []*state{s, s.other(), s.other(), s.other()}
		patrol := s.patrol()
		var wins [5]atomic.Int32
		var wg sync.WaitGroup
		for n := range 40 {
			run := week(fmt.Sprintf("watch-%d", n%5), 0)
			run.PatrolID = patrol
			wg.Go(func() {
				_, err := stores[n%4].Claim(t.Context(), store.ClaimRequest{Run: run, Owner: "here", Now: s.now, Lease: lease})
				switch {
				case err == nil:
					wins[n%5].Add(1)
				case !errors.Is(err, store.ErrHeld):
					t.Errorf("claim: %v", err)
				}
			})
		}
		wg.Wait()
		for i := range wins {
			if won := wins[i].Load(); won != 1 {
				t.Errorf("watch-%d was claimed %d times", i, won)
			}
		}
	})
}

// TestFinishesAtOnce: outcomes, anomalies and audit entries of many writers get
// numbers of their own.
func TestFinishesAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		stores := []*state{s, s.other(), s.other()}
		patrol := s.patrol()
		var wg sync.WaitGroup
		for n := range 12 {
			run := week(fmt.Sprintf("watch-%02d", n), 0)
			run.PatrolID = patrol
			wg.Go(func() {
				own := stores[n%3]
				attempt, err := own.Claim(t.Context(), store.ClaimRequest{Run: run, Owner: "here", Now: s.now, Lease: lease})
				if err == nil {
					err = attempt.Finish(t.Context(), s.now, []store.Outcome{{ID: run.Watch, Check: "unique", Verdict: "fail", Status: "in-force"}})
				}
				if err == nil {
					err = own.Audit(t.Context(), store.AuditEntry{At: s.now, Actor: "a", Action: "unlock", Subject: run.Watch})
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := strings.Count(s.anomalies(), "unique new fail"); got != 12 {
			t.Errorf("%d anomalies:\n%s", got, s.anomalies())
		}
	})
}

// TestClaimAll: of many runs, more than one statement takes, each gets its own answer, and
// the attempts are as if they had been claimed one by one.
func TestClaimAll(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		s.finish(week("deaths", 0))
		held := s.claim(week("deaths", 1))
		if err := s.claim(week("deaths", 2)).Stop(t.Context(), s.now, store.Interrupted); err != nil {
			t.Fatal(err)
		}
		var requests []store.ClaimRequest
		patrol := s.patrol()
		for n := range 120 {
			run := week("deaths", n)
			run.PatrolID, run.Started = patrol, s.now
			requests = append(requests, store.ClaimRequest{Run: run, Owner: "here:2", Now: s.now, Lease: lease})
		}
		claimed, err := s.ClaimAll(t.Context(), requests)
		if err != nil || len(claimed) != len(requests) {
			t.Fatalf("%d answers: %v", len(claimed), err)
		}
		if !errors.Is(claimed[0].Err, store.ErrFinished) || !errors.Is(claimed[1].Err, store.ErrHeld) {
			t.Errorf("finished: %v; held: %v", claimed[0].Err, claimed[1].Err)
		}
		for n, c := range claimed[2:] {
			if c.Err != nil {
				t.Fatalf("week %d: %v", n+2, c.Err)
			}
			if err := c.Attempt.Finish(t.Context(), s.now, nil); err != nil {
				t.Fatalf("week %d: %v", n+2, err)
			}
		}
		if got := s.attempts(week("deaths", 2)) + ", " + s.attempts(week("deaths", 119)); got != "interrupted finished, finished" {
			t.Errorf("attempts: %s", got)
		}
		if err := held.Finish(t.Context(), s.now, nil); err != nil {
			t.Error(err)
		}
		if _, err := s.ClaimAll(t.Context(), append(requests[:1:1], store.ClaimRequest{Run: requests[3].Run, Now: s.now})); err != nil {
			t.Errorf("a claim of finished runs alone: %v", err)
		}
	})
}
