package report

import (
	"testing"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestNoRoomIsSaid: Chinese screens name the disk that is full and the way out, and what was counted.
func TestNoRoomIsSaid(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]string{
		"the keys of its violations are not all kept: no room is left on the disk of the state (state/dogwatch.db): free some; then run again": "状态所在磁盘没有空间（state/dogwatch.db），违规的键没有存全：请腾出空间，或用 `dogwatch state prune` 清理旧期次，再重做本期；2,000 条中 1,200 条不符合（60%）",
		"could not be evaluated: spill to the temporary folder: local: no room left for temporary files; free room there":                      "临时目录所在磁盘没有空间：请腾出空间，或用 TMPDIR 另指一个目录；2,000 条中 1,200 条不符合（60%）",
	} {
		o := store.Outcome{Verdict: "error", Rows: 2000, Judged: 2000, Measured: "1200", Unit: "rows", Violations: 1200, Reason: reason}
		if got := PhrasesIn("zh").Found(&o); got != want {
			t.Errorf("%q: %q, not %q", reason, got, want)
		}
	}
}
