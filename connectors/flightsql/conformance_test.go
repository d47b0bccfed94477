package flightsql_test

import (
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/conformance"
	"github.com/dogwatch/dogwatch/connectors/flightsql"
	"github.com/dogwatch/dogwatch/connectors/flightsql/flighttest"
)

// TestConformance runs on Arrow's SQLite server. Flight SQL knows keys, but no indexes
// and no comments, so the suite's test of a catalogue has no meaning for it.
func TestConformance(t *testing.T) {
	db := database(t)
	filler := conformance.Filler{DB: db, Quote: quote, Type: typeOf}
	logins := &flighttest.Logins{}
	logins.Add("suite", "suite", nil)
	server, config := flighttest.Start(t, db, flighttest.Options{Logins: logins})
	config.User, config.Password = "suite", "suite"
	open(t, config).Close() // the server's own goroutines run before the suite counts
	conformance.Run(t, conformance.Harness{
		Open:   flightsql.Open,
		Config: config,
		Create: func(t testing.TB, table conformance.Table) connectors.Relation {
			filler.Create(t, table)
			return connectors.Relation{Name: table.Name}
		},
		Can: conformance.Abilities{SQL: true, Types: true, NullText: true},
		Account: func(t testing.TB, password string, readable ...connectors.Relation) conformance.Account {
			return account(t, logins, config, password, readable)
		},
		Running: func(_ testing.TB, marker string) int { return server.Running(marker) },
	})
}

func account(
	t testing.TB, logins *flighttest.Logins, config connectors.Config, password string, readable []connectors.Relation,
) conformance.Account {
	config.User, config.Password = t.Name()+fmt.Sprint(len(password)), password
	logins.Add(config.User, password, func(statement string) bool {
		for _, relation := range readable {
			if strings.Contains(statement, "`"+relation.Name+"`") {
				return false
			}
		}
		return strings.Contains(statement, "CF_")
	})
	return conformance.Account{Config: config, SetPassword: func(_ testing.TB, password string) {
		logins.SetPassword(config.User, password)
	}}
}

func database(t *testing.T, statements ...string) *sql.DB {
	t.Helper()
	path := (&url.URL{Path: filepath.Join(t.TempDir(), "lake.db")}).EscapedPath()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(20000)&_pragma=synchronous(0)&_pragma=journal_mode(wal)&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxIdleConns(0) // no goroutine of the driver is left when a test looks for some
	t.Cleanup(func() { db.Close() })
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return db
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func typeOf(c conformance.Stored) string {
	switch c.Storage {
	case conformance.Text, conformance.Char:
		return fmt.Sprintf("VARCHAR(%d)", c.Size)
	case conformance.Decimal:
		return fmt.Sprintf("DECIMAL(%d,%d)", c.Size, c.Scale)
	case conformance.Float:
		return "DOUBLE"
	}
	return strings.ToUpper(string(c.Storage))
}
