package store_test

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// monday is when the tests begin; weeks count from there.
var monday = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

const lease = 2 * time.Minute

// A state is an open state of a test, on one of the engines.
type state struct {
	*store.Store
	t       *testing.T
	config  store.Config
	now     time.Time
	patrols int
	leftOut []store.LeftOut // of the next patrols
}

// onBoth runs a test of the conformance suite on SQLite and on PostgreSQL.
func onBoth(t *testing.T, test func(t *testing.T, s *state)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, openState(t, store.Config{Path: filepath.Join(t.TempDir(), "dogwatch.db")}))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, openState(t, store.Config{Postgres: postgresURL(t)}))
	})
}

// postgresURL names a fresh database.
func postgresURL(t *testing.T) string {
	t.Helper()
	c := livetest.Postgres(t)
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(c.User, c.Password),
		Host: net.JoinHostPort(c.Host, strconv.Itoa(c.Port)), Path: "/" + c.Database, RawQuery: "sslmode=disable",
	}
	return u.String()
}

func openState(t *testing.T, config store.Config) *state {
	t.Helper()
	opened, err := store.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return &state{Store: opened, t: t, config: config, now: monday}
}

// other opens the same state again, as another process would.
func (s *state) other() *state {
	s.t.Helper()
	o := openState(s.t, s.config)
	o.now = s.now
	return o
}

// week gives a run of a watch in the nth week, from 0.
func week(watch string, n int) store.Run {
	start := monday.Truncate(24*time.Hour).AddDate(0, 0, 7*n)
	year, number := start.ISOWeek()
	return store.Run{
		RunKey: store.RunKey{System: "pensions", Watch: watch, Aspect: "content", Period: fmt.Sprintf("%d-W%02d", year, number)},
		Source: "front", PeriodStart: start, PeriodEnd: start.AddDate(0, 0, 7),
	}
}

// patrol begins a patrol and gives its id.
func (s *state) patrol() string {
	s.t.Helper()
	s.patrols++
	id := fmt.Sprintf("P-%p-%d", s, s.patrols)
	if err := s.BeginPatrol(s.t.Context(), store.Patrol{ID: id, Started: s.now, Version: "1.2.3", DefinitionHash: "abc", AsOf: s.now, LeftOut: s.leftOut}); err != nil {
		s.t.Fatal(err)
	}
	return id
}

// claimed claims a run in a patrol of its own.
func (s *state) claimed(run store.Run, again bool) (*store.Attempt, error) {
	s.t.Helper()
	run.PatrolID, run.Started = s.patrol(), s.now
	return s.Claim(s.t.Context(), store.ClaimRequest{Run: run, Owner: "here:1", Now: s.now, Lease: lease, Again: again})
}

func (s *state) claim(run store.Run) *store.Attempt {
	s.t.Helper()
	attempt, err := s.claimed(run, true)
	if err != nil {
		s.t.Fatal(err)
	}
	return attempt
}

// finish claims a run and finishes it with outcomes, an hour later than the one before.
func (s *state) finish(run store.Run, outcomes ...store.Outcome) {
	s.t.Helper()
	s.finishMarked(run, nil, outcomes...)
}

// finishMarked does so with violations: a line of fingerprints for each check.
func (s *state) finishMarked(run store.Run, marks map[string]string, outcomes ...store.Outcome) {
	s.t.Helper()
	s.now = s.now.Add(time.Hour)
	attempt := s.claim(run)
	for check, line := range marks {
		if err := attempt.Mark(s.t.Context(), check, "", marksOf(line)); err != nil {
			s.t.Fatal(err)
		}
	}
	for i := range outcomes {
		outcomes[i].ID = fmt.Sprintf("%s/%s/%s[%s]@%s#%d", run.System, run.Watch, outcomes[i].Check, outcomes[i].Group, run.Period, attempt.Number())
	}
	if err := attempt.Finish(s.t.Context(), s.now, outcomes); err != nil {
		s.t.Fatal(err)
	}
}

func marksOf(line string) []store.Mark {
	var marks []store.Mark
	for f := range strings.FieldsSeq(line) {
		marks = append(marks, store.Mark{Fingerprint: f, Masked: "id_card=***" + f})
	}
	return marks
}

// outcome is "check verdict" with a measured value if there is a third word.
func outcome(text string) store.Outcome {
	words := append(strings.Fields(text), "")
	return store.Outcome{Check: words[0], Verdict: words[1], Measured: words[2], Status: "in-force"}
}

// result gives the result of a run.
func (s *state) result(run store.Run) store.Run {
	s.t.Helper()
	got, found, err := s.Latest(s.t.Context(), run.RunKey)
	if err != nil || !found {
		s.t.Fatalf("%s: found %v, %v", run.RunKey, found, err)
	}
	return *got
}

// attempts lists the states of all attempts at a run: "abandoned finished".
func (s *state) attempts(run store.Run) string {
	s.t.Helper()
	runs, err := s.Runs(s.t.Context(), store.Filter{Key: run.RunKey, Attempts: true})
	if err != nil {
		s.t.Fatal(err)
	}
	states := make([]string, len(runs))
	for i, r := range runs {
		states[i] = string(r.State)
	}
	return strings.Join(states, " ")
}

// anomalies renders all anomalies, a line each.
func (s *state) anomalies() string {
	s.t.Helper()
	list, err := s.Anomalies(s.t.Context(), time.Time{})
	if err != nil {
		s.t.Fatal(err)
	}
	var b strings.Builder
	for _, a := range list {
		subject := a.Check
		if a.Source != "" {
			subject = "source:" + a.Source
		}
		fmt.Fprintf(&b, "%s/%s %s %s %s-%s x%d\n", a.Watch, subject, a.State, a.Verdict, a.FirstPeriod[5:], a.LastPeriod[5:], a.Periods)
	}
	return b.String()
}
