package oracle

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/conformance"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest/behind"
)

// over gives the configuration of a source on a scripted server with SQLite behind.
func over(t testing.TB, database *behind.Database) connectors.Config {
	t.Helper()
	return connectors.Config{
		Name: "front", Host: "127.0.0.1", Port: tnstest.Listen(t, database.Server().Serve), Database: "ORCL", User: "reader", Password: "s3cr3t",
	}
}

// TestConformance runs the suite.
func TestConformance(t *testing.T) {
	database := behind.Open(t, "READER")
	var logins atomic.Int32
	conformance.Run(t, conformance.Harness{
		Open:   Open,
		Config: over(t, database),
		Create: func(t testing.TB, table conformance.Table) connectors.Relation {
			database.Create(t, stored(table))
			return connectors.Relation{Name: "QZK." + table.Name}
		},
		Can: conformance.Abilities{
			SQL: true, Types: true, ExactDecimals: true, Padding: true, Catalogue: true, NullText: true, ClockedDates: true, EmptyIsNull: true,
			BarredIsMissing: true,
		},
		Account: func(t testing.TB, password string, readable ...connectors.Relation) conformance.Account {
			user, config := fmt.Sprintf("U%d", logins.Add(1)), over(t, database)
			var tables []string
			for _, relation := range readable {
				tables = append(tables, strings.TrimPrefix(relation.Name, "QZK."))
			}
			database.Login(t, user, password, "QZK", tables...)
			config.User, config.Password = user, password
			return conformance.Account{Config: config, SetPassword: func(_ testing.TB, password string) { database.SetPassword(user, password) }}
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

// TestFiguresOfBytes: figures and groups over a RAW are those of its digits, as a scan gives
// them; over a long text there are none.
func TestFiguresOfBytes(t *testing.T) {
	database := behind.Open(t, "READER")
	database.Create(t, behind.Table{Owner: "QZK", Name: "FILES", Columns: []behind.Column{{Name: "R", Type: "RAW(16)"}, {Name: "T", Type: "CLOB"}}, Rows: [][]any{{"b", "x"}, {"a", "y"}, {"b", nil}, {nil, "z"}}})
	source, err := Open(t.Context(), over(t, database))
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	files, raw, long := connectors.Relation{Name: "QZK.FILES"}, text("r", "R"), text("t", "T")
	for _, c := range []struct {
		request connectors.Aggregate
		want    string
	}{
		{connectors.Aggregate{From: files, Terms: []connectors.Term{
			{Name: "a", Func: connectors.Min, Column: raw}, {Name: "b", Func: connectors.Max, Column: raw},
			{Name: "c", Func: connectors.CountDistinct, Column: raw}, {Name: "d", Func: connectors.CountValues, Column: raw},
		}}, "61|62|2|3"},
		{connectors.Aggregate{From: files, GroupBy: []connectors.Column{raw}, Terms: []connectors.Term{{Name: "rows", Func: connectors.Count}}}, "61|1 / 62|2 / (null)|1"},
		{connectors.Aggregate{From: files, Terms: []connectors.Term{{Name: "a", Func: connectors.CountDistinct, Column: long}}}, "!" + connectors.NotPushable},
	} {
		stream, err := source.(connectors.Querier).Aggregate(t.Context(), c.request)
		if e, ok := errors.AsType[*connectors.Error](err); ok {
			if "!"+e.Code != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
			continue
		}
		if got, err := all(stream); err != nil || got != c.want {
			t.Errorf("%s, %v, want %s", got, err, c.want)
		}
	}
	request := connectors.Request{From: files, Columns: []connectors.Column{raw, long}}
	if got, err := read(t.Context(), source, request); err != nil || got != "62|x / 61|y / 62|(null) / (null)|z" {
		t.Errorf("a scan gives %s, %v", got, err)
	}
}
