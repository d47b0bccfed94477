package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// ErrNoDecision says that there is no decision in force that could be withdrawn.
var ErrNoDecision = errors.New("there is no decision in force to withdraw")

// A Withdrawal takes a decision back: it stays in the state and holds no more. The zero
// value says that nobody has.
type Withdrawal struct {
	At     time.Time
	Actor  string
	Reason string
}

// Holds tells that nobody has taken the decision back.
func (w Withdrawal) Holds() bool { return w.At.IsZero() }

// withdrawnRow is a Withdrawal as each table of decisions keeps it.
type withdrawnRow struct {
	Withdrawn    int64  `db:"withdrawn"`
	WithdrawnBy  string `db:"withdrawn_by"`
	WithdrawnWhy string `db:"withdrawn_why"`
}

func (r withdrawnRow) withdrawal() Withdrawal {
	return Withdrawal{At: timeOf(r.Withdrawn), Actor: r.WithdrawnBy, Reason: r.WithdrawnWhy}
}

// WithdrawAcceptances takes acceptances back: their checks are proposed again. All are
// withdrawn and audited, or none. ErrNoDecision: one of them is not in force.
func (s *Store) WithdrawAcceptances(ctx context.Context, w Withdrawal, list ...Acceptance) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		for _, a := range list {
			if err := w.take(ctx, tx, "acceptances", "accept", a.System+"/"+a.Watch+"/"+a.Check,
				"system = ? AND watch = ? AND check_id = ?", a.System, a.Watch, a.Check); err != nil {
				return err
			}
		}
		return nil
	})
}

// WithdrawBaselines takes baselines back: nothing of their checks is stock any more,
// though the keys are kept. All are withdrawn and audited, or none. ErrNoDecision: one
// of them is not in force.
func (s *Store) WithdrawBaselines(ctx context.Context, w Withdrawal, list ...Baseline) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		for _, b := range list {
			if err := w.take(ctx, tx, "baselines", "baseline", b.System+"/"+b.Watch+"/"+b.Check,
				"system = ? AND watch = ? AND check_id = ?", b.System, b.Watch, b.Check); err != nil {
				return err
			}
		}
		return nil
	})
}

// WithdrawExceptions takes recorded exceptions back: the violations that they name
// count again. All are withdrawn and audited, or none. ErrNoDecision: one of them is not
// in force.
func (s *Store) WithdrawExceptions(ctx context.Context, w Withdrawal, list ...Exception) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		for _, e := range list {
			if err := w.take(ctx, tx, "exceptions", "exception", e.System+"/"+e.Watch+"/"+e.Check+" "+e.Fingerprint,
				"system = ? AND watch = ? AND check_id = ? AND fingerprint = ?", e.System, e.Watch, e.Check, e.Fingerprint); err != nil {
				return err
			}
		}
		return nil
	})
}

// WithdrawResult takes the acceptance of a run's result back, whether a person gave it
// or it was accepted by itself: later periods are not compared with it. It gives the
// attempt. ErrNoDecision: no attempt at the run is accepted.
func (s *Store) WithdrawResult(ctx context.Context, key RunKey, w Withdrawal) (attempt int, err error) {
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		rows, err := query[attemptRow](ctx, tx, `SELECT id, attempt, state, owner, lease_until, waiting FROM attempts
			WHERE system = ? AND watch = ? AND aspect = ? AND period = ? AND state = ? AND accepted = 1 AND waiting = 0 ORDER BY attempt DESC LIMIT 1`,
			key.System, key.Watch, key.Aspect, key.Period, string(Finished))
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fmt.Errorf("%s: %w", key, ErrNoDecision)
		}
		attempt = rows[0].Attempt
		if _, err := exec(ctx, tx, "UPDATE attempts SET accepted = 0 WHERE id = ?", rows[0].ID); err != nil {
			return err
		}
		return w.take(ctx, tx, "attempts", "accept-result", fmt.Sprintf("%s#%d", key, attempt), "id = ?", rows[0].ID)
	})
	return attempt, err
}

// take marks the decisions of a table that a condition picks as withdrawn, and audits it.
func (w Withdrawal) take(ctx context.Context, tx *sqlx.Tx, table, action, subject, condition string, args ...any) error {
	n, err := exec(ctx, tx, "UPDATE "+table+" SET withdrawn = ?, withdrawn_by = ?, withdrawn_why = ? WHERE withdrawn = 0 AND "+condition,
		append([]any{micros(w.At), clean(w.Actor), clean(w.Reason)}, args...)...)
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("%s: %w", subject, ErrNoDecision)
	}
	return audit(ctx, tx, AuditEntry{At: w.At, Actor: w.Actor, Action: "withdraw " + action, Subject: subject, Reason: w.Reason})
}
