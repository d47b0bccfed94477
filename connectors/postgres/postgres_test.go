package postgres_test

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
	"github.com/dogwatch/dogwatch/connectors/postgres"
)

var (
	text    = arrow.BinaryTypes.String
	integer = arrow.PrimitiveTypes.Int64
	date    = arrow.FixedWidthTypes.Date32
	amount  = &arrow.Decimal128Type{Precision: 12, Scale: 2}
)

func open(t testing.TB, config connectors.Config) connectors.Source {
	t.Helper()
	source, err := postgres.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { source.Close() })
	return source
}

// read scans one row of the table t.
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

// TestTypes reads what only PostgreSQL has.
func TestTypes(t *testing.T) {
	t.Parallel()
	config := livetest.Postgres(t)
	db := database(t, config)
	exec(t, db, "CREATE TYPE sex AS ENUM ('男', '女')")
	exec(t, db, "CREATE DOMAIN fee AS numeric(10,2) NOT NULL")
	exec(t, db, `CREATE TABLE t (b boolean, raw bytea, bad bytea, j jsonb, u uuid, e sex, f fee, n numeric,
		r real, tm time, iv interval, arr text[], inet inet, c "char", i2 smallint, name name, at timestamptz, old timestamptz)`)
	exec(t, db, `INSERT INTO t VALUES (true, convert_to('中', 'UTF8'), '\xff', '{"名": 1}', '00000000-0000-0000-0000-000000000001',
		'女', 1.5, 123.450, 0.1, '12:30:00.5', '1 day', '{a,b}', '10.0.0.1', 'x', -3, 'n',
		'2026-11-24 00:30:00.25+00', '1900-12-31 16:00:00+00')`)
	source := open(t, config)
	row, faults := read(t, source,
		column("b", arrow.FixedWidthTypes.Boolean), column("b", text), column("b", integer), column("raw", text), column("bad", text),
		column("j", text), column("u", text), column("e", text), column("f", amount), column("n", amount), column("r", amount),
		column("tm", text), column("arr", text), column("inet", text), column("c", text), column("i2", integer), column("name", text))
	want := "true|true|1|中|(null)|" + `{"名": 1}` + "|00000000-0000-0000-0000-000000000001|女|1.5|123.45|0.1|12:30:00.5|{a,b}|10.0.0.1|x|-3|n"
	if got := strings.Join(row, "|"); got != want {
		t.Errorf("row\n got %s\nwant %s", got, want)
	}
	if fmt.Sprint(faults) != fmt.Sprint(map[string]string{"bad": decode.ReasonEncoding}) {
		t.Errorf("faults %v", faults)
	}

	// An instant is read in the form's zone; before 1901 the zone's offset has seconds.
	utc := column("at", connectors.TimestampType)
	utc.Form.Zone = time.UTC
	row, _ = read(t, source, column("at", connectors.TimestampType), utc, column("at", date), column("old", connectors.TimestampType))
	if got := strings.Join(row, "|"); got != "2026-11-24 08:30:00.25Z|2026-11-24 00:30:00.25Z|2026-11-24|1901-01-01 00:00:00Z" {
		t.Errorf("moments %s", got)
	}
}

