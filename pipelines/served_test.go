package pipelines_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A served is a workspace over a real server that reads it by an account of its own: so
// the server's own books tell what the patrol did to it.
type served struct {
	t        *testing.T
	owner    connectors.Config
	config   connectors.Config // of the account
	admin    *sql.DB           // in no database of the account
	dir      string
	password string
	limits   string // of the source in YAML
	builtin  bool   // the shipped catalog is brought in
	files    fstest.MapFS
	now      time.Time
	ids      int
	sleep    func(ctx context.Context, d time.Duration) error
}

// onServers runs a test on MariaDB and on PostgreSQL.
func onServers(t *testing.T, test func(t *testing.T, s *served)) {
	t.Parallel()
	for driver, start := range map[string]func(testing.TB) connectors.Config{"mysql": livetest.MySQL, "postgres": livetest.Postgres} {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			test(t, newServed(t, start(t)))
		})
	}
}

func newServed(t *testing.T, config connectors.Config) *served {
	t.Helper()
	s := &served{t: t, owner: config, dir: t.TempDir(), password: "secret", files: fstest.MapFS{}, now: time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)}
	elsewhere := config
	elsewhere.Database = map[string]string{"mysql": "mysql", "postgres": "postgres"}[config.Driver]
	var err error
	if s.admin, err = livetest.OpenDB(elsewhere); err != nil {
		t.Fatal(err)
	}
	var suffix [4]byte
	_, _ = rand.Read(suffix[:])
	s.config, s.config.User = config, "dw_"+hex.EncodeToString(suffix[:])
	s.ask("CREATE USER "+s.config.User+" PASSWORD 'secret'", "CREATE USER "+s.config.User+" IDENTIFIED BY 'secret'")
	if config.Driver == "mysql" {
		s.ask("", "SET GLOBAL userstat = 1") // the server keeps books by account
	}
	t.Cleanup(s.forget)
	return s
}

// forget drops the account.
func (s *served) forget() {
	db, err := livetest.OpenDB(s.owner)
	if err == nil && s.config.Driver == "postgres" {
		_, err = db.Exec("DROP OWNED BY " + s.config.User)
	}
	if err == nil {
		_, err = s.admin.Exec("DROP USER " + s.config.User)
	}
	if err != nil {
		s.t.Errorf("the account stays behind: %v", err)
	}
	_, _ = db.Close(), s.admin.Close() // the test is over
}

// ask sends the statement of this server.
func (s *served) ask(postgres, maria string) {
	s.t.Helper()
	statement := postgres
	if s.config.Driver == "mysql" {
		statement = maria
	}
	if _, err := s.admin.ExecContext(s.t.Context(), statement); err != nil {
		s.t.Fatalf("%s: %v", statement, err)
	}
}

// fill makes tables in the database that the account reads.
func (s *served) fill(statements ...string) {
	s.t.Helper()
	db, err := livetest.OpenDB(s.owner)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	grant := map[string]string{
		"mysql":    "GRANT SELECT ON " + s.config.Database + ".* TO " + s.config.User,
		"postgres": "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + s.config.User,
	}[s.config.Driver]
	for _, statement := range append(statements, grant) {
		if _, err := db.ExecContext(s.t.Context(), statement); err != nil {
			s.t.Fatalf("%s: %v", statement, err)
		}
	}
}

// number asks the server for a figure.
func (s *served) number(postgres, maria string) (n int64) {
	s.t.Helper()
	statement := postgres
	if s.config.Driver == "mysql" {
		statement = maria
	}
	if err := s.admin.QueryRowContext(s.t.Context(), statement).Scan(&n); err != nil {
		s.t.Fatalf("%s: %v", statement, err)
	}
	return n
}

// allow has the server refuse the account more sessions than that.
func (s *served) allow(sessions int64) {
	s.t.Helper()
	s.ask(fmt.Sprintf("ALTER ROLE %s CONNECTION LIMIT %d", s.config.User, sessions),
		fmt.Sprintf("ALTER USER %s WITH MAX_USER_CONNECTIONS %d", s.config.User, sessions))
}

