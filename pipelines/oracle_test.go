package pipelines_test

import (
	"context"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/oracle"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest/behind"
)

// oracleTown is a town whose front is a scripted Oracle server with SQLite behind. Each
// table is watched under its own name in small letters.
func oracleTown(t *testing.T, options string, tables ...behind.Table) (*town, *behind.Database) {
	t.Helper()
	database := behind.Open(t, "READER")
	port := tnstest.Listen(t, database.Server().Serve)
	w := newTown(t)
	w.write("dogwatch.yaml", "version: 1\nzone: Asia/Shanghai\nsources:\n  front: {driver: sqlite, path: "+w.dir+options+"}\n")
	w.write("contracts/logs.yaml", logContract)
	watches := "system: demo\ntitle: 样例\nwatches:\n"
	for _, table := range tables {
		table.Owner = "QZK"
		if len(table.Columns) > 0 {
			database.Create(t, table)
		}
		watches += "  - contract: logs\n    id: " + strings.ToLower(table.Name) + "\n    source: front\n    from: QZK." + table.Name + "\n    columns: {log_no: LSH, kind: LX}\n    cycle: {content: monthly}\n"
	}
	w.write("watches/demo.yaml", watches)
	w.open = func(ctx context.Context, _ connectors.Config) (connectors.Source, error) {
		return oracle.Open(ctx, connectors.Config{Name: "front", Host: "127.0.0.1", Port: port, Database: "ORCL", User: "reader", Password: "x"})
	}
	return w, database
}

func logs(name, kind string, rows ...[]any) behind.Table {
	return behind.Table{Name: name, Columns: []behind.Column{{Name: "LSH", Type: "NUMBER(10)"}, {Name: "LX", Type: kind}}, Rows: rows}
}

// TestOracleGoesOn: of many tables one may not be read, one is a view that errors in the
// midst of its rows, and one has a column of a type that is not read. Each says what to do,
// and the others are judged.
func TestOracleGoesOn(t *testing.T) {
	t.Parallel()
	good := [][]any{{"1", "a"}, {"2", "b"}, {"3", "b"}}
	w, database := oracleTown(t, "", logs("A", "VARCHAR2(8)", good...), behind.Table{Name: "BARRED"}, logs("ERRING", "VARCHAR2(8)", good...),
		logs("ODD", "BFILE", []any{"1", nil}, []any{"2", nil}), logs("Z", "VARCHAR2(8)", []any{"1", "a"}, []any{"1", "c"}))
	database.Break("QZK", "ERRING", 2, 4063)
	verdicts(t, w.byWatch(t), `a/connect=pass a/schema=pass a/row_count=pass a/unique=pass a/known-kind=pass a/type(kind)=pass
		barred/schema=fail barred/row_count=error barred/unique=error barred/known-kind=error
		erring/schema=pass erring/row_count=error erring/unique=error erring/known-kind=error
		odd/schema=fail odd/row_count=pass odd/unique=pass odd/known-kind=skipped odd/type(kind)=skipped
		z/row_count=pass z/unique=fail z/known-kind=fail z/type(kind)=pass`)
	for check, wants := range map[string][]string{
		"barred/known-kind": {"check name, schema and grant"},
		"erring/known-kind": {"ORA-04063", "have its owner recompile it"},
		"odd/known-kind":    {"LX", "BFILE", "read it by a query that makes text or a number of it"},
	} {
		for _, want := range wants {
			if !strings.Contains(w.reasons[check], want) {
				t.Errorf("%s: %q does not say %q", check, w.reasons[check], want)
			}
		}
	}
}

// TestOracleBothWays: what the server counts is what Dogwatch counts in its rows.
func TestOracleBothWays(t *testing.T) {
	t.Parallel()
	table := logs("A", "VARCHAR2(8)", []any{"1", "a"}, []any{"2", " "}, []any{"2", nil}, []any{"3", "c"}, []any{nil, "b  "})
	var before string
	for _, mode := range []string{"stream", "pushdown"} {
		w, database := oracleTown(t, ", mode: "+mode, table)
		var got strings.Builder
		outcomes := w.patrol(t)
		for _, check := range []string{"row_count", "unique", "known-kind", "required(kind)", "required(log_no)", "type(kind)"} {
			o := outcomes[check]
			got.WriteString(check + " " + o.Verdict + " " + o.Measured + "; ")
		}
		if before != "" && got.String() != before {
			t.Errorf("%s: %s\nstream: %s", mode, got.String(), before)
		}
		before = got.String()
		if mode == "pushdown" != database.Asked("COUNT(*)") {
			t.Errorf("%s: the server was asked for a count: %v", mode, database.Asked("COUNT(*)"))
		}
	}
	if want := "row_count pass 5; unique fail 2; "; !strings.HasPrefix(before, want) {
		t.Errorf("got %s, want %s", before, want)
	}
}
