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
	"github.com/dogwatch/dogwatch/pipelines/measure"
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
		"SET TRANSACTION READ ONLY", `SELECT * FROM (SELECT "ID", "AMOUNT" FROM "QZK"."PAY" ORDER BY "ID") WHERE ROWNUM <= 100000`,
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
