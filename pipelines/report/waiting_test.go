package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestWaitingIsSaid: what waits stands in a report for people, by run and reason.
func TestWaitingIsSaid(t *testing.T) {
	t.Parallel()
	shut := store.Outcome{Check: "a", Verdict: "waiting", Reason: "outside the source's window until 20:00"}
	other := store.Outcome{Check: "c", Verdict: "waiting", Reason: "outside the window of source far until 06:30"}
	v := View{Patrol: store.Patrol{Finished: time.Unix(1, 0), Runs: []store.Run{
		{SystemTitle: "津贴", WatchTitle: "死亡", State: store.Finished, Outcomes: []store.Outcome{shut, {Check: "b", Verdict: "pass"}, shut}},
		{SystemTitle: "津贴", WatchTitle: "名册", State: store.Finished, Outcomes: []store.Outcome{other}},
	}}}
	for _, c := range []struct{ format, language, want string }{
		{"table", "zh", "\n等待\n  津贴 › 死亡  2 项检查：不在数据源的读取时段，20:00 起可读\n  津贴 › 名册  1 项检查：不在数据源 far 的读取时段，06:30 起可读\n"},
		{"table", "en", "\n  津贴 › 死亡  checks: 2: outside the source's window until 20:00\n"},
		{"markdown", "zh", "\n## 等待\n\n- 津贴 › 死亡  2 项检查：不在数据源的读取时段，20:00 起可读\n"},
	} {
		v.Language = c.language
		var out bytes.Buffer
		if err := Write(&out, c.format, v); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), c.want) {
			t.Errorf("%s %s lacks %q:\n%s", c.format, c.language, c.want, out.String())
		}
	}
}
