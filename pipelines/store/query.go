package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// BeginPatrol records that a patrol began, and holds back room on the disk for its
// outcomes until FinishPatrol.
func (s *Store) BeginPatrol(ctx context.Context, p Patrol) error {
	left, err := json.Marshal(append([]LeftOut{}, p.LeftOut...))
	if err != nil {
		return err
	}
	s.hold()
	_, err = s.write(ctx, "INSERT INTO patrols (id, started, finished, version, definition_hash, as_of, left_out) VALUES (?, ?, 0, ?, ?, ?, ?)",
		p.ID, micros(p.Started), p.Version, p.DefinitionHash, micros(p.AsOf), string(left))
	return err
}

// FinishPatrol records that a patrol came to its end.
func (s *Store) FinishPatrol(ctx context.Context, id string, at time.Time) error {
	s.release()
	_, err := s.write(ctx, "UPDATE patrols SET finished = ? WHERE id = ?", micros(at), id)
	return err
}

// Past is what an earlier period's accepted result says of a check.
type Past struct {
	Period   string
	Verdict  string
	Measured string
	Parts    map[string]string
}

// Earlier gives the results of a check in periods before the run's, newest first, at
// most n: the latest finished attempt of each. checks are the check's ids, past ones
// included.
func (s *Store) Earlier(ctx context.Context, run Run, checks []string, group string, n int) ([]Past, error) {
	return earlier(ctx, s.db, run, checks, group, n, results)
}

// Comparable gives what a run may be compared with: like Earlier, but only accepted
// results, and none of the delivery that the run itself judges.
func (s *Store) Comparable(ctx context.Context, run Run, checks []string, group string, n int) ([]Past, error) {
	return earlier(ctx, s.db, run, checks, group, n, acceptedBefore(run))
}

// ComparableIn gives what the run may be compared with in one earlier period; ok is
// false if that has no accepted result.
func (s *Store) ComparableIn(ctx context.Context, run Run, checks []string, group, period string) (past Past, ok bool, err error) {
	narrow := func(statement string, args []any) (string, []any) {
		statement, args = acceptedBefore(run)(statement, args)
		return statement + " AND a.period = ?", append(args, period)
	}
	list, err := earlier(ctx, s.db, run, checks, group, 1, narrow)
	if err != nil || len(list) == 0 {
		return Past{}, false, err
	}
	return list[0], true, nil
}

// acceptedBefore are accepted results of another delivery than the run's own.
func acceptedBefore(run Run) func(statement string, args []any) (string, []any) {
	return func(statement string, args []any) (string, []any) {
		return statement + " AND (a.delivery = '' OR a.delivery <> ?) AND " + latestAccepted, append(args, clean(run.Delivery))
	}
}

// results are the runs' results, whatever they say.
func results(statement string, args []any) (string, []any) { return statement + " AND " + latest, args }

// latest is the condition that no later attempt "a" at the same run has its state.
const latest = `NOT EXISTS (SELECT 1 FROM attempts l WHERE l.system = a.system AND l.watch = a.watch AND l.aspect = a.aspect
	AND l.period = a.period AND l.state = a.state AND l.attempt > a.attempt)`

// latestAccepted is the condition that no later attempt "a" at the same run is accepted.
const latestAccepted = `a.accepted = 1 AND NOT EXISTS (SELECT 1 FROM attempts l WHERE l.system = a.system AND l.watch = a.watch AND l.aspect = a.aspect
	AND l.period = a.period AND l.state = a.state AND l.accepted = 1 AND l.attempt > a.attempt)`

func earlier(ctx context.Context, q sqlx.ExtContext, run Run, checks []string, group string, n int, narrow func(string, []any) (string, []any)) ([]Past, error) {
	statement, args, err := sqlx.In(`SELECT a.period AS period, o.verdict AS verdict, o.measured AS measured, o.record AS record FROM attempts a JOIN outcomes o ON o.attempt_id = a.id
		WHERE a.system = ? AND a.watch IN (?) AND a.aspect = ? AND a.state = ? AND a.period_start < ? AND o.check_id IN (?) AND o.group_key = ?`,
		run.System, names(run.Watch, run.Was), run.Aspect, string(Finished), micros(run.PeriodStart), checks, clean(group))
	if err != nil {
		return nil, err
	}
	statement, args = narrow(statement, args)
	rows, err := query[struct{ Period, Verdict, Measured, Record string }](ctx, q, statement+" ORDER BY a.period_start DESC, a.attempt DESC LIMIT ?", append(args, n)...)
	if err != nil {
		return nil, err
	}
	past := make([]Past, 0, len(rows))
	for _, r := range rows {
		var o Outcome
		if err := json.Unmarshal([]byte(r.Record), &o); err != nil {
			return nil, fmt.Errorf("read the outcome of %s: %w", r.Period, err)
		}
		past = append(past, Past{Period: r.Period, Verdict: r.Verdict, Measured: r.Measured, Parts: o.Parts})
	}
	return past, nil
}

// Latest gives a run's result: its latest finished attempt, with outcomes.
func (s *Store) Latest(ctx context.Context, key RunKey) (*Run, bool, error) {
	runs, err := s.Runs(ctx, Filter{Key: key})
	if err != nil || len(runs) == 0 {
		return nil, false, err
	}
	return &runs[len(runs)-1], true, nil
}

// A Filter picks attempts. Zero fields pick all; empty parts of Key as well.
type Filter struct {
	Key      RunKey
	Patrol   string
	Since    time.Time // started at or after
	Attempts bool      // every attempt in any state, not only each run's result
}

