package estate

const watchAidPushes = "jinmin-aid"

// ministryKind is the Ministry's code of a kind of aid or of children; "" if it takes none of it.
func ministryKind(kind string) string {
	return map[string]string{aidMinimum: "0101", aidLowIncome: "0102", aidDestitute: "0201", aidTemporary: "0301", unsupported: "0401", inTheHome: "0402"}[kind]
}

// ministryArea is the Ministry's code of a district.
func ministryArea(district string) string { return district + "000000" }

// aidPushes is what the Ministry is told this month: one row an entitlement, which says
// that it is gone where it was withdrawn.
func (w *world) aidPushes(aids []aid) *roll {
	r := w.roll(Assistance, watchAidPushes, []string{"push_no"},
		text("push_no", 40), text("source_no", 40), text("id_card", 18), text("name", 100), text("kind", 40), text("ministry_kind", 4), text("area_code", 12),
		text("pay_month", 7), money("amount"), text("operation", 10), text("result", 10), text("reject_reason", 100), timestamp("pushed_at"))
	for i := range aids {
		a := &aids[i]
		if ministryKind(a.kind) == "" || a.withdrawn == 0 && !a.in(w.clock.month) {
			continue
		}
		operation := "新增"
		if a.withdrawn != 0 {
			operation = "删除"
		}
		r.add(a.person, "JMJZ"+w.clock.month.compact()+a.no[2:], a.no, a.person.id, a.person.name, a.kind, ministryKind(a.kind), ministryArea(a.district),
			w.clock.month.text(), a.amount.yuan(), operation, "接收", nil, w.recent(i).text())
	}
	r.oddOne("withdrawn-and-deleted", watchAidPushes+"-minimum-living", func(at int) bool {
		return r.text(at, "kind") == aidMinimum && r.text(at, "operation") == "删除"
	})
	return r
}

// told fits a row that the Ministry took and that is no deletion.
func told(kind string) func(r *roll, at int) bool {
	return func(r *roll, at int) bool {
		return r.text(at, "kind") == kind && r.text(at, "operation") != "删除" && r.text(at, "result") == "接收"
	}
}

// The faults of what the Ministry is told.

func aidPushFaults(list *roll) []func(*roll) {
	return []func(*roll){
		aidPushedTwice,
		aidNotPushed(list),
		aidAmountOff,
		aidDeletionLost,
		aidRejected,
		aidPushedLate,
		inAid(watchAidPushes, "kind-wrongly-mapped", "ministry_kind", constant("0301"), told(aidLowIncome), "kind-mapped"),
		inAid(watchAidPushes, "area-code-of-a-street", "area_code", func(area string) any { return area[:6] + "001000" }, told(aidMinimum), "area-in-ministry-set"),
		inAid(watchAidPushes, "rejected-without-a-reason", "result", constant("退回"), told(aidDestitute), "rejection-has-reason"),
	}
}

func aidPushedTwice(r *roll) {
	at := r.pick(func(at int) bool { return told(aidMinimum)(r, at) })
	second := r.repeat(at)
	r.set(second, "push_no", r.text(at, "push_no")+"R")
	source := r.text(at, "source_no")
	r.note("aid-pushed-twice").ofAid(watchAidPushes, aidMinimum).primary("pushed-once", source).collateral("same-as-source", source)
}

// aidNotPushed leaves an entitlement out. The key stands in the list only.
func aidNotPushed(list *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return told(aidLowIncome)(r, at) })
		list.note("aid-not-pushed").ofAid(watchAidPushes, aidLowIncome).primary("same-as-source", r.text(at, "source_no"))
		r.drop(at)
	}
}

func aidAmountOff(r *roll) {
	at := r.pick(func(at int) bool { return told(aidTemporary)(r, at) })
	r.set(at, "amount", "1.00")
	r.note("aid-pushed-with-another-amount").ofAid(watchAidPushes, aidTemporary).primary("same-as-source", r.text(at, "source_no"))
}

// aidDeletionLost tells of a withdrawn entitlement as if it were there.
func aidDeletionLost(r *roll) {
	at := r.pick(r.having("operation", "删除"))
	r.set(at, "operation", "新增")
	r.note("aid-withdrawn-and-not-deleted").ofAid(watchAidPushes, r.text(at, "kind")).row(at, "deletion-carried").collateral("same-as-source", r.text(at, "source_no"))
}

// aidRejected came back on the first of the month and was not sent again.
func aidRejected(r *roll) {
	at := r.pick(func(at int) bool { return told(aidMinimum)(r, at) })
	r.set(at, "result", "退回")
	r.set(at, "reject_reason", "姓名与身份证号不符")
	r.set(at, "pushed_at", r.world.clock.month.first().at(9*3600).text())
	r.note("rejected-and-not-sent-again").ofAid(watchAidPushes, aidMinimum).row(at, "rejected-sent-again")
}

func aidPushedLate(r *roll) {
	at := r.pick(func(at int) bool { return told(aidDestitute)(r, at) })
	r.set(at, "pay_month", (r.world.clock.month - 2).text())
	r.note("aid-pushed-after-closing").ofAid(watchAidPushes, aidDestitute).row(at, "pushed-by-deadline")
}
