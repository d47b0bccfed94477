package coverage_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/coverage"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// year is the service year from 1 May 2023 to 30 April 2024.
func year(clauses ...checks.Clause) checks.ServiceYear {
	return checks.ServiceYear{Year: "2023", From: day("2023-05-01"), To: day("2024-04-30"), Clauses: clauses}
}

func watched(cycle string) checks.Clause {
	return checks.Clause{Row: "1", Title: "死亡信息", By: checks.ByWatch, Watches: []string{"s/w"}, Cycle: cycle}
}

func done(period, start, patrol string) store.Done {
	return store.Done{System: "s", Watch: "w", Aspect: "content", Period: period, Start: day(start), PatrolID: patrol}
}

func only(t *testing.T, in coverage.Input) coverage.Line {
	t.Helper()
	if in.Catalog == nil {
		in.Catalog = &checks.Catalog{}
	}
	table := coverage.New(in)
	if len(table.Lines) != 1 {
		t.Fatalf("%d lines", len(table.Lines))
	}
	return table.Lines[0]
}

// TestDue: what is due by the end of the year, and by a day in it.
func TestDue(t *testing.T) {
	t.Parallel()
	counted := watched("weekly")
	counted.Counted = 48
	for _, c := range []struct {
		clause checks.Clause
		today  string
		due    int
	}{
		{watched("monthly"), "2024-05-01", 12},
		{watched("monthly"), "2023-06-01", 1},
		{watched("monthly"), "2023-05-31", 0}, // the month is not over
		{watched("quarterly"), "2024-05-01", 3},
		{watched("quarterly"), "2024-07-01", 4},
		{watched("weekly"), "2024-05-06", 53}, // Mondays from 1 May 2023 to 29 April 2024
		{counted, "2024-05-01", 48},
		{counted, "2023-06-01", 4},
		{counted, "2023-05-15", 2},
		{watched("yearly"), "2024-04-30", 0},
		{watched("yearly"), "2024-05-01", 1},
		{watched(checks.OnDemand), "2024-05-01", 0},
	} {
		if l := only(t, coverage.Input{Year: year(c.clause), Today: day(c.today)}); l.Due != c.due || l.Done != 0 || l.Missing != c.due {
			t.Errorf("%s on %s: due %d, want %d; %+v", c.clause.Cycle, c.today, l.Due, c.due, l)
		}
	}
}

// TestDone: a period counts once, whatever ran in it, and only if every watch that is in
// effect was patrolled; the periods that are lacking are named.
func TestDone(t *testing.T) {
	t.Parallel()
	in := coverage.Input{Year: year(watched("monthly")), Today: day("2023-08-01"), Done: []store.Done{
		done("2023-W19", "2023-05-08", "a"), done("2023-W20", "2023-05-15", "b"), done("2023-W28", "2023-07-10", "c"), done("2023-W40", "2023-10-02", "d"),
	}}
	l := only(t, in)
	if l.Due != 3 || l.Done != 2 || l.Missing != 1 || !slices.Equal(l.Gaps, []string{"2023-06"}) || !slices.Equal(l.Runs, []string{"s/w@2023-W40"}) {
		t.Errorf("%+v", l)
	}
	in.Year.Clauses[0].Watches = append(in.Year.Clauses[0].Watches, "s/other")
	if l := only(t, in); l.Done != 0 || l.Missing != 3 {
		t.Errorf("one of two was never patrolled: %+v", l)
	}
	in.Catalog = &checks.Catalog{Unbound: []*checks.Unbound{{System: "s", ID: "other", Source: "front"}}}
	if l := only(t, in); l.Done != 2 || !slices.Equal(l.Unbound, []coverage.Lacking{{Watch: "s/other", Source: "front"}}) {
		t.Errorf("the other is not bound: %+v", l)
	}
	in.Catalog.Unbound = append(in.Catalog.Unbound, &checks.Unbound{System: "s", ID: "w", Absent: "没有"})
	if l := only(t, in); l.Done != 0 || l.Missing != 3 || len(l.Unbound) != 2 {
		t.Errorf("none is bound: %+v", l)
	}
}

// TestConfirmed: where the clause asks for it, only confirmed patrols count.
func TestConfirmed(t *testing.T) {
	t.Parallel()
	c := watched("weekly")
	c.Confirmed, c.Counted = true, 48
	in := coverage.Input{Year: year(c), Today: day("2023-06-01"), Done: []store.Done{done("2023-W19", "2023-05-08", "a"), done("2023-W20", "2023-05-15", "b")}}
	if l := only(t, in); l.Due != 4 || l.Done != 0 {
		t.Errorf("%+v", l)
	}
	in.Confirmed = []store.Confirmation{{PatrolID: "b"}}
	if l := only(t, in); l.Done != 1 || l.Missing != 3 || l.Gaps != nil || l.Awaiting != 1 || !l.Confirmed || l.Counted != 48 {
		t.Errorf("%+v", l)
	}
}

