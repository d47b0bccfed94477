package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

func TestAdvance(t *testing.T) {
	t.Parallel()
	now := monday
	at := func(state store.AnomalyState, verdict string, periods int) *store.OpenAnomaly {
		return &store.OpenAnomaly{Anomaly: store.Anomaly{State: state, Verdict: verdict, FirstPeriod: "W45", LastPeriod: "W46", Periods: periods, Opened: now, OutcomeID: "before"}}
	}
	for _, c := range []struct {
		name    string
		open    *store.OpenAnomaly
		verdict string
		status  string
		period  string
		warned  int
		want    string
	}{
		{"fail opens", nil, "fail", "in-force", "W47", 0, "new fail W47-W47 x1"},
		{"error opens", nil, "error", "in-force", "W47", 0, "new error W47-W47 x1"},
		{"the first warning", nil, "warn", "in-force", "W47", 0, "nothing"},
		{"the second", nil, "warn", "in-force", "W47", 1, "nothing"},
		{"the third opens", nil, "warn", "in-force", "W47", 2, "new warn W47-W47 x1"},
		{"pass of nothing", nil, "pass", "in-force", "W47", 0, "nothing"},
		{"skipped opens nothing", nil, "skipped", "in-force", "W47", 0, "nothing"},
		{"waiting opens nothing", nil, "waiting", "in-force", "W47", 0, "nothing"},
		{"proposed opens nothing", nil, "fail", "proposed", "W47", 0, "nothing"},
		{"fail persists", at(store.New, "fail", 2), "fail", "in-force", "W47", 0, "persisting fail W45-W47 x3"},
		{"a warning keeps it open", at(store.Persisting, "fail", 2), "warn", "in-force", "W47", 0, "persisting warn W45-W47 x3"},
		{"an error keeps it open", at(store.Persisting, "warn", 2), "error", "in-force", "W47", 0, "persisting error W45-W47 x3"},
		{"the same period again", at(store.New, "warn", 1), "fail", "in-force", "W46", 0, "new fail W45-W46 x1"},
		{"skipped leaves it", at(store.New, "fail", 2), "skipped", "in-force", "W47", 0, "nothing"},
		{"waiting leaves it", at(store.New, "fail", 2), "waiting", "in-force", "W47", 0, "nothing"},
		{"pass recovers", at(store.Persisting, "fail", 2), "pass", "in-force", "W47", 0, "recovered fail W45-W46 x2 closed"},
		{"a check proposed again passes", at(store.New, "fail", 1), "pass", "proposed", "W47", 0, "recovered fail W45-W46 x1 closed"},
	} {
		next := store.Advance(c.open, store.Outcome{ID: "now", Verdict: c.verdict, Status: c.status}, c.period, c.warned, now)
		got := "nothing"
		if next != nil {
			got = fmt.Sprintf("%s %s %s-%s x%d", next.State, next.Verdict, next.FirstPeriod, next.LastPeriod, next.Periods)
			if !next.Closed.IsZero() {
				got += " closed"
			}
			if next.OutcomeID != "now" {
				t.Errorf("%s: the outcome is %s", c.name, next.OutcomeID)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
	}
}

// TestAnomalies lets runs of one watch follow each other: a step is a week, the
// outcomes in it and all anomalies after it, open ones first.
func TestAnomalies(t *testing.T) {
	type step struct {
		week     int
		outcomes string
		want     string
	}
	for name, steps := range map[string][]step{
		"fail, persist, recover, fail": {
			{0, "unique fail", "deaths/unique new fail W45-W45 x1"},
			{1, "unique fail", "deaths/unique persisting fail W45-W46 x2"},
			{1, "unique fail", "deaths/unique persisting fail W45-W46 x2"},
			{2, "unique pass", "deaths/unique recovered fail W45-W46 x2"},
			{3, "unique fail", "deaths/unique new fail W48-W48 x1|deaths/unique recovered fail W45-W46 x2"},
		},
		"three warnings in a row": {
			{0, "unique warn", ""},
			{1, "unique warn", ""},
			{1, "unique warn", ""}, // the same period counts once
			{2, "unique warn", "deaths/unique new warn W47-W47 x1"},
			{3, "unique warn", "deaths/unique persisting warn W47-W48 x2"},
			{4, "unique pass", "deaths/unique recovered warn W47-W48 x2"},
			{5, "unique warn", "deaths/unique recovered warn W47-W48 x2"},
		},
		"warnings with a pass between": {
			{0, "unique warn", ""}, {1, "unique warn", ""}, {2, "unique pass", ""}, {3, "unique warn", ""}, {4, "unique warn", ""},
		},
		"skipped and waiting do neither": {
			{0, "unique fail", "deaths/unique new fail W45-W45 x1"},
			{1, "unique skipped", "deaths/unique new fail W45-W45 x1"},
			{2, "unique waiting", "deaths/unique new fail W45-W45 x1"},
			{3, "unique fail", "deaths/unique persisting fail W45-W48 x2"},
		},
		"the later attempt counts": {
			{0, "unique fail", "deaths/unique new fail W45-W45 x1"},
			{1, "unique pass", "deaths/unique recovered fail W45-W45 x1"},
			{1, "unique fail", "deaths/unique persisting fail W45-W46 x2"},
			{1, "unique pass", "deaths/unique recovered fail W45-W46 x2"},
			{1, "unique pass", "deaths/unique recovered fail W45-W46 x2"},
		},
		"an earlier period is history": {
			{4, "unique fail", "deaths/unique new fail W49-W49 x1"},
			{2, "unique pass", "deaths/unique new fail W49-W49 x1"},
			{3, "unique fail", "deaths/unique new fail W49-W49 x1"},
			{3, "other fail", "deaths/unique new fail W49-W49 x1"},
		},
		"checks and groups apart": {
			{0, "unique[东城区] fail, unique[西城区] pass, unique pass, length fail", "deaths/length new fail W45-W45 x1|deaths/unique new fail W45-W45 x1"},
			{1, "unique[东城区] pass, unique[西城区] fail, unique pass, length fail", "deaths/length persisting fail W45-W46 x2|deaths/unique new fail W46-W46 x1|deaths/unique recovered fail W45-W45 x1"},
		},
		"the source is one anomaly": {
			{0, "unique fail", "deaths/unique new fail W45-W45 x1"},
			{1, "unique error!, length error!, code skipped", "deaths/source:front new error W46-W46 x1|deaths/unique new fail W45-W45 x1"},
			{2, "unique error!, length error!", "deaths/source:front persisting error W46-W47 x2|deaths/unique new fail W45-W45 x1"},
			{3, "unique skipped, length skipped", "deaths/source:front persisting error W46-W47 x2|deaths/unique new fail W45-W45 x1"},
			{4, "unique fail, length pass", "deaths/unique persisting fail W45-W49 x2|deaths/source:front recovered error W46-W47 x2"},
		},
		"an error of the check itself": {
			{0, "unique error, length pass", "deaths/unique new error W45-W45 x1"},
			{1, "unique pass, length pass", "deaths/unique recovered error W45-W45 x1"},
		},
		"proposed opens nothing": {
			{0, "unique? fail, length? error!", ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, s *state) {
				for i, step := range steps {
					s.finish(week("deaths", step.week), outcomesOf(step.outcomes)...)
					if got := strings.ReplaceAll(strings.TrimSpace(s.anomalies()), "\n", "|"); got != step.want {
						t.Fatalf("step %d, %s:\n%s\nwant:\n%s", i, step.outcomes, got, step.want)
					}
				}
			})
		})
	}
}

