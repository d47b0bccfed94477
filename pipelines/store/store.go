package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/jmoiron/sqlx"
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
	db     *sqlx.DB
	path   string // of the SQLite file
	shared bool   // PostgreSQL

	holding sync.Mutex
	held    *os.File // room on the disk, for the outcomes of a patrol; nil: none
}

// Open opens the state and brings it to the schema of this program. Before a
// migration the SQLite file is copied beside itself. A state written by a newer
// program is refused. Several processes may open a new state at once.
func Open(ctx context.Context, config Config) (*Store, error) {
	scripts, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return openWith(ctx, config, scripts)
}

func openWith(ctx context.Context, config Config, scripts fs.FS) (*Store, error) {
	s, err := connect(config)
	if err != nil {
		return nil, err
	}
	if err := s.migrate(ctx, config, scripts); err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	return s, nil
}

func connect(config Config) (*Store, error) {
	if config.Postgres != "" {
		parsed, err := pgx.ParseConfig(config.Postgres)
		if err != nil { // what it says repeats the string
			return nil, errors.New("the connection string of the state cannot be read")
		}
		db := sqlx.NewDb(stdlib.OpenDB(*parsed), "pgx")
		db.SetMaxOpenConns(4) // many machines share the server
		return &Store{db: db, shared: true}, nil
	}
	if err := privateFile(config.Path); err != nil {
		return nil, fmt.Errorf("the state file cannot be used: %w", err)
	}
	query := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(30000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)", "cache_size(-24576)",
		"temp_store(MEMORY)"}} // a temporary folder without room must not stop the state
	db, err := sqlx.Open("sqlite", "file:"+(&url.URL{Path: config.Path}).EscapedPath()+"?"+query.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // one writer; readers are brief
	return &Store{db: db, path: config.Path}, nil
}

// privateFile makes the file for its owner alone before SQLite makes it for all.
func privateFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return file.Close()
}

// Close closes the state.
func (s *Store) Close() error {
	s.release()
	return s.db.Close()
}

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

// write carries out one statement by itself. Without room it is ErrNoRoom.
func (s *Store) write(ctx context.Context, statement string, args ...any) (int64, error) {
	n, err := exec(ctx, s.db, statement, args...)
	return n, s.roomless(err)
}

// writer is the advisory lock under which PostgreSQL has one writer at a time.
const writer = 0x646f67

// inTx runs work in one transaction. On either engine one transaction writes at a
// time, so that what work reads cannot change before it writes: SQLite locks the file
// when a transaction begins, PostgreSQL is told to.
func (s *Store) inTx(ctx context.Context, work func(tx *sqlx.Tx) error) error {
	tx, err := s.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	if s.shared {
		_, err = tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", writer)
	}
	if err == nil {
		err = work(tx)
	}
	if err != nil {
		if back := tx.Rollback(); back != nil && !errors.Is(back, sql.ErrTxDone) {
			return errors.Join(s.roomless(err), back)
		}
		return s.roomless(err)
	}
	return s.roomless(tx.Commit())
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

// clean makes a text that PostgreSQL takes too: valid UTF-8 without the zero character.
// Values of sources have both.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

// nextID gives the next number of a table, inside inTx: nobody else takes it.
func nextID(ctx context.Context, tx *sqlx.Tx, table string) (int64, error) {
	ids, err := query[int64](ctx, tx, "SELECT COALESCE(MAX(id), 0) + 1 FROM "+table)
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}
