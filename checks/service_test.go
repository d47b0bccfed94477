package checks_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
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
