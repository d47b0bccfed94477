package oracle

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// play opens a source on a script.
func play(t *testing.T, s *tnstest.Server) (connectors.Source, error) {
	t.Helper()
	config := listen(t, s.Serve)
	config.Limits.ConnectTimeout = 5 * time.Second
	config.Limits.Timeout = 10 * time.Second
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	config.Allocator = mem
	source, err := Open(t.Context(), config)
	t.Cleanup(func() {
		if err == nil {
			_ = source.Close()
		}
		waitGone(t)
		mem.AssertSize(t, 0)
	})
	return source, err
}

var (
	names   = []tnstest.Column{{Name: "XM", Kind: 1, Charset: 873}}
	persons = connectors.Request{From: connectors.Relation{Name: "QZ_SWXX"}, Columns: []connectors.Column{text("name", "XM")}}
)

// read gives all rows as text and the error.
func read(ctx context.Context, source connectors.Source, request connectors.Request) (string, error) {
	stream, err := source.Scan(ctx, request)
	if err != nil {
		return "", err
	}
	return all(stream)
}

// all reads a stream to its end.
func all(stream connectors.Stream) (string, error) {
	defer stream.Close()
	var rows []string
	for stream.Next() {
		record := stream.Record()
		for i := range int(record.NumRows()) {
			var cells []string
			for _, column := range record.Columns() {
				cells = append(cells, shown(column, i))
			}
			rows = append(rows, strings.Join(cells, "|"))
		}
		for _, fault := range stream.Faults() {
			rows = append(rows, "!"+fault.Reason)
		}
	}
	return strings.Join(rows, " / "), stream.Err()
}

func shown(values arrow.Array, i int) string {
	switch v := values.(type) {
	case *array.String:
		if v.IsValid(i) {
			return v.Value(i)
		}
	case *array.Decimal128:
		if v.IsValid(i) {
			return v.Value(i).ToString(v.DataType().(*arrow.Decimal128Type).Scale)
		}
	case *array.Timestamp:
		if v.IsValid(i) {
			return v.Value(i).ToTime(arrow.Microsecond).Format("2006-01-02 15:04:05.999999")
		}
	}
	return values.ValueStr(i)
}

