package estate

import "fmt"

// disabledTodos are the to-dos that leaving an institution makes: one a leaving.
func disabledTodos(w *world, system string) []*roll {
	r := w.roll(system, "institution-leaving-todos", []string{"todo_no"},
		text("todo_no", 24), text("id_card", 18), text("name", 100), date("left_on"), timestamp("created_at"), text("state", 10), date("handled_on"), text("district_code", 6))
	seen := map[string]bool{}
	for i := range w.stays[disabled] {
		s := &w.stays[disabled][i]
		if s.left == 0 || seen[s.id+s.left.text()] {
			continue
		}
		seen[s.id+s.left.text()] = true
		state, handled := "待办", day(0)
		if s.left < w.clock.today-10 {
			state, handled = "已办", s.left+6
		}
		at := r.add(nil, fmt.Sprintf("DB%08d", len(r.rows)+1), s.id, s.name, s.left.text(), s.left.at(23*3600).text(), state, handled.optional("2006-01-02"), "110101")
		if len(r.rows) == 2 {
			withdrawn := r.repeat(at)
			r.set(withdrawn, "todo_no", "DB99999999")
			r.set(withdrawn, "state", "作废")
			r.set(withdrawn, "left_on", (s.left - 30).text())
			r.odd("to-do-of-a-leaving-that-was-withdrawn", withdrawn)
		}
	}
	return []*roll{r.spoil(todoMissing, todoTwice, todoWithoutLeaving, todoTooEarly, noCode("state"), noCode("district_code"), longName(),
		blank("todo_no", "id_card", "name", "left_on", "created_at", "state", "district_code"))}
}

// todoMissing takes a to-do away: the stays of that leaving have none.
func todoMissing(r *roll) {
	at := r.pick(r.having("state", "待办"))
	id, left := r.text(at, "id_card"), r.text(at, "left_on")
	r.drop(at)
	n := r.note("left-and-nobody-told").on(watchStays)
	for i := range r.world.stays[disabled] {
		if s := &r.world.stays[disabled][i]; s.id == id && s.left != 0 && s.left.text() == left {
			n.primary("leaving-has-todo", s.key()...)
		}
	}
}

func todoTwice(r *roll) {
	at := r.pick(r.having("state", "待办"))
	second := r.repeat(at)
	r.set(second, "todo_no", "DB9"+r.text(at, "todo_no")[3:])
	r.note("two-to-dos-of-one-leaving").primary("todo-once", r.text(at, "id_card"), r.text(at, "left_on"))
}

// todoWithoutLeaving is about somebody who still lives there, and is long overdue.
func todoWithoutLeaving(r *roll) {
	for i := range r.world.stays[disabled] {
		s := &r.world.stays[disabled][i]
		if s.left != 0 {
			continue
		}
		left := r.world.clock.today - 90
		at := r.add(nil, "DB88888888", s.id, s.name, left.text(), left.at(23*3600).text(), "待办", nil, "110101")
		r.rows[at].busy = true
		r.note("to-do-without-leaving").row(at, "todo-has-leaving", "handled-in-time")
		return
	}
}

func todoTooEarly(r *roll) {
	at := r.pick(r.having("state", "待办"))
	r.set(at, "created_at", (r.world.clock.today - 20).at(9*3600).text())
	r.note("to-do-before-leaving").row(at, "created-after-leaving")
}

// disabledWarnings are the warnings of benefits that exclude each other: those that came to
// nothing, and those of what the payments and stays hold.
func disabledWarnings(w *world, system string) []*roll {
	r := w.roll(system, "benefit-exclusion-warnings", []string{"warning_no"},
		text("warning_no", 24), text("id_card", 18), text("name", 100), text("held", 30), text("claimed", 30), text("benefit_month", 7),
		date("found_on"), text("state", 20), date("handled_on"), text("district_code", 6))
	warn := func(p *person, id, name, state string, m month) int {
		found := w.clock.today - 8
		return r.add(p, fmt.Sprintf("HC%06d", len(r.rows)+1), id, name, "入住补贴", "两项补贴", m.text(), found.text(), state, (found + 4).text(), "110101")
	}
	payees := w.some(func(p *person) bool {
		return p.known[disabled] && w.paidNow(disabled, p) && beijing()[p.home].code != missingDistrict
	})
	for _, p := range every(5, 40, payees) {
		warn(p, p.id, p.name, "排除", w.clock.month-1)
	}
	r.odd("warned-of-and-dismissed", 0)
	for i := range w.stays[disabled] {
		s := &w.stays[disabled][i]
		if w.subsidisedIn(s.id, s.month) {
			r.rows[warn(nil, s.id, s.name, "确认重复", s.month)].busy = true
		}
	}
	return []*roll{r.spoil(sameNumber("two-warnings-of-one-number", "warning_no", "warning-no-once"), warningWithoutSubsidy, warningUnverified, warningTwice, warningOfOneBenefit, noCode("held"), noCode("claimed"), noCode("state"), noCode("district_code"), badIdentity("id_card"), longName(),
		blank("warning_no", "id_card", "name", "held", "claimed", "benefit_month", "found_on", "state", "district_code"))}
}

func (w *world) subsidisedIn(id string, m month) bool {
	for i := range w.payments[disabled] {
		if p := &w.payments[disabled][i]; p.id == id && p.month == m && p.kind == regular {
			return true
		}
	}
	return false
}

func warningWithoutSubsidy(r *roll) {
	breaks("confirmed-without-a-subsidy", "state", constant("确认重复"), nil, "subsidy-was-paid")(r)
	at := r.add(nil, "HC777777", identity("110101", dayOf(1957, 4, 3), 210), "无此人", "入住补贴", "两项补贴", r.world.clock.month.text(),
		(r.world.clock.today - 3).text(), "确认重复", nil, "110101")
	r.rows[at].busy = true
	r.note("confirmed-of-a-stranger").row(at, "benefit-was-paid", "subsidy-was-paid")
}

func warningUnverified(r *roll) {
	at := r.pick(r.having("state", "排除"))
	r.set(at, "state", "待核实")
	r.set(at, "found_on", (r.world.clock.today - 70).text())
	r.set(at, "handled_on", nil)
	r.note("warning-nobody-looked-at").row(at, "verified-in-time")
}

func warningTwice(r *roll) {
	at := r.pick(r.having("state", "排除"))
	second := r.repeat(at)
	r.set(second, "warning_no", "HC9"+r.text(at, "warning_no")[3:])
	r.set(second, "held", "两项补贴")
	r.set(second, "claimed", "入住补贴")
	r.note("warned-from-both-sides").primary("warned-once", r.text(at, "id_card"), r.text(at, "benefit_month"))
}

func warningOfOneBenefit(r *roll) {
	breaks("benefit-that-excludes-itself", "claimed", constant("入住补贴"), nil, "two-benefits")(r)
}
