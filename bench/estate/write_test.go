package estate

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
)

func TestWriteSQLite(t *testing.T) {
	t.Parallel()
	e := generate(t, 1, small, Current)
	for _, system := range Systems() {
		db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), system+".db"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for range 2 { // the second time in place of the first
			if err := Write(context.Background(), db, SQLite, e.Tables(system), e.Views(system)); err != nil {
				t.Fatal(err)
			}
		}
		for _, table := range standing(e.Tables(system)) {
			n := 0
			if err := db.QueryRow(fmt.Sprintf("SELECT count(*) FROM %q", table.Name)).Scan(&n); err != nil || n != table.Count {
				t.Errorf("%s: %d rows of %d: %v", table.Name, n, table.Count, err)
			}
		}
		for _, view := range e.Views(system) {
			n := 0
			if err := db.QueryRow(fmt.Sprintf("SELECT count(*) FROM %q", view.Name)).Scan(&n); err != nil || n == 0 {
				t.Errorf("%s: %d rows: %v", view.Name, n, err)
			}
		}
	}
}

// standing leaves out the tables that the partner took away.
func standing(tables []Table) []Table {
	return slices.DeleteFunc(tables, func(t Table) bool { return t.Gone })
}

func TestCharIsPaddedOnSQLite(t *testing.T) {
	t.Parallel()
	if got := SQLite.bind(fixed("SFZH", 6), "京1"); got != "京1    " {
		t.Errorf("%q", got)
	}
	if got := Postgres.bind(fixed("SFZH", 6), "京1"); got != "京1" {
		t.Errorf("%q", got)
	}
}

func BenchmarkWriteSQLite(b *testing.B) {
	e, err := Generate(Config{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, system := range Systems() {
			db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), system+".db"))
			if err != nil {
				b.Fatal(err)
			}
			if err := Write(context.Background(), db, SQLite, e.Tables(system), e.Views(system)); err != nil {
				b.Fatal(err)
			}
			db.Close()
		}
	}
}

func TestWriteServers(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts servers")
	}
	servers := map[Dialect]func(testing.TB) connectors.Config{MariaDB: livetest.MySQL, Postgres: livetest.Postgres}
	for dialect, start := range servers {
		t.Run(string(dialect), func(t *testing.T) {
			t.Parallel()
			db, err := livetest.OpenDB(start(t))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			e := generate(t, 1, small, Current)
			for _, system := range Systems() {
				for range 2 {
					if err := Write(context.Background(), db, dialect, e.Tables(system), e.Views(system)); err != nil {
						t.Fatal(err)
					}
				}
				for _, table := range standing(e.Tables(system)) {
					n := 0
					if err := db.QueryRow("SELECT count(*) FROM " + dialect.quote(table.Name)).Scan(&n); err != nil || n != table.Count {
						t.Errorf("%s: %d rows of %d: %v", table.Name, n, table.Count, err)
					}
				}
			}
		})
	}
}
