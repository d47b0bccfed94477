package trial_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
	"github.com/dogwatch/dogwatch/rules/trial"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func quote(name string) string { return `"` + name + `"` }

// TestEveryFunctionIsTried: what a dialect is given, some question tries there.
func TestEveryFunctionIsTried(t *testing.T) {
	t.Parallel()
	for _, d := range sqlgen.Dialects() {
		tried := map[string]bool{}
		for _, q := range trial.Questions() {
			if _, ok, _ := q.Write(d, quote); ok {
				tried[q.Function] = true
			}
		}
		for _, f := range ir.Functions() {
			// No number of SQLite's has a range that arithmetic could not leave.
			unbounded := d == sqlgen.SQLite && slices.Contains([]string{"+", "-", "*", "neg"}, f.Name)
			if sqlgen.Pushes(f.Name, d) && !tried[f.Name] && !unbounded {
				t.Errorf("%s is given %s, and no question tries it", d, f.Name)
			}
		}
	}
}

// TestEveryQuestionTellsRowsApart: one that is true, false or unknown for every row
// would not notice a server that answers so.
func TestEveryQuestionTellsRowsApart(t *testing.T) {
	t.Parallel()
	rows := trial.Rows(sqlgen.Postgres)
	for _, q := range trial.Questions() {
		var seen []ir.Tri
		for _, row := range rows {
			if truth := q.Judge(row.Values); !slices.Contains(seen, truth) {
				seen = append(seen, truth)
			}
		}
		if len(seen) < 2 {
			t.Errorf("%s gives %v for every row", q.Source, seen)
		}
	}
}

func TestStatements(t *testing.T) {
	t.Parallel()
	for _, d := range sqlgen.Dialects() {
		path := filepath.Join("testdata", string(d)+".golden")
		got := trial.Statement(d, quote) + "\n"
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || got != string(want) {
			t.Errorf("%s is not up to date (go test ./rules/trial -update): %v", path, err)
		}
	}
}