// outcomesOf reads "check verdict" with commas between. check[group] has a group,
// check? is proposed, error! is blamed on the source.
func outcomesOf(text string) []store.Outcome {
	var list []store.Outcome
	for part := range strings.SplitSeq(text, ", ") {
		o := outcome(part)
		if name, proposed := strings.CutSuffix(o.Check, "?"); proposed {
			o.Check, o.Status = name, "proposed"
		}
		if verdict, source := strings.CutSuffix(o.Verdict, "!"); source {
			o.Verdict, o.Parts = verdict, map[string]string{"source": "front"}
		}
		if name, group, found := strings.Cut(strings.TrimSuffix(o.Check, "]"), "["); found {
			o.Check, o.Group = name, group
		}
		list = append(list, o)
	}
	return list
}

// TestSourceOfManyWatches: one anomaly for all, open as long as one cannot read.
func TestSourceOfManyWatches(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		patrol := func(n int, verdicts map[string]string) string {
			s.now = s.now.Add(time.Hour)
			id := s.patrol()
			for _, watch := range []string{"births", "deaths"} {
				run := week(watch, n)
				run.PatrolID = id
				attempt, err := s.Claim(t.Context(), store.ClaimRequest{Run: run, Now: s.now, Lease: lease, Again: true})
				if err != nil {
					t.Fatal(err)
				}
				outcomes := outcomesOf("unique " + verdicts[watch])
				outcomes[0].ID = run.Watch + run.Period
				if err := attempt.Finish(t.Context(), s.now, outcomes); err != nil {
					t.Fatal(err)
				}
			}
			return strings.ReplaceAll(strings.TrimSpace(s.anomalies()), "\n", "|")
		}
		for n, c := range []struct{ births, deaths, want string }{
			{"error!", "error!", "deaths/source:front new error W45-W45 x1"},
			{"error!", "error!", "deaths/source:front persisting error W45-W46 x2"},
			{"pass", "error!", "deaths/source:front persisting error W45-W47 x3"},
			{"pass", "pass", "deaths/source:front recovered error W45-W47 x3"},
		} {
			if got := patrol(n, map[string]string{"births": c.births, "deaths": c.deaths}); got != c.want {
				t.Errorf("patrol %d: %s, not %s", n, got, c.want)
			}
		}
	})
}

