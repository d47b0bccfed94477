package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// Finish records the outcomes and makes the attempt the run's result, in one
// transaction: outcomes are compared with the previous period's, and anomalies are
// opened, carried on and closed. ErrLost: nothing was recorded.
func (a *Attempt) Finish(ctx context.Context, now time.Time, outcomes []Outcome) error {
	return a.store.inTx(ctx, func(tx *sqlx.Tx) error {
		n, err := exec(ctx, tx, "UPDATE attempts SET state = ?, finished = ? WHERE id = ? AND state = ? AND owner = ?",
			string(Finished), micros(now), a.id, string(Running), a.owner)
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
	before, err := a.before(ctx, tx)
	if err != nil {
		return err
	}
	for i := range outcomes {
		o := outcomes[i]
		if err := a.compare(ctx, tx, before, &o); err != nil {
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
	return a.follow(ctx, tx, now, outcomes)
}

// before finds the accepted attempt of the last earlier period; 0 if there is none.
func (a *Attempt) before(ctx context.Context, tx *sqlx.Tx) (int64, error) {
	statement, args, err := sqlx.In(`SELECT id FROM attempts WHERE system = ? AND watch IN (?) AND aspect = ? AND state = ? AND period_start < ?
		ORDER BY period_start DESC, attempt DESC LIMIT 1`, a.run.System, names(a.run.Watch, a.run.Was), a.run.Aspect, string(Finished), micros(a.run.PeriodStart))
	if err != nil {
		return 0, err
	}
	ids, err := query[int64](ctx, tx, statement, args...)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}

// names is an id with the ids it had before.
func names(id string, was []string) []string { return append([]string{id}, was...) }

// compare counts new, persisting and gone violations by fingerprint.
func (a *Attempt) compare(ctx context.Context, tx *sqlx.Tx, before int64, o *Outcome) error {
	now, err := count(ctx, tx, "SELECT COUNT(*) FROM marks WHERE attempt_id = ? AND check_id = ? AND group_key = ?", a.id, o.Check, o.Group)
	if err != nil {
		return err
	}
	then, err := count(ctx, tx, "SELECT COUNT(*) FROM marks WHERE attempt_id = ? AND check_id IN (?) AND group_key = ?", before, names(o.Check, o.Was), o.Group)
	if err != nil {
		return err
	}
	o.Persisting, err = count(ctx, tx, `SELECT COUNT(*) FROM marks m JOIN marks p ON p.fingerprint = m.fingerprint
		WHERE m.attempt_id = ? AND m.check_id = ? AND m.group_key = ? AND p.attempt_id = ? AND p.check_id IN (?) AND p.group_key = ?`,
		a.id, o.Check, o.Group, before, names(o.Check, o.Was), o.Group)
	o.New, o.Gone = now-o.Persisting, then-o.Persisting
	if o.Verdict == "error" || o.Verdict == "skipped" { // nothing is known to be gone
		o.Gone = 0
	}
	return err
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

// follow lets the anomalies of the run take their step.
func (a *Attempt) follow(ctx context.Context, tx *sqlx.Tx, now time.Time, outcomes []Outcome) error {
	var source *Outcome
	for i := range outcomes {
		o := &outcomes[i]
		if o.Verdict == "error" && o.Parts["source"] != "" {
			if source == nil {
				source = o
			}
			continue // one anomaly of the source stands for all of them
		}
		if err := a.step(ctx, tx, now, *o, ""); err != nil {
			return err
		}
	}
	return a.stepSource(ctx, tx, now, outcomes, source)
}

// stepSource opens or carries on the one anomaly of the source, or closes it when
// every check could be evaluated again.
func (a *Attempt) stepSource(ctx context.Context, tx *sqlx.Tx, now time.Time, outcomes []Outcome, failed *Outcome) error {
	if failed != nil {
		o := *failed
		o.Check, o.Was, o.Group, o.Status = "", nil, "", "in-force"
		return a.step(ctx, tx, now, o, o.Parts["source"])
	}
	evaluated := slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Verdict == "pass" || o.Verdict == "warn" || o.Verdict == "fail" })
	if !evaluated {
		return nil
	}
	return a.step(ctx, tx, now, Outcome{Verdict: "pass", Status: "in-force"}, a.run.Source)
}

// step moves the anomaly of one check (or of the source) by one outcome.
func (a *Attempt) step(ctx context.Context, tx *sqlx.Tx, now time.Time, o Outcome, source string) error {
	open, err := a.open(ctx, tx, o, source)
	if err != nil {
		return err
	}
	warned := 0
	if o.Verdict == "warn" && open == nil {
		if warned, err = a.warned(ctx, tx, o); err != nil {
			return err
		}
	}
	next := Advance(open, o, a.run.Period, warned, now)
	switch {
	case next == nil:
		return nil
	case open == nil:
		next.System, next.Watch, next.Aspect, next.Check, next.Group, next.Source = a.run.System, a.run.Watch, a.run.Aspect, o.Check, o.Group, source
		return insertAnomaly(ctx, tx, next)
	}
	return updateAnomaly(ctx, tx, open.row, next)
}
