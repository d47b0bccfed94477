package store

import (
	"context"
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

// String names the run: "elderly-allowances/death-records content 2026-W47".
func (k RunKey) String() string { return k.System + "/" + k.Watch + " " + k.Aspect + " " + k.Period }

// end closes running attempts without a result: their marks go, outcomes they have none.
// An attempt that ended before stays as it is.
func end(ctx context.Context, tx *sqlx.Tx, ids []int64, state State, now time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	running := "id IN " + places(1, len(ids)) + " AND state = ?"
	which := make([]any, 0, len(ids)+1)
	for _, id := range ids {
		which = append(which, id)
	}
	which = append(which, string(Running))
	if _, err := exec(ctx, tx, "DELETE FROM marks WHERE attempt_id IN (SELECT id FROM attempts WHERE "+running+")", which...); err != nil {
		return err
	}
	_, err := exec(ctx, tx, "UPDATE attempts SET state = ?, finished = ? WHERE "+running, append([]any{string(state), micros(now)}, which...)...)
	return err
}

// Heartbeat prolongs the lease. ErrLost: another process took the run over.
func (a *Attempt) Heartbeat(ctx context.Context, now time.Time) error {
	n, err := a.store.write(ctx, "UPDATE attempts SET lease_until = ? WHERE id = ? AND state = ?",
		micros(now.Add(a.lease)), a.id, string(Running))
	if err == nil && n == 0 {
		return ErrLost
	}
	return err
}

// Stop ends the attempt without a result: state is Interrupted or Abandoned. It does
// nothing to an attempt that was lost.
func (a *Attempt) Stop(ctx context.Context, now time.Time, state State) error {
	return a.store.inTx(ctx, func(tx *sqlx.Tx) error { return end(ctx, tx, []int64{a.id}, state, now) })
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
	_, err := a.store.write(ctx, "DELETE FROM marks WHERE attempt_id = ? AND check_id = ? AND group_key = ?", a.id, check, clean(group))
	return err
}

func (a *Attempt) insertMarks(ctx context.Context, tx *sqlx.Tx, check, group string, marks []Mark) error {
	args := make([]any, 0, 7*len(marks))
	for _, m := range marks {
		args = append(args, a.id, check, group, m.Fingerprint, clean(m.Masked), m.Standing, m.Difference)
	}
	_, err := exec(ctx, tx, "INSERT INTO marks (attempt_id, check_id, group_key, fingerprint, masked, standing, difference) VALUES "+places(len(marks), 7)+" ON CONFLICT DO NOTHING", args...)
	return err
}
