package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of a shared state
	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver of the state file
)

//go:embed migrations/*.sql
var migrations embed.FS

// A Config says where the state is kept. Exactly one field is set.
type Config struct {
	Path     string // of the SQLite file; its folder must exist
	Postgres string // connection string, when machines share the work
}

// A Store is an open state. Its methods may be called from several goroutines.
type Store struct {
	db *sqlx.DB
}

// Open opens the state and brings it to the schema of this program. Before a
// migration the SQLite file is copied beside itself. A state written by a newer
// program is refused.
func Open(ctx context.Context, config Config) (*Store, error) {
	db, dialect, err := connect(config)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db}
	if err := s.migrate(ctx, config, dialect); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

func connect(config Config) (*sqlx.DB, goose.Dialect, error) {
	if config.Postgres != "" {
		db, err := sqlx.Open("pgx", config.Postgres)
		if err != nil {
			return nil, "", errors.New("the connection string of the state cannot be read")
		}
		return db, goose.DialectPostgres, nil
	}
	if err := privateFile(config.Path); err != nil {
		return nil, "", fmt.Errorf("the state file cannot be used: %w", err)
	}
	query := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)"}}
	db, err := sqlx.Open("sqlite", "file:"+(&url.URL{Path: config.Path}).EscapedPath()+"?"+query.Encode())
	if err != nil {
		return nil, "", err
	}
	db.SetMaxOpenConns(1) // one writer; readers are brief
	return db, goose.DialectSQLite3, nil
}

// privateFile makes the file for its owner alone before SQLite makes it for all.
func privateFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return file.Close()
}

func (s *Store) migrate(ctx context.Context, config Config, dialect goose.Dialect) error {
	scripts, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, s.db.DB, scripts)
	if err != nil {
		return fmt.Errorf("the state cannot be migrated: %w", err)
	}
	current, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("the state cannot be opened: is it a Dogwatch state? %w", err)
	}
	target := provider.ListSources()[len(provider.ListSources())-1].Version
	if current > target {
		return fmt.Errorf("the state has schema %d, this program knows %d: use the newer program that wrote it", current, target)
	}
	if current == target {
		return nil
	}
	if err := s.backup(ctx, config, current); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("the state cannot be migrated: %w", err)
	}
	return nil
}

// backup copies the file before a migration; a new file needs none.
func (s *Store) backup(ctx context.Context, config Config, version int64) error {
	if config.Path == "" || version == 0 {
		return nil
	}
	if _, err := s.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return err
	}
	source, err := os.Open(config.Path)
	if err != nil {
		return err
	}
	defer source.Close()
	name := fmt.Sprintf("%s.before-%d", config.Path, version+1)
	target, err := os.OpenFile(filepath.Clean(name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("no copy of the state can be made: %w", err)
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

// Close closes the state.
func (s *Store) Close() error { return s.db.Close() }

// query runs a statement written with ? placeholders.
func query[T any](ctx context.Context, q sqlx.ExtContext, statement string, args ...any) ([]T, error) {
	var rows []T
	err := sqlx.SelectContext(ctx, q, &rows, q.Rebind(statement), args...)
	return rows, err
}

func exec(ctx context.Context, q sqlx.ExtContext, statement string, args ...any) (int64, error) {
	result, err := q.ExecContext(ctx, q.Rebind(statement), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// inTx runs work in one transaction.
func (s *Store) inTx(ctx context.Context, work func(tx *sqlx.Tx) error) error {
	tx, err := s.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		if back := tx.Rollback(); back != nil && !errors.Is(back, sql.ErrTxDone) {
			return errors.Join(err, back)
		}
		return err
	}
	return tx.Commit()
}

// micros is how times are kept: microseconds since 1970 in UTC; 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func timeOf(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// nextID gives the next number of a table. Two machines may get the same: the
// primary key lets one of them in, and the other tries again.
func nextID(ctx context.Context, q sqlx.ExtContext, table string) (int64, error) {
	ids, err := query[int64](ctx, q, "SELECT COALESCE(MAX(id), 0) + 1 FROM "+table)
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}
