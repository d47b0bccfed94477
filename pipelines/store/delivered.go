package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// ErrNoResult says that a run has no result that could be accepted.
var ErrNoResult = errors.New("the run has no result to accept: it is not finished, or waits for its delivery")

// A Delivered says what an attempt found of the delivery that it judged.
type Delivered struct {
	Waiting  bool      // it judged nothing: the delivery is missing or incomplete, or the source down
	Delivery string    // names the delivery; "" if nobody can tell deliveries apart
	Newest   time.Time // arrival of its newest row; zero: not known
}

// Deliver notes what the attempt found of its delivery, to be recorded by Finish.
func (a *Attempt) Deliver(d Delivered) { a.delivered = d }

// acceptable tells whether a result may be what later ones are compared with, unless a
// person says so: it has judged a delivery, and that came in full.
func (a *Attempt) acceptable(outcomes []Outcome) bool {
	if a.delivered.Waiting {
		return false
	}
	for _, o := range outcomes {
		whole := o.Kind == "delivery" || o.Kind == "row_count"
		if whole && o.Status != "proposed" && (o.Verdict == "fail" || o.Verdict == "error") {
			return false
		}
	}
	return true
}

// hollow tells that an attempt came to no verdict at all, as while its source was
// down: it may be repeated without being asked for again.
func hollow(outcomes []Outcome) bool {
	for _, o := range outcomes {
		if o.Verdict != "skipped" && o.Verdict != "waiting" {
			return false
		}
	}
	return len(outcomes) > 0
}

// settle records how the attempt stands to its delivery.
func (a *Attempt) settle(ctx context.Context, tx *sqlx.Tx, outcomes []Outcome) error {
	a.delivered.Waiting = a.delivered.Waiting || hollow(outcomes)
	d := a.delivered
	_, err := exec(ctx, tx, "UPDATE attempts SET waiting = ?, delivery = ?, newest = ?, accepted = ? WHERE id = ?",
		flag(d.Waiting), clean(d.Delivery), micros(d.Newest), flag(a.acceptable(outcomes)), a.id)
	return err
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// AcceptResult lets a person accept a run's result, so that later periods are compared
// with it, and audits that. It gives the attempt. ErrNoResult: there is none.
func (s *Store) AcceptResult(ctx context.Context, key RunKey, at time.Time, actor, reason string) (attempt int, err error) {
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		rows, err := query[attemptRow](ctx, tx, `SELECT id, attempt, state, owner, lease_until, waiting FROM attempts
			WHERE system = ? AND watch = ? AND aspect = ? AND period = ? AND state = ? ORDER BY attempt DESC LIMIT 1`,
			key.System, key.Watch, key.Aspect, key.Period, string(Finished))
		if err != nil {
			return err
		}
		if len(rows) == 0 || rows[0].Waiting != 0 {
			return fmt.Errorf("%s: %w", key, ErrNoResult)
		}
		attempt = rows[0].Attempt
		if _, err := exec(ctx, tx, "UPDATE attempts SET accepted = 1, accepted_by = ?, accepted_why = ?, withdrawn = 0, withdrawn_by = '', withdrawn_why = '' WHERE id = ?", clean(actor), clean(reason), rows[0].ID); err != nil {
			return err
		}
		return audit(ctx, tx, AuditEntry{At: at, Actor: actor, Action: "accept-result", Subject: fmt.Sprintf("%s#%d", key, attempt), Reason: reason})
	})
	return attempt, err
}

// NewestBefore gives the arrival of the newest row that the last accepted run before
// this one's period judged; the zero time if there is none.
func (s *Store) NewestBefore(ctx context.Context, run Run) (time.Time, error) {
	statement, args, err := sqlx.In(`SELECT a.newest FROM attempts a WHERE a.system = ? AND a.watch IN (?) AND a.aspect = ? AND a.state = ?
		AND a.period_start < ? AND a.accepted = 1 AND a.newest > 0 ORDER BY a.period_start DESC, a.attempt DESC LIMIT 1`,
		run.System, names(run.Watch, run.Was), run.Aspect, string(Finished), micros(run.PeriodStart))
	if err != nil {
		return time.Time{}, err
	}
	newest, err := query[int64](ctx, s.db, statement, args...)
	if err != nil || len(newest) == 0 {
		return time.Time{}, err
	}
	return timeOf(newest[0]), nil
}
