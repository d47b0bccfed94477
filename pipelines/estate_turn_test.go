package pipelines_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/bench/estate"
)

// TestTurnOfTheMonth: early on the first of a month nothing of that month has been paid, told or
// added up, and nobody is blamed for it. What is judged is the month before, and it is.
func TestTurnOfTheMonth(t *testing.T) {
	t.Parallel()
	c := &city{dir: t.TempDir(), config: estate.Config{Seed: 1, People: 2000}}
	c.serve(t)
	e := c.generate(t, estate.Previous)
	c.service.Serve(e)
	deployment := c.write(t, e, func(system string) ([]estate.Table, []estate.View) { return e.Tables(system), e.Views(system) })
	asOf := e.Config().AsOfInstant()
	c.late = time.Date(asOf.Year(), asOf.Month()+1, 1, 8, 0, 0, 0, asOf.Location()).Sub(asOf)
	for _, f := range c.patrol(t, e, deployment) {
		if slices.Contains(ofTheMonth(), f.Check) {
			t.Errorf("%s/%s %s: %s, %d violations", f.System, f.Watch, f.Check, f.Verdict, len(f.Keys))
		}
	}
	judged := strings.Join(slices.Collect(maps.Keys(c.outcomes)), "\n")
	for _, check := range ofTheMonth() {
		if !strings.Contains(judged, " "+check+"/") {
			t.Errorf("no check has the name %s", check)
		}
	}
}

// ofTheMonth names the checks that look at one month.
func ofTheMonth() []string {
	return []string{
		"every-district-paid", "project-kept-in-district", "every-project-paid", "pushed-to-jinmin", "equals-sent", "as-approved", "approved-is-sent",
		"every-district-reported", "every-unit-reported", "equals-details", "equals-entitlements", "same-as-source", "entitled-in-month", "nobody-missing",
		"every-payload-sent", "every-matter-reported", "past-months-archived", "month-current", "month-is-current", "feed-is-current",
	}
}
