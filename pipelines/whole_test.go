package pipelines_test

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/pipelines"
)

const payoutContract = `contract: payout
title: 资金发放
direction: inbound
counterparty: finance
tables:
  batches:
    title: 批次
    key: [batch_no]
    columns:
      batch_no: {title: 批次号, type: text, required: true, class: internal}
      declared: {title: 申报笔数, type: integer, required: true, class: internal}
      sent_at: {title: 发送时间, type: timestamp, class: internal}
    checks:
      - row_count: 1..
      - id: totals
        title: 批次与明细相符
        control_total: {with: payments, on: [batch_no], count: declared}
  payments:
    title: 明细
    key: [payment_no]
    columns:
      payment_no: {title: 流水号, type: text, required: true, class: internal}
      batch_no: {title: 批次号, type: text, required: true, class: internal}
      sent_at: {title: 发送时间, type: timestamp, class: internal}
    checks:
      - row_count: 1..
      - id: has-batch
        title: 明细有批次
        exists_in: batches
        on: [batch_no]
`

// payoutTown holds two batches, of October and of November, the second one broken.
func payoutTown(t *testing.T, more string) *town {
	t.Helper()
	w := newTown(t,
		"CREATE TABLE PC (PCH TEXT, BS INTEGER, SJ TEXT, QX TEXT)", "CREATE TABLE MX (LSH TEXT, PCH TEXT, SJ TEXT, QX TEXT)",
		"INSERT INTO PC VALUES ('10',1,'2026-10-03 09:00:00','110101'),('11',2,'2026-11-03 09:00:00','110101')",
		"INSERT INTO MX VALUES ('a','10','2026-10-03 09:00:00','110101'),('b','11','2026-11-03 09:00:00','110101'),('c','11','2026-11-03 09:00:00','110101')")
	w.write("dogwatch.yaml", "use: [builtin]\n"+string(w.files["dogwatch.yaml"].Data))
	w.write("contracts/payout.yaml", payoutContract)
	w.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - contract: payout\n    source: front\n    cycle: {content: weekly}\n"+more)
	return w
}

const payoutTables = `    tables:
      batches: {from: PC, columns: {batch_no: PCH, declared: BS, sent_at: SJ}}
      payments: {from: MX, columns: {payment_no: LSH, batch_no: PCH, sent_at: SJ}}
`

// byWatch patrols and gives verdicts by "watch/check".
func (w *town) byWatch(t *testing.T, patterns ...string) map[string]string {
	t.Helper()
	w.selector = pipelines.Selector{Patterns: patterns}
	w.patrol(t)
	got := map[string]string{}
	for _, run := range w.runs {
		for _, o := range run.Outcomes {
			name := run.Watch + "/" + o.Check
			if o.Group != "" {
				name += "[" + o.Group + "]"
			}
			got[name] = o.Verdict
		}
	}
	return got
}

func verdicts(t *testing.T, got map[string]string, want string) {
	t.Helper()
	for pair := range strings.FieldsSeq(want) {
		name, verdict, _ := strings.Cut(pair, "=")
		if verdict == "none" {
			verdict = ""
		}
		if got[name] != verdict {
			t.Errorf("%s is %q, want %q", name, got[name], verdict)
		}
	}
}

// TestTables: header and details are one contract and one watch; each table has its
// checks and its history, and the link is asked once.
func TestTables(t *testing.T) {
	t.Parallel()
	w := payoutTown(t, payoutTables)
	w.exec(t, "DELETE FROM MX WHERE LSH = 'c'", "INSERT INTO MX VALUES ('d','99','2026-11-03 09:00:00','110101')")
	w.at("2026-11-20 12:00")
	got := w.byWatch(t)
	verdicts(t, got, `payout.batches/connect=pass payout.payments/connect=none payout.payments/schema=pass payout.payments/privilege=pass
		payout.batches/row_count=pass payout.payments/row_count=pass payout.batches/totals=fail payout.payments/has-batch=fail`)
	if keys := strings.Join(w.keys["totals"], " "); keys != "11| 99|" {
		t.Errorf("keys %s", keys)
	}
}

