package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestTrialsAreShown: a patrol of proposed checks alone does not look like a clean one,
// and says of each that does not hold what it found.
func TestTrialsAreShown(t *testing.T) {
	t.Parallel()
	v := View{Patrol: store.Patrol{Finished: time.Unix(1, 0), Runs: []store.Run{{SystemTitle: "津贴", WatchTitle: "死亡", State: store.Finished, Outcomes: []store.Outcome{
		{Check: "a", Status: "proposed", Verdict: "pass"},
		{Check: "b", Title: "乙", Kind: "rule", Status: "proposed", Verdict: "fail", Measured: "2", Unit: "rows", Judged: 10, Violations: 2, New: 2},
	}}}}}
	for _, c := range []struct{ format, language, want string }{
		{"table", "zh", "没有生效的检查：试行 2 项，其中 1 项不符合（dogwatch accept 启用）\n\n试行检查（不计入结论） (1)\n  不通过  津贴 › 死亡 › 乙  b  10 条中 2 条不符合（20%）；新增 2，持续 0，消失 0\n"},
		{"table", "en", "No check is in force: 2 proposed, of which 1 do not hold (dogwatch accept puts them in force)\n"},
		{"markdown", "zh", "- 不通过  津贴 › 死亡 › 乙  b  10 条中 2 条不符合（20%）；新增 2"},
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
