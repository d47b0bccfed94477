package estate

import "fmt"

// adoptions are the register of adoptions and the two pushes that must equal it.
func adoptions(w *world, system string) []*roll {
	register := w.adoptionRegister(system).spoil(adoptedTwice, adoptedByAChild, adoptionEndedWithoutDate)
	pushes, cleansing := w.adoptionPushes(register), w.adoptionCleansing(register)
	register.spoil(adoptionRegisteredTwice(pushes, cleansing), beside(blank("registration_no", "child_id", "child_name", "adopter_id", "adopter_name", "registered_on", "state", "district_code", "updated_at"),
		"ended-in-order"))
	pushes.spoil(stale("adoptions-not-told-any-more", "pushed_at", 110), adoptionPushRejected, adoptionPushedLate, adoptionPushMissing, adoptionPushOtherDate, adoptionNotDeleted, adoptionPushedTwice, areaOfAStreet(adoptionInForce),
		noCode("operation"), noCode("receipt"),
		blank("push_no", "registration_no", "child_id", "adopter_id", "registered_on", "state", "district_code", "area_code", "operation", "receipt", "pushed_at"))
	cleansing.spoil(stale("cleansing-stopped", "pushed_at", 110), adoptionProblemLeft, adoptionHistoryLost, adoptionTwoCurrentRows, adoptionNameChanged, adoptionRowTwice,
		blank("row_no", "registration_no", "child_id", "child_name", "adopter_id", "adopter_name", "registered_on", "state", "pushed_at"))
	return []*roll{register, pushes, cleansing}
}

// adoptionRegisteredTwice keeps a registration twice that is told and cleansed once. There
// nothing else happens to it.
func adoptionRegisteredTwice(pushes, cleansing *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return r.text(at, "state") == "解除" })
		r.repeat(at)
		no := r.text(at, "registration_no")
		n := r.note("registered-twice").primary("registration-once", no)
		for _, copied := range []*roll{pushes, cleansing} {
			n.on(copied.watch).collateral("equals-register", no)
			copied.reserve("registration_no", no)
		}
	}
}

func (w *world) adoptionRegister(system string) *roll {
	r := w.roll(system, "adoption-register", []string{"registration_no"},
		text("registration_no", 30), text("child_id", 18), text("child_name", 100), text("adopter_id", 18), text("adopter_name", 100), date("registered_on"),
		text("state", 10), date("ended_on"), text("district_code", 6), timestamp("updated_at"))
	rng, names, districts := w.random("adoptions"), newNameBook(), beijing()
	for i := range 80 + len(w.people)/250 {
		d, registered := districts[i%len(districts)], w.clock.final-100-day(i*37%3000)
		if i%16 == 7 { // of this month and the last, in either state
			registered = w.clock.today - 6 - day(i%30)
		}
		child := identity("110105", registered-500-day(i%900), 300+i%300)
		adopter := identity(d.code, registered-13000-day(i%4000), 600+i%300)
		state, ended := "有效", day(0)
		if i%23 == 9 {
			state, ended = "解除", registered+90
		}
		at := r.add(nil, fmt.Sprintf("BJ%sSY%06d", d.code, i), child, names.draw(rng, i%2 == 0), adopter, names.draw(rng, i%3 == 0), registered.text(),
			state, ended.optional("2006-01-02"), d.code, w.recent(i).text())
		if i == 9 {
			r.odd("adoption-that-was-ended", at)
		}
	}
	return r
}

func adoptionInForce(r *roll, at int) bool { return r.text(at, "state") == "有效" }

func adoptedTwice(r *roll) {
	at := r.pick(func(at int) bool { return adoptionInForce(r, at) })
	other := r.pick(func(at int) bool { return adoptionInForce(r, at) })
	r.set(other, "child_id", r.text(at, "child_id"))
	r.set(other, "adopter_id", r.text(at, "adopter_id"))
	r.note("child-adopted-twice").primary("adopted-once", r.text(at, "child_id"))
}

