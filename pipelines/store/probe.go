package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"
)

// A ProbeRecord is one probe of a watch's source between patrols.
type ProbeRecord struct {
	System  string
	Watch   string
	At      time.Time
	Reached bool
	Latency time.Duration
	Class   string // of the error, if the source was not reached
}

// RecordProbe keeps a probe; a second one of the same microsecond replaces it.
func (s *Store) RecordProbe(ctx context.Context, p ProbeRecord) error {
	reached := 0
	if p.Reached {
		reached = 1
	}
	_, err := s.write(ctx, `INSERT INTO probes (system, watch, at, reached, latency, class) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (system, watch, at) DO UPDATE SET reached = excluded.reached, latency = excluded.latency, class = excluded.class`,
		p.System, p.Watch, micros(p.At), reached, p.Latency.Microseconds(), p.Class)
	return err
}

type probeRow struct {
	At      int64  `db:"at"`
	Reached int64  `db:"reached"`
	Latency int64  `db:"latency"`
	Class   string `db:"class"`
}

// Probes lists the probes of a watch, by any of its names, in [from, to), by time.
func (s *Store) Probes(ctx context.Context, system string, watches []string, from, to time.Time) ([]ProbeRecord, error) {
	statement, args, err := sqlx.In("SELECT at, reached, latency, class FROM probes WHERE system = ? AND watch IN (?) AND at >= ? AND at < ? ORDER BY at", system, watches, micros(from), micros(to))
	if err != nil {
		return nil, err
	}
	rows, err := query[probeRow](ctx, s.db, statement, args...)
	records := make([]ProbeRecord, 0, len(rows))
	for _, r := range rows {
		records = append(records, ProbeRecord{
			System: system, Watch: watches[0], At: timeOf(r.At), Reached: r.Reached != 0, Latency: time.Duration(r.Latency) * time.Microsecond, Class: r.Class,
		})
	}
	return records, err
}
