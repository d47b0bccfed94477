package pipelines_test

import (
	"strings"
	"testing"
	"time"
)

// TestWindowOfASource: outside its window nothing is read of a source, not even to see
// whether a delivery has come; its content waits, its links do not, and the next run
// within the window takes the waiting up.
func TestWindowOfASource(t *testing.T) {
	t.Parallel()
	w := feedTown(t, "{mode: increment, every: month, due: 5wd, arrived_at: arrived}", "    checks: [{id: connect, title: 连通}]\n")
	w.write("dogwatch.yaml", strings.Replace(string(w.files["dogwatch.yaml"].Data), ".db}", `.db, limits: {window: "20:00-06:00"}}`, 1))
	w.exec(t, "INSERT INTO GS VALUES (1,'a','2026-11-03 09:00:00','1')")
	w.expect(t, "2026-11-20 12:00", "delivery=waiting row_count=waiting known-kind=waiting freshness=waiting compare=waiting connect=pass")
	if got := w.reasons["feed/row_count"]; got != "outside the source's window until 20:00" {
		t.Errorf("row_count waits: %s", got)
	}
	w.expect(t, "2026-11-20 20:00", "delivery=pass row_count=pass known-kind=pass freshness=pass")
	w.exec(t, "UPDATE GS SET LX = 'z'")
	w.again = true
	w.expect(t, "2026-11-21 06:00", "row_count=none")
	w.expect(t, "2026-11-21 05:59", "known-kind=fail")
}

// TestWindowOfTheOther: a run reads what it compares with too.
func TestWindowOfTheOther(t *testing.T) {
	t.Parallel()
	w := feedTown(t, "{mode: snapshot, arrived_at: arrived}", "    refs: {feed: other/feed}\n    checks: [{id: known, exists_in: feed, on: [row_no], title: 对方有}]\n")
	yaml := string(w.files["dogwatch.yaml"].Data)
	w.write("dogwatch.yaml", yaml+strings.Replace(strings.Replace(yaml[strings.Index(yaml, "  front:"):], "front:", "far:", 1), ".db}", `.db, limits: {window: "20:00-06:00"}}`, 1))
	w.write("watches/other.yaml", "system: other\ntitle: 另一系统\nwatches:\n  - contract: feed\n    source: far\n    from: GS\n    columns: {row_no: XH, kind: LX, arrived: RKSJ}\n")
	w.exec(t, "INSERT INTO GS VALUES (1,'a','2026-11-19 09:00:00','1')")
	w.selector.Patterns = []string{"demo"}
	w.expect(t, "2026-11-20 12:00", "known=waiting row_count=waiting")
	if got := w.reasons["feed/known"]; got != "outside the window of source far until 20:00" {
		t.Errorf("known waits: %s", got)
	}
	w.expect(t, "2026-11-20 21:00", "known=pass row_count=pass")
}

// TestWindowClosesDuringAWait: a load is waited for no longer than the source may be read.
func TestWindowClosesDuringAWait(t *testing.T) {
	t.Parallel()
	w := feedTown(t, "{mode: snapshot, arrived_at: arrived, ready: {quiet: 30m, wait: 60m}}", "")
	w.write("dogwatch.yaml", strings.Replace(string(w.files["dogwatch.yaml"].Data), ".db}", `.db, limits: {window: "12:00-12:10"}}`, 1))
	w.exec(t, "INSERT INTO GS VALUES (1,'a','2026-11-20 11:55:00','1')")
	w.sleep = func(d time.Duration) { w.late += d }
	w.expect(t, "2026-11-20 12:00", "known-kind=waiting row_count=waiting")
	if w.late < 10*time.Minute || w.late > 15*time.Minute {
		t.Errorf("waited %s", w.late)
	}
	if got := w.reasons["feed/row_count"]; got != "outside the source's window until 12:00" {
		t.Errorf("row_count waits: %s", got)
	}
}
