package store

import (
	"context"
)

// A Found is a violation of an attempt, with the earliest period in which its check
// found it.
type Found struct {
	Mark
	First string
}

type foundRow struct {
	Fingerprint string `db:"fingerprint"`
	Masked      string `db:"masked"`
	Standing    string `db:"standing"`
	Difference  string `db:"difference"`
	First       string `db:"first"`
}

// Found lists the violations that an outcome of a run kept, by masked key and
// fingerprint. Of a run that is Pruned, and an outcome that is Incomplete, some are missing.
func (s *Store) Found(ctx context.Context, run Run, o Outcome) ([]Found, error) {
	rows, err := query[foundRow](ctx, s.db, `SELECT m.fingerprint AS fingerprint, m.masked AS masked, m.standing AS standing, m.difference AS difference,
			COALESCE((SELECT s.period FROM first_seen s WHERE s.system = a.system AND s.watch = a.watch AND s.aspect = a.aspect
				AND s.check_id = m.check_id AND s.group_key = m.group_key AND s.fingerprint = m.fingerprint),
			(SELECT f.period FROM attempts f WHERE f.system = a.system AND f.watch = a.watch AND f.aspect = a.aspect
				AND EXISTS (SELECT 1 FROM marks e WHERE e.attempt_id = f.id AND e.check_id = m.check_id AND e.group_key = m.group_key AND e.fingerprint = m.fingerprint)
				ORDER BY f.period_start, f.attempt LIMIT 1)) AS first
		FROM marks m JOIN attempts a ON a.id = m.attempt_id
		WHERE a.system = ? AND a.watch = ? AND a.aspect = ? AND a.period = ? AND a.attempt = ? AND m.check_id = ? AND m.group_key = ?
		ORDER BY m.masked, m.fingerprint`,
		run.System, run.Watch, run.Aspect, run.Period, run.Attempt, o.Check, o.Group)
	list := make([]Found, 0, len(rows))
	for _, r := range rows {
		list = append(list, Found{Mark: Mark{Fingerprint: r.Fingerprint, Masked: r.Masked, Standing: r.Standing, Difference: r.Difference}, First: r.First})
	}
	return list, err
}

// Marked tells whether a violation of a check was ever found, and its masked key.
func (s *Store) Marked(ctx context.Context, system, watch, check, fingerprint string) (masked string, ok bool, err error) {
	rows, err := query[string](ctx, s.db, `SELECT m.masked FROM attempts a JOIN outcomes o ON o.attempt_id = a.id
		JOIN marks m ON m.attempt_id = a.id AND m.check_id = o.check_id AND m.group_key = o.group_key AND m.fingerprint = ?
		WHERE o.check_id = ? AND a.system = ? AND a.watch = ? ORDER BY a.id DESC LIMIT 1`, fingerprint, check, system, watch)
	if err != nil || len(rows) == 0 {
		return "", false, err
	}
	return rows[0], true, nil
}
