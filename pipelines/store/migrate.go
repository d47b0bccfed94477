package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrNewer says that a newer program wrote the state.
var ErrNewer = errors.New("the state was written by a newer program")

// migrateTries is how often a migration is tried: another process may be at the same.
const migrateTries = 5

// migrate brings the state to the newest of the scripts. When several processes open
// a new state at once, one of them makes the tables; the others fail, look again and
// find them made.
func (s *Store) migrate(ctx context.Context, config Config, scripts fs.FS) error {
	dialect := goose.DialectSQLite3
	if s.shared {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, s.db.DB, scripts, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("the state cannot be migrated: %w", err)
	}
	if err := s.reach(ctx); err != nil {
		return fmt.Errorf("the state cannot be opened: %w", err)
	}
	copied := false // once is enough
	for try := 1; ; try++ {
		err := s.upgrade(ctx, config, provider, &copied)
		if err == nil || errors.Is(err, ErrNewer) || try == migrateTries {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(time.Duration(try) * 50 * time.Millisecond):
		}
	}
}

// reachWithin is how long a file may be held by others who open it.
const reachWithin = 30 * time.Second

// reach makes the first connection. Turning a new SQLite file to its journal needs the
// file alone, and SQLite does not wait for that itself.
func (s *Store) reach(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, reachWithin)
	defer cancel()
	for {
		err := s.db.PingContext(ctx)
		if e, ok := errors.AsType[*sqlite.Error](err); !ok || e.Code()&0xff != sqlite3.SQLITE_BUSY {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (s *Store) upgrade(ctx context.Context, config Config, provider *goose.Provider, copied *bool) error {
	current, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("the state cannot be opened: is it a Dogwatch state? %w", err)
	}
	sources := provider.ListSources()
	target := sources[len(sources)-1].Version
	switch {
	case current > target:
		return fmt.Errorf("%w: its schema is %d, this program knows %d; use %s", ErrNewer, current, target, s.writtenBy(ctx))
	case current == target:
		return nil
	}
	if !*copied {
		if err := s.backup(ctx, config, current); err != nil {
			return fmt.Errorf("no copy of the state can be made, so it is not migrated: %w", err)
		}
		*copied = true
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("the state cannot be migrated: %w", err)
	}
	return nil
}

// writtenBy names the program that wrote the latest patrol, as well as a state of an
// unknown schema can tell.
func (s *Store) writtenBy(ctx context.Context) string {
	versions, err := query[string](ctx, s.db, "SELECT version FROM patrols ORDER BY started DESC LIMIT 1")
	if err != nil || len(versions) == 0 {
		return "the program that wrote it"
	}
	return "version " + versions[0] + " or later"
}

// backup copies the file before a migration; a new file needs none, and a database
// server has its own. The copy is a consistent state even while others write.
func (s *Store) backup(ctx context.Context, config Config, version int64) error {
	if s.shared || version == 0 {
		return nil
	}
	name, err := freshFile(fmt.Sprintf("%s.before-%d", config.Path, version+1))
	if err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "VACUUM INTO ?", name); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// freshFile makes an empty file for its owner alone, with a number behind its name if
// an earlier copy has that.
func freshFile(name string) (string, error) {
	for n := 1; ; n++ {
		path := name
		if n > 1 {
			path = fmt.Sprintf("%s.%d", name, n)
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		return path, file.Close()
	}
}
