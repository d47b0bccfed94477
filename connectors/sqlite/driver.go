package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"time"

	modernc "modernc.org/sqlite"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
	"github.com/dogwatch/dogwatch/connectors/sqldb/dialects"
)

// busyWait is how long a lock held by a writer is waited for.
const busyWait = 2 * time.Second

// Open opens the file at config.Path for reading. A file that does not exist is an
// Error of class Missing.
func Open(ctx context.Context, config connectors.Config) (connectors.Source, error) {
	source, err := sqldb.Open(ctx, config, &server{path: config.Path})
	if err != nil {
		return nil, err
	}
	return source, nil
}

var _ connectors.Opener = Open

type server struct {
	path string
}

var _ sqldb.Driver = (*server)(nil)

func (*server) Dialect() sqldb.Dialect { return dialects.SQLite{} }

// Open implements sqldb.Driver. Double-quoted names are never taken for texts (_dqs),
// so that a column that is gone is an error.
func (s *server) Open(ctx context.Context) (sqldb.Session, error) {
	if err := readable(s.path); err != nil {
		return nil, err
	}
	query := url.Values{"mode": {"ro"}, "_dqs": {"0"}, "_pragma": {
		"busy_timeout(" + strconv.FormatInt(busyWait.Milliseconds(), 10) + ")", "query_only(1)",
	}}
	name := "file:" + (&url.URL{Path: s.path}).EscapedPath() + "?" + query.Encode()
	connector, err := modernc.NewConnector(name)
	if err != nil {
		return nil, err
	}
	conn, err := sqldb.Connect(ctx, connector, "sqlite3")
	if err != nil {
		return nil, err
	}
	session := &session{conn: conn}
	if err := session.greet(ctx); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return session, nil
}

// readable tells apart what SQLite reports as one error.
func readable(path string) error {
	found, err := os.Stat(path)
	switch {
	case path == "":
		return &connectors.Error{Class: connectors.Local, Reason: "no path is configured"}
	case errors.Is(err, fs.ErrNotExist):
		return &connectors.Error{Class: connectors.Missing, Reason: "no such file"}
	case errors.Is(err, fs.ErrPermission):
		return &connectors.Error{Class: connectors.Privilege, Reason: "the file may not be read"}
	case err != nil:
		return &connectors.Error{Class: connectors.Unreachable, Reason: "the file cannot be reached"}
	case found.IsDir():
		return &connectors.Error{Class: connectors.Missing, Reason: "the path is a folder"}
	}
	return nil
}

// A session is one open file handle.
type session struct {
	conn    *sqldb.Conn
	flavour connectors.Flavour
	running sqldb.Interruption
}

var (
	_ sqldb.Session = (*session)(nil)
)

// greet reads the file's first page, which proves that it is a database.
func (s *session) greet(ctx context.Context) error {
	var version, encoding string
	if err := s.conn.Get(ctx, &version, "SELECT sqlite_version() FROM (SELECT count(*) FROM sqlite_master)"); err != nil {
		return err
	}
	if err := s.conn.Get(ctx, &encoding, "PRAGMA encoding"); err != nil {
		return err
	}
	s.flavour = connectors.Flavour{
		Dialect: "sqlite", Product: "SQLite", Version: version, Charset: encoding, Collation: "BINARY",
	}
	return nil
}

func (s *session) Flavour() connectors.Flavour { return s.flavour }

// Query implements sqldb.Session.
func (s *session) Query(ctx context.Context, text string, args []any) (sqldb.Answer, error) {
	ctx, cancel := context.WithCancel(ctx)
	s.running.Set(cancel)
	rows, err := s.conn.Query(ctx, text, args)
	if err != nil {
		cancel()
		return nil, err
	}
	columns := columnsOf(rows)
	return &sweep{sqldb.NewValues(rows, columns, make([]sqldb.Convert, len(columns))), ctx, cancel}, nil
}

// Kill implements sqldb.Session.
func (s *session) Kill(context.Context) error {
	s.running.End()
	return nil
}

func (s *session) Close() error { return s.conn.Close() }

// A sweep is rows that heed an interruption between two of them.
type sweep struct {
	*sqldb.Values
	ctx    context.Context
	cancel context.CancelFunc
}

func (s *sweep) Next() (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Values.Next()
}

func (s *sweep) Close() error {
	defer s.cancel()
	return s.Values.Close()
}

func columnsOf(rows driver.Rows) []connectors.PhysicalColumn {
	names := rows.Columns()
	declared, _ := rows.(driver.RowsColumnTypeDatabaseTypeName)
	columns := make([]connectors.PhysicalColumn, len(names))
	for i, name := range names {
		columns[i] = connectors.PhysicalColumn{Name: name, Nullable: true}
		if declared != nil {
			columns[i].Type = declared.ColumnTypeDatabaseTypeName(i)
		}
		columns[i].Arrow = arrowOf(columns[i].Type)
	}
	return columns
}
