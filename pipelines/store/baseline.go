package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// ErrUnmeasured says that a check has no result from which a baseline could be taken.
var ErrUnmeasured = errors.New("the check has no result yet in which it could be evaluated")

// ErrChanged says that the latest result of a check was measured by another definition.
var ErrChanged = errors.New("the check changed since its latest result")

// A Baseline records the violations of a check as stock. It holds as long as the
// check measures what it did: Subject is the check's at that time.
type Baseline struct {
	System  string
	Watch   string
	Check   string
	Subject string
	Period  string // of the result whose violations became stock
	At      time.Time
	Actor   string
	Reason  string
	Size    int64 // violations in stock, by fingerprint

	Withdrawn Withdrawal
}

// A result is the attempt from which a baseline is taken.
type resultRow struct {
	ID      int64  `db:"id"`
	Period  string `db:"period"`
	CheckID string `db:"check_id"`
	Group   string `db:"group_key"`
	Record  string `db:"record"`
}

// Baseline makes the violations of the check's latest result its stock, in place of an
// earlier one; what was stock before keeps its age. watches and checks are the names
// that the two have and had. Groups that could not be evaluated keep their stock.
// ErrUnmeasured, ErrChanged: nothing was recorded.
func (s *Store) Baseline(ctx context.Context, b Baseline, watches, checks []string) (Baseline, error) {
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		results, err := latestResult(ctx, tx, b.System, watches, checks)
		if err != nil {
			return err
		}
		for _, r := range results {
			if err := r.check(b.Subject); err != nil {
				return err
			}
			if err := b.stock(ctx, tx, r); err != nil {
				return err
			}
		}
		b.Period = results[0].Period
		return b.save(ctx, tx)
	})
	return b, err
}

// latestResult gives the evaluated outcomes of a check, by group, of the latest result
// that has any.
func latestResult(ctx context.Context, tx *sqlx.Tx, system string, watches, checks []string) ([]resultRow, error) {
	statement, args, err := sqlx.In(`SELECT a.id AS id, a.period AS period, o.check_id AS check_id, o.group_key AS group_key, o.record AS record
		FROM attempts a JOIN outcomes o ON o.attempt_id = a.id
		WHERE a.system = ? AND a.watch IN (?) AND a.state = ? AND o.check_id IN (?) AND o.verdict IN ('pass', 'warn', 'fail') AND `+latest+`
		ORDER BY a.period_start DESC, a.id DESC, o.place`, system, watches, string(Finished), checks)
	if err != nil {
		return nil, err
	}
	rows, err := query[resultRow](ctx, tx, statement, args...)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ErrUnmeasured
	}
	return slices.DeleteFunc(rows, func(r resultRow) bool { return r.ID != rows[0].ID }), nil
}

// check makes sure that the result was measured by the same definition.
func (r resultRow) check(subject string) error {
	var o Outcome
	if err := json.Unmarshal([]byte(r.Record), &o); err != nil {
		return err
	}
	if o.Subject != subject {
		return fmt.Errorf("%w (%s)", ErrChanged, r.Period)
	}
	return nil
}

// stock replaces the stock of one group by the marks of a result.
func (b *Baseline) stock(ctx context.Context, tx *sqlx.Tx, r resultRow) error {
	const marks = "FROM marks m WHERE m.attempt_id = ? AND m.check_id = ? AND m.group_key = ? AND m.standing <> 'excepted'"
	_, err := exec(ctx, tx, "DELETE FROM stock WHERE system = ? AND watch = ? AND check_id = ? AND group_key = ? AND fingerprint NOT IN (SELECT m.fingerprint "+marks+")",
		b.System, b.Watch, b.Check, r.Group, r.ID, r.CheckID, r.Group)
	if err != nil {
		return err
	}
	_, err = exec(ctx, tx, `INSERT INTO stock (system, watch, check_id, group_key, fingerprint, masked, since)
		SELECT CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), m.group_key, m.fingerprint, m.masked, CAST(? AS BIGINT) `+marks+" ON CONFLICT DO NOTHING",
		b.System, b.Watch, b.Check, micros(b.At), r.ID, r.CheckID, r.Group)
	return err
}

func (b *Baseline) save(ctx context.Context, tx *sqlx.Tx) (err error) {
	_, err = exec(ctx, tx, `INSERT INTO baselines (system, watch, check_id, subject, period, at, actor, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (system, watch, check_id) DO UPDATE SET subject = excluded.subject, period = excluded.period, at = excluded.at, actor = excluded.actor, reason = excluded.reason, withdrawn = 0, withdrawn_by = '', withdrawn_why = ''`,
		b.System, b.Watch, b.Check, b.Subject, b.Period, micros(b.At), clean(b.Actor), clean(b.Reason))
	if err != nil {
		return err
	}
	if b.Size, err = count(ctx, tx, "SELECT COUNT(*) FROM stock WHERE system = ? AND watch = ? AND check_id = ?", b.System, b.Watch, b.Check); err != nil {
		return err
	}
	return audit(ctx, tx, AuditEntry{At: b.At, Actor: b.Actor, Action: "baseline", Subject: b.System + "/" + b.Watch + "/" + b.Check, Reason: b.Reason})
}

type baselineRow struct {
	System  string `db:"system"`
	Watch   string `db:"watch"`
	CheckID string `db:"check_id"`
	Subject string `db:"subject"`
	Period  string `db:"period"`
	At      int64  `db:"at"`
	Actor   string `db:"actor"`
	Reason  string `db:"reason"`
	Size    int64  `db:"size"`
	withdrawnRow
}

// Baselines lists every baseline, withdrawn ones too, with the size of its stock, by system, watch and check.
func (s *Store) Baselines(ctx context.Context) ([]Baseline, error) {
	rows, err := query[baselineRow](ctx, s.db, `SELECT b.*, (SELECT COUNT(*) FROM stock s WHERE s.system = b.system AND s.watch = b.watch AND s.check_id = b.check_id) AS size FROM baselines b`)
	list := make([]Baseline, 0, len(rows))
	for _, r := range rows {
		list = append(list, Baseline{System: r.System, Watch: r.Watch, Check: r.CheckID, Subject: r.Subject, Period: r.Period, At: timeOf(r.At), Actor: r.Actor, Reason: r.Reason, Size: r.Size, Withdrawn: r.withdrawal()})
	}
	slices.SortFunc(list, func(a, b Baseline) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Watch, b.Watch), cmp.Compare(a.Check, b.Check))
	})
	return list, err
}

// A StockKey names one violation in the stock of a check.
type StockKey struct {
	Group       string `db:"group_key"`
	Fingerprint string `db:"fingerprint"`
}

// Stock gives the stock of a baseline.
func (s *Store) Stock(ctx context.Context, b Baseline) (map[StockKey]bool, error) {
	keys, err := query[StockKey](ctx, s.db, "SELECT group_key, fingerprint FROM stock WHERE system = ? AND watch = ? AND check_id = ?", b.System, b.Watch, b.Check)
	stock := make(map[StockKey]bool, len(keys))
	for _, k := range keys {
		stock[k] = true
	}
	return stock, err
}
