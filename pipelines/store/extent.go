package store

import (
	"context"
	"time"
)

// An Extent is how a relation was read last: what the next patrol is planned by.
type Extent struct {
	Source   string
	Relation string
	Rows     int64
	Bytes    int64
	Columns  int
	Elapsed  time.Duration // kept in microseconds
	At       time.Time
}

// RecordExtent keeps what was seen in place of what was known of the relation.
func (s *Store) RecordExtent(ctx context.Context, e Extent) error {
	_, err := s.write(ctx, `INSERT INTO extents (source, relation, read_rows, read_bytes, read_columns, elapsed, at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (source, relation) DO UPDATE SET read_rows = excluded.read_rows, read_bytes = excluded.read_bytes,
		read_columns = excluded.read_columns, elapsed = excluded.elapsed, at = excluded.at`,
		e.Source, clean(e.Relation), e.Rows, e.Bytes, e.Columns, e.Elapsed.Microseconds(), micros(e.At))
	return err
}

type extentRow struct {
	Source   string `db:"source"`
	Relation string `db:"relation"`
	Rows     int64  `db:"read_rows"`
	Bytes    int64  `db:"read_bytes"`
	Columns  int    `db:"read_columns"`
	Elapsed  int64  `db:"elapsed"`
	At       int64  `db:"at"`
}

// Extents lists what is known of all relations, by source and relation.
func (s *Store) Extents(ctx context.Context) ([]Extent, error) {
	rows, err := query[extentRow](ctx, s.db, "SELECT source, relation, read_rows, read_bytes, read_columns, elapsed, at FROM extents ORDER BY source, relation")
	list := make([]Extent, 0, len(rows))
	for _, r := range rows {
		list = append(list, Extent{
			Source: r.Source, Relation: r.Relation, Rows: r.Rows, Bytes: r.Bytes, Columns: r.Columns,
			Elapsed: time.Duration(r.Elapsed) * time.Microsecond, At: timeOf(r.At),
		})
	}
	return list, err
}
