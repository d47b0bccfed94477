package estate

import (
	"fmt"
	"slices"
)

const (
	watchCreditBatches = "credit-batches"
	watchCreditRecords = "legal-entity-credit"
	watchAbnormal      = "abnormal-list"
	watchDistrusted    = "untrustworthy-list"
)

// creditPayload is what a watch of the credit system pushes.
func creditPayload(watch string) string {
	return map[string]string{watchCreditRecords: "信用信息", watchAbnormal: "异常名录", watchDistrusted: "失信名单"}[watch]
}

// organisationsCredit makes what the credit system pushes, each with its batches.
func organisationsCredit(w *world, _ string) []*roll {
	all := w.registered()
	records, abnormal, distrusted := w.creditRecords(all), w.list(watchAbnormal, inPart(all, partAbnormal, exists), inPart(all, partAbnormal, hasEnded)),
		w.list(watchDistrusted, inPart(all, partDistrusted, exists), inPart(all, partDistrusted, hasEnded))
	batches := w.creditBatches(records, abnormal, distrusted)
	return plainlySpoilt([]*roll{batches.spoil(creditBatchFaults()...), records.spoil(creditRecordFaults()...), abnormal.spoil(listFaults()...), distrusted.spoil(listFaults()...)})
}

// creditMonths are the months whose pushes are kept, the newest first.
func (w *world) creditMonths() []month {
	m := w.clock.month
	return []month{m, m - 1, m - 2, m - 3, m - 4, m - 5}
}

// creditPush is when a month's batches are sent, and the number of one of them.
func creditPush(m month, watch string) (moment, string) {
	return (m.first() + 11).at(9 * 3600), "XY" + m.compact() + "-" + map[string]string{watchCreditRecords: "1", watchAbnormal: "2", watchDistrusted: "3"}[watch]
}

// creditBatches declares what each push held. The headers are made before anything is
// wrong with the rows.
func (w *world) creditBatches(rolls ...*roll) *roll {
	r := w.roll(creditSystem, watchCreditBatches, []string{"batch_no"},
		text("batch_no", 32), text("payload", 20), integer("source_count"), integer("sent_count"), integer("accepted_count"), integer("rejected_count"), timestamp("sent_at"))
	for _, m := range w.creditMonths() {
		for _, rows := range rolls {
			sent, no := creditPush(m, rows.watch)
			n := int64(0)
			for at := range rows.rows {
				if rows.text(at, "batch_no") == no {
					n++
				}
			}
			r.add(nil, no, creditPayload(rows.watch), n, n, n-min(n, 1), min(n, 1), sent.text())
		}
	}
	return r
}

func (w *world) creditRecords(all []*organisation) *roll {
	r := w.roll(creditSystem, watchCreditRecords, []string{"record_no"},
		text("record_no", 60), text("batch_no", 32), text("credit_code", 18), text("name", 200), text("kind", 20), text("credit_kind", 20), text("content", 500),
		text("organ", 6), date("happened_on"), date("valid_until"), timestamp("pushed_at"))
	kinds := []string{"年报信息", "行政检查", "表彰奖励", "评估等级", "基础信息"}
	for i, o := range inPart(all, partCredit, exists) {
		for k, m := range w.creditMonths() {
			sent, batch := creditPush(m, watchCreditRecords)
			happened := sent.day() - 3 - day(i%7)
			r.add(nil, fmt.Sprintf("XYXX%s%03d", m.compact(), i), batch, o.code, o.name, o.form, kinds[(i+k)%len(kinds)], kinds[(i+k)%len(kinds)]+"："+o.name,
				o.organ, happened.text(), (happened + 1095).text(), sent.text())
		}
	}
	return r
}

// list is one of the two lists: entries that are open, some that were left again, and the
// entry of an organisation that has ended since, which was left for that.
func (w *world) list(watch string, living, gone []*organisation) *roll {
	columns := []Column{text("entry_no", 60), text("batch_no", 32), text("credit_code", 18), text("name", 200), text("kind", 20), text("reason", 200),
		date("entered_on"), date("exited_on"), text("exit_reason", 200), timestamp("pushed_at")}
	if watch == watchDistrusted {
		columns = append(columns, text("representative_name", 100), text("representative_id", 18))
	}
	r := w.roll(creditSystem, watch, []string{"entry_no"}, columns...)
	for i, o := range append(slices.Clip(living), gone...) {
		sent, batch := creditPush(w.creditMonths()[i%3], watch)
		entered, exited, why := sent.day()-4, any(nil), any(nil)
		if i%4 == 3 || !exists(o) {
			exited, why = entered.text(), "已改正"
			entered -= 370
		}
		values := []any{fmt.Sprintf("京民列〔2026〕%s-%03d号", watch[:1], i), batch, o.code, o.name, o.form, "未按规定报送年度报告", entered.text(), exited, why, sent.text()}
		if watch == watchDistrusted {
			values = append(values, o.head.name, o.head.id)
		}
		r.add(nil, values...)
	}
	return r
}
