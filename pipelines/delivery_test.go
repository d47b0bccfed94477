package pipelines_test

import (
	"strings"
	"testing"
	"time"
)

const feedContract = `contract: feed
title: 供数
direction: inbound
counterparty: platform
key: [row_no]
columns:
  row_no: {title: 序号, type: integer, required: true, class: internal}
  kind: {title: 类型, type: text, class: internal}
  arrived: {title: 入库时间, type: timestamp, required: true, class: internal}
checks:
  - row_count: 1..
  - freshness: arrived
    fail: 40d
  - compare: {of: row_count, to: previous}
    fail: 50%
  - id: known-kind
    rule: kind in ["a", "b"]
    title: 类型已知
`

func feedTown(t *testing.T, delivery, more string) *town {
	t.Helper()
	w := newTown(t, "CREATE TABLE GS (XH INTEGER, LX TEXT, RKSJ TEXT, PC TEXT)", "CREATE TABLE ZT (ZT TEXT, RQ TEXT)")
	w.write("dogwatch.yaml", "use: [builtin]\n"+string(w.files["dogwatch.yaml"].Data)) // for its holidays
	w.write("contracts/feed.yaml", feedContract)
	w.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - contract: feed\n    source: front\n    from: GS\n"+
		"    columns: {row_no: XH, kind: LX, arrived: RKSJ, batch: {column: PC, type: text}}\n    where: batch != \"x\"\n    cycle: {content: weekly}\n    delivery: "+delivery+"\n"+more)
	return w
}

func (w *town) at(text string) {
	zone := time.FixedZone("", 8*3600)
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	w.asOf = t
}

// expect patrols and compares verdicts, written "check=verdict ...".
func (w *town) expect(t *testing.T, at, want string) {
	t.Helper()
	w.at(at)
	got := w.patrol(t)
	for pair := range strings.FieldsSeq(want) {
		check, verdict, _ := strings.Cut(pair, "=")
		o, ok := got[check]
		switch {
		case verdict == "none" && !ok:
		case !ok:
			t.Errorf("%s: %s was not judged", at, check)
		case o.Verdict != verdict:
			t.Errorf("%s: %s is %s (%s), want %s", at, check, o.Verdict, o.Reason, verdict)
		}
	}
}

// TestDeliveryDue: before it is due a missing delivery is waiting, after it late, and
// the run is taken up again until it has arrived. November 2026 is over on the 30th;
// the fifth working day after that is Monday, 7 December.
func TestDeliveryDue(t *testing.T) {
	t.Parallel()
	w := feedTown(t, "{mode: increment, every: month, due: 5wd 18:00, arrived_at: arrived}", "")
	w.exec(t, "INSERT INTO GS VALUES (1,'a','2026-11-03 09:00:00','1'),(2,'b','2026-11-03 09:00:00','1')")
	w.expect(t, "2026-11-20 12:00", "delivery=pass row_count=pass known-kind=pass freshness=pass")
	w.expect(t, "2026-12-01 12:00", "delivery=waiting row_count=waiting known-kind=waiting freshness=waiting compare=waiting")
	w.expect(t, "2026-12-07 17:59", "delivery=waiting row_count=waiting")
	w.expect(t, "2026-12-07 18:00", "delivery=warn row_count=waiting")
	w.expect(t, "2026-12-09 18:00", "delivery=warn row_count=waiting")
	w.expect(t, "2026-12-10 08:00", "delivery=fail row_count=waiting")
	w.exec(t, "INSERT INTO GS VALUES (3,'a','2026-12-10 09:00:00','2')")
	w.expect(t, "2026-12-10 10:00", "delivery=pass row_count=pass known-kind=pass compare=pass")
	w.expect(t, "2026-12-10 11:00", "delivery=none row_count=none")
}

// TestDeliveriesAreCompared: a second patrol of a delivery is compared with the one
// before it, not with the first patrol.
func TestDeliveriesAreCompared(t *testing.T) {
	t.Parallel()
	w := feedTown(t, "{mode: snapshot, every: month, due: 5wd, arrived_at: arrived}", "")
	w.exec(t, "INSERT INTO GS VALUES (1,'a','2026-11-03 09:00:00','1'),(2,'b','2026-11-03 09:00:00','1')")
	w.expect(t, "2026-11-20 12:00", "compare=skipped")
	w.exec(t, "INSERT INTO GS SELECT XH+2, LX, '2026-12-02 09:00:00', '2' FROM GS")
	w.expect(t, "2026-12-03 12:00", "compare=fail")
	w.expect(t, "2026-12-10 12:00", "compare=fail")
}

// TestFreshnessOfDeliveries: between two deliveries nothing ages.
func TestFreshnessOfDeliveries(t *testing.T) {
	t.Parallel()
	w := feedTown(t, "{mode: snapshot, every: quarter, due: 3d, arrived_at: arrived}", "")
	w.exec(t, "INSERT INTO GS VALUES (1,'a','2026-10-02 09:00:00','1')")
	w.expect(t, "2026-12-29 12:00", "freshness=pass delivery=pass")
	w = feedTown(t, "{mode: snapshot, arrived_at: arrived}", "")
	w.exec(t, "INSERT INTO GS VALUES (1,'a','2026-10-02 09:00:00','1')")
	w.expect(t, "2026-12-29 12:00", "freshness=fail delivery=none")
}

