package mysql_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/conformance"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
)

func TestConformance(t *testing.T) {
	config := livetest.MySQL(t)
	db := database(t, config)
	filler := conformance.Filler{DB: db, Quote: quote, Type: typeOf, Backslash: true}
	conformance.Run(t, conformance.Harness{
		Open:   mysql.Open,
		Config: config,
		Create: func(t testing.TB, table conformance.Table) connectors.Relation {
			filler.Create(t, table)
			return connectors.Relation{Name: config.Database + "." + table.Name}
		},
		Can: conformance.Abilities{
			SQL: true, Types: true, ExactDecimals: true, Padding: true, Catalogue: true, NullText: true,
		},
		Account: func(t testing.TB, password string, readable ...connectors.Relation) conformance.Account {
			return account(t, db, config, password, readable)
		},
		Running: func(t testing.TB, marker string) int {
			return count(t, db, "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '%"+marker+
				"%' AND info NOT LIKE '%processlist%'")
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
	user := "u" + strings.TrimPrefix(config.Database, "dw_") + fmt.Sprint(count(t, db, "SELECT UUID_SHORT() % 100000000"))
	name := literal(user) + "@'%'"
	exec(t, db, "CREATE USER "+name+" IDENTIFIED BY "+literal(password))
	t.Cleanup(func() {
		if _, err := db.Exec("DROP USER " + name); err != nil {
			t.Error(err)
		}
	})
	for _, relation := range readable {
		exec(t, db, "GRANT SELECT ON "+relation.Name+" TO "+name)
	}
	config.User, config.Password = user, password
	return conformance.Account{Config: config, SetPassword: func(t testing.TB, password string) {
		exec(t, db, "ALTER USER "+name+" IDENTIFIED BY "+literal(password))
	}}
}

func literal(text string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(text, `\`, `\\`), "'", "''") + "'"
}

func quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

func typeOf(c conformance.Stored) string {
	switch c.Storage {
	case conformance.Text:
		return fmt.Sprintf("VARCHAR(%d)", c.Size)
	case conformance.Char:
		return fmt.Sprintf("CHAR(%d)", c.Size)
	case conformance.Integer:
		return "BIGINT"
	case conformance.Decimal:
		return fmt.Sprintf("DECIMAL(%d,%d)", c.Size, c.Scale)
	case conformance.Float:
		return "DOUBLE"
	case conformance.Timestamp:
		return "DATETIME(6)"
	}
	return strings.ToUpper(string(c.Storage))
}