// TestTablesAreSelected: a watch of several tables is picked as a whole or by table.
func TestTablesAreSelected(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{
		"demo/payout":                  "payout.batches/totals=pass payout.payments/has-batch=pass",
		"demo/payout.payments":         "payout.batches/totals=none payout.payments/has-batch=pass",
		"demo/pay*":                    "payout.batches/totals=pass payout.payments/has-batch=pass",
		"demo/payout/row_count":        "payout.batches/row_count=pass payout.payments/row_count=pass payout.batches/totals=none",
		"demo/payout.batches/totals":   "payout.batches/totals=pass payout.batches/row_count=none",
		"demo/*.payments/has-batch":    "payout.payments/has-batch=pass payout.batches/totals=none",
		"*/payout.payments/row_*":      "payout.payments/row_count=pass payout.payments/has-batch=none",
		"demo/payout.batches/connect*": "payout.batches/connect=pass",
	} {
		w := payoutTown(t, payoutTables)
		w.at("2026-11-20 12:00")
		t.Run(pattern, func(t *testing.T) { verdicts(t, w.byWatch(t, pattern), want) })
	}
}

// TestHalfDelivery: while only some tables have come to the newest delivery, none is
// judged, whichever is looked at.
func TestHalfDelivery(t *testing.T) {
	t.Parallel()
	const all = "payout.batches/delivery=%d payout.batches/totals=%c payout.batches/row_count=%c payout.payments/has-batch=%c payout.payments/row_count=%c payout.payments/delivery=none"
	want := func(delivery, content string) string {
		return strings.NewReplacer("%d", delivery, "%c", content).Replace(all)
	}
	w := payoutTown(t, "    delivery: {mode: increment, every: month, due: 5wd 18:00, arrived_at: sent_at}\n"+payoutTables)
	at := func(when, verdict string) {
		t.Helper()
		w.at(when)
		verdicts(t, w.byWatch(t), verdict)
	}
	at("2026-11-20 12:00", want("pass", "pass"))
	at("2026-12-01 12:00", want("waiting", "waiting"))
	w.exec(t, "INSERT INTO PC VALUES ('12',1,'2026-12-01 15:00:00','110101')")
	at("2026-12-02 12:00", want("waiting", "waiting"))
	if !strings.Contains(w.reasons["payout.payments/delivery"]+w.reasons["payout.batches/delivery"], "batches has come, payments has not") {
		t.Errorf("reasons: %v", w.reasons)
	}
	w.at("2026-12-02 13:00")
	verdicts(t, w.byWatch(t, "demo/payout.batches"), "payout.batches/totals=waiting")
	at("2026-12-07 18:00", want("warn", "waiting"))
	at("2026-12-10 12:00", want("fail", "waiting"))
	w.exec(t, "INSERT INTO MX VALUES ('e','12','2026-12-10 15:00:00','110101')")
	at("2026-12-10 16:00", want("pass", "pass"))
}

// TestHalfBatch: a snapshot is judged batch by batch, and only once all tables hold the
// same one; the header is compared with the details of that batch alone.
func TestHalfBatch(t *testing.T) {
	t.Parallel()
	w := payoutTown(t, "    delivery: {mode: snapshot, batch: batch_no, ready: {from: ZT, columns: {state: {column: ZT, type: text}}, rule: 'state == \"done\"'}}\n"+payoutTables)
	w.exec(t, "CREATE TABLE ZT (ZT TEXT)", "INSERT INTO ZT VALUES ('done')")
	w.at("2026-11-20 12:00")
	verdicts(t, w.byWatch(t), "payout.batches/totals=pass payout.batches/row_count=pass payout.batches/delivery=pass")
	w.exec(t, "INSERT INTO MX VALUES ('e','12','2026-11-20 15:00:00','110101')")
	w.at("2026-11-27 12:00")
	verdicts(t, w.byWatch(t), "payout.batches/totals=waiting payout.payments/row_count=waiting payout.batches/delivery=waiting")
	if r := w.reasons["payout.batches/delivery"]; r != "load in progress: batches holds 11, payments holds 12" {
		t.Errorf("reason %q", r)
	}
}

