package flightsql_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/flight"
	arrowsql "github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql/example"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/flightsql"
	"github.com/dogwatch/dogwatch/connectors/flightsql/flighttest"
)

var (
	text    = arrow.BinaryTypes.String
	integer = arrow.PrimitiveTypes.Int64
)

// open opens a source whose memory is counted.
func open(t *testing.T, config connectors.Config) connectors.Source {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	config.Allocator = mem
	source, err := flightsql.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		source.Close()
		mem.AssertSize(t, 0)
	})
	return source
}

func column(name string, t arrow.DataType) connectors.Column {
	return connectors.Column{Name: name, Physical: []string{name}, Type: t}
}

// rows reads a stream to its end: a line a row.
func rows(t *testing.T, stream connectors.Stream, err error) []string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var out []string
	for stream.Next() {
		for row := range int(stream.Record().NumRows()) {
			var line []string
			for _, column := range stream.Record().Columns() {
				line = append(line, column.ValueStr(row))
			}
			out = append(out, strings.Join(line, " "))
		}
	}
	if stream.Err() != nil {
		t.Fatal(stream.Err())
	}
	return out
}

func wants(t *testing.T, what string, err error, class connectors.Class) {
	t.Helper()
	if err == nil || connectors.ClassOf(err) != class {
		t.Errorf("%s: %v, want class %s", what, err, class)
	}
}

// TestArrowServer reads Arrow's own server as it is. It calls itself db_name, so the
// dialect comes from the source's option.
func TestArrowServer(t *testing.T) {
	t.Parallel()
	server, err := example.NewSQLiteFlightSQLServer(database(t,
		"CREATE TABLE people (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(20), score DOUBLE, note TEXT)",
		"INSERT INTO people VALUES (1, '张三  ', 0.5, NULL), (2, NULL, -1, 'x'), (3, 'c', NULL, '')",
		"CREATE VIEW named AS SELECT name FROM people",
	))
	if err != nil {
		t.Fatal(err)
	}
	config := flighttest.Serve(t, server, nil)
	config.Options = map[string]string{"dialect": "sqlite"}
	source := open(t, config)
	stream, err := source.Scan(t.Context(), connectors.Request{
		From:    connectors.Relation{Name: "people"},
		Columns: []connectors.Column{column("name", text), column("id", integer), column("score", arrow.PrimitiveTypes.Float64), column("note", text)},
		Where:   connectors.Fragment{Text: "`id` <> ?", Args: []any{int64(2)}},
	})
	if got := rows(t, stream, err); !slices.Equal(got, []string{"张三 1 0.5 (null)", "c 3 (null) "}) {
		t.Errorf("rows %q", got)
	}
	stream, err = source.(connectors.Querier).Aggregate(t.Context(), connectors.Aggregate{
		From: connectors.Relation{Name: "people"},
		Terms: []connectors.Term{
			{Name: "rows", Func: connectors.Count}, {Name: "names", Func: connectors.CountDistinct, Column: column("name", text)},
			{Name: "last", Func: connectors.Max, Column: column("id", integer)},
		},
	})
	if got := rows(t, stream, err); !slices.Equal(got, []string{"3 2 3"}) {
		t.Errorf("figures %q", got)
	}
	schema, err := source.Schema(t.Context(), connectors.Relation{Name: "people"})
	if err != nil || len(schema.Columns) != 4 || !slices.Equal(schema.PrimaryKey, []string{"id"}) || schema.Rows != -1 {
		t.Errorf("schema %+v, %v", schema, err)
	}
	tables, err := source.(connectors.Lister).Tables(t.Context())
	if err != nil || len(tables) != 2 || tables[0].Name != "named" || tables[0].Kind != connectors.KindView {
		t.Errorf("tables %+v, %v", tables, err)
	}
	_, err = source.Schema(t.Context(), connectors.Relation{Name: "nobody"})
	wants(t, "a table that is gone", err, connectors.Missing)
}

// TestParts reads every endpoint of an answer once, on the connection, at the address or
// at the other name that the server gives.
func TestParts(t *testing.T) {
	t.Parallel()
	db := database(t, "CREATE TABLE n (id INTEGER)",
		"WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < 7777) INSERT INTO n SELECT i FROM c")
	for _, located := range []bool{false, true} {
		_, config := flighttest.Start(t, db, flighttest.Options{Parts: 3, Located: located})
		source := open(t, config)
		stream, err := source.Scan(t.Context(), connectors.Request{
			From: connectors.Relation{Name: "n"}, Columns: []connectors.Column{column("id", integer)},
		})
		seen := map[string]bool{}
		for _, row := range rows(t, stream, err) {
			seen[row] = true
		}
		if len(seen) != 7777 {
			t.Errorf("located %v: %d different rows", located, len(seen))
		}
	}
}

