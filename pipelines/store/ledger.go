package store

import (
	"context"
	"encoding/json"
	"time"
)

// Done is a run that finished: a watch was patrolled in a period.
type Done struct {
	System   string    `db:"system"`
	Watch    string    `db:"watch"`
	Aspect   string    `db:"aspect"`
	Period   string    `db:"period"`
	Start    time.Time // of the period, a civil date at midnight UTC
	PatrolID string    `db:"patrol_id"`

	StartMicros int64 `db:"period_start"`
}

// patrolled holds for an attempt that patrolled something.
const patrolled = `waiting = 0 AND (NOT EXISTS (SELECT 1 FROM outcomes o WHERE o.attempt_id = attempts.id AND o.verdict = 'error')
	OR EXISTS (SELECT 1 FROM outcomes o WHERE o.attempt_id = attempts.id AND o.verdict IN ('pass', 'warn', 'fail')))`

// Ledger lists the attempts that finished, waiting ones aside, whose period begins in
// [from, until), by system, watch, period and attempt. An attempt in which nothing could
// be evaluated, so that all its verdicts are errors or skipped, patrolled nothing: it is
// none of them.
func (s *Store) Ledger(ctx context.Context, from, until time.Time) ([]Done, error) {
	list, err := query[Done](ctx, s.db, `SELECT system, watch, aspect, period, period_start, patrol_id FROM attempts
		WHERE state = ? AND period_start >= ? AND period_start < ? AND `+patrolled+`
		ORDER BY system, watch, period_start, attempt`, string(Finished), micros(from), micros(until))
	for i := range list {
		list[i].Start = timeOf(list[i].StartMicros)
	}
	return list, err
}

// An Unread is a run of a watch's content that finished and patrolled nothing.
type Unread struct {
	Done
	Why Outcome // one that says why, an error before others; the zero Outcome if it is not kept any more
}

// Unread lists the attempts that Ledger does not, of contents, in the same order.
func (s *Store) Unread(ctx context.Context, from, until time.Time) ([]Unread, error) {
	type row struct {
		Done
		Record string `db:"record"`
	}
	rows, err := query[row](ctx, s.db, `SELECT system, watch, aspect, period, period_start, patrol_id,
		COALESCE((SELECT o.record FROM outcomes o WHERE o.attempt_id = attempts.id
			ORDER BY CASE o.verdict WHEN 'error' THEN 0 WHEN 'waiting' THEN 1 ELSE 2 END, o.place LIMIT 1), '') AS record
		FROM attempts WHERE state = ? AND aspect = 'content' AND period_start >= ? AND period_start < ? AND NOT (`+patrolled+`)
		ORDER BY system, watch, period_start, attempt`, string(Finished), micros(from), micros(until))
	if err != nil {
		return nil, err
	}
	list := make([]Unread, 0, len(rows))
	for _, r := range rows {
		u := Unread{Done: r.Done}
		u.Start = timeOf(u.StartMicros)
		if r.Record != "" {
			if err := json.Unmarshal([]byte(r.Record), &u.Why); err != nil {
				return nil, err
			}
		}
		list = append(list, u)
	}
	return list, nil
}
