package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// Finish records the outcomes and makes the attempt the run's result, in one
// transaction: outcomes are compared with those before, and anomalies are opened,
// carried on and closed. ErrLost, ErrNoRoom: nothing was recorded.
func (a *Attempt) Finish(ctx context.Context, now time.Time, outcomes []Outcome) error {
	err := a.finish(ctx, now, outcomes)
	if errors.Is(err, ErrNoRoom) { // what was held back for outcomes is free now
		err = a.finish(ctx, now, outcomes)
	}
	return err
}

func (a *Attempt) finish(ctx context.Context, now time.Time, outcomes []Outcome) error {
	return a.store.inTx(ctx, func(tx *sqlx.Tx) error {
		n, err := exec(ctx, tx, "UPDATE attempts SET state = ?, finished = ? WHERE id = ? AND state = ?",
			string(Finished), micros(now), a.id, string(Running))
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("%s: %w", a.run.RunKey, ErrLost)
		}
		return a.record(ctx, tx, now, outcomes)
	})
}

func (a *Attempt) record(ctx context.Context, tx *sqlx.Tx, now time.Time, outcomes []Outcome) error {
	kept := slices.Clone(outcomes)
	for i := range kept {
		o := &kept[i]
		o.ID, o.Group = clean(o.ID), clean(o.Group)
		if err := a.compare(ctx, tx, o); err != nil {
			return err
		}
		record, err := json.Marshal(o)
		if err != nil {
			return err
		}
		if _, err := exec(ctx, tx, "INSERT INTO outcomes (attempt_id, place, id, check_id, group_key, verdict, measured, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			a.id, i, o.ID, o.Check, o.Group, o.Verdict, o.Measured, string(record)); err != nil {
			return err
		}
	}
	if err := a.settle(ctx, tx, kept); err != nil {
		return err
	}
	return a.follow(ctx, tx, now, kept)
}

// names is an id with the ids it had before.
func names(id string, was []string) []string { return append([]string{id}, was...) }

// compare counts new, persisting and gone violations by fingerprint.
func (a *Attempt) compare(ctx context.Context, tx *sqlx.Tx, o *Outcome) error {
	before, err := a.before(ctx, tx, o)
	if err != nil {
		return err
	}
	if err := a.left(ctx, tx, o); err != nil {
		return err
	}
	const mine, theirs = "attempt_id = ? AND check_id = ? AND group_key = ?", "attempt_id = ? AND check_id IN (?) AND group_key = ?"
	now, err := count(ctx, tx, "SELECT COUNT(*) FROM marks WHERE "+mine, a.id, o.Check, o.Group)
	o.New, o.Persisting, o.Gone = now, 0, 0
	if err != nil || before == 0 {
		return err
	}
	checks := names(o.Check, o.Was)
	if now > 0 {
		// A join of tables that PostgreSQL has no statistics of yet ends as a loop in a loop.
		o.Persisting, err = count(ctx, tx, "SELECT COUNT(*) FROM (SELECT fingerprint FROM marks WHERE "+mine+" INTERSECT SELECT fingerprint FROM marks WHERE "+theirs+") AS both_of",
			a.id, o.Check, o.Group, before, checks, o.Group)
		if err != nil {
			return err
		}
	}
	o.New = now - o.Persisting
	if !evaluated(o.Verdict) { // nothing is known to be gone
		return nil
	}
	then, err := count(ctx, tx, "SELECT COUNT(DISTINCT fingerprint) FROM marks WHERE "+theirs, before, checks, o.Group)
	o.Gone = then - o.Persisting
	return err
}

// left counts what is left of the stock. Of a check that could not be evaluated nothing
// is known to be gone.
func (a *Attempt) left(ctx context.Context, tx *sqlx.Tx, o *Outcome) (err error) {
	if o.Stock == 0 || !evaluated(o.Verdict) {
		o.StockLeft = o.Stock
		return nil
	}
	o.StockLeft, err = count(ctx, tx, `SELECT COUNT(*) FROM marks m WHERE m.attempt_id = ? AND m.check_id = ? AND m.group_key = ? AND m.fingerprint IN
		(SELECT fingerprint FROM stock WHERE system = ? AND watch IN (?) AND check_id IN (?) AND group_key = ?)`,
		a.id, o.Check, o.Group, a.run.System, names(a.run.Watch, a.run.Was), names(o.Check, o.Was), o.Group)
	return err
}

// evaluated tells a verdict that says something of the data.
func evaluated(verdict string) bool {
	return verdict == "pass" || verdict == "warn" || verdict == "fail"
}

// before finds what an outcome is compared with: the result of the last earlier period
// in which its check could be evaluated; 0 if there is none. After a week without the
// source, what was known before it is not new.
func (a *Attempt) before(ctx context.Context, tx *sqlx.Tx, o *Outcome) (int64, error) {
	statement, args, err := sqlx.In(`SELECT a.id FROM attempts a JOIN outcomes o ON o.attempt_id = a.id
		WHERE a.system = ? AND a.watch IN (?) AND a.aspect = ? AND a.state = ? AND a.period_start < ?
		AND o.check_id IN (?) AND o.group_key = ? AND o.verdict IN ('pass', 'warn', 'fail') AND `+latest+`
		ORDER BY a.period_start DESC, a.attempt DESC LIMIT 1`,
		a.run.System, names(a.run.Watch, a.run.Was), a.run.Aspect, string(Finished), micros(a.run.PeriodStart), names(o.Check, o.Was), o.Group)
	if err != nil {
		return 0, err
	}
	ids, err := query[int64](ctx, tx, statement, args...)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}

func count(ctx context.Context, tx *sqlx.Tx, statement string, args ...any) (int64, error) {
	expanded, args, err := sqlx.In(statement, args...)
	if err != nil {
		return 0, err
	}
	n, err := query[int64](ctx, tx, expanded, args...)
	if err != nil {
		return 0, err
	}
	return n[0], nil
}
