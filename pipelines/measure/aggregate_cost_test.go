package measure_test

import (
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// TestAggregatesAreReadWhereThatIsCheaper: of a far table a figure is asked; grouping by a text
// is dearer for a server than reading is on a near network, and cheaper on a far one;
// what is read anyway is not asked.
func TestAggregatesAreReadWhereThatIsCheaper(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	f.fill(t, "own_t", drawn{})
	source := f.open(t)
	defer source.Close()
	sum := checks.Aggregate{Func: checks.FigureSum, Of: exprOf(t, "n", ir.Null)}
	byCode := sum
	byCode.By = []checks.GroupKey{{Name: "code", Expr: exprOf(t, "code", ir.Null)}}
	groups := checks.Groups{By: byCode.By, Figures: []checks.NamedFigure{{Name: "total", Aggregate: sum}}}
	distinct := checks.Aggregate{Func: checks.FigureDistinct, Of: exprOf(t, "code", ir.Null)}
	rule := checks.RowRule{Rule: ruleOf(t, "n >= 1 and amount > 0")}
	far := measure.Extent{Source: "front", Relation: "own_t", Rows: 100_000, Bytes: 1_000_000, Elapsed: 10 * time.Second}
	near := measure.Extent{Source: "front", Relation: "own_t", Rows: 100_000, Bytes: 1_000_000_000, Elapsed: time.Second}
	for name, c := range map[string]struct {
		measures []checks.Measure
		extent   measure.Extent
		want     []string
	}{
		"alone":             {[]checks.Measure{sum}, far, []string{measure.ModePush}},
		"grouped, near":     {[]checks.Measure{byCode}, near, []string{measure.ModeScan}},
		"grouped, far":      {[]checks.Measure{byCode}, far, []string{measure.ModePush}},
		"groups, near":      {[]checks.Measure{groups}, near, []string{measure.ModeScan}},
		"groups, far":       {[]checks.Measure{groups}, far, []string{measure.ModePush}},
		"distinct, near":    {[]checks.Measure{distinct}, near, []string{measure.ModeScan}},
		"distinct, far":     {[]checks.Measure{distinct}, far, []string{measure.ModePush}},
		"read anyway":       {[]checks.Measure{rule, sum}, near, []string{measure.ModeScan}},
		"read anyway, far":  {[]checks.Measure{rule, sum}, far, []string{measure.ModeScan}},
		"the rest is asked": {[]checks.Measure{rule, byCode}, far, []string{measure.ModePush, measure.ModeScan}},
	} {
		statistics := measure.Statistics{Relations: []measure.Extent{c.extent}}
		runner := &measure.Runner{Open: trialOn(source).open, Spill: &measure.Spill{}, Statistics: statistics}
		steps, err := runner.Layout(t.Context(), []*measure.Task{taskOf(watchOf("own_t"), itemOf("held", nil, c.measures...))})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range steps {
			got = append(got, s.Mode)
		}
		if len(got) != len(c.want) || got[0] != c.want[0] {
			t.Errorf("%s: %v, want %v: %+v", name, got, c.want, steps)
		}
	}
}
