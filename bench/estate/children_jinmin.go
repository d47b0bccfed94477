package estate

import "fmt"

// childPushes are what the ministry is told of the children this month.
func (w *world) childPushes(system string) *roll {
	r := w.roll(system, "jinmin-children", []string{"push_no"},
		text("push_no", 40), text("ministry_key", 14), text("id_card", 18), text("name", 100), text("kind", 40), text("ministry_kind", 4), text("data_month", 7), money("amount"),
		text("district_code", 6), text("area_code", 12), text("operation", 10), text("receipt", 20), timestamp("pushed_at"))
	for i, p := range w.entitled() {
		at := r.add(p, fmt.Sprintf("JE%s%08d", w.clock.month.compact(), p.index), p.ministryKey(), p.id, p.name, childKind(p), ministryKind(childKind(p)), w.clock.month.text(), childAmount(p).yuan(),
			p.districtCode, ministryArea(p.districtCode), "变更", []string{"已入库", "待回执"}[i%2], (w.clock.today - 3).at(9*3600+i).text())
		if i == 5 {
			back := r.repeat(at)
			r.set(back, "push_no", "JE9"+r.text(at, "push_no")[3:])
			r.set(back, "receipt", "退回")
			r.set(back, "pushed_at", (w.clock.today - 4).at(9*3600).text())
			r.odd("rejected-and-sent-again", back)
			r.rows[at].busy = true
		}
	}
	for _, p := range w.children() {
		if w.dead(p) {
			at := r.add(p, fmt.Sprintf("JE%s%08d", w.clock.month.compact(), p.index), p.ministryKey(), p.id, p.name, childKind(p), ministryKind(childKind(p)), w.clock.month.text(), "0.00",
				p.districtCode, ministryArea(p.districtCode), "删除", "已入库", (w.clock.today - 3).at(8*3600).text())
			if len(r.ledger.Odd) == 1 {
				r.odd("death-carried-to-the-ministry", at)
			}
		}
	}
	return r
}

func pushedChild(r *roll, at int) bool {
	return livingChild(r, at) && r.text(at, "operation") == "变更"
}

func childPushRejected(r *roll) {
	at := r.pick(func(at int) bool { return pushedChild(r, at) })
	r.set(at, "receipt", "退回")
	r.note("rejected-and-left").row(at, "rejected-sent-again").collateral("equals-entitlements", r.text(at, "id_card"))
}

func childPushedTwice(r *roll) {
	at := r.pick(func(at int) bool { return pushedChild(r, at) })
	second := r.repeat(at)
	r.set(second, "push_no", "JE8"+r.text(at, "push_no")[3:])
	id := r.text(at, "id_card")
	r.note("child-told-twice").primary("child-once-a-month", id, r.text(at, "data_month")).collateral("equals-entitlements", id)
}

func childPushedOtherAmount(r *roll) {
	at := r.pick(func(at int) bool { return pushedChild(r, at) })
	r.set(at, "amount", "24500.00")
	r.note("child-told-with-another-amount").primary("equals-entitlements", r.text(at, "id_card"))
}

// deadChildPushed tells of a dead child as if it lived.
func deadChildPushed(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "operation") == "删除" })
	r.set(at, "operation", "变更")
	r.note("dead-child-told-as-living").row(at, "death-carried").collateral("equals-entitlements", r.text(at, "id_card"))
}

// grownChildPushed tells of somebody who came of age last year.
func grownChildPushed(r *roll) {
	id := identity("110101", r.world.clock.final-19*366, 444)
	at := r.add(nil, "JE77777777", "11010100000777", id, "已成年", unsupported, ministryKind(unsupported), r.world.clock.month.text(), "2450.00", "110101", ministryArea("110101"), "变更", "待回执", (r.world.clock.today - 3).at(9*3600).text())
	r.rows[at].busy = true
	r.note("grown-up-told-as-a-child").row(at, "child-is-minor").collateral("equals-entitlements", id)
}

func childOfNoKind(r *roll) {
	at := r.pick(func(at int) bool { return pushedChild(r, at) })
	r.set(at, "kind", "无此码")
	r.note("code-of-no-table").row(at, "code(kind)", "kind-mapped").collateral("equals-entitlements", r.text(at, "id_card"))
}

func deletionPushedTwice(r *roll) {
	at := r.pick(r.having("operation", "删除"))
	r.repeat(at)
	r.note("deletion-told-twice").primary("push-once", r.text(at, "push_no")).collateral("child-once-a-month", r.text(at, "id_card"), r.text(at, "data_month"))
}

func childOfOtherDistrict(r *roll) {
	breaks("ministry-key-of-the-old-district", "ministry_key", func(key string) any { return "110103" + key[6:] }, pushedChild, "key-in-district")(r)
}

func childWronglyMapped(r *roll) {
	breaks("kind-wrongly-mapped", "ministry_kind", constant("0402"), func(r *roll, at int) bool {
		return pushedChild(r, at) && r.text(at, "kind") == unsupported
	}, "kind-mapped")(r)
}

// childPushedLate tells of an earlier month when the ministry's books were closed.
func childPushedLate(r *roll) {
	at := r.pick(func(at int) bool { return pushedChild(r, at) })
	late := r.repeat(at)
	r.set(late, "push_no", "JE7"+r.text(at, "push_no")[3:])
	r.set(late, "data_month", (r.world.clock.month - 3).text())
	r.note("told-after-the-books-were-closed").row(late, "pushed-by-deadline")
}