// Values as Oracle sends them: NUMBER in base 100, DATE in excess bytes, GBK text.
func TestRows(t *testing.T) {
	source, err := play(t, &tnstest.Server{Charset: 852, Answers: []tnstest.Answer{{
		Part: `"JE"`,
		Columns: []tnstest.Column{
			{Name: "XM", Kind: 1, Charset: 852}, {Name: "JE", Kind: 2, Precision: 30, Scale: 2},
			{Name: "SWRQ", Kind: 12}, {Name: "DJSJ", Kind: 181},
		},
		Batches: [][]tnstest.Row{
			{
				{{0xd5, 0xc5, 0xc8, 0xfd, ' '}, {0xC2, 2, 24, 46}, {120, 126, 11, 24, 9, 1, 1}, {120, 126, 11, 23, 21, 1, 1, 0, 0, 0, 0, 28, 60}},
				{nil, {0x3D, 100, 78, 56, 102}, {119, 140, 6, 1, 1, 1, 1}, nil},
			},
			{{{'x'}, {0xCA, 13, 35, 57, 79, 91, 13, 35, 57, 79, 91}, nil, nil}},
			{{{'y'}, {0x80}, nil, nil}},
		},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(t.Context(), source, connectors.Request{
		From: connectors.Relation{Name: "QZK.QZ_SWXX"},
		Columns: []connectors.Column{
			text("name", "XM"),
			{Name: "amount", Physical: []string{"JE"}, Type: &arrow.Decimal128Type{Precision: 38, Scale: 2}},
			{Name: "died", Physical: []string{"SWRQ"}, Type: connectors.TimestampType},
			{Name: "at", Physical: []string{"DJSJ"}, Type: connectors.TimestampType},
		},
	})
	// Shanghai had no midnight on 1 June 1940; a civil time has.
	want := "张三|123.45|2026-11-24 08:00:00|2026-11-24 04:00:00 / (null)|-123.45|1940-06-01 00:00:00|(null)" +
		" / x|12345678901234567890.00|(null)|(null) / y|0.00|(null)|(null)"
	if err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	flavour, err := source.(connectors.Querier).Flavour(t.Context())
	if err != nil || flavour.Dialect != "oracle" {
		t.Errorf("flavour %+v, %v", flavour, err)
	}
}

// Every statement runs in a read-only transaction of its own.
func TestReadOnlyTransaction(t *testing.T) {
	s := &tnstest.Server{Statements: make(chan string, 100), Answers: []tnstest.Answer{{Part: `"XM"`, Columns: names, Batches: [][]tnstest.Row{{{[]byte("a")}}}}}}
	source, err := play(t, s)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got, err := read(t.Context(), source, persons); err != nil || got != "a" {
			t.Fatalf("%q, %v", got, err)
		}
	}
	_ = source.Close()
	var order []string
	for len(s.Statements) > 0 {
		statement := <-s.Statements
		for _, known := range []string{"ALTER SESSION", "CURRENT_SCHEMA", "NLS_CHARACTERSET", "SET TRANSACTION READ ONLY", `"XM"`, "ROLLBACK"} {
			if strings.Contains(statement, known) {
				order = append(order, known)
			}
		}
	}
	want := `ALTER SESSION, CURRENT_SCHEMA, NLS_CHARACTERSET, SET TRANSACTION READ ONLY, "XM", ROLLBACK, SET TRANSACTION READ ONLY, "XM", ROLLBACK`
	if got := strings.Join(order, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestServerErrors(t *testing.T) {
	for code, want := range map[int]string{
		942:  "scan front QZ_SWXX: missing: no such table or view (ORA-00942); Oracle says the same of a table that the login may not read: check name, schema and grant",
		1031: "scan front QZ_SWXX: privilege: the login lacks a privilege (ORA-01031); grant SELECT on the table",
		3113: "scan front QZ_SWXX: protocol: the connection was lost",
	} {
		source, err := play(t, &tnstest.Server{Answers: []tnstest.Answer{{Part: `"XM"`, Code: code}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := read(t.Context(), source, persons); err == nil || err.Error() != want {
			t.Errorf("%d: %v\nwant %s", code, err, want)
		}
	}
}

func TestRefusedLogin(t *testing.T) {
	_, err := play(t, &tnstest.Server{LoginError: 1017})
	if err == nil || err.Error() != "open front: auth: user or password is wrong (ORA-01017)" {
		t.Errorf("got %v", err)
	}
	_, err = play(t, &tnstest.Server{LoginError: 28000})
	if connectors.ClassOf(err) != connectors.Auth {
		t.Errorf("locked: %v", err)
	}
}

// A statement that hangs ends with its context: at once for the caller, with an
// interrupt for the server, and by the closed socket if the server is deaf.
func TestHangingStatement(t *testing.T) {
	fetching := tnstest.Answer{Part: `"XM"`, Columns: names, Batches: [][]tnstest.Row{{{[]byte("a")}}}, Fault: tnstest.Hangs}
	for _, c := range []struct {
		name string
		hang tnstest.Answer
		deaf bool
	}{
		{"execution, heeding", tnstest.Answer{Part: `"XM"`, Fault: tnstest.Hangs}, false},
		{"execution, deaf", tnstest.Answer{Part: `"XM"`, Fault: tnstest.Hangs}, true},
		{"fetch, deaf", fetching, true},
		{"fetch, heeding", fetching, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &tnstest.Server{Deaf: c.deaf, Answers: []tnstest.Answer{c.hang}}
			source, err := play(t, s)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			began := time.Now()
			_, err = read(ctx, source, persons)
			took := time.Since(began)
			if connectors.ClassOf(err) != connectors.Timeout || took > grace {
				t.Errorf("%v after %s", err, took)
			}
			_ = source.Close()
			waitGone(t)
			if took := time.Since(began); took > grace || s.Interrupts.Load() == 0 {
				t.Errorf("gone after %s, %d interrupts", took, s.Interrupts.Load())
			}
		})
	}
}

// The catalogue of a synonym's table, and of a name that is nothing.
func TestSchema(t *testing.T) {
	const columns = "SELECT c.COLUMN_NAME"
	described := tnstest.TextColumns("COLUMN_NAME", "DATA_TYPE", "DATA_LENGTH", "CHAR_LENGTH", "DATA_PRECISION", "DATA_SCALE", "NULLABLE", "COMMENTS")
	source, err := play(t, &tnstest.Server{Answers: []tnstest.Answer{
		{Part: columns, Bind: "SWXX_T", Columns: described, Batches: [][]tnstest.Row{{
			tnstest.Texts("ID", "NUMBER", "22", "0", "10", "0", "N", ""), tnstest.Texts("SFZH", "VARCHAR2", "36", "18", "", "", "N", "身份证号"),
			tnstest.Texts("JE", "NUMBER", "22", "0", "12", "2", "Y", ""), tnstest.Texts("DJSJ", "TIMESTAMP(6)", "11", "0", "", "6", "Y", ""),
		}}},
		{Part: columns, Columns: described},
		{Part: "SELECT TABLE_OWNER", Bind: "QZ_SWXX", Columns: tnstest.TextColumns("TABLE_OWNER", "TABLE_NAME", "DB_LINK"), Batches: [][]tnstest.Row{{tnstest.Texts("FRONT", "SWXX_T", "")}}},
		{Part: "SELECT TABLE_OWNER", Columns: tnstest.TextColumns("TABLE_OWNER", "TABLE_NAME", "DB_LINK")},
		{Part: "SELECT cc.COLUMN", Columns: tnstest.TextColumns("COLUMN_NAME"), Batches: [][]tnstest.Row{{tnstest.Texts("ID")}}},
		{Part: "SELECT i.OWNER", Columns: tnstest.TextColumns("NAME", "UNIQUENESS", "COLUMN_NAME"), Batches: [][]tnstest.Row{{
			tnstest.Texts("FRONT.I1", "UNIQUE", "SFZH"), tnstest.Texts("FRONT.I1", "UNIQUE", "DJSJ"), tnstest.Texts("FRONT.PK", "UNIQUE", "ID"),
		}}},
		{Part: "SELECT t.NUM_ROWS", Columns: tnstest.TextColumns("NUM_ROWS", "COMMENTS"), Batches: [][]tnstest.Row{{tnstest.Texts("5000000", "死亡信息")}}},
		{Part: "SELECT DISTINCT PRIV", Columns: tnstest.TextColumns("PRIVILEGE"), Batches: [][]tnstest.Row{{tnstest.Texts("SELECT")}}},
		{Part: "WHERE 1=0", Columns: tnstest.TextColumns("ID")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	schema, err := source.Schema(t.Context(), connectors.Relation{Name: "qz_swxx"})
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, c := range schema.Columns {
		fmt.Fprintf(&got, "%s %s %v %v %s; ", c.Name, c.Type, c.Arrow, c.Nullable, c.Comment)
	}
	fmt.Fprint(&got, schema.PrimaryKey, schema.Unique, schema.Indexes, schema.Rows, schema.Comment)
	want := "ID NUMBER(10) int64 false ; SFZH VARCHAR2(18) utf8 false 身份证号; JE NUMBER(12,2) decimal(12, 2) true ; " +
		"DJSJ TIMESTAMP(6) timestamp[us] true ; [ID] [[SFZH DJSJ]] [[SFZH DJSJ] [ID]] 5000000死亡信息"
	if got.String() != want {
		t.Errorf("got  %s\nwant %s", got.String(), want)
	}
	if _, err := source.Schema(t.Context(), connectors.Relation{Name: "NOTHING"}); connectors.ClassOf(err) != connectors.Missing {
		t.Errorf("no such table: %v", err)
	}
	if _, err := source.Schema(t.Context(), connectors.Relation{Name: "T@FRONT"}); connectors.ClassOf(err) != connectors.Refused {
		t.Errorf("over a link: %v", err)
	}
	probe, err := source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbePrivilege, From: connectors.Relation{Name: "QZ_SWXX"}})
	if err != nil || fmt.Sprint(probe.Granted, probe.Missing) != "[SELECT] []" {
		t.Errorf("privilege: %+v, %v", probe, err)
	}
}
