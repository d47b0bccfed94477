package store

import (
	"context"
	"strings"
	"time"
)

// A Selftest is what the last selftest of a source came to.
type Selftest struct {
	Source  string
	Server  string   // product and version that were tried
	Differs []string // what the server answers otherwise than we do, sorted
	At      time.Time
}

// RecordSelftest keeps a result in place of the one before.
func (s *Store) RecordSelftest(ctx context.Context, t Selftest) error {
	_, err := s.write(ctx, `INSERT INTO selftests (source, server, differs, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (source) DO UPDATE SET server = excluded.server, differs = excluded.differs, at = excluded.at`,
		t.Source, clean(t.Server), strings.Join(t.Differs, "\n"), micros(t.At))
	return err
}

type selftestRow struct {
	Source  string `db:"source"`
	Server  string `db:"server"`
	Differs string `db:"differs"`
	At      int64  `db:"at"`
}

// Selftests lists the results of all sources, by name.
func (s *Store) Selftests(ctx context.Context) ([]Selftest, error) {
	rows, err := query[selftestRow](ctx, s.db, "SELECT source, server, differs, at FROM selftests ORDER BY source")
	list := make([]Selftest, 0, len(rows))
	for _, r := range rows {
		t := Selftest{Source: r.Source, Server: r.Server, At: timeOf(r.At)}
		if r.Differs != "" {
			t.Differs = strings.Split(r.Differs, "\n")
		}
		list = append(list, t)
	}
	return list, err
}
