package mysql_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
)

var (
	text    = arrow.BinaryTypes.String
	integer = arrow.PrimitiveTypes.Int64
	date    = arrow.FixedWidthTypes.Date32
)

func open(t testing.TB, config connectors.Config) connectors.Source {
	t.Helper()
	source, err := mysql.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { source.Close() })
	return source
}

// read scans one row of columns that are named like their expressions in the table t.
func read(t testing.TB, source connectors.Source, columns ...connectors.Column) (row []string, faults map[string]string) {
	t.Helper()
	stream, err := source.Scan(t.Context(), connectors.Request{From: connectors.Relation{Name: "t"}, Columns: columns})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if !stream.Next() {
		t.Fatalf("no row: %v", stream.Err())
	}
	for i := range columns {
		row = append(row, stream.Record().Column(i).ValueStr(0))
	}
	faults = map[string]string{}
	for _, f := range stream.Faults() {
		faults[columns[f.Column].Name] = f.Reason
	}
	return row, faults
}

func column(name string, t arrow.DataType) connectors.Column {
	return connectors.Column{Name: name, Physical: []string{name}, Type: t}
}

// TestTypes reads what only MySQL has.
func TestTypes(t *testing.T) {
	t.Parallel()
	config := livetest.MySQL(t)
	db := database(t, config)
	exec(t, db, `CREATE TABLE t (
		big BIGINT UNSIGNED, huge BIGINT UNSIGNED, flag TINYINT(1), one BIT(1), bits BIT(12), y YEAR, tm TIME(3),
		e ENUM('男','女'), s SET('a','b'), j JSON, bin VARBINARY(10), bad VARBINARY(10), blb LONGBLOB,
		gbk VARCHAR(20) CHARACTER SET gbk, latin VARCHAR(20) CHARACTER SET latin1, f FLOAT, med MEDIUMINT UNSIGNED,
		at TIMESTAMP(6) NULL, dt DATETIME)`)
	exec(t, db, `SET SESSION time_zone = '+00:00'; INSERT INTO t VALUES (
		18446744073709551615, 9223372036854775807, 2, b'1', b'101010101010', 2026, '-12:30:00.5',
		'女', 'a,b', '{"名": 1}', '中', x'FF', 'x', '中文', 'é', 0.1, 16777215,
		'2026-11-24 00:30:00.25', '2026-11-24 00:30:00')`)
	source := open(t, config)
	row, faults := read(t, source,
		column("big", integer), column("huge", integer), column("flag", integer), column("one", arrow.FixedWidthTypes.Boolean),
		column("bits", integer), column("y", integer), column("tm", text), column("e", text), column("s", text), column("j", text),
		column("bin", text), column("bad", text), column("blb", text), column("gbk", text), column("latin", text),
		column("f", &arrow.Decimal128Type{Precision: 10, Scale: 2}), column("med", integer))
	want := "(null)|9223372036854775807|2|true|2730|2026|-12:30:00.500|女|a,b|" + `{"名": 1}` + "|中|(null)|x|中文|é|0.1|16777215"
	if got := strings.Join(row, "|"); got != want {
		t.Errorf("row\n got %s\nwant %s", got, want)
	}
	if fmt.Sprint(faults) != fmt.Sprint(map[string]string{"big": decode.ReasonRange, "bad": decode.ReasonEncoding}) {
		t.Errorf("faults %v", faults)
	}

	// An instant is read in the form's zone, a civil time as it is.
	utc := column("at", connectors.TimestampType)
	utc.Name, utc.Form.Zone = "utc", time.UTC
	row, _ = read(t, source, column("at", connectors.TimestampType), utc, column("dt", connectors.TimestampType))
	if got := strings.Join(row, "|"); got != "2026-11-24 08:30:00.25Z|2026-11-24 00:30:00.25Z|2026-11-24 00:30:00Z" {
		t.Errorf("moments %s", got)
	}
}

// TestZeroDates are faults, never the year zero and never null.
func TestZeroDates(t *testing.T) {
	t.Parallel()
	config := livetest.MySQL(t)
	db := database(t, config)
	exec(t, db, "SET SESSION sql_mode = ''; CREATE TABLE t (a DATE, b DATE, c DATETIME, d TIMESTAMP NULL, e DATE); "+
		"INSERT INTO t VALUES ('0000-00-00', '2026-00-15', '0000-00-00', '0000-00-00', NULL)")
	source := open(t, config)
	_, faults := read(t, source, column("a", date), column("b", date), column("c", connectors.TimestampType),
		column("d", connectors.TimestampType), column("e", date))
	want := map[string]string{}
	for _, name := range []string{"a", "b", "c", "d"} {
		want[name] = decode.ReasonUnreal
	}
	if fmt.Sprint(faults) != fmt.Sprint(want) {
		t.Errorf("faults %v", faults)
	}
}