// TestNoValues: NaN, the infinities and years that no contract has are faults.
func TestNoValues(t *testing.T) {
	t.Parallel()
	config := livetest.Postgres(t)
	db := database(t, config)
	exec(t, db, `CREATE TABLE t (n numeric, m numeric, f float8, d date, e date, at timestamp, z timestamptz, bc date)`)
	exec(t, db, `INSERT INTO t VALUES ('NaN', '-Infinity', 'Infinity', 'infinity', '10000-01-01', '-infinity', 'infinity', '0044-03-15 BC')`)
	source := open(t, config)
	columns := []connectors.Column{
		column("n", amount), column("m", amount), column("f", arrow.PrimitiveTypes.Float64), column("d", date), column("e", date),
		column("at", connectors.TimestampType), column("z", connectors.TimestampType), column("bc", date),
	}
	row, faults := read(t, source, columns...)
	if len(faults) != len(columns) || strings.Join(row, "") != strings.Repeat("(null)", len(columns)) {
		t.Errorf("row %v, faults %v", row, faults)
	}
	// A bound that is no value is a fault too.
	stream, err := source.(connectors.Querier).Aggregate(t.Context(), connectors.Aggregate{
		From:  connectors.Relation{Name: "t"},
		Terms: []connectors.Term{{Name: "max", Func: connectors.Max, Column: column("d", date)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if !stream.Next() || len(stream.Faults()) != 1 {
		t.Errorf("no fault: %v", stream.Err())
	}
}

// TestReadOnly: the session refuses to write whatever gets past the guard.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	config := livetest.Postgres(t)
	db := database(t, config)
	exec(t, db, "CREATE TABLE t (n int)")
	exec(t, db, "CREATE FUNCTION sneak() RETURNS int LANGUAGE sql AS 'INSERT INTO t VALUES (1); SELECT 1'")
	source := open(t, config)
	_, err := source.Scan(t.Context(), connectors.Request{
		From: connectors.Relation{Query: "SELECT sneak() AS n"}, Columns: []connectors.Column{column("n", integer)},
	})
	if connectors.ClassOf(err) != connectors.Refused {
		t.Errorf("got %v, want class refused", err)
	}
	if n := count(t, db, "SELECT count(*) FROM t"); n != 0 {
		t.Errorf("%d rows were written", n)
	}
}

// TestCatalogue: comments, views, partial and expression indexes, schemas.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	config := livetest.Postgres(t)
	db := database(t, config)
	for _, statement := range []string{
		`CREATE SCHEMA "QZK"`,
		`CREATE TABLE "QZK".t (id int PRIMARY KEY, xm varchar(60), gone int, n numeric(10,2))`,
		`ALTER TABLE "QZK".t DROP COLUMN gone`,
		`COMMENT ON TABLE "QZK".t IS '死亡信息'`, `COMMENT ON COLUMN "QZK".t.xm IS '姓名'`,
		`CREATE INDEX a ON "QZK".t (lower(xm))`, `CREATE UNIQUE INDEX b ON "QZK".t (xm) WHERE id > 0`, `CREATE INDEX c ON "QZK".t (xm, id)`,
		`CREATE VIEW v AS SELECT id FROM "QZK".t`, `INSERT INTO "QZK".t VALUES (1), (2)`, `ANALYZE "QZK".t`,
	} {
		exec(t, db, statement)
	}
	source := open(t, config)
	schema, err := source.Schema(t.Context(), connectors.Relation{Name: "QZK.t"})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%s %d %d %s %s %s %v", schema.Comment, schema.Rows, len(schema.Columns), schema.Columns[1].Comment,
		schema.Columns[1].Type, schema.Columns[2].Arrow, schema.Indexes)
	if want := "死亡信息 2 3 姓名 character varying(60) decimal(10, 2) [[id] [xm id]]"; got != want {
		t.Errorf("schema\n got %s\nwant %s", got, want)
	}
	if schema, err = source.Schema(t.Context(), connectors.Relation{Name: "v"}); err != nil || len(schema.Columns) != 1 {
		t.Errorf("view %+v, %v", schema, err)
	}
	_, err = source.Schema(t.Context(), connectors.Relation{Name: "qzk.t"})
	if connectors.ClassOf(err) != connectors.Missing || !strings.Contains(err.Error(), "case-sensitive") {
		t.Errorf("another case: %v", err)
	}
}

// TestKilled: the server ends the connection in mid-read; the source goes on with a
// new one.
func TestKilled(t *testing.T) {
	t.Parallel()
	config := livetest.Postgres(t)
	db := database(t, config)
	exec(t, db, "CREATE TABLE t AS SELECT n, repeat('x', 1000) AS x FROM generate_series(1, 100000) AS n")
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
	if n := count(t, db, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'dogwatch'"); n != 1 {
		t.Fatalf("%d backends", n)
	}
	for stream.Next() {
	}
	if connectors.ClassOf(stream.Err()) != connectors.Protocol {
		t.Errorf("got %v, want class protocol", stream.Err())
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
		_, err := postgres.Open(ctx, config)
		cancel()
		if connectors.ClassOf(err) != connectors.Unreachable {
			t.Errorf("%s: %v", name, err)
		}
	}
	config := livetest.Postgres(t)
	config.Database = "no_such"
	if _, err := postgres.Open(t.Context(), config); connectors.ClassOf(err) != connectors.Missing {
		t.Errorf("no database: %v", err)
	}
}

// TestReuse: reads that reached their end leave a session that the next one takes.
func TestReuse(t *testing.T) {
	t.Parallel()
	source := open(t, livetest.Postgres(t))
	ids := map[string]bool{}
	for range 5 {
		stream, err := source.Scan(t.Context(), connectors.Request{
			From: connectors.Relation{Query: "SELECT pg_backend_pid() AS id"}, Columns: []connectors.Column{column("id", integer)},
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
