package store

import (
	"context"

	"github.com/jmoiron/sqlx"
)

// KeepPeriods is for how many periods of a watch the marks of every result are kept: a
// quarter of weekly ones. What a later result is compared with is kept however old.
const KeepPeriods = 13

// A Pruned says what was taken out of the state.
type Pruned struct {
	Results int64 // attempts of which marks were taken
	Marks   int64
}

// prunable is a result of one check that nothing is compared with any more.
type prunable struct {
	ID      int64  `db:"id"`
	System  string `db:"system"`
	Watch   string `db:"watch"`
	Aspect  string `db:"aspect"`
	Period  string `db:"period"`
	CheckID string `db:"check_id"`
	Group   string `db:"group_key"`
}

// Prune takes the marks of old results out of the state: those of periods before the
// newest keep of their watch, unless it is the latest in which its check could be
// evaluated, which the next result is compared with. Outcomes with their counts and
// samples stay, and so do stock and exceptions; of a violation that is still found the
// period in which it was found first stays as well. keep of 0 or less takes nothing.
// SQLite uses the room again; Compact gives it back.
func (s *Store) Prune(ctx context.Context, keep int) (Pruned, error) {
	var total Pruned
	if keep <= 0 {
		return total, nil
	}
	list, err := query[prunable](ctx, s.db, `SELECT a.id AS id, a.system AS system, a.watch AS watch, a.aspect AS aspect, a.period AS period, o.check_id AS check_id, o.group_key AS group_key
		FROM attempts a JOIN outcomes o ON o.attempt_id = a.id
		WHERE a.state = ? AND EXISTS (SELECT 1 FROM marks m WHERE m.attempt_id = a.id AND m.check_id = o.check_id AND m.group_key = o.group_key)
		AND (SELECT COUNT(DISTINCT n.period_start) FROM attempts n WHERE n.system = a.system AND n.watch = a.watch AND n.aspect = a.aspect
			AND n.state = a.state AND n.period_start > a.period_start) >= ?
		AND EXISTS (SELECT 1 FROM attempts l JOIN outcomes p ON p.attempt_id = l.id WHERE l.system = a.system AND l.watch = a.watch AND l.aspect = a.aspect
			AND l.state = a.state AND l.period_start > a.period_start AND p.check_id = o.check_id AND p.group_key = o.group_key AND p.verdict IN ('pass', 'warn', 'fail'))
		ORDER BY a.period_start, a.id, o.place`, string(Finished), keep)
	if err != nil {
		return total, err
	}
	touched := map[int64]bool{}
	for _, p := range list {
		n, err := s.take(ctx, p)
		if err != nil {
			return total, err
		}
		if total.Marks += n; n > 0 {
			touched[p.ID] = true
		}
	}
	total.Results = int64(len(touched))
	return total, nil
}

// take moves the marks of one outcome out, a transaction each: others may write between.
func (s *Store) take(ctx context.Context, p prunable) (n int64, err error) {
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		const mine = " WHERE attempt_id = ? AND check_id = ? AND group_key = ?"
		_, err := exec(ctx, tx, `INSERT INTO first_seen (system, watch, aspect, check_id, group_key, fingerprint, period)
			SELECT CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), check_id, group_key, fingerprint, CAST(? AS TEXT) FROM marks`+mine+" ON CONFLICT DO NOTHING",
			p.System, p.Watch, p.Aspect, p.Period, p.ID, p.CheckID, p.Group)
		if err != nil {
			return err
		}
		if n, err = exec(ctx, tx, "DELETE FROM marks"+mine, p.ID, p.CheckID, p.Group); err != nil || n == 0 {
			return err
		}
		if _, err := exec(ctx, tx, "UPDATE attempts SET pruned = 1 WHERE id = ?", p.ID); err != nil {
			return err
		}
		return forget(ctx, tx, p)
	})
	return n, err
}

// forget drops the first periods of violations that no kept result has.
func forget(ctx context.Context, tx *sqlx.Tx, p prunable) error {
	_, err := exec(ctx, tx, `DELETE FROM first_seen WHERE system = ? AND watch = ? AND aspect = ? AND check_id = ? AND group_key = ? AND NOT EXISTS (
			SELECT 1 FROM attempts a JOIN marks m ON m.attempt_id = a.id WHERE a.system = first_seen.system AND a.watch = first_seen.watch AND a.aspect = first_seen.aspect
			AND m.check_id = first_seen.check_id AND m.group_key = first_seen.group_key AND m.fingerprint = first_seen.fingerprint)`,
		p.System, p.Watch, p.Aspect, p.CheckID, p.Group)
	return err
}

// Compact gives the room that pruning freed back to the disk. It needs as much room again
// while it works, and a PostgreSQL server does it by itself.
func (s *Store) Compact(ctx context.Context) error {
	if s.shared {
		return nil
	}
	_, err := s.db.ExecContext(ctx, "VACUUM")
	return err
}
