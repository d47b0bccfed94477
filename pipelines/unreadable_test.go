package pipelines_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/postgres"
)

// TestLoginWithoutRead: an account that may log in and may not read the table is
// connected, lacks a privilege by name, and is told what to do; nothing else passes.
func TestLoginWithoutRead(t *testing.T) {
	t.Parallel()
	for name, engine := range map[string]struct {
		server func(testing.TB) connectors.Config
		open   connectors.Opener
		grants func(user string) []string
		drop   func(user string) []string
	}{
		"mysql": {livetest.MySQL, mysql.Open, func(user string) []string {
			return []string{"CREATE USER '" + user + "'@'%' IDENTIFIED BY 'reader-1'", "GRANT SELECT ON OPEN_LOG TO '" + user + "'@'%'"}
		}, func(user string) []string { return []string{"DROP USER '" + user + "'@'%'"} }},
		"postgres": {livetest.Postgres, postgres.Open, func(user string) []string {
			return []string{"CREATE ROLE " + user + " LOGIN PASSWORD 'reader-1'", "GRANT SELECT ON open_log TO " + user}
		}, func(user string) []string { return []string{"DROP OWNED BY " + user, "DROP ROLE " + user} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := engine.server(t)
			user := "n" + strings.TrimPrefix(config.Database, "dw_")
			db, err := livetest.OpenDB(config)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { statements(t, db, engine.drop(user)); _ = db.Close() })
			table := map[string]string{"mysql": "LOG_A", "postgres": "log_a"}[name]
			statements(t, db, []string{"CREATE TABLE OPEN_LOG (LSH INTEGER)", "CREATE TABLE " + table + " (LSH INTEGER, LX VARCHAR(8))", "INSERT INTO " + table + " VALUES (1,'a')"})
			statements(t, db, engine.grants(user))
			w := newTown(t)
			w.write("contracts/logs.yaml", logContract)
			w.write("watches/demo.yaml", strings.NewReplacer("LSH", "lsh", "LX", "lx").Replace(logWatch(table)))
			w.open = func(ctx context.Context, _ connectors.Config) (connectors.Source, error) {
				reader := config
				reader.Name, reader.User, reader.Password = "front", user, "reader-1"
				return engine.open(ctx, reader)
			}
			o := w.patrol(t)
			if o["connect"].Verdict != "pass" {
				t.Errorf("connect: %s (%s)", o["connect"].Verdict, o["connect"].Reason)
			}
			if p := o["privilege"]; p.Verdict != "fail" || !strings.Contains(p.Reason, "not granted: SELECT") || !strings.Contains(p.Reason, "ask the owner of the source to grant it to this account") {
				t.Errorf("privilege: %s (%s)", p.Verdict, p.Reason)
			}
			for _, check := range []string{"row_count", "unique", "known-kind"} {
				if c := o[check]; c.Verdict != "error" || !strings.Contains(c.Reason, "grant SELECT") {
					t.Errorf("%s: %s (%s)", check, c.Verdict, c.Reason)
				}
			}
		})
	}
}

func statements(t *testing.T, db *sql.DB, list []string) {
	t.Helper()
	for _, s := range list {
		if _, err := db.Exec(s); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
}
