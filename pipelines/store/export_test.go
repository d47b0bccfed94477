package store

import (
	"context"
	"io/fs"
)

// OpenWith opens a state with other migrations, as a later program would.
func OpenWith(ctx context.Context, config Config, scripts fs.FS) (*Store, error) {
	return openWith(ctx, config, scripts)
}

// Scripts are the migrations of this program.
func Scripts() (fs.FS, error) { return fs.Sub(migrations, "migrations") }

// Count counts rows, for tests of what is left behind.
func (s *Store) Count(ctx context.Context, statement string, args ...any) (int64, error) {
	n, err := query[int64](ctx, s.db, statement, args...)
	if err != nil {
		return 0, err
	}
	return n[0], nil
}

// Write carries out a statement as the store carries out its own.
func (s *Store) Write(ctx context.Context, statement string) error {
	_, err := s.write(ctx, statement)
	return err
}