// TestTablesOfOneArrival: a table without a column of arrival comes with the others.
func TestTablesOfOneArrival(t *testing.T) {
	t.Parallel()
	w := payoutTown(t, "    delivery: {mode: increment, every: month, due: 5wd, arrived_at: came, deleted: 'gone == \"1\"'}\n"+
		strings.NewReplacer("batches: {from: PC, columns: {", "batches: {from: PC, columns: {came: {column: SJ, type: timestamp}, ", "payments: {from: MX, columns: {",
			"payments: {from: MX, columns: {gone: {column: QX, type: text}, ").Replace(payoutTables))
	w.exec(t, "INSERT INTO MX VALUES ('z','77','2026-10-03 09:00:00','1')")
	w.at("2026-11-20 12:00")
	verdicts(t, w.byWatch(t), "payout.batches/totals=pass payout.payments/has-batch=pass payout.batches/delivery=pass")
	w.at("2026-12-03 12:00")
	verdicts(t, w.byWatch(t), "payout.batches/totals=waiting payout.payments/has-batch=waiting payout.payments/row_count=waiting")
}

// TestTablesInShards: header and details of one district are compared with each other.
func TestTablesInShards(t *testing.T) {
	t.Parallel()
	w := payoutTown(t, `    delivery: {mode: increment, every: month, arrived_at: sent_at}
    tables:
      batches: {from: {each: {district: {"1": PC, "2": PC2}}}, columns: {batch_no: PCH, declared: BS, sent_at: SJ}}
      payments: {from: {each: {district: {"1": MX, "2": MX2}}}, columns: {payment_no: LSH, batch_no: PCH, sent_at: SJ}}
`)
	w.exec(t, "CREATE TABLE PC2 AS SELECT * FROM PC", "CREATE TABLE MX2 AS SELECT * FROM MX", "DELETE FROM MX2 WHERE LSH = 'b'")
	w.at("2026-11-20 12:00")
	verdicts(t, w.byWatch(t), "payout.batches/totals[1]=pass payout.batches/totals[2]=fail payout.payments/has-batch[2]=pass")
	w.exec(t, "INSERT INTO PC2 SELECT '12', 0, '2026-12-01 09:00:00', ''", "INSERT INTO PC SELECT '12', 1, '2026-12-01 09:00:00', ''", "INSERT INTO MX SELECT 'y', '12', '2026-12-01 09:00:00', ''")
	w.at("2026-12-02 12:00")
	verdicts(t, w.byWatch(t), "payout.batches/totals[1]=pass payout.batches/totals[2]=waiting payout.payments/row_count[1]=pass payout.payments/row_count[2]=waiting")
}

// TestTablesByPeriod: the header of a period is compared with the details of that period
// alone.
func TestTablesByPeriod(t *testing.T) {
	t.Parallel()
	w := payoutTown(t, "    delivery: {mode: increment, every: month, arrived_at: sent_at}\n    scope: period\n"+payoutTables)
	w.write("watches/demo.yaml", strings.Replace(string(w.files["watches/demo.yaml"].Data), "weekly", "monthly", 1))
	w.exec(t, "UPDATE PC SET BS = 7 WHERE PCH = '10'", "DELETE FROM MX WHERE LSH = 'c'")
	w.at("2026-11-20 12:00")
	verdicts(t, w.byWatch(t), "payout.batches/totals=fail payout.payments/has-batch=pass")
	if keys := strings.Join(w.keys["totals"], " "); keys != "11|" {
		t.Errorf("keys %s", keys)
	}
}