// TestUnread: a run that read nothing is named with its reason, unless the clause's period
// was patrolled all the same; of several attempts at it the last counts.
func TestUnread(t *testing.T) {
	t.Parallel()
	unread := func(period, start, reason string) store.Unread {
		return store.Unread{Done: done(period, start, "p"), Why: store.Outcome{Verdict: "error", Reason: reason}}
	}
	in := coverage.Input{Year: year(watched("monthly")), Today: day("2023-08-01"), Done: []store.Done{done("2023-W19", "2023-05-08", "a")}, Unread: []store.Unread{
		unread("2023-W20", "2023-05-15", "down"), unread("2023-W28", "2023-07-10", "down"), unread("2023-W28", "2023-07-10", "no table"), unread("2023-W31", "2023-07-31", "slow"),
	}}
	l := only(t, in)
	if len(l.Unread) != 2 || l.Unread[0].Run != "s/w@2023-W28" || l.Unread[0].Reason != "no table" || l.Unread[1].Reason != "slow" || l.Done != 1 {
		t.Errorf("%+v", l.Unread)
	}
	in.Year.Clauses[0].Cycle = checks.OnDemand
	if l := only(t, in); l.Unread != nil {
		t.Errorf("the year was patrolled: %+v", l.Unread)
	}
}

// TestGaps: periods that follow one another are one stretch.
func TestGaps(t *testing.T) {
	t.Parallel()
	l := only(t, coverage.Input{Year: year(watched("monthly")), Today: day("2023-10-01"), Done: []store.Done{done("2023-07", "2023-07-01", "a")}})
	if !slices.Equal(l.Stretches, []coverage.Stretch{{First: "2023-05", Last: "2023-06", Periods: 2}, {First: "2023-08", Last: "2023-09", Periods: 2}}) || len(l.Gaps) != 4 {
		t.Errorf("%+v %v", l.Stretches, l.Gaps)
	}
}

// TestClauseFacts: a line has what the agreement says of the row; a system without watches
// has the title that the service year gives it.
func TestClauseFacts(t *testing.T) {
	t.Parallel()
	c := watched("weekly")
	c.Scope, c.Workflow, c.System = checks.ScopeFull, "problem", "desk"
	y := year(c)
	y.Workflows, y.Systems = map[string][]string{"problem": {"排查", "反馈"}}, map[string]string{"desk": "客服"}
	l := only(t, coverage.Input{Year: y, Today: day("2023-06-01")})
	if l.Scope != "full" || !slices.Equal(l.Steps, []string{"排查", "反馈"}) || !slices.Equal(l.Watches, []string{"s/w"}) || l.Name != "客服" {
		t.Errorf("%+v", l)
	}
}

// TestNotYet: what later parts are to serve is never done; evidence is what people file.
func TestNotYet(t *testing.T) {
	t.Parallel()
	queries := checks.Clause{Row: "7", By: checks.ByExtract, Cycle: checks.OnDemand, Minimum: 24}
	l := only(t, coverage.Input{Year: year(queries), Today: day("2023-11-01"), Evidence: []store.Evidence{{Row: "7"}}})
	if l.Served != coverage.NotYet || l.Planned != checks.ByExtract || l.Due != 12 || l.Done != 0 || l.Missing != 12 || l.Evidence != 1 {
		t.Errorf("%+v", l)
	}
	queries.By = checks.ByEvidence
	l = only(t, coverage.Input{Year: year(queries), Today: day("2024-05-01"), Evidence: []store.Evidence{{Row: "7"}, {Row: "8"}}})
	if l.Served != checks.ByEvidence || l.Due != 24 || l.Done != 1 || l.Missing != 23 {
		t.Errorf("%+v", l)
	}
}

// TestRenamedWatch: what was done under an earlier id of a watch counts.
func TestRenamedWatch(t *testing.T) {
	t.Parallel()
	system := &checks.System{ID: "s"}
	system.Watches = []*checks.Watch{{System: system, ID: "w", Was: []string{"old"}}}
	earlier := done("2023-05", "2023-05-01", "a")
	earlier.Watch = "old"
	l := only(t, coverage.Input{Catalog: &checks.Catalog{Systems: []*checks.System{system}}, Year: year(watched("monthly")), Today: day("2023-06-01"), Done: []store.Done{earlier}})
	if l.Done != 1 {
		t.Errorf("%+v", l)
	}
}

// TestDueGrows: a day later no less is due, and what was done is never more than the periods.
func TestDueGrows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := watched(rapid.SampledFrom([]string{"daily", "weekly", "monthly", "quarterly", "yearly", checks.OnDemand}).Draw(t, "cycle"))
		if c.Cycle == "weekly" && rapid.Bool().Draw(t, "counted") {
			c.Counted = 48
		}
		today := day("2023-05-01").AddDate(0, 0, rapid.IntRange(0, 500).Draw(t, "days"))
		table := func(today time.Time) coverage.Line {
			return coverage.New(coverage.Input{Catalog: &checks.Catalog{}, Year: year(c), Today: today}).Lines[0]
		}
		before, after := table(today), table(today.AddDate(0, 0, 1))
		if after.Due < before.Due || after.Due > before.Due+1 || c.Counted > 0 && after.Due > c.Counted {
			t.Fatalf("%s: %d, a day later %d", c.Cycle, before.Due, after.Due)
		}
	})
}
