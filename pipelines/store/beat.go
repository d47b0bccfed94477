package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"
)

// KeepBeats is for how long beats are kept. The newest of a watch is kept for ever.
const KeepBeats = 100 * 24 * time.Hour

// RecordBeat keeps a beat of a watch, to the second: several in one second are one. Beats
// of the watch that are older than KeepBeats are dropped.
func (s *Store) RecordBeat(ctx context.Context, system, watch string, at time.Time) error {
	at = at.Truncate(time.Second)
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := exec(ctx, tx, "INSERT INTO beats (system, watch, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", system, watch, micros(at)); err != nil {
			return err
		}
		_, err := exec(ctx, tx, `DELETE FROM beats WHERE system = ? AND watch = ? AND at < ?
			AND at < (SELECT MAX(n.at) FROM beats n WHERE n.system = beats.system AND n.watch = beats.watch)`, system, watch, micros(at.Add(-KeepBeats)))
		return err
	})
}

// Beats lists the beats of a watch, by any of its names, up to an instant, by time.
func (s *Store) Beats(ctx context.Context, system string, watches []string, until time.Time) ([]time.Time, error) {
	statement, args, err := sqlx.In("SELECT at FROM beats WHERE system = ? AND watch IN (?) AND at <= ? ORDER BY at", system, watches, micros(until))
	if err != nil {
		return nil, err
	}
	list, err := query[int64](ctx, s.db, statement, args...)
	beats := make([]time.Time, 0, len(list))
	for _, at := range list {
		beats = append(beats, timeOf(at))
	}
	return beats, err
}