// TestLoadInProgress: half a batch is never judged; it is waited for within a window.
func TestLoadInProgress(t *testing.T) {
	t.Parallel()
	w := feedTown(t, "{mode: snapshot, arrived_at: arrived, ready: {quiet: 10m, wait: 20m}}", "")
	w.exec(t, "INSERT INTO GS VALUES (1,'x','2026-11-20 11:55:00','1')")
	w.sleep = func(d time.Duration) {
		w.late += d
		w.exec(t, "UPDATE GS SET RKSJ = '"+w.asOf.Add(w.late).Format("2006-01-02 15:04:05")+"'")
	}
	w.expect(t, "2026-11-20 12:00", "delivery=waiting known-kind=waiting row_count=waiting")
	if w.late != 20*time.Minute {
		t.Errorf("waited %s", w.late)
	}
	w.exec(t, "UPDATE GS SET RKSJ = '2026-11-20 12:55:00', LX = 'a'")
	w.sleep = func(d time.Duration) { w.late += d }
	w.expect(t, "2026-11-20 13:00", "delivery=pass known-kind=pass row_count=pass")
	if w.late != 5*time.Minute {
		t.Errorf("waited %s", w.late)
	}
}

// TestLoadBeginsWhileRead: a load that begins while the rows are read makes half a
// batch of what was read.
func TestLoadBeginsWhileRead(t *testing.T) {
	t.Parallel()
	w := feedTown(t, "{mode: snapshot, arrived_at: arrived, ready: {quiet: 10m}}", "")
	w.exec(t, "PRAGMA journal_mode=WAL", "INSERT INTO GS VALUES (1,'z','2026-11-20 09:00:00','1')")
	w.told = func() { w.exec(t, "INSERT INTO GS VALUES (2,'a','2026-11-20 11:59:00','1')") }
	w.expect(t, "2026-11-20 12:00", "delivery=waiting known-kind=waiting row_count=waiting")
	w.told = nil
	w.expect(t, "2026-11-20 13:00", "delivery=pass known-kind=fail row_count=pass")
}

// TestStatusRow: a table says that the load is complete; one that cannot be read is an
// error of the check, and nothing is judged.
func TestStatusRow(t *testing.T) {
	t.Parallel()
	ready := `{from: ZT, columns: {state: {column: ZT, type: text}, day: {column: RQ, type: date}}, rule: 'state == "done" and day >= period.end'}`
	w := feedTown(t, "{mode: increment, every: month, due: 5wd, arrived_at: arrived, ready: "+ready+"}", "")
	w.exec(t, "INSERT INTO GS VALUES (1,'a','2026-11-03 09:00:00','1')", "INSERT INTO ZT VALUES ('done','2026-10-31'),('loading','2026-11-03')")
	w.expect(t, "2026-11-04 12:00", "delivery=waiting row_count=waiting")
	w.expect(t, "2026-11-08 12:00", "delivery=warn row_count=waiting")
	w.exec(t, "UPDATE ZT SET ZT = 'done'")
	w.expect(t, "2026-11-08 13:00", "delivery=pass row_count=pass")
	w.exec(t, "DROP TABLE ZT")
	w.expect(t, "2026-11-11 13:00", "delivery=error row_count=waiting")
}

// TestWithdrawn: rows that the partner has withdrawn are counted, and judged no more.
func TestWithdrawn(t *testing.T) {
	t.Parallel()
	w := feedTown(t, `{mode: increment, arrived_at: arrived, deleted: 'kind == "D"'}`, "")
	w.exec(t, "INSERT INTO GS VALUES (1,'a','2026-11-03 09:00:00','1'),(2,'D','2026-11-03 09:00:00','1'),(3,NULL,'2026-11-03 09:00:00','1'),(4,'D','2026-11-03 09:00:00','x')")
	w.at("2026-11-04 12:00")
	o := w.patrol(t)
	if o["delivery"].Parts["withdrawn"] != "1" || o["row_count"].Measured != "2" || o["known-kind"].Verdict != "pass" && o["known-kind"].Unknown != 1 {
		t.Errorf("delivery %+v, row_count %+v, rule %+v", o["delivery"], o["row_count"], o["known-kind"])
	}
}

// TestScopes: what arrived in the period, or since the last accepted run.
func TestScopes(t *testing.T) {
	t.Parallel()
	rows := "INSERT INTO GS VALUES (1,'x','2026-11-03 09:00:00','1'),(2,'a','2026-11-17 09:00:00','2'),(3,'a','2026-11-18 09:00:00','2')"
	w := feedTown(t, "{mode: increment, arrived_at: arrived}", "    scope: period\n")
	w.exec(t, rows)
	w.at("2026-11-20 12:00")
	if o := w.patrol(t); o["row_count"].Measured != "2" || o["known-kind"].Verdict != "pass" {
		t.Errorf("period: %+v", o["row_count"])
	}
	w = feedTown(t, "{mode: increment, arrived_at: arrived}", "    scope: since-last\n")
	w.exec(t, rows)
	w.at("2026-11-13 12:00") // rows of the future are not its newest
	if o := w.patrol(t); o["row_count"].Measured != "3" || o["known-kind"].Verdict != "fail" {
		t.Errorf("first: %+v", o["row_count"])
	}
	w.at("2026-11-20 12:00")
	if o := w.patrol(t); o["row_count"].Measured != "2" || o["known-kind"].Verdict != "pass" {
		t.Errorf("since the last: %+v", o["row_count"])
	}
}

// TestBatches: of a snapshot the newest batch is the payload.
func TestBatches(t *testing.T) {
	t.Parallel()
	w := feedTown(t, "{mode: snapshot, arrived_at: arrived, batch: batch}", "")
	w.exec(t, "INSERT INTO GS VALUES (1,'x','2026-11-03 09:00:00','202610'),(2,'a','2026-11-17 09:00:00','202611'),(3,'a','2026-11-17 09:00:00','202611')")
	w.at("2026-11-20 12:00")
	if o := w.patrol(t); o["row_count"].Measured != "2" || o["known-kind"].Verdict != "pass" {
		t.Errorf("newest batch: %+v", o["row_count"])
	}
}
