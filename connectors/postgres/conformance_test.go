package postgres_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/conformance"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/postgres"
)

func TestConformance(t *testing.T) {
	config := livetest.Postgres(t)
	db := database(t, config)
	filler := conformance.Filler{DB: db, Quote: quote, Type: typeOf}
	conformance.Run(t, conformance.Harness{
		Open:   postgres.Open,
		Config: config,
		Create: func(t testing.TB, table conformance.Table) connectors.Relation {
			filler.Create(t, table)
			return connectors.Relation{Name: "public." + table.Name}
		},
		Can: conformance.Abilities{
			SQL: true, Types: true, ExactDecimals: true, Padding: true, Catalogue: true, NullText: true,
		},
		Account: func(t testing.TB, password string, readable ...connectors.Relation) conformance.Account {
			return account(t, db, config, password, readable)
		},
		Running: func(t testing.TB, marker string) int {
			return count(t, db, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%"+marker+
				"%' AND query NOT LIKE '%pg_stat_activity%'")
		},
	})
}

func database(t testing.TB, config connectors.Config) *sql.DB {
	t.Helper()
	db, err := livetest.OpenDB(config)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxIdleConns(0) // no goroutine of the driver is left when a test looks for some
	t.Cleanup(func() { db.Close() })
	return db
}

func exec(t testing.TB, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%.200s: %v", statement, err)
	}
}

func count(t testing.TB, db *sql.DB, query string) int {
	t.Helper()
	var n int
	if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func account(
	t testing.TB, db *sql.DB, config connectors.Config, password string, readable []connectors.Relation,
) conformance.Account {
	t.Helper()
	user := strings.Replace(config.Database, "dw_", "u", 1) + fmt.Sprint(count(t, db, "SELECT (random() * 100000000)::int"))
	exec(t, db, "CREATE ROLE "+user+" LOGIN PASSWORD "+literal(password))
	t.Cleanup(func() {
		for _, statement := range []string{"DROP OWNED BY " + user, "DROP ROLE " + user} {
			if _, err := db.Exec(statement); err != nil {
				t.Error(err)
			}
		}
	})
	for _, relation := range readable {
		exec(t, db, "GRANT SELECT ON public."+quote(strings.TrimPrefix(relation.Name, "public."))+" TO "+user)
	}
	config.User, config.Password = user, password
	return conformance.Account{Config: config, SetPassword: func(t testing.TB, password string) {
		exec(t, db, "ALTER ROLE "+user+" PASSWORD "+literal(password))
	}}
}

func literal(text string) string {
	return "E'" + strings.ReplaceAll(strings.ReplaceAll(text, `\`, `\\`), "'", `\'`) + "'"
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func typeOf(c conformance.Stored) string {
	switch c.Storage {
	case conformance.Text:
		return fmt.Sprintf("varchar(%d)", c.Size)
	case conformance.Char:
		return fmt.Sprintf("char(%d)", c.Size)
	case conformance.Integer:
		return "bigint"
	case conformance.Decimal:
		return fmt.Sprintf("numeric(%d,%d)", c.Size, c.Scale)
	case conformance.Float:
		return "double precision"
	}
	return string(c.Storage)
}
