package sqlite_test

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
	_ "modernc.org/sqlite"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
)

// file creates a database from statements and gives its path.
func file(t *testing.T, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a b?c%41#d.db")
	db, err := sql.Open("sqlite", "file:"+escape(path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return path
}

func escape(path string) string { return (&url.URL{Path: path}).EscapedPath() }

func open(t *testing.T, path string) connectors.Source {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	source, err := sqlite.Open(t.Context(), connectors.Config{Name: "demo", Driver: "sqlite", Path: path, Allocator: mem})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		source.Close()
		mem.AssertSize(t, 0)
	})
	return source
}

func TestOpenCreatesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "none.db")
	_, err := sqlite.Open(t.Context(), connectors.Config{Name: "demo", Path: path})
	if connectors.ClassOf(err) != connectors.Missing {
		t.Fatalf("got %v, want class missing", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Fatal("a file was created")
	}
	_, err = sqlite.Open(t.Context(), connectors.Config{Name: "demo", Path: filepath.Dir(path)})
	if connectors.ClassOf(err) != connectors.Missing {
		t.Fatalf("a folder: got %v, want class missing", err)
	}
	text := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(text, []byte("no database, but long enough to have a header of one hundred bytes, which SQLite looks at first of all"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(t.Context(), connectors.Config{Name: "demo", Path: text})
	if connectors.ClassOf(err) != connectors.Decode {
		t.Fatalf("a text file: got %v, want class decode", err)
	}
}

// Every value is read by its storage class: what is not of the contract's type is a
// fault, whatever the column was declared as.
func TestDynamicTypes(t *testing.T) {
	t.Parallel()
	source := open(t, file(t,
		"CREATE TABLE t (n INTEGER, d DATE, at TIMESTAMP, x)",
		"INSERT INTO t VALUES (1, '2026-11-24', '2026-11-24 08:00:00', 'a')",
		"INSERT INTO t VALUES ('abc', '2026-02-30', '2026-11-24T08:00:00.5', x'e4b8ad')",
		"INSERT INTO t VALUES (2.5, 20261124, 0, x'ff')",
	))
	stream, err := source.Scan(t.Context(), connectors.Request{
		From: connectors.Relation{Name: "t"},
		Columns: []connectors.Column{
			{Name: "n", Physical: []string{"n"}, Type: arrow.PrimitiveTypes.Int64},
			{Name: "d", Physical: []string{"d"}, Type: arrow.FixedWidthTypes.Date32},
			{Name: "at", Physical: []string{"at"}, Type: connectors.TimestampType},
			{Name: "x", Physical: []string{"x"}, Type: arrow.BinaryTypes.String},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if !stream.Next() {
		t.Fatal(stream.Err())
	}
	var faults [][2]int
	for _, f := range stream.Faults() {
		faults = append(faults, [2]int{f.Row, f.Column})
	}
	want := [][2]int{{1, 0}, {1, 1}, {2, 0}, {2, 1}, {2, 2}, {2, 3}}
	if len(faults) != len(want) {
		t.Fatalf("faults %v, want %v", faults, want)
	}
	for i := range want {
		if faults[i] != want[i] {
			t.Fatalf("faults %v, want %v", faults, want)
		}
	}
	if got := stream.Record().Column(3).ValueStr(1); got != "中" {
		t.Errorf("blob as text: %q", got)
	}
}

// A writer that holds the file makes a read overloaded, not hanging.
func TestBusy(t *testing.T) {
	t.Parallel()
	path := file(t, "CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (1)")
	source := open(t, path)
	db, err := sql.Open("sqlite", "file:"+escape(path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), "BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	_, err = source.Scan(context.Background(), connectors.Request{
		From:    connectors.Relation{Name: "t"},
		Columns: []connectors.Column{{Name: "n", Physical: []string{"n"}, Type: arrow.PrimitiveTypes.Int64}},
	})
	if connectors.ClassOf(err) != connectors.Overloaded {
		t.Fatalf("got %v, want class overloaded", err)
	}
}
