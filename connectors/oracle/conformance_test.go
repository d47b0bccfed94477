package oracle

import (
	"fmt"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/conformance"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest/behind"
)

// TestConformance runs the suite over a scripted server with SQLite behind. It has no
// logins: those are scripted in modes_test.go.
func TestConformance(t *testing.T) {
	database := behind.Open(t, "READER")
	config := connectors.Config{
		Name: "front", Host: "127.0.0.1", Port: tnstest.Listen(t, database.Server().Serve), Database: "ORCL", User: "reader", Password: "s3cr3t",
	}
	conformance.Run(t, conformance.Harness{
		Open:   Open,
		Config: config,
		Create: func(t testing.TB, table conformance.Table) connectors.Relation {
			database.Create(t, stored(table))
			return connectors.Relation{Name: "QZK." + table.Name}
		},
		Can: conformance.Abilities{
			SQL: true, Types: true, ExactDecimals: true, Padding: true, Catalogue: true, NullText: true, ClockedDates: true, EmptyIsNull: true,
		},
		Running: func(_ testing.TB, marker string) int { return database.Running(marker) },
	})
	for _, part := range []string{"COUNT(*)", "COUNT(DISTINCT ", "WHERE ROWNUM <= ", "HAVING ", ":2", "FROM ALL_INDEXES"} {
		if !database.Asked(part) {
			t.Errorf("no statement of the suite had %s", part)
		}
	}
}

func stored(table conformance.Table) behind.Table {
	out := behind.Table{Owner: "QZK", Name: table.Name, Key: table.Key, Unique: table.Unique, Rows: table.Rows}
	for _, c := range table.Columns {
		out.Columns = append(out.Columns, behind.Column{Name: c.Name, Type: typeOf(c), NotNull: c.NotNull, Comment: c.Comment})
	}
	return out
}

// longest is how many characters of UTF-8 surely fit into a VARCHAR2 of 4,000 bytes.
const longest = 1000

func typeOf(c conformance.Stored) string {
	switch c.Storage {
	case conformance.Text:
		if c.Size > longest {
			return "CLOB"
		}
		return fmt.Sprintf("VARCHAR2(%d)", c.Size)
	case conformance.Char:
		return fmt.Sprintf("CHAR(%d)", c.Size)
	case conformance.Integer:
		return "NUMBER(19)"
	case conformance.Decimal:
		return fmt.Sprintf("NUMBER(%d,%d)", c.Size, c.Scale)
	case conformance.Float:
		return "BINARY_DOUBLE"
	case conformance.Boolean:
		return "NUMBER(1)"
	case conformance.Date:
		return "DATE"
	}
	return "TIMESTAMP(6)"
}
