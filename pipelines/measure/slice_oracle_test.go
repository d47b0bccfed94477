package measure_test

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest/behind"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// TestSnapshotTooOld: ORA-01555 in mid-fetch, of the whole read and of its first slice.
// What came of the first is forgotten, the second slice goes on behind the last row that
// was judged, each in a transaction of its own.
func TestSnapshotTooOld(t *testing.T) {
	t.Parallel()
	columns := []tnstest.Column{{Name: "ID", Kind: tnstest.NumberKind, Precision: 10}, {Name: "AMOUNT", Kind: tnstest.NumberKind, Precision: 12, Scale: 2}}
	statements := make(chan string, 100)
	source := scriptedOracle(t, statements,
		tnstest.Answer{Part: `WHERE "ID" >= (:1) ORDER BY "ID"`, Bind: string(tnstest.Number("4096")), Columns: columns, Batches: payRows(4096, 6000)},
		tnstest.Answer{Part: `SELECT * FROM (SELECT "ID"`, Columns: columns, Batches: payRows(1, 5000), Code: 1555},
		tnstest.Answer{Part: `SELECT "ID"`, Columns: columns, Batches: payRows(1, 4500), Code: 1555},
	)
	item := itemOf("positive", nil, checks.RowRule{Rule: ruleOf(t, "amount >= 0")})
	r := trialOn(source)
	r.mode, r.forgets, r.wait = measure.Stream, true, func(context.Context, time.Duration) error { return nil }
	if err := r.run(t.Context(), taskOf(oraclePay(), item)); err != nil {
		t.Fatal(err)
	}
	got := item.Results[0]
	if got.Failure != nil || got.Rows != 6000 || got.Violations != 6 || got.View != checks.Ranges {
		t.Errorf("%+v", got)
	}
	want := []string{"id=1000", "id=2000", "id=3000", "id=4000", "id=5000", "id=6000"}
	if keys := r.heard("positive"); !slices.Equal(keys, want) {
		t.Error(keys)
	}
	equalLines(t, readsOf(statements), []string{
		"SET TRANSACTION READ ONLY", `SELECT "ID", "AMOUNT" FROM "QZK"."PAY"`,
		"SET TRANSACTION READ ONLY", `SELECT * FROM (SELECT "ID", "AMOUNT" FROM "QZK"."PAY" ORDER BY "ID") WHERE ROWNUM <= 100001`,
		"SET TRANSACTION READ ONLY", `SELECT * FROM (SELECT "ID", "AMOUNT" FROM "QZK"."PAY" WHERE "ID" >= (:1) ORDER BY "ID") WHERE ROWNUM <= 50001`,
		"ROLLBACK",
	})
}

// TestSnapshotTooOldWithoutKey: a query has none; the error says what to do.
func TestSnapshotTooOldWithoutKey(t *testing.T) {
	t.Parallel()
	source := scriptedOracle(t, nil,
		tnstest.Answer{Part: "SELECT * FROM (SELECT CODE", Columns: tnstest.TextColumns("CODE")}, // described
		tnstest.Answer{Part: `SELECT "CODE"`, Code: 1555})
	item := itemOf("coded", nil, checks.RowRule{Rule: ruleOf(t, `code != "A"`)})
	w := oraclePay()
	w.From = checks.From{Query: "SELECT CODE FROM QZK.PAY"}
	w.Contract.Key = nil
	r := trialOn(source)
	r.mode = measure.Stream
	if err := r.run(t.Context(), taskOf(w, item)); err != nil {
		t.Fatal(err)
	}
	f := item.Results[0].Failure
	if f == nil || f.Class != "overloaded" || !strings.Contains(f.Message, "ORA-01555") || !strings.Contains(f.Hint, "a query has no key") {
		t.Errorf("%+v", f)
	}
}

// payRows gives rows of ids of which every thousandth has a negative amount, in batches.
func payRows(first, last int) (batches [][]tnstest.Row) {
	var batch []tnstest.Row
	for id := first; id <= last; id++ {
		amount := "1.5"
		if id%1000 == 0 {
			amount = "-1.5"
		}
		batch = append(batch, tnstest.Row{tnstest.Number(strconv.Itoa(id)), tnstest.Number(amount)})
		if len(batch) == 250 || id == last {
			batches, batch = append(batches, batch), nil
		}
	}
	return batches
}

var sentText = regexp.MustCompile(`SET TRANSACTION READ ONLY|ROLLBACK|SELECT [ -~]*"QZK"."PAY"[ -~]*`)

