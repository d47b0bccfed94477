package sqlite_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/conformance"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
)

// TestConformance keeps tables in files of their own: SQLite has one writer a file.
func TestConformance(t *testing.T) {
	path := file(t, "PRAGMA journal_mode = wal")
	db, err := sql.Open("sqlite", "file:"+escape(path)+"?_pragma=busy_timeout(20000)&_pragma=synchronous(0)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	defer db.Close()
	filler := conformance.Filler{DB: db, Quote: quote, Type: typeOf}
	conformance.Run(t, conformance.Harness{
		Open:   sqlite.Open,
		Config: connectors.Config{Name: "file", Driver: "sqlite", Path: path},
		Create: func(t testing.TB, table conformance.Table) connectors.Relation {
			filler.Create(t, table)
			return connectors.Relation{Name: "main." + table.Name}
		},
		Can: conformance.Abilities{SQL: true, Types: true, Catalogue: true, NullText: true},
	})
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