func TestRetire(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		s.finish(week("deaths", 0), outcomesOf("unique fail, length fail, code pass")...)
		s.finish(week("births", 0), outcomesOf("unique fail")...)
		at := s.now.Add(time.Hour)
		err := s.Retire(t.Context(), at, func(a store.Anomaly) bool { return a.Watch == "deaths" && a.Check == "unique" })
		if err != nil {
			t.Fatal(err)
		}
		want := "deaths/unique new fail W45-W45 x1\nbirths/unique retired fail W45-W45 x1\ndeaths/length retired fail W45-W45 x1\n"
		if got := s.anomalies(); got != want {
			t.Errorf("%swant:\n%s", got, want)
		}
		for since, n := range map[time.Time]int{at: 3, at.Add(time.Microsecond): 1} {
			if list, err := s.Anomalies(t.Context(), since); err != nil || len(list) != n {
				t.Errorf("since %s: %d anomalies, %v", since, len(list), err)
			}
		}
		s.finish(week("births", 1), outcomesOf("unique pass")...) // a retired one does not recover
		if got := s.anomalies(); got != want {
			t.Errorf("after a pass:\n%s", got)
		}
	})
}

// TestGroupsThatAreGone: a group without an outcome is retired, unless nothing is known of
// the groups; when it comes again it is new.
func TestGroupsThatAreGone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		for n, c := range []struct{ outcomes, want string }{
			{"pay pass, pay[a] fail, pay[b] fail, pay[b/c] fail, other[a] fail",
				"deaths/other new fail W45-W45 x1\ndeaths/pay new fail W45-W45 x1\ndeaths/pay new fail W45-W45 x1\ndeaths/pay new fail W45-W45 x1\n"},
			{"pay skipped", "deaths/other new fail W45-W45 x1\ndeaths/pay new fail W45-W45 x1\ndeaths/pay new fail W45-W45 x1\ndeaths/pay new fail W45-W45 x1\n"},
			{"pay pass, pay[b] skipped, other[b] pass",
				"deaths/pay new fail W45-W45 x1\ndeaths/pay new fail W45-W45 x1\ndeaths/other retired fail W45-W45 x1\ndeaths/pay retired fail W45-W45 x1\n"},
			{"pay pass, pay[b] pass, pay[a] fail",
				"deaths/pay new fail W48-W48 x1\ndeaths/other retired fail W45-W45 x1\ndeaths/pay retired fail W45-W45 x1\ndeaths/pay recovered fail W45-W45 x1\ndeaths/pay retired fail W45-W45 x1\n"},
		} {
			s.finish(week("deaths", n), outcomesOf(c.outcomes)...)
			if got := s.anomalies(); got != c.want {
				t.Errorf("patrol %d:\n%swant:\n%s", n, got, c.want)
			}
		}
	})
}
