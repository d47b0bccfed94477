package kind_test

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// judgeFile judges the first check of a list on a watch of a file.
func judgeFile(t testing.TB, list string, from checks.From, history past, results ...checks.Result) checks.Outcome {
	t.Helper()
	catalog, w, c := bound(t, list)
	reading := *w
	reading.From, reading.Delivery = from, &checks.Delivery{Mode: checks.ModeSnapshot}
	if got := len(c.Kind.Measures(&reading, c)); got != len(results) {
		t.Fatalf("%s measures %d things, not %d", c.ID, got, len(results))
	}
	return c.Kind.Judge(checks.Judgement{Watch: &reading, Check: c, Results: results, AsOf: asOf, Zone: shanghai, Calendar: catalog.Calendar, History: history})[0]
}

func TestJudgeFile(t *testing.T) {
	t.Parallel()
	at := asOf
	last := past{{Period: "2026-10", Value: big.NewRat(1, 1), Parts: map[string]string{"digest": "d0", "file": "in/a.csv"}}}
	whole := checks.FileFound{Name: "in/b.csv", Size: 10, Modified: at.Add(-time.Hour), Digest: "d1"}
	with := func(change func(*checks.FileFound)) *checks.FileFound {
		f := whole
		change(&f)
		return &f
	}
	for _, c := range []struct {
		name    string
		bounds  string
		arrival checks.Arrival
		verdict checks.Verdict
		reason  string
	}{
		{"whole", "", checks.Arrival{Arrived: true, File: &whole}, checks.Pass, "b.csv of 10 bytes"},
		{"too small", "fail: 100..", checks.Arrival{Arrived: true, File: &whole}, checks.Fail, "outside 100.."},
		{"empty", "", checks.Arrival{Arrived: true, File: with(func(f *checks.FileFound) { f.Size = 0 })}, checks.Fail, "outside 1.."},
		{"again", "", checks.Arrival{Arrived: true, File: with(func(f *checks.FileFound) { f.Digest = "d0" })}, checks.Warn, "the same bytes as a.csv of 2026-10"},
		{"none, no due", "", checks.Arrival{Arrived: true, File: &checks.FileFound{}}, checks.Fail, "no file matches F*.csv"},
		{"none, not due", "", checks.Arrival{Due: at.Add(time.Hour), File: &checks.FileFound{}}, checks.Waiting, "not due until 2026-11-24 10:30"},
		{"none, late", "", checks.Arrival{Due: at.Add(-time.Hour), Overdue: true, File: &checks.FileFound{}}, checks.Fail, "due at 2026-11-24 08:30"},
		{"half", "", checks.Arrival{Arrived: true, Loading: "no trailer", File: &whole}, checks.Waiting, "load in progress: no trailer"},
		{"half for a day", "", checks.Arrival{Arrived: true, Loading: "no trailer", File: with(func(f *checks.FileFound) { f.Modified = at.Add(-24 * time.Hour) })}, checks.Fail, "nobody has written to it since"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := judgeFile(t, "- file: true\n  "+c.bounds, checks.From{Name: "F*.csv", File: &checks.File{}}, last, checks.Result{Arrival: &c.arrival})
			if o.Verdict != c.verdict || !strings.Contains(o.Reason, c.reason) {
				t.Errorf("%s: %s", o.Verdict, o.Reason)
			}
		})
	}
}

func TestJudgeFileTotal(t *testing.T) {
	t.Parallel()
	from := checks.From{Name: "F*.csv", File: &checks.File{Trailer: &checks.Trailer{Begins: "T", Fields: []string{"", "rows", "amount"}}}}
	counted := figures(map[string]ir.Value{"rows": ir.IntegerOf(2), "sum(amount)": ir.DecimalOf(decimal128.FromI64(250), ir.DecimalType(38, 2))})
	for _, c := range []struct {
		check, rows, amount string
		verdict             checks.Verdict
		reason              string
	}{
		{"file_total: true", "2", "2.5", checks.Pass, "2 figures agree"},
		{"file_total: true", "+2", "2.500", checks.Pass, "2 figures agree"},
		{"file_total: true", "3", "2.50", checks.Fail, "rows 2, declared 3"},
		{"file_total: true", "2", "2.49", checks.Fail, "amount 2.50, declared 2.49"},
		{"file_total: {tolerance: 0.01}", "2", "2.49", checks.Pass, "2 figures agree"},
		{"file_total: {tolerance: 1}", "3", "2.49", checks.Fail, "rows 2, declared 3"},
		{"file_total: true", "", "张三", checks.Fail, "rows 2, declared nothing that is a number; amount 2.50, declared nothing that is a number"},
		{"file_total: true", "2", "1e999999999", checks.Fail, "nothing that is a number"},
	} {
		found := &checks.Arrival{Arrived: true, File: &checks.FileFound{Name: "F1.csv", Declared: map[string]string{"rows": c.rows, "amount": c.amount}}}
		o := judgeFile(t, "- "+c.check, from, nil, counted, checks.Result{Arrival: found})
		if o.Verdict != c.verdict || !strings.Contains(o.Reason, c.reason) || strings.Contains(o.Reason, "张三") {
			t.Errorf("%s, %s %s: %s, %s", c.check, c.rows, c.amount, o.Verdict, o.Reason)
		}
	}
}