// readsOf gives the statements that read rows, and what stands around them.
func readsOf(statements chan string) (reads []string) {
	for {
		select {
		case s := <-statements:
			if text := sentText.FindString(s); text != "" {
				reads = append(reads, text)
			}
		default:
			return reads
		}
	}
}

func equalLines(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestCountTooOld: the rows of suspects that cannot be counted in time are read, in
// slices, and judged here.
func TestCountTooOld(t *testing.T) {
	t.Parallel()
	r := recordOracle(t, payTable("PAY", 50))
	r.code = func(statement string) int {
		if strings.Contains(statement, "COUNT(*)") || strings.HasPrefix(statement, `SELECT "ID"`) && !strings.Contains(statement, "WHERE 1=0") {
			return 1555
		}
		return 0
	}
	item := itemOf("positive", nil, checks.RowRule{Rule: payRule(t, "amount > 0.50")})
	w := oraclePay()
	w.Mappings = w.Mappings[:6]
	trial := trialOn(r.source)
	trial.mode, trial.forgets = measure.Pushdown, true
	if err := trial.run(t.Context(), taskOf(w, item)); err != nil {
		t.Fatal(err)
	}
	if got := item.Results[0]; got.Failure != nil || got.Rows != 50 || got.Violations != 8 || len(trial.heard("positive")) != 8 {
		t.Errorf("%+v, %v", got, trial.heard("positive"))
	}
}

// TestSlicesOfOracle: along keys of every sort each row comes once, over a scripted Oracle
// with SQLite behind.
func TestSlicesOfOracle(t *testing.T) {
	t.Parallel()
	number, text := behind.Column{Name: "ID", Type: "NUMBER(10)"}, behind.Column{Name: "CODE", Type: "VARCHAR2(20)"}
	whole := func(c behind.Column) behind.Column { c.NotNull = true; return c }
	padded, day := whole(behind.Column{Name: "CODE", Type: "CHAR(10)"}), whole(behind.Column{Name: "D", Type: "DATE"})
	for name, table := range map[string]behind.Table{
		"numbers":      {Columns: []behind.Column{whole(number), text}, Key: []string{"ID"}, Rows: [][]any{{"-3", "a"}, {"0", "b"}, {"7", "c"}, {"8", "  "}, {"9", nil}}},
		"texts":        {Columns: []behind.Column{number, whole(text)}, Key: []string{"CODE"}, Rows: [][]any{{"1", "110101199001011237"}, {"2", "11010119900101123X"}, {"3", "A "}, {"4", "A1"}, {"5", "甲"}}},
		"padded texts": {Columns: []behind.Column{number, padded}, Key: []string{"CODE"}, Rows: [][]any{{"1", "A"}, {"2", "A1"}, {"3", "AB"}, {"4", "B"}, {"5", "C"}}},
		"two parts":    {Columns: []behind.Column{whole(number), whole(text)}, Key: []string{"CODE", "ID"}, Rows: [][]any{{"1", "a"}, {"2", "a"}, {"3", "a"}, {"1", "b"}, {"2", "b"}}},
		"dates":        {Columns: []behind.Column{number, text, day}, Key: []string{"D"}, Rows: [][]any{{"1", "a", "2026-01-01 00:00:00"}, {"2", "b", "2026-01-01 00:00:01"}, {"3", "c", "1899-12-31 23:59:59"}, {"4", "d", "9999-12-31 00:00:00"}, {"5", "e", "2026-01-02 00:00:00"}}},
		"nulls":        {Columns: []behind.Column{number, text}, Unique: []string{"ID"}, Rows: [][]any{{"1", "a"}, {nil, "b"}, {"3", "c"}, {nil, "d"}, {"5", "e"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table.Name = "SLICED"
			r := recordOracle(t, table)
			w := oraclePay()
			w.From.Name, w.Mappings = "QZK.SLICED", w.Mappings[:2]
			for _, rows := range []int64{1, 2, 3, 5, 6} {
				item := itemOf("rows", nil, checks.Groups{By: []checks.GroupKey{{Name: "id", Expr: exprOf(t, "id", ir.Integer)}, {Name: "code", Expr: exprOf(t, "code", ir.Text)}}})
				sliced(t, r.source, rows, w, item)
				want := map[bool]checks.View{true: checks.Ranges, false: checks.Snapshot}[rows < 5 || name == "nulls"]
				if got := item.Results[0]; got.Failure != nil || got.Rows != 5 || got.View != want {
					t.Errorf("in slices of %d: %d rows %q %+v", rows, got.Rows, got.View, got.Failure)
				}
				for _, s := range r.take() {
					lintOracle(t, s.Text)
				}
			}
		})
	}
}
