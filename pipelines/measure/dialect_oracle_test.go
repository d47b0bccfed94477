package measure_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/oracle"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules/ir"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestOracleStatements holds every shape of statement that measures send to an Oracle, in
// each mode, and that none has a construct which Oracle lacks. One text serves every
// release from 11g on. The server is a script: it describes the table and no more.
func TestOracleStatements(t *testing.T) {
	t.Parallel()
	source := scriptedOracle(t, nil)
	var out strings.Builder
	for _, mode := range []measure.Mode{measure.Stream, measure.Auto, measure.Pushdown} {
		runner := &measure.Runner{Open: trialOn(source).open, Spill: &measure.Spill{}, Mode: mode}
		steps, err := runner.Layout(t.Context(), []*measure.Task{taskOf(oraclePay(), oracleItems(t)...)})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range steps {
			fmt.Fprintf(&out, "-- mode %q: %s\n%s\n   %s\n", mode, step.Mode, step.Statement, strings.Join(step.Lines, "\n   "))
			lintOracle(t, step.Statement)
		}
	}
	runner := &measure.Runner{Open: trialOn(source).open, Spill: &measure.Spill{}}
	for _, item := range oracleItems(t) {
		statement, err := runner.Violating(t.Context(), taskOf(oraclePay(), item))
		if err != nil {
			fmt.Fprintf(&out, "-- explain %s: %v\n", item.Check.ID, err)
			continue
		}
		fmt.Fprintf(&out, "-- explain %s\n%s\n", item.Check.ID, statement)
		lintOracle(t, statement)
	}
	golden(t, "oracle.golden", out.String())
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s is not up to date (go test ./pipelines/measure -run %s -update): %v", path, t.Name(), err)
	}
}

func oracleItems(t *testing.T) []*measure.Item {
	items := payItems(t)
	figure := func(id string, f checks.Func, column string) *measure.Item {
		return itemOf(id, nil, checks.Figures{Terms: []checks.Figure{{Name: "x", Func: f, Column: column}}})
	}
	return append(items, figure("rows", checks.FigureRows, ""), figure("latest", checks.FigureMax, "at"), figure("first", checks.FigureMin, "code"),
		figure("total", checks.FigureSum, "amount"), itemOf("unique", nil, checks.Keys{Columns: []string{"code"}}), itemOf("unique id", nil, checks.Keys{Columns: []string{"id"}}),
		itemOf("type amount", nil, checks.Decode{Column: "amount"}), itemOf("type code", nil, checks.Decode{Column: "code"}),
		itemOf("photo", nil, checks.Decode{Column: "photo"}), // of a type that is not read: it must not stand in any statement
	)
}

func oraclePay() *checks.Watch {
	w := payWatch()
	w.From = checks.From{Name: "qzk.pay"}
	w.Mappings = append(w.Mappings, checks.Mapping{Name: "photo", Type: ir.Of(ir.Text)})
	for i := range w.Mappings {
		w.Mappings[i].Physical = []string{strings.ToUpper(w.Mappings[i].Name)}
	}
	w.Mappings[1].Class = mask.Sensitive
	return w
}

// scriptedOracle is a source on a scripted server that has the table QZK.PAY and gives
// some more answers.
func scriptedOracle(t *testing.T, statements chan string, answers ...tnstest.Answer) connectors.Source {
	t.Helper()
	server := &tnstest.Server{Statements: statements, Answers: append(tnstest.Table("PAY", 1_000_000, "ID",
		tnstest.Described{Name: "ID", Type: "NUMBER", Precision: "10", Scale: "0", NotNull: true},
		tnstest.Described{Name: "CODE", Type: "VARCHAR2", Length: 20}, tnstest.Described{Name: "NOTE", Type: "CHAR", Length: 20},
		tnstest.Described{Name: "AMOUNT", Type: "NUMBER", Precision: "12", Scale: "2"},
		tnstest.Described{Name: "PHOTO", Type: "BFILE"}, tnstest.Described{Name: "DAY", Type: "DATE"}, tnstest.Described{Name: "AT", Type: "DATE"},
	), answers...)}
	source, err := oracle.Open(t.Context(), connectors.Config{Name: "front", Host: "127.0.0.1", Port: tnstest.Listen(t, server.Serve), Database: "ORCL", User: "reader", Password: "x"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	return source
}

// lintOracle refuses what Oracle does not have. Texts and names in quotes are cut out, and
// what explain says to people behind --.
func lintOracle(t *testing.T, statement string) {
	t.Helper()
	for _, problem := range foreign(statement) {
		t.Errorf("%s in\n%s", problem, statement)
	}
}
