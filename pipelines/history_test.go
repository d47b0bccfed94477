package pipelines_test

import (
	"strings"
	"testing"
	"time"
)

// TestBandAndYear: a band knows what is usual once there is history enough, whatever one
// odd month among it says, and a year later the same month is what one compares with.
func TestBandAndYear(t *testing.T) {
	t.Parallel()
	w := newTown(t, "CREATE TABLE RZ (LSH INTEGER, LX TEXT)")
	w.write("contracts/logs.yaml", `contract: logs
title: 日志
direction: inbound
counterparty: platform
key: [log_no]
columns:
  log_no: {title: 流水号, type: integer, class: internal}
  kind: {title: 类型, type: text, class: internal}
checks:
  - row_count: 1..
  - {id: kinds, aggregate: {distinct: kind}}
  - {id: usual, band: {of: row_count, over: 12, least: 3, change: 4}}
  - {id: usual-kinds, band: {of: kinds, over: 12, least: 3, change: 0}}
  - {id: yearly, compare: {of: row_count, to: year-ago}, fail: 50%}
  - {id: monthly, compare: {of: row_count, to: previous}, fail: 500%}
`)
	w.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - contract: logs\n    source: front\n    from: RZ\n    columns: {log_no: LSH, kind: LX}\n    cycle: {content: monthly}\n")
	month := func(rows int, want map[string]string) {
		t.Helper()
		w.exec(t, "DELETE FROM RZ")
		for range rows {
			w.exec(t, "INSERT INTO RZ VALUES (1, 'a')")
		}
		o := w.patrol(t)
		for id, told := range want {
			if got := o[id].Verdict + " " + o[id].Reason; !strings.HasPrefix(got, told) {
				t.Errorf("%s: %s is %q, want %q", w.asOf.Format("2006-01"), id, got, told)
			}
		}
		w.asOf = w.asOf.AddDate(0, 1, 0)
	}
	w.asOf = time.Date(2025, 11, 20, 4, 0, 0, 0, time.UTC)
	month(20, map[string]string{"usual": "skipped no history yet (0 of 3 periods)", "yearly": "skipped no history of 2024-11", "monthly": "skipped no history yet (0 of 1 periods)"})
	month(21, map[string]string{"usual": "skipped no history yet (1 of 3 periods)"})
	month(19, map[string]string{"usual": "skipped no history yet (2 of 3 periods)", "monthly": "pass 19 rows, after 21 rows in 2025-12"})
	month(90, map[string]string{"usual": "fail 90 rows, around 20 rows in 3 periods", "usual-kinds": "pass 1, around 1 in 3 periods"})
	month(21, map[string]string{"usual": "pass 21 rows, around 20.5 rows in 4 periods", "yearly": "skipped no history of 2025-03"})
	w.asOf = time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)
	month(9, map[string]string{"yearly": "fail 9 rows, after 20 rows in 2025-11 (-55%)", "usual": "fail", "monthly": "pass 9 rows, after 21 rows in 2026-03"})
}