type runRow struct {
	ID       int64  `db:"id"`
	State    string `db:"state"`
	Finished int64  `db:"finished"`
	Record   string `db:"record"`

	Waiting     int64  `db:"waiting"`
	Delivery    string `db:"delivery"`
	Newest      int64  `db:"newest"`
	Accepted    int64  `db:"accepted"`
	AcceptedBy  string `db:"accepted_by"`
	AcceptedWhy string `db:"accepted_why"`
	Pruned      int64  `db:"pruned"`
	withdrawnRow
}

// Runs lists runs with their outcomes, by system, watch, aspect (link first), period
// and attempt.
func (s *Store) Runs(ctx context.Context, f Filter) ([]Run, error) {
	where, args := f.conditions()
	rows, err := query[runRow](ctx, s.db, `SELECT a.id AS id, a.state AS state, a.finished AS finished, a.record AS record, a.waiting AS waiting, a.delivery AS delivery, a.newest AS newest,
		a.accepted AS accepted, a.accepted_by AS accepted_by, a.accepted_why AS accepted_why,
		a.withdrawn AS withdrawn, a.withdrawn_by AS withdrawn_by, a.withdrawn_why AS withdrawn_why, a.pruned AS pruned FROM attempts a`+where+" ORDER BY a.id", args...)
	if err != nil {
		return nil, err
	}
	runs := make([]Run, 0, len(rows))
	for _, r := range rows {
		run, err := s.run(ctx, r)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	slices.SortStableFunc(runs, compareRuns)
	return runs, nil
}

// compareRuns orders alike on every engine: their collations differ.
func compareRuns(a, b Run) int {
	return cmp.Or(
		cmp.Compare(a.System, b.System), cmp.Compare(a.Watch, b.Watch), cmp.Compare(b.Aspect, a.Aspect),
		a.PeriodStart.Compare(b.PeriodStart), cmp.Compare(a.Attempt, b.Attempt),
	)
}

func (f Filter) conditions() (string, []any) {
	var terms []string
	var args []any
	add := func(term string, value any) { terms, args = append(terms, term), append(args, value) }
	for _, c := range []struct{ column, value string }{
		{"system", f.Key.System}, {"watch", f.Key.Watch}, {"aspect", f.Key.Aspect}, {"period", f.Key.Period}, {"patrol_id", f.Patrol},
	} {
		if c.value != "" {
			add("a."+c.column+" = ?", c.value)
		}
	}
	if !f.Since.IsZero() {
		add("a.started >= ?", micros(f.Since))
	}
	if !f.Attempts {
		add("a.state = ?", string(Finished))
		if f.Patrol == "" {
			terms = append(terms, latest)
		}
	}
	if len(terms) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(terms, " AND "), args
}

func (s *Store) run(ctx context.Context, r runRow) (Run, error) {
	var run Run
	if err := json.Unmarshal([]byte(r.Record), &run); err != nil {
		return run, err
	}
	run.State, run.Finished = State(r.State), timeOf(r.Finished)
	run.Delivered = Delivered{Waiting: r.Waiting != 0, Delivery: r.Delivery, Newest: timeOf(r.Newest)}
	run.Accepted, run.AcceptedBy, run.AcceptedWhy = run.State == Finished && r.Accepted != 0, r.AcceptedBy, r.AcceptedWhy
	run.Withdrawn, run.Pruned = r.withdrawal(), r.Pruned != 0
	records, err := query[string](ctx, s.db, "SELECT record FROM outcomes WHERE attempt_id = ? ORDER BY place", r.ID)
	if err != nil {
		return run, err
	}
	for _, text := range records {
		var o Outcome
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			return run, err
		}
		run.Outcomes = append(run.Outcomes, o)
	}
	return run, nil
}

type patrolRow struct {
	ID             string `db:"id"`
	Started        int64  `db:"started"`
	Finished       int64  `db:"finished"`
	Version        string `db:"version"`
	DefinitionHash string `db:"definition_hash"`
	AsOf           int64  `db:"as_of"`
	LeftOut        string `db:"left_out"`
}

// Patrols lists patrols, newest first, at most n, without their runs.
func (s *Store) Patrols(ctx context.Context, n int) ([]Patrol, error) {
	rows, err := query[patrolRow](ctx, s.db, "SELECT id, started, finished, version, definition_hash, as_of, left_out FROM patrols ORDER BY started DESC, id DESC LIMIT ?", n)
	return patrolsOf(rows, err)
}

// Patrol finds a patrol by its id, without its runs; false if there is none.
func (s *Store) Patrol(ctx context.Context, id string) (Patrol, bool, error) {
	rows, err := query[patrolRow](ctx, s.db, "SELECT id, started, finished, version, definition_hash, as_of, left_out FROM patrols WHERE id = ?", id)
	list, err := patrolsOf(rows, err)
	if err != nil || len(list) == 0 {
		return Patrol{}, false, err
	}
	return list[0], true, nil
}

func patrolsOf(rows []patrolRow, err error) ([]Patrol, error) {
	patrols := make([]Patrol, 0, len(rows))
	for _, r := range rows {
		p := Patrol{ID: r.ID, Started: timeOf(r.Started), Finished: timeOf(r.Finished), Version: r.Version, DefinitionHash: r.DefinitionHash, AsOf: timeOf(r.AsOf)}
		err = errors.Join(err, json.Unmarshal([]byte(r.LeftOut), &p.LeftOut))
		patrols = append(patrols, p)
	}
	return patrols, err
}
