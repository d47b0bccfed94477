package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestSlicesAreSaid: every form of a report says that rows were not seen at one point in
// time, of the outcomes of which that is so.
func TestSlicesAreSaid(t *testing.T) {
	t.Parallel()
	outcome := func(check, view string) store.Outcome {
		return store.Outcome{Check: check, Title: check, Kind: "rule", Dimension: "accuracy", Status: "in-force", Verdict: "pass", Reason: "all 5 rows hold",
			Measured: "0", Unit: "rows", Fail: "> 0", Rows: 5, Judged: 5, Parts: map[string]string{"view": view}}
	}
	v := View{Patrol: store.Patrol{Finished: time.Unix(1, 0), Runs: []store.Run{{
		RunKey:      store.RunKey{System: "s", Watch: "w", Aspect: "content", Period: "2026-11"},
		SystemTitle: "津贴", WatchTitle: "死亡", State: store.Finished,
		Outcomes: []store.Outcome{outcome("a", "ranges"), outcome("b", "snapshot"), outcome("c", "")},
	}}}}
	for _, c := range []struct{ format, language, want string }{
		{"html", "zh", "5 条全部符合；分段读取，各段不是同一时点的数据"},
		{"html", "en", "all 5 rows hold; read in slices, not at one point in time"},
		{"json", "en", `"view": "ranges"`},
	} {
		v.Language = c.language
		var out bytes.Buffer
		if err := Write(&out, c.format, v); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(out.String(), c.want); n != 1 {
			t.Errorf("%s %s has %d times %q:\n%s", c.format, c.language, n, c.want, out.String())
		}
	}
	fails := outcome("d", "ranges")
	fails.Verdict, fails.Violations, fails.Measured, v.Language = "fail", 2, "2", "zh"
	v.Patrol.Runs[0].Outcomes = []store.Outcome{fails}
	var table bytes.Buffer
	if err := Write(&table, "table", v); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(table.String(), "分段读取，各段不是同一时点的数据") {
		t.Errorf("the table lacks it:\n%s", table.String())
	}
	o := store.Outcome{Verdict: "error", Reason: "could not be evaluated: scan front QZK.T: decode: it cannot be read in slices: a key comes twice; read less"}
	if got := PhrasesIn("zh").Found(&o); got != "数据源 front 无法解析；不能分段读取：主键重复" {
		t.Error(got)
	}
}