// TestReadOnly: the session refuses to write whatever gets past the guard.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	config := livetest.MySQL(t)
	db := database(t, config)
	exec(t, db, "CREATE TABLE t (n INT)")
	exec(t, db, "CREATE FUNCTION sneak() RETURNS INT MODIFIES SQL DATA BEGIN INSERT INTO t VALUES (1); RETURN 1; END")
	source := open(t, config)
	_, err := source.Scan(t.Context(), connectors.Request{
		From: connectors.Relation{Query: "SELECT sneak() AS n"}, Columns: []connectors.Column{column("n", integer)},
	})
	if connectors.ClassOf(err) != connectors.Refused {
		t.Errorf("got %v, want class refused", err)
	}
	if n := count(t, db, "SELECT COUNT(*) FROM t"); n != 0 {
		t.Errorf("%d rows were written", n)
	}
}

// TestCatalogue: comments, views, prefix indexes and names of other databases.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	config := livetest.MySQL(t)
	db := database(t, config)
	exec(t, db, "CREATE TABLE t (id INT PRIMARY KEY, `xm` VARCHAR(60) COMMENT '姓名', note TEXT, KEY part (note(10)), KEY whole (xm)) COMMENT '死亡信息'")
	exec(t, db, "CREATE VIEW v AS SELECT id, xm FROM t")
	name := config.Database
	config.Database = ""
	source := open(t, config)
	schema, err := source.Schema(t.Context(), connectors.Relation{Name: name + ".t"})
	if err != nil {
		t.Fatal(err)
	}
	if schema.Comment != "死亡信息" || schema.Columns[1].Comment != "姓名" || schema.Columns[1].Type != "varchar(60)" || schema.Rows < 0 {
		t.Errorf("schema %+v", schema)
	}
	if got := fmt.Sprint(schema.Indexes); got != "[[id] [xm]]" {
		t.Errorf("indexes %s", got)
	}
	schema, err = source.Schema(t.Context(), connectors.Relation{Name: name + ".v"})
	if err != nil || len(schema.Columns) != 2 || schema.Comment != "" {
		t.Errorf("view %+v, %v", schema, err)
	}
	_, err = source.Schema(t.Context(), connectors.Relation{Name: "t"})
	if connectors.ClassOf(err) != connectors.Missing {
		t.Errorf("no database: %v", err)
	}
}

// TestKilled: the server ends the connection in mid-read; the source goes on with a
// new one.
func TestKilled(t *testing.T) {
	t.Parallel()
	config := livetest.MySQL(t)
	db := database(t, config)
	exec(t, db, "CREATE TABLE t AS SELECT seq AS n, REPEAT('x', 1000) AS x FROM seq_1_to_100000")
	source := open(t, config)
	request := connectors.Request{From: connectors.Relation{Name: "t"}, BatchRows: 10, Columns: []connectors.Column{
		column("n", integer), column("x", text),
	}}
	stream, err := source.Scan(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	stream.Next()
	id := count(t, db, "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() LIMIT 1")
	exec(t, db, fmt.Sprintf("KILL CONNECTION %d", id))
	for stream.Next() {
	}
	if class := connectors.ClassOf(stream.Err()); class != connectors.Protocol && class != connectors.Overloaded {
		t.Errorf("got %v, want class protocol or overloaded", stream.Err())
	}
	request.Limit = 1
	again, err := source.Scan(t.Context(), request)
	if err != nil {
		t.Fatalf("after the loss: %v", err)
	}
	again.Close()
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]connectors.Config{
		"closed port":  {Name: "s", Host: "127.0.0.1", Port: 1},
		"unknown host": {Name: "s", Host: "no-such-host.invalid"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		_, err := mysql.Open(ctx, config)
		cancel()
		if connectors.ClassOf(err) != connectors.Unreachable {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := mysql.Open(t.Context(), connectors.Config{Name: "s", Host: "127.0.0.1", TLS: "sometimes"})
	if connectors.ClassOf(err) != connectors.Local {
		t.Errorf("tls: %v", err)
	}
}

// TestReuse: reads that reached their end leave a session that the next one takes.
func TestReuse(t *testing.T) {
	t.Parallel()
	source := open(t, livetest.MySQL(t))
	ids := map[string]bool{}
	for range 5 {
		stream, err := source.Scan(t.Context(), connectors.Request{
			From: connectors.Relation{Query: "SELECT CONNECTION_ID() AS id"}, Columns: []connectors.Column{column("id", integer)},
		})
		if err != nil {
			t.Fatal(err)
		}
		for stream.Next() {
			ids[stream.Record().Column(0).ValueStr(0)] = true
		}
		stream.Close()
	}
	if len(ids) != 1 {
		t.Errorf("%d connections for one reader", len(ids))
	}
}
