package measure

import (
	"database/sql"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/rulestest"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// An engine is a server whose answers are held against ours.
type engine struct {
	dialect sqlgen.Dialect
	start   func(testing.TB) connectors.Config
	quote   string
	types   map[ir.Base]string
}

func engines() []engine {
	return []engine{
		{sqlgen.MySQL, livetest.MySQL, "`", map[ir.Base]string{ir.Text: "TEXT", ir.Integer: "BIGINT", ir.Date: "DATE", ir.Timestamp: "DATETIME(6)"}},
		{sqlgen.Postgres, livetest.Postgres, `"`, map[ir.Base]string{ir.Text: "TEXT", ir.Integer: "BIGINT", ir.Date: "DATE", ir.Timestamp: "TIMESTAMP(6)"}},
	}
}

func (e engine) column(f ir.Field) string {
	kind := e.types[f.Type.Base]
	if f.Type.Base == ir.Decimal {
		kind = fmt.Sprintf("DECIMAL(%d,%d)", f.Type.Precision, f.Type.Scale)
	}
	return e.quoted(f.Name) + " " + kind
}

func (e engine) quoted(name string) string { return e.quote + name + e.quote }

func (e engine) stores(f ir.Field) bool {
	return f.Type.Base == ir.Decimal || e.types[f.Type.Base] != ""
}

func (e engine) placeholder(n int) string {
	if e.dialect == sqlgen.Postgres {
		return fmt.Sprintf("$%d", n)
	}
	return "?"
}

// TestServersAgree: whatever sqlgen accepts, MariaDB and PostgreSQL judge as we do.
func TestServersAgree(t *testing.T) {
	t.Parallel()
	for _, e := range engines() {
		t.Run(string(e.dialect), func(t *testing.T) {
			t.Parallel()
			db, err := livetest.OpenDB(e.start(t))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			db.SetMaxOpenConns(1)
			var drawn, accepted atomic.Int64
			rapid.Check(t, func(t *rapid.T) { e.compare(t, db, &drawn, &accepted) })
			if !t.Failed() && accepted.Load()*20 < drawn.Load() {
				t.Errorf("%s judged %d of %d rules only", e.dialect, accepted.Load(), drawn.Load())
			}
			t.Logf("%s judged %d of %d rules", e.dialect, accepted.Load(), drawn.Load())
		})
	}
}

// compare draws one table and several rules over it.
func (e engine) compare(t *rapid.T, db *sql.DB, drawn, accepted *atomic.Int64) {
	profile := rulestest.Pushable()
	schema := rulestest.Schema(t, profile)
	rows := rulestest.Rows(t, profile, schema, 12)
	e.fill(t, db, schema, rows)
	for range 6 {
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
		f, ok, _ := sqlgen.Generate(bound, e.dialect, func(name string) (string, bool) {
			field, _ := schema.Field(name)
			return e.quoted(name), e.stores(field)
		})
		if !ok {
			continue
		}
		accepted.Add(1)
		want := ours(t, compiled, schema, rows)
		for i, got := range e.theirs(t, db, f) {
			if got != want[i] {
				t.Fatalf("%s\n%s %v\nrow %v: the server says %s, we say %s", source, f.Text, f.Args, rows[i], got, want[i])
			}
		}
	}
}

// fill stores the rows; texts get trailing U+0020, which every reading cuts.
func (e engine) fill(t *rapid.T, db *sql.DB, schema ir.Schema, rows [][]ir.Value) {
	columns, marks := []string{"n INTEGER PRIMARY KEY"}, []string{e.placeholder(1)}
	for _, f := range schema {
		if e.stores(f) {
			columns, marks = append(columns, e.column(f)), append(marks, e.placeholder(len(marks)+1))
		}
	}
	for _, s := range []string{"DROP TABLE IF EXISTS t", "CREATE TABLE t (" + strings.Join(columns, ", ") + ")"} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
	for i, row := range rows {
		args := []any{i}
		for j, f := range schema {
			if e.stores(f) {
				args = append(args, e.stored(row[j], i))
			}
		}
		if _, err := db.Exec("INSERT INTO t VALUES ("+strings.Join(marks, ", ")+")", args...); err != nil {
			t.Fatal(err, args)
		}
	}
}

func (e engine) stored(v ir.Value, row int) any {
	switch {
	case v.IsNull():
		return nil
	case v.Type().Base == ir.Integer:
		return v.Number()
	case v.Type().Base == ir.Text:
		return v.Text() + strings.Repeat(" ", row%3)
	}
	return strings.Replace(v.String(), "T", " ", 1)
}

func (e engine) theirs(t *rapid.T, db *sql.DB, f sqlgen.Fragment) []string {
	result, err := db.Query("SELECT CASE v WHEN TRUE THEN 1 WHEN FALSE THEN 0 END FROM (SELECT n, "+f.Text+" AS v FROM t) AS judged ORDER BY n", f.Args...)
	if err != nil {
		t.Fatalf("%s %v: %v", f.Text, f.Args, err)
	}
	defer result.Close()
	var out []string
	for result.Next() {
		var holds sql.NullInt64
		if err := result.Scan(&holds); err != nil {
			t.Fatal(err)
		}
		out = append(out, map[sql.NullInt64]string{{}: "unknown", {Int64: 1, Valid: true}: "true", {Int64: 0, Valid: true}: "false"}[holds])
	}
	if err := result.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// ours judges by the kernels.
func ours(t *rapid.T, e *rules.Expr, schema ir.Schema, rows [][]ir.Value) []string {
	set, err := rules.CompileSet([]*rules.Expr{e}, schema, rulestest.Env())
	if err != nil {
		t.Fatal(err)
	}
	record := rulestest.Record(memory.DefaultAllocator, schema, rows)
	defer record.Release()
	verdicts, err := set.Eval(record)
	if err != nil {
		t.Fatal(err)
	}
	yes, unknown, faulted := truthOf(verdicts, 0)
	out := make([]string, len(rows))
	for i := range rows {
		switch {
		case yes.has(i):
			out[i] = "true"
		case unknown.has(i):
			out[i] = "unknown"
		case faulted.has(i):
			out[i] = "faulted"
		default:
			out[i] = "false"
		}
	}
	return out
}
