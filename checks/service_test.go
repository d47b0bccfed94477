package checks_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// TestWatchServesSeveralRows: one watch may serve several rows of the agreement, a row
// several watches, and a watch of several tables is named as it was written.
func TestWatchServesSeveralRows(t *testing.T) {
	t.Parallel()
	in := workspace(t, "testdata/good.txtar")
	files := in.Workspace.(fstest.MapFS)
	const whole, table, single = "disbursing/disbursement", "disbursing/disbursement.payments", "elderly-allowances/death-records"
	files["service/2026.yaml"] = &fstest.MapFile{Data: []byte("year: \"2026\"\nfrom: 2026-01-01\nto: 2026-12-31\nclauses:\n" +
		"  - {row: \"201\", title: 死亡信息接收, watches: [" + single + "]}\n" +
		"  - {row: \"202\", title: 资金发放, watches: [" + whole + ", " + single + "]}\n" +
		"  - {row: \"203\", title: 发放明细, watches: [" + table + "]}\n")}
	cat, list := checks.Load(in)
	if list.Errors() {
		t.Fatal(list)
	}
	serving := map[string][]string{}
	for _, clause := range cat.Services[0].Clauses {
		for _, watch := range clause.Watches {
			serving[watch] = append(serving[watch], clause.Row)
		}
	}
	if !slices.Equal(serving[single], []string{"201", "202"}) || !slices.Equal(serving[whole], []string{"202"}) || !slices.Equal(serving[table], []string{"203"}) {
		t.Errorf("%v", serving)
	}
}

// TestWorkspaceReplacesShippedYear: a workspace's own service year stands in place of
// the shipped one of that name.
func TestWorkspaceReplacesShippedYear(t *testing.T) {
	t.Parallel()
	year := func(row string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("year: \"2023\"\nfrom: 2023-05-01\nto: 2024-04-30\nclauses:\n  - {row: \"" + row + "\", title: 一, by: evidence, minimum: 4, cycle: quarterly}\n")}
	}
	in := checks.Input{
		Kinds: kind.All(), Builtin: fstest.MapFS{"service/2023.yaml": year("1")},
		Workspace: fstest.MapFS{"dogwatch.yaml": {Data: []byte("version: 1\nuse: [builtin]\n")}, "service/2023.yaml": year("7")},
	}
	cat, list := checks.Load(in)
	if list.Errors() {
		t.Fatal(list)
	}
	if len(cat.Services) != 1 || cat.Services[0].Clauses[0].Row != "7" || cat.Services[0].Clauses[0].Minimum != 4 {
		t.Errorf("%+v", cat.Services)
	}
}

// TestServiceYearStopsNoPatrol: a year that names a watch which nobody defined is an error,
// and a warning to who patrols.
func TestServiceYearStopsNoPatrol(t *testing.T) {
	t.Parallel()
	in := workspace(t, "testdata/good.txtar")
	in.Workspace.(fstest.MapFS)["service/2026.yaml"] = &fstest.MapFile{Data: []byte("year: \"2026\"\nfrom: 2026-01-01\nto: 2026-12-31\nclauses:\n" +
		"  - {row: \"201\", title: 死亡信息接收, watches: [elderly-allowances/nobody]}\n")}
	if cat, list := checks.Load(in); cat != nil || !list.Errors() {
		t.Errorf("the definitions are right: %v", list)
	}
	in.InEffect = true
	cat, list := checks.Load(in)
	if cat == nil || len(cat.Services) > 0 || !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Span.Start.File == "service/2026.yaml" }) {
		t.Errorf("who patrols: %v, %v", cat, list)
	}
}
