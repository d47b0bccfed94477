package behind

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"modernc.org/sqlite"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// A Database is an Oracle to ask, which is a file of SQLite.
type Database struct {
	t    testing.TB
	db   *sql.DB
	user string // who may read every table

	writing sync.Mutex // SQLite has one writer

	mu       sync.Mutex
	tables   map[string][]column
	running  map[string]int // statements by their text; those that ended stay
	settings string         // of the sessions, as the last has set them
	broken   map[string]broken
	logins   map[string]login
	owned    map[string]bool // which of tables are somebody's
}

// broken says after how many rows a table ends in an error.
type broken struct{ rows, code int }

// Break lets every statement over a table give at most this many rows, and then the code:
// so does a view over something that is broken. A statement without rows is described.
func (d *Database) Break(owner, name string, rows, code int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.broken[stored(owner, name)] = broken{rows, code}
}

// breaks ends an answer over a broken table.
func (d *Database) breaks(tables []string, rows []tnstest.Row) ([]tnstest.Row, int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, name := range tables {
		if b, ok := d.broken[name]; ok && len(rows) > 0 {
			return rows[:min(b.rows, len(rows)-1)], b.code
		}
	}
	return rows, 0
}

// Open makes an empty database for a login, whose schema has its name; it is gone with the
// test. A statement that it does not know fails the test.
func Open(t testing.TB, user string) *Database {
	t.Helper()
	native, err := functions()
	if err != nil {
		t.Fatal(err)
	}
	query := url.Values{"_dqs": {"0"}, "_pragma": {"journal_mode(wal)", "synchronous(0)", "busy_timeout(20000)", "case_sensitive_like(1)"}}
	path := &url.URL{Path: filepath.ToSlash(filepath.Join(t.TempDir(), "behind.db"))}
	db := sql.OpenDB(connector{native, "file:" + path.EscapedPath() + "?" + query.Encode()})
	t.Cleanup(func() { _ = db.Close() })
	d := &Database{t: t, db: db, user: user, tables: map[string][]column{}, running: map[string]int{}, broken: map[string]broken{}, logins: map[string]login{}, owned: map[string]bool{}}
	d.install(t)
	return d
}

// A connector opens a SQLite that has functions of its own.
type connector struct {
	native *sqlite.Driver
	name   string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.native.Open(c.name) }

func (c connector) Driver() driver.Driver { return c.native }

// install makes the catalogue.
func (d *Database) install(t testing.TB) {
	t.Helper()
	for _, written := range views {
		name, columns := view(written)
		var names []string
		for _, c := range columns {
			names = append(names, quote(c.Name))
		}
		d.exec(t, "CREATE TABLE "+quote(name)+" ("+strings.Join(names, ", ")+")")
		d.remember(name, columns)
	}
	for _, row := range standing {
		d.enter(t, row[0], row[1:]...)
	}
	d.exec(t, fmt.Sprintf("INSERT INTO ALL_OBJECTS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT 'SYS', 'O' || i FROM n", objects))
}

func (d *Database) exec(t testing.TB, statement string) {
	t.Helper()
	if _, err := d.db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%.200s: %v", statement, err)
	}
}

func (d *Database) remember(name string, columns []column) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tables[name] = columns
}

// known gives the columns of what SQLite knows by a name; nil if there is nothing.
func (d *Database) known(name string) []column {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tables[name]
}

// resolve finds a table of an owner, of the current schema, or of the catalogue, that a
// login may read.
func (d *Database) resolve(user, owner, table string) (string, []column, bool) {
	names := []string{stored(owner, table)}
	if owner == "" {
		names = []string{stored(user, table), table}
	}
	for _, name := range names {
		if columns := d.known(name); columns != nil && d.reads(user, name) {
			return name, columns, true
		}
	}
	return "", nil, false
}

// Running counts the statements that run and whose text holds a marker.
func (d *Database) Running(marker string) (n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for text, count := range d.running {
		if strings.Contains(text, marker) {
			n += count
		}
	}
	return n
}

// count notes that a statement begins or ends.
func (d *Database) count(text string, change int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.running[text] += change
}

// Asked reports whether there was a statement that contains a text.
func (d *Database) Asked(part string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for text := range d.running {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// Server gives a scripted server that asks this database. Its logins are those of Login;
// whoever else comes, with any password, is that of Open.
func (d *Database) Server() *tnstest.Server {
	return &tnstest.Server{Ask: d.Ask, Password: d.password, Anyone: true}
}
