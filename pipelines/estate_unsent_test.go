package pipelines_test

import (
	"iter"
	"slices"
	"testing"

	"github.com/dogwatch/dogwatch/bench/estate"
)

// projectsSent are what each system has to pay every month.
func projectsSent() map[string][]string {
	return map[string][]string{
		estate.Disabled:   {"CJ01", "CJ02"},
		estate.Elderly:    {"YL01", "YL02", "YL03"},
		estate.Assistance: {"JZ01", "JZ02", "JZ04", "JZ05", "JZ06"},
	}
}

// TestUnsentProjects: of every system each project in turn is not sent at all, and is named.
func TestUnsentProjects(t *testing.T) {
	t.Parallel()
	e, err := estate.Generate(estate.Config{Seed: 1, People: 2000, Step: estate.Current})
	if err != nil {
		t.Fatal(err)
	}
	for round := range 5 {
		c := &city{dir: t.TempDir(), rerun: "*/fund-payments"}
		c.serve(t)
		deployment := c.write(t, e, func(system string) ([]estate.Table, []estate.View) {
			if projectsSent()[system] == nil {
				return nil, nil
			}
			return unsent(e.Tables(system), projectsSent()[system], round), e.Views(system)
		})
		missed := map[string][][]string{}
		for _, f := range c.patrol(t, e, deployment) {
			if f.Check == "every-project-paid" {
				missed[f.System] = f.Keys
			}
		}
		for system, projects := range projectsSent() {
			if round < len(projects) && !slices.ContainsFunc(missed[system], func(key []string) bool { return key[0] == projects[round] }) {
				t.Errorf("%s: %s was not sent, and missed are %v", system, projects[round], missed[system])
			}
		}
	}
}

// unsent takes the rows of one of the projects out of the tables of payments.
func unsent(tables []estate.Table, projects []string, round int) []estate.Table {
	if round >= len(projects) {
		return tables
	}
	for i := range tables {
		if slices.Contains([]string{"QZ_FFMX", "T_ZJ_MX", "zjtf_mx"}, tables[i].Name) {
			tables[i].Rows = without(tables[i].Rows, projects[round])
		}
	}
	return tables
}

// without yields the rows that do not hold the value.
func without(rows iter.Seq[[]any], value string) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for row := range rows {
			if !slices.Contains(row, any(value)) && !yield(row) {
				return
			}
		}
	}
}