func adoptedByAChild(r *roll) {
	at := r.pick(func(at int) bool { return adoptionInForce(r, at) })
	child, adopter := r.text(at, "child_id"), r.text(at, "adopter_id")
	r.set(at, "child_id", adopter)
	r.set(at, "adopter_id", child)
	r.note("child-and-adopter-exchanged").row(at, "adopter-is-another")
}

func adoptionEndedWithoutDate(r *roll) {
	breaks("ended-without-a-date", "ended_on", constant(nil), func(r *roll, at int) bool { return r.text(at, "state") == "解除" }, "ended-in-order")(r)
}

// adoptionPushes are what the ministry is told of the register.
func (w *world) adoptionPushes(register *roll) *roll {
	r := w.roll(register.system, "jinmin-adoptions", []string{"push_no"},
		text("push_no", 40), text("registration_no", 30), text("child_id", 18), text("adopter_id", 18), date("registered_on"), text("state", 10),
		text("district_code", 6), text("area_code", 12), text("operation", 10), text("receipt", 20), timestamp("pushed_at"))
	for i := range register.rows {
		of := func(column string) any { return register.rows[i].values[register.column(column)] }
		operation, pushed := "新增", isoDay(register.text(i, "registered_on"))+2
		if register.text(i, "state") != "有效" {
			operation, pushed = "删除", w.clock.today-3
		}
		at := r.add(nil, fmt.Sprintf("JS%06d", i), of("registration_no"), of("child_id"), of("adopter_id"), of("registered_on"), of("state"), of("district_code"),
			ministryArea(register.text(i, "district_code")), operation, []string{"已入库", "待回执"}[i%2], pushed.at(9*3600+i).text())
		r.rows[at].busy = register.rows[i].busy
		if i == 4 {
			back := r.repeat(at)
			r.set(back, "push_no", "JS900004")
			r.set(back, "receipt", "退回")
			r.set(back, "pushed_at", (pushed - 1).at(9*3600).text())
			r.odd("rejected-and-sent-again", back)
			r.rows[at].busy = true
		}
	}
	return r
}

func adoptionPushRejected(r *roll) {
	at := r.pick(func(at int) bool { return adoptionInForce(r, at) })
	r.set(at, "receipt", "退回")
	r.note("rejected-and-left").row(at, "rejected-sent-again").collateral("equals-register", r.text(at, "registration_no"))
}

// adoptionPushedLate tells of an old registration when the Ministry's books were closed.
func adoptionPushedLate(r *roll) {
	at := r.pick(func(at int) bool {
		return adoptionInForce(r, at) && r.text(at, "registered_on") < (r.world.clock.today-400).text()
	})
	r.set(at, "pushed_at", (isoDay(r.text(at, "registered_on")) + 80).at(9*3600).text())
	r.note("told-after-the-books-were-closed").row(at, "pushed-by-deadline")
}

func adoptionPushMissing(r *roll) {
	at := r.pick(func(at int) bool { return adoptionInForce(r, at) })
	no := r.text(at, "registration_no")
	r.drop(at)
	r.note("adoption-not-told").primary("equals-register", no)
}

func adoptionPushOtherDate(r *roll) {
	at := r.pick(func(at int) bool { return adoptionInForce(r, at) })
	r.set(at, "registered_on", (isoDay(r.text(at, "registered_on")) + 1).text())
	r.note("adoption-told-with-another-date").primary("equals-register", r.text(at, "registration_no"))
}

func adoptionPushedTwice(r *roll) {
	at := r.pick(func(at int) bool { return adoptionInForce(r, at) })
	r.repeat(at)
	no := r.text(at, "registration_no")
	r.note("adoption-told-twice").primary("push-once", r.text(at, "push_no")).collateral("accepted-once", no).collateral("equals-register", no)
}

func adoptionNotDeleted(r *roll) {
	breaks("ended-and-not-deleted", "operation", constant("变更"), func(r *roll, at int) bool { return r.text(at, "state") == "解除" }, "ended-is-deleted")(r)
}
