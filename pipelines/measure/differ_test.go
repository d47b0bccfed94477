package measure_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/pipelines/measure"
)

// TestDifferencesAreJudgedHere: what a selftest found to differ is not left to the
// server, what agrees is, and the outcome is the same.
func TestDifferencesAreJudgedHere(t *testing.T) {
	t.Parallel()
	for _, d := range doubtfuls() {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			config := d.start(t)
			config.Name = "front"
			db, err := livetest.OpenDB(config)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			d.fill(t, db, 100)
			source, err := d.open(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			defer source.Close()
			for _, c := range []struct {
				differs []measure.Difference
				asked   string // what the server answers or picks rows for
				remark  bool
			}{
				{nil, "positive rows total", false},
				{[]measure.Difference{"<"}, "positive rows total", true},
				{[]measure.Difference{">"}, "rows total", true},
				{[]measure.Difference{"figure sum"}, "positive rows", true},
				{[]measure.Difference{"figure group"}, "positive rows total", true},
				{[]measure.Difference{measure.DiffersAll}, "", true},
			} {
				items := func() []*measure.Item {
					return []*measure.Item{
						itemOf("positive", nil, checks.RowRule{Rule: payRule(t, "amount > 0")}),
						itemOf("rows", nil, checks.Figures{Terms: []checks.Figure{{Name: "rows", Func: checks.FigureRows}}}),
						itemOf("total", nil, checks.Figures{Terms: []checks.Figure{{Name: "total", Func: checks.FigureSum, Column: "amount"}}}),
					}
				}
				trial := trialOn(source)
				trial.mode, trial.differs = measure.Pushdown, c.differs
				laid := items()
				asked, remark := laidOut(t, trial, laid)
				if asked != c.asked || remark != c.remark {
					t.Errorf("%v: the server is asked for %q, a remark: %v", c.differs, asked, remark)
				}
				got, want := items(), items()
				if err := trial.run(t.Context(), taskOf(payWatch(), got...)); err != nil {
					t.Fatal(err)
				}
				trial.mode = measure.Stream
				if err := trial.run(t.Context(), taskOf(payWatch(), want...)); err != nil {
					t.Fatal(err)
				}
				for i := range got {
					equal(t, fmt.Sprint(c.differs, got[i].Check.ID), got[i].Results[0], want[i].Results[0])
				}
			}
		})
	}
}

// laidOut tells which checks a layout leaves to the server, and whether it says that
// something is not.
func laidOut(t *testing.T, r *trial, items []*measure.Item) (asked string, remark bool) {
	t.Helper()
	runner := &measure.Runner{Open: r.open, Spill: &measure.Spill{}, Mode: r.mode,
		Differs: func(string, connectors.Flavour) []measure.Difference { return r.differs }}
	steps, err := runner.Layout(t.Context(), []*measure.Task{taskOf(payWatch(), items...)})
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{}
	for _, step := range steps {
		text := strings.Join(step.Lines, "\n")
		remark = remark || strings.Contains(text, "selftest")
		for _, item := range items {
			serves := strings.Contains(text, "/"+item.Check.ID) || strings.Contains(text, ": "+item.Check.ID)
			if serves && (step.Mode == measure.ModePush || strings.Contains(text, "only rows for which")) {
				left[item.Check.ID] = true
			}
		}
	}
	var names []string
	for _, item := range items {
		if left[item.Check.ID] {
			names = append(names, item.Check.ID)
		}
	}
	return strings.Join(names, " "), remark
}
