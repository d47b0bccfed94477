package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// ErrHeld says that another process is doing the run: its lease is alive.
var ErrHeld = errors.New("another process is doing this run")

// ErrFinished says that the run is finished and was not asked for again.
var ErrFinished = errors.New("the run is finished")

// ErrLost says that the attempt is not ours any more: its lease ran out and another
// process took the run over. Nothing of it was kept.
var ErrLost = errors.New("the lease of this attempt was lost")

// A ClaimRequest asks for the next attempt at a run.
type ClaimRequest struct {
	Run   Run
	Owner string // host and process, for people
	Now   time.Time
	Lease time.Duration
	Again bool // also if the run is finished; one that waits for its delivery is taken anyway
	// Dead tells that an owner is known to be gone, so that its lease need not be waited
	// for; nil: nobody is known to be.
	Dead func(owner string) bool
}

// An Attempt is a claimed run. It counts for nothing until Finish.
type Attempt struct {
	store *Store
	id    int64
	run   Run
	owner string // for people
	lease time.Duration

	delivered Delivered
}

// Number is the attempt's number, from 1.
func (a *Attempt) Number() int { return a.run.Attempt }

type attemptRow struct {
	ID         int64  `db:"id"`
	Attempt    int    `db:"attempt"`
	State      string `db:"state"`
	Owner      string `db:"owner"`
	LeaseUntil int64  `db:"lease_until"`
	Waiting    int64  `db:"waiting"`
}

// Claim takes a run. Exactly one of several processes gets it; the others get
// ErrHeld or ErrFinished. An attempt whose lease ran out is abandoned first.
func (s *Store) Claim(ctx context.Context, request ClaimRequest) (*Attempt, error) {
	a := &Attempt{store: s, run: request.Run, owner: request.Owner, lease: request.Lease}
	err := s.inTx(ctx, func(tx *sqlx.Tx) error { return a.claim(ctx, tx, request) })
	if err != nil {
		return nil, err
	}
	return a, nil
}

func (a *Attempt) claim(ctx context.Context, tx *sqlx.Tx, request ClaimRequest) error {
	key := request.Run.RunKey
	rows, err := query[attemptRow](ctx, tx, `SELECT id, attempt, state, owner, lease_until, waiting FROM attempts
		WHERE system = ? AND watch = ? AND aspect = ? AND period = ? ORDER BY attempt`, key.System, key.Watch, key.Aspect, key.Period)
	if err != nil {
		return err
	}
	a.run.Attempt = 1
	finished := false
	for _, r := range rows {
		a.run.Attempt = r.Attempt + 1
		switch {
		case r.State == string(Finished):
			finished = r.Waiting == 0
		case r.State == string(Running) && r.LeaseUntil > micros(request.Now) && (request.Dead == nil || !request.Dead(r.Owner)):
			return fmt.Errorf("%s: %w (%s, until %s)", key, ErrHeld, r.Owner, timeOf(r.LeaseUntil).Format(time.RFC3339))
		case r.State == string(Running):
			if err := end(ctx, tx, r.ID, Abandoned, request.Now); err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
		}
	}
	if finished && !request.Again {
		return fmt.Errorf("%s: %w", key, ErrFinished)
	}
	return a.insert(ctx, tx, request)
}

func (a *Attempt) insert(ctx context.Context, tx *sqlx.Tx, request ClaimRequest) (err error) {
	if a.id, err = nextID(ctx, tx, "attempts"); err != nil {
		return err
	}
	a.run.State, a.run.Outcomes = Running, nil
	if a.run.Attempt == 1 { // nothing is repeated
		a.run.Reason, a.run.Actor = "", ""
	}
	record, err := json.Marshal(a.run)
	if err != nil {
		return err
	}
	_, err = exec(ctx, tx, `INSERT INTO attempts (id, system, watch, aspect, period, period_start, attempt, patrol_id, state, owner, lease_until, started, finished, record)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
		a.id, a.run.System, a.run.Watch, a.run.Aspect, a.run.Period, micros(a.run.PeriodStart), a.run.Attempt, a.run.PatrolID,
		string(Running), a.owner, micros(request.Now.Add(a.lease)), micros(a.run.Started), string(record))
	return err
}

// String names the run: "elderly-allowances/death-records content 2026-W47".
func (k RunKey) String() string { return k.System + "/" + k.Watch + " " + k.Aspect + " " + k.Period }

// end closes a running attempt without a result: its marks go, outcomes it has none.
// An attempt that ended before stays as it is.
func end(ctx context.Context, tx *sqlx.Tx, id int64, state State, now time.Time) error {
	n, err := exec(ctx, tx, "UPDATE attempts SET state = ?, finished = ? WHERE id = ? AND state = ?", string(state), micros(now), id, string(Running))
	if err != nil || n == 0 {
		return err
	}
	_, err = exec(ctx, tx, "DELETE FROM marks WHERE attempt_id = ?", id)
	return err
}

// Heartbeat prolongs the lease. ErrLost: another process took the run over.
func (a *Attempt) Heartbeat(ctx context.Context, now time.Time) error {
	n, err := exec(ctx, a.store.db, "UPDATE attempts SET lease_until = ? WHERE id = ? AND state = ?",
		micros(now.Add(a.lease)), a.id, string(Running))
	if err == nil && n == 0 {
		return ErrLost
	}
	return err
}

// Stop ends the attempt without a result: state is Interrupted or Abandoned. It does
// nothing to an attempt that was lost.
func (a *Attempt) Stop(ctx context.Context, now time.Time, state State) error {
	return a.store.inTx(ctx, func(tx *sqlx.Tx) error { return end(ctx, tx, a.id, state, now) })
}

// marksAtOnce keeps a statement below the servers' limits of bind values.
const marksAtOnce = 500

// Mark keeps violations of a check. The same fingerprint twice is one mark. ErrLost:
// another process took the run over, and nothing was kept.
func (a *Attempt) Mark(ctx context.Context, check, group string, marks []Mark) error {
	return a.store.inTx(ctx, func(tx *sqlx.Tx) error {
		running, err := query[int64](ctx, tx, "SELECT id FROM attempts WHERE id = ? AND state = ?", a.id, string(Running))
		if err != nil {
			return err
		}
		if len(running) == 0 {
			return fmt.Errorf("%s: %w", a.run.RunKey, ErrLost)
		}
		// In the order of the index, neighbours meet in one page.
		ordered := slices.SortedFunc(slices.Values(marks), func(a, b Mark) int { return strings.Compare(a.Fingerprint, b.Fingerprint) })
		for batch := range slices.Chunk(ordered, marksAtOnce) {
			if err := a.insertMarks(ctx, tx, check, clean(group), batch); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unmark drops the violations of a check that were kept in this attempt.
func (a *Attempt) Unmark(ctx context.Context, check, group string) error {
	_, err := exec(ctx, a.store.db, "DELETE FROM marks WHERE attempt_id = ? AND check_id = ? AND group_key = ?", a.id, check, clean(group))
	return err
}

func (a *Attempt) insertMarks(ctx context.Context, tx *sqlx.Tx, check, group string, marks []Mark) error {
	args := make([]any, 0, 7*len(marks))
	for _, m := range marks {
		args = append(args, a.id, check, group, m.Fingerprint, clean(m.Masked), m.Standing, m.Difference)
	}
	values := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?), ", len(marks)), ", ")
	_, err := exec(ctx, tx, "INSERT INTO marks (attempt_id, check_id, group_key, fingerprint, masked, standing, difference) VALUES "+values+" ON CONFLICT DO NOTHING", args...)
	return err
}
