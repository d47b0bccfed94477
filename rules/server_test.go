package rules_test

import (
	"database/sql"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"
	_ "modernc.org/sqlite"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/rulestest"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// TestSQLiteAgrees holds what sqlgen writes for SQLite against our own verdicts. The
// servers that must be started are held against them in pipelines/measure.
func TestSQLiteAgrees(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	defer db.Close()
	var accepted, drawn atomic.Int64
	rapid.Check(t, func(t *rapid.T) {
		profile := rulestest.Pushable()
		schema := rulestest.Schema(t, profile)
		rows := rulestest.Rows(t, profile, schema, 12)
		source := rulestest.Rule(t, profile, schema)
		compiled, problems := rules.Compile(source, rules.Scope{Schema: schema, Result: ir.Boolean})
		if problems != nil {
			t.Fatal(problems)
		}
		bound, err := compiled.Bind(rulestest.Env())
		if err != nil {
			t.Fatal(err)
		}
		drawn.Add(1)
		fragment, ok, _ := sqlgen.Generate(bound, sqlgen.SQLite, storedAsIs(schema))
		if !ok {
			return
		}
		accepted.Add(1)
		want := verdictsOf(t, compiled, schema, rows)
		for i, got := range serverVerdicts(t, db, schema, rows, fragment) {
			if got != want[i] {
				t.Fatalf("%s\n%s %v\nrow %v: SQLite says %s, we say %s", source, fragment.Text, fragment.Args, rows[i], got, want[i])
			}
		}
	})
	if !t.Failed() && accepted.Load()*20 < drawn.Load() {
		t.Errorf("SQLite judged %d of %d rules only", accepted.Load(), drawn.Load())
	}
}

// storedAsIs names the columns that SQLite holds in our form: texts and integers.
func storedAsIs(schema rules.Schema) sqlgen.Columns {
	return func(name string) (string, bool) {
		f, _ := schema.Field(name)
		return `"` + name + `"`, f.Type.Base == ir.Text || f.Type.Base == ir.Integer
	}
}

// verdictsOf judges by the set: "true", "false", "null" or "fault".
func verdictsOf(t *rapid.T, e *rules.Expr, schema rules.Schema, rows [][]rules.Value) []string {
	set, err := rules.CompileSet([]*rules.Expr{e}, schema, rulestest.Env())
	if err != nil {
		t.Fatal(err)
	}
	rec := rulestest.Record(memory.DefaultAllocator, schema, rows)
	defer rec.Release()
	verdicts, err := set.Eval(rec)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(rows))
	for i := range rows {
		v := verdicts.Rule(0)
		switch {
		case v.True.Has(i):
			out[i] = "true"
		case v.Unknown.Has(i):
			out[i] = "null"
		case v.Fault.Has(i):
			out[i] = "fault"
		default:
			out[i] = "false"
		}
	}
	return out
}

func serverVerdicts(t *rapid.T, db *sql.DB, schema rules.Schema, rows [][]rules.Value, f sqlgen.Fragment) []string {
	create(t, db, schema, rows)
	result, err := db.Query(`SELECT `+f.Text+` FROM t ORDER BY n`, f.Args...)
	if err != nil {
		t.Fatalf("%s: %v", f.Text, err)
	}
	defer result.Close()
	var out []string
	for result.Next() {
		var holds sql.NullBool
		if err := result.Scan(&holds); err != nil {
			t.Fatal(err)
		}
		switch {
		case !holds.Valid:
			out = append(out, "null")
		default:
			out = append(out, fmt.Sprint(holds.Bool))
		}
	}
	if err := result.Err(); err != nil || len(out) != len(rows) {
		t.Fatalf("%d of %d rows: %v", len(out), len(rows), err)
	}
	return out
}

func create(t *rapid.T, db *sql.DB, schema rules.Schema, rows [][]rules.Value) {
	columns, marks := []string{"n INTEGER PRIMARY KEY"}, []string{"?"}
	for _, f := range schema {
		kind := "TEXT"
		if f.Type.Base == ir.Integer {
			kind = "INTEGER"
		}
		columns, marks = append(columns, `"`+f.Name+`" `+kind), append(marks, "?")
	}
	statements := []string{"DROP TABLE IF EXISTS t", "CREATE TABLE t (" + strings.Join(columns, ", ") + ")"}
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	for i, row := range rows {
		args := []any{i}
		for _, v := range row {
			args = append(args, stored(v))
		}
		if _, err := db.Exec("INSERT INTO t VALUES ("+strings.Join(marks, ", ")+")", args...); err != nil {
			t.Fatal(err)
		}
	}
}

func stored(v rules.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Type().Base == ir.Integer:
		return v.Number()
	}
	return v.String()
}