// TestPartsStaySafe: a source that asks for TLS does not follow to a place without.
func TestPartsStaySafe(t *testing.T) {
	t.Parallel()
	server, config := secured(t, database(t, "CREATE TABLE n (id INTEGER)"), flighttest.Options{Located: true}, false)
	_ = server
	source := open(t, config)
	_, err := source.Scan(t.Context(), connectors.Request{
		From: connectors.Relation{Name: "n"}, Columns: []connectors.Column{column("id", integer)},
	})
	wants(t, "scan", err, connectors.Refused)
}

// TestExpired: a token that the server has dropped costs one read; the next logs in anew.
func TestExpired(t *testing.T) {
	t.Parallel()
	logins := &flighttest.Logins{}
	logins.Add("reader", "secret", nil)
	_, config := flighttest.Start(t, database(t, "CREATE TABLE n (id INTEGER)"), flighttest.Options{Logins: logins})
	config.User, config.Password = "reader", "secret"
	source := open(t, config)
	request := connectors.Request{From: connectors.Relation{Name: "n"}, Columns: []connectors.Column{column("id", integer)}}
	logins.Expire()
	_, err := source.Scan(t.Context(), request)
	wants(t, "with an old token", err, connectors.Protocol)
	stream, err := source.Scan(t.Context(), request)
	rows(t, stream, err)
	if logins.Given() != 1 {
		t.Errorf("%d logins", logins.Given())
	}
}

// TestToken shows a configured token, and no password, with every call.
func TestToken(t *testing.T) {
	t.Parallel()
	logins := &flighttest.Logins{}
	logins.Add("reader", "secret", nil)
	token, err := logins.Validate("reader", "secret")
	if err != nil {
		t.Fatal(err)
	}
	_, config := flighttest.Start(t, database(t, "CREATE TABLE n (id INTEGER)"), flighttest.Options{Logins: logins})
	config.Token = token
	if _, err := open(t, config).Schema(t.Context(), connectors.Relation{Name: "n"}); err != nil {
		t.Error(err)
	}
	config.Token = "wrong-secret"
	_, err = flightsql.Open(t.Context(), config)
	wants(t, "a wrong token", err, connectors.Auth)
	if strings.Contains(fmt.Sprint(err), "wrong-secret") {
		t.Errorf("the error gives the token away: %v", err)
	}
}

// TestKill asks the server to end a statement that is cancelled.
func TestKill(t *testing.T) {
	t.Parallel()
	// 50 MB: more than the line between holds, so the server is still sending.
	db := database(t, "CREATE TABLE n (pad TEXT)",
		"WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < 50000) INSERT INTO n SELECT printf('%01000d', i) FROM c")
	server, config := flighttest.Start(t, db, flighttest.Options{})
	source := open(t, config)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stream, err := source.Scan(ctx, connectors.Request{
		From: connectors.Relation{Name: "n"}, Columns: []connectors.Column{column("pad", text)}, BatchRows: 10,
	})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for stream.Next() {
	}
	wants(t, "stream", stream.Err(), connectors.Cancelled)
	if err := stream.Close(); err != nil {
		t.Error(err)
	}
	if server.Ended() != 1 {
		t.Errorf("%d statements were ended on the server", server.Ended())
	}
}

// TestUnknownLanguage pushes nothing down that depends on how texts compare.
func TestUnknownLanguage(t *testing.T) {
	t.Parallel()
	db := database(t, "CREATE TABLE n (id INTEGER, name TEXT)", "INSERT INTO n VALUES (1, 'a'), (2, 'b')")
	_, config := flighttest.Start(t, db, flighttest.Options{Name: "Homemade"})
	source := open(t, config)
	querier := source.(connectors.Querier)
	flavour, err := querier.Flavour(t.Context())
	if err != nil || flavour.Dialect != "" || flavour.Product != "Homemade" || flavour.Version == "" {
		t.Errorf("flavour %+v, %v", flavour, err)
	}
	from := connectors.Relation{Name: "n"}
	for _, term := range []connectors.Term{
		{Name: "m", Func: connectors.Max, Column: column("name", text)},
		{Name: "d", Func: connectors.CountDistinct, Column: column("name", text)},
	} {
		_, err = querier.Aggregate(t.Context(), connectors.Aggregate{From: from, Terms: []connectors.Term{term}})
		wants(t, "a figure over texts", err, connectors.Refused)
	}
	stream, err := querier.Aggregate(t.Context(), connectors.Aggregate{From: from, Terms: []connectors.Term{
		{Name: "rows", Func: connectors.Count}, {Name: "m", Func: connectors.Max, Column: column("id", integer)},
	}})
	if got := rows(t, stream, err); !slices.Equal(got, []string{"2 2"}) {
		t.Errorf("figures %q", got)
	}
}

