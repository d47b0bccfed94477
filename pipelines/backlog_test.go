package pipelines_test

import "testing"

// TestBacklog: what waits and what has failed, how old the oldest is, and why.
func TestBacklog(t *testing.T) {
	t.Parallel()
	w := newTown(t, "CREATE TABLE DL (XH INTEGER, ZT TEXT, RDSJ TEXT, CS INTEGER, SBYY TEXT)",
		"INSERT INTO DL VALUES (1,'0','2026-11-17 09:00:00',0,NULL),(2,'0','2026-11-20 09:00:00',1,NULL),(3,'9','2026-11-12 09:00:00',3,'超时'),"+
			"(4,'9','2026-11-13 09:00:00',2,'超时'),(5,'9','2026-11-13 09:00:00',2,NULL),(6,'1','2026-10-12 09:00:00',9,NULL)")
	w.write("dogwatch.yaml", "use: [builtin]\n"+string(w.files["dogwatch.yaml"].Data))
	w.write("contracts/queue.yaml", `contract: queue
title: 推送队列
direction: outbound
counterparty: platform
key: [row_no]
columns:
  row_no: {title: 序号, type: integer, required: true, class: internal}
  state: {title: 状态, type: text, class: internal}
  queued: {title: 入队时间, type: timestamp, class: internal}
  tries: {title: 重试次数, type: integer, class: internal}
  why: {title: 失败原因, type: text, class: internal}
checks:
  - id: all
    backlog: {state: state, waiting: ["0"], failed: ["9"], done: ["1"], since: queued, oldest: 2wd, retries: {column: tries, fail: "> 5"}, reason: why}
  - id: many
    backlog: {state: state, waiting: ["0"], failed: ["9"], retries: tries}
    fail: "> 4"
  - id: tried
    backlog: {state: state, waiting: ["0"], failed: ["9"], retries: {column: tries, fail: "> 2"}, since: queued, oldest: 5d}
  - id: unlisted
    backlog: {state: state, waiting: ["0"], done: ["1"]}
    fail: 50%
`)
	w.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - contract: queue\n    source: front\n    from: DL\n"+
		"    columns: {row_no: XH, state: ZT, queued: RDSJ, tries: CS, why: SBYY}\n    delivery: {mode: queue}\n")
	o := w.patrol(t)
	for id, want := range map[string]string{"all": "fail", "many": "fail", "tried": "fail", "unlisted": "warn"} {
		if o[id].Verdict != want {
			t.Errorf("%s: %s (%s), want %s", id, o[id].Verdict, o[id].Reason, want)
		}
	}
	all := o["all"]
	if all.Measured != "5" || all.Parts["waiting"] != "2" || all.Parts["failed"] != "3" || all.Parts["age"] != "3wd" || all.Parts["retries"] != "3" {
		t.Errorf("%+v", all)
	}
	if len(all.Samples) != 2 || all.Samples[1].Key[0].Text != "超时" || all.Samples[1].Detail[0].Text != "2" {
		t.Errorf("reasons %+v", all.Samples)
	}
	w.exec(t, "DELETE FROM DL")
	w.asOf = w.asOf.AddDate(0, 0, 7)
	if o := w.patrol(t); o["all"].Verdict != "pass" || o["many"].Verdict != "pass" {
		t.Errorf("an empty queue: %+v", o["all"])
	}
}
