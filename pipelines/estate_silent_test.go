package pipelines_test

import (
	"slices"
	"testing"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
)

// TestSilentMonth: after a good month nothing comes. No feed and no call that has to hold
// something passes, and none that is compared with the month before.
func TestSilentMonth(t *testing.T) {
	t.Parallel()
	c := &city{dir: t.TempDir(), config: estate.Config{Seed: 1, People: 2000}}
	c.serve(t)
	c.month(t, estate.Previous)
	e := c.generate(t, estate.Silent)
	c.service.Serve(e)
	deployment := c.write(t, e, func(system string) ([]estate.Table, []estate.View) { return e.Tables(system), e.Views(system) })
	verdicts := map[string][]string{}
	for _, f := range c.patrol(t, e, deployment) {
		at := f.System + "/" + f.Watch + " " + f.Check
		verdicts[at] = append(verdicts[at], f.Verdict)
	}
	asked := 0
	for _, system := range load(t, deployment, nil).Systems {
		for _, w := range system.Watches {
			for _, check := range w.Checks {
				if check.ID == "row_count" || check.ID == "compare" {
					asked++
					at := w.Path() + " " + check.ID
					if got := slices.Compact(verdicts[at]); !slices.Equal(got, []string{ofNothing(w)}) {
						t.Errorf("%s: %v", at, got)
					}
				}
			}
		}
	}
	if asked < 250 {
		t.Errorf("%d checks count rows", asked)
	}
}

// ofNothing is the verdict on how many rows there are where there are none: a delivery is
// waited for, and an exporter that says nothing has not answered.
func ofNothing(w *checks.Watch) string {
	switch {
	case w.Delivery != nil && w.Delivery.Due != nil && w.From.File == nil:
		return "waiting"
	case w.Contract.ID == "host-figures":
		return "error"
	}
	return "fail"
}