// TestDialects are told by the server's name or the option.
func TestDialects(t *testing.T) {
	t.Parallel()
	db := database(t)
	for name, want := range map[string]string{
		"GizmoSQL": "duckdb", "Apache Doris": "mysql", "StarRocks": "mysql", "PostgreSQL Flight": "postgres", "sqlite": "sqlite", "X": "",
	} {
		_, config := flighttest.Start(t, db, flighttest.Options{Name: name})
		flavour, err := open(t, config).(connectors.Querier).Flavour(t.Context())
		if err != nil || flavour.Dialect != want {
			t.Errorf("%s: %q, %v", name, flavour.Dialect, err)
		}
		config.Options = map[string]string{"dialect": "postgres"}
		source := open(t, config).(connectors.Querier)
		if flavour, err = source.Flavour(t.Context()); err != nil || flavour.Dialect != "postgres" || source.Quote("a`b") != "\"a`b\"" {
			t.Errorf("%s with the option: %q, %v", name, flavour.Dialect, err)
		}
	}
	_, config := flighttest.Start(t, db, flighttest.Options{})
	for _, options := range []map[string]string{{"dialect": "cobol"}, {"dialekt": "sqlite"}} {
		config.Options = options
		_, err := flightsql.Open(t.Context(), config)
		wants(t, fmt.Sprint(slices.Collect(maps.Values(options))), err, connectors.Local)
	}
}

// A scripted server answers every statement with one record, or with a status.
type scripted struct {
	arrowsql.BaseServer
	record arrow.Record
	status error
}

func (s *scripted) GetFlightInfoStatement(_ context.Context, _ arrowsql.StatementQuery, desc *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	if s.status != nil {
		return nil, s.status
	}
	ticket, err := arrowsql.CreateStatementQueryTicket([]byte("x"))
	return &flight.FlightInfo{FlightDescriptor: desc, Endpoint: []*flight.FlightEndpoint{{Ticket: &flight.Ticket{Ticket: ticket}}}}, err
}

func (s *scripted) DoGetStatement(context.Context, arrowsql.StatementQueryTicket) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	chunks := make(chan flight.StreamChunk, 1)
	s.record.Retain()
	chunks <- flight.StreamChunk{Data: s.record}
	close(chunks)
	return s.record.Schema(), chunks, nil
}

// TestUnreadType: a type that is not read is an error that names the column; a server
// without a name is read all the same.
func TestUnreadType(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		sent  arrow.DataType
		class connectors.Class
	}{{"tags", arrow.ListOf(text), connectors.Decode}, {"id", arrow.PrimitiveTypes.Uint16, ""}} {
		schema := arrow.NewSchema([]arrow.Field{{Name: c.name, Type: c.sent}}, nil)
		builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		record := builder.NewRecord()
		source := open(t, flighttest.Serve(t, &scripted{record: record}, nil))
		stream, err := source.Scan(t.Context(), connectors.Request{
			From: connectors.Relation{Name: "n"}, Columns: []connectors.Column{column(c.name, integer)},
		})
		if c.class == "" {
			rows(t, stream, err)
			continue
		}
		wants(t, c.name, err, c.class)
		if !strings.Contains(fmt.Sprint(err), c.name) {
			t.Errorf("the error does not name the column: %v", err)
		}
	}
}

// TestStatus: the classes of what a server may answer. Its text is dropped.
func TestStatus(t *testing.T) {
	t.Parallel()
	for code, want := range map[codes.Code]connectors.Class{
		codes.PermissionDenied: connectors.Privilege, codes.NotFound: connectors.Missing, codes.Unauthenticated: connectors.Auth,
		codes.Unavailable: connectors.Protocol, codes.ResourceExhausted: connectors.Overloaded, codes.DeadlineExceeded: connectors.Timeout,
		codes.Unimplemented: connectors.Refused, codes.InvalidArgument: connectors.Refused, codes.Internal: connectors.Refused,
	} {
		source := open(t, flighttest.Serve(t, &scripted{status: status.Error(code, "near 110105194912310021")}, nil))
		_, err := source.Scan(t.Context(), connectors.Request{
			From: connectors.Relation{Name: "n"}, Columns: []connectors.Column{column("id", integer)},
		})
		wants(t, code.String(), err, want)
		if strings.Contains(fmt.Sprint(err), "110105") {
			t.Errorf("the error quotes the server: %v", err)
		}
	}
	for text, want := range map[string]connectors.Class{
		"SQL logic error: no such column: x": connectors.Missing, "Table 'a.b' doesn't exist": connectors.Missing,
		"permission denied for table x": connectors.Privilege, "syntax error": connectors.Refused,
	} {
		source := open(t, flighttest.Serve(t, &scripted{status: status.Error(codes.Internal, text)}, nil))
		_, err := source.Scan(t.Context(), connectors.Request{
			From: connectors.Relation{Name: "n"}, Columns: []connectors.Column{column("id", integer)},
		})
		wants(t, text, err, want)
	}
}
