package measure_test

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// TestBytesThatAreNoText: Oracle counts, groups and compares them; so it is not asked,
// not even where all that can be asked is.
func TestBytesThatAreNoText(t *testing.T) {
	t.Parallel()
	row := func(id, code string) tnstest.Row { return tnstest.Row{tnstest.Number(id), []byte(code)} }
	source := scriptedOracle(t, nil, tnstest.Answer{
		Part:    `SELECT "ID", "CODE" FROM "QZK"."PAY"`,
		Columns: []tnstest.Column{{Name: "ID", Kind: tnstest.NumberKind, Precision: 10}, {Name: "CODE", Kind: tnstest.VarChar}},
		Batches: [][]tnstest.Row{{row("1", "A"), row("2", "A"), row("3", "\xff\xfe"), row("4", "\xff\xfe"), row("5", "B")}},
	})
	figure := func(f checks.Func) checks.Aggregate {
		return checks.Aggregate{Func: f, Of: payExpr(t, "code", ir.Null)}
	}
	distinct, values := itemOf("distinct", nil, figure(checks.FigureDistinct)), itemOf("values", nil, figure(checks.FigureValues))
	once, share := itemOf("once", nil, checks.Keys{Columns: []string{"code"}}), itemOf("share", nil, checks.Aggregate{Func: checks.FigureShare, Of: payRule(t, `code != "A"`)})
	first := itemOf("first", nil, checks.Figures{Terms: []checks.Figure{{Name: "x", Func: checks.FigureMax, Column: "code"}}})
	other := itemOf("other", payRule(t, `code != "A"`), checks.Aggregate{Func: checks.FigureRows})
	r := trialOn(source)
	r.mode = measure.Pushdown
	if err := r.run(t.Context(), taskOf(oraclePay(), distinct, values, once, share, first, other)); err != nil {
		t.Fatal(err)
	}
	for item, want := range map[*measure.Item]string{distinct: "2", values: "3", share: "1", other: "1"} {
		if got := item.Results[0]; got.Failure != nil || len(got.ByGroup) != 1 || !strings.HasPrefix(got.ByGroup[0].Value.String(), want) {
			t.Errorf("%s: %+v, want %s", item.Check.ID, got, want)
		}
	}
	if got := once.Results[0]; got.Violations != 2 || got.Unknown != 2 || got.Groups != 1 {
		t.Errorf("once: %+v", got)
	}
	if got := first.Results[0]; got.Failure != nil || got.Figures["x"].String() != "B" {
		t.Errorf("first: %+v", got)
	}
}

// TestFiltersOfTexts: a filter goes to Oracle if no bytes that are no text can pass it,
// or be kept back by it, otherwise than here.
func TestFiltersOfTexts(t *testing.T) {
	t.Parallel()
	source := scriptedOracle(t, nil)
	for filter, pushed := range map[string]bool{
		`code == "A"`:        true,
		`code in ["A", "B"]`: true,
		`code == "A" and amount > 0 or note == "x"`:  true,
		`not (code != "A")`:                          true,
		`day >= "2026-01-01" and day < "2026-02-01"`: true,
		`at >= "2026-01-01 00:00:00"`:                true,
		`code != "A"`:                                false,
		`not (code == "A")`:                          false,
		`not (code in ["A"]) and id > 1`:             false,
		`code == note`:                               false,
		`code startsWith "A"`:                        false,
		`len(code) == 1`:                             false,
	} {
		w := oraclePay()
		w.Where = payRule(t, filter)
		runner := &measure.Runner{Open: trialOn(source).open, Spill: &measure.Spill{}, Mode: measure.Stream}
		steps, err := runner.Layout(t.Context(), []*measure.Task{taskOf(w, itemOf("rows", nil, checks.RowRule{Rule: payRule(t, "amount > 0")}))})
		if err != nil || len(steps) != 1 {
			t.Fatalf("%s: %d steps, %v", filter, len(steps), err)
		}
		if got := strings.Contains(steps[0].Statement, " WHERE "); got != pushed {
			t.Errorf("%s: %s", filter, steps[0].Statement)
		}
		lintOracle(t, steps[0].Statement)
	}
}