// until waits for what comes to stay, as long as a busy machine needs.
func (s *served) until(what string, there func() bool) {
	s.t.Helper()
	for began := time.Now(); !there(); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > 2*time.Minute {
			s.t.Fatalf("not yet: %s", what)
		}
	}
}

// running is how many of the account's sessions are working on a statement.
func (s *served) running() int64 {
	s.t.Helper()
	return s.number("SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND usename = '"+s.config.User+"'",
		"SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Query', 'Execute') AND USER = '"+s.config.User+"'")
}

// logins is how often the account has logged in so far. PostgreSQL counts for the whole
// database, and each session when it ends: so there must be none.
func (s *served) logins() int64 {
	s.t.Helper()
	if s.config.Driver == "postgres" {
		s.until("nobody is in the database", func() bool {
			return s.number("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = '"+s.config.Database+"'", "") == 0
		})
	}
	return s.number("SELECT sessions FROM pg_stat_database WHERE datname = '"+s.config.Database+"'",
		"SELECT COALESCE(MAX(TOTAL_CONNECTIONS), 0) FROM information_schema.USER_STATISTICS WHERE USER = '"+s.config.User+"'")
}

func (s *served) write(name, text string) { s.files[name] = &fstest.MapFile{Data: []byte(text)} }

// patroller makes everything that a patrol needs; all is closed with the test.
func (s *served) patroller() *pipelines.Patroller {
	s.t.Helper()
	source := fmt.Sprintf("{driver: %s, host: %s, port: %d, database: %s, user: %s, password: {env: P}, limits: {%s}}\n",
		s.config.Driver, s.config.Host, s.config.Port, s.config.Database, s.config.User, s.limits)
	use := ""
	if s.builtin {
		use = "use: [builtin]\n"
	}
	s.write("dogwatch.yaml", use+"version: 1\nzone: Asia/Shanghai\nsources:\n  front: "+source+"  back: "+source)
	in := checks.Input{Workspace: s.files, Builtin: catalog.FS, Kinds: kind.All()}
	cat, list := checks.Load(in)
	if list.Errors() {
		s.t.Fatal(diag.Render(list.Sorted(), checks.Texts(in, list)))
	}
	state, err := store.Open(s.t.Context(), store.Config{Path: filepath.Join(s.dir, "state.db")})
	if err != nil {
		s.t.Fatal(err)
	}
	now := func() time.Time { return s.now }
	sources := &pipelines.Sources{
		Deployment: &cat.Deployment, Dir: s.dir, Store: state, Key: make([]byte, 32), Now: now,
		Openers: map[string]connectors.Opener{"mysql": mysql.Open, "postgres": postgres.Open},
		Secret:  func(checks.Secret) (string, error) { return s.password, nil },
	}
	s.t.Cleanup(func() { _, _ = sources.Close(), state.Close() })
	return &pipelines.Patroller{
		Catalog: cat, Store: state, Sources: sources, Spill: &measure.Spill{Dir: s.dir}, Key: make([]byte, 32), Version: "test",
		Owner: "test:1", Lease: time.Minute, Now: now, Sleep: s.sleep,
		NewID: func() string { s.ids++; return fmt.Sprint("p", s.ids) },
	}
}

// tables writes a contract and a watch for each of some tables with a column no.
func (s *served) tables(names ...string) {
	s.write("contracts/items.yaml", "contract: items\ntitle: 条目\ndirection: inbound\ncounterparty: platform\nkey: [no]\ncolumns:\n  no: {title: 编号, type: integer, class: internal}\nchecks:\n  - {row_count: 1.., title: 有数据}\n  - {id: positive, rule: no > 0, title: 编号为正}\n")
	var b strings.Builder
	b.WriteString("system: demo\ntitle: 样例\nwatches:\n")
	for _, name := range names {
		fmt.Fprintf(&b, "  - {id: %[1]s, contract: items, source: front, from: %[1]s}\n", name)
	}
	s.write("watches/demo.yaml", b.String())
}

// counted counts the calls of an opener.
func counted(n *int, open connectors.Opener) connectors.Opener {
	return func(ctx context.Context, c connectors.Config) (connectors.Source, error) {
		*n++
		return open(ctx, c)
	}
}
