package estate

import "slices"

// The faults of the register and of what is pushed from it. What is wrong in one of them
// shows in the comparison with the register, too.

const equalsRegister = "equals-register"

// with fits rows that hold the value in the column, for breaks.
func with(column, value string) func(*roll, int) bool {
	return func(r *roll, at int) bool { return r.text(at, column) == value }
}

// inBeing fits rows of organisations that exist.
func inBeing(r *roll, at int) bool { return r.text(at, "state") == "正常" }

// notInBeing fits rows of organisations that do not.
func notInBeing(r *roll, at int) bool { return r.text(at, "state") == "注销" }

// renamed is a name that the organisation does not have.
func renamed(name string) any { return name + "（筹）" }

// otherForm is another form of organisation.
func otherForm(form string) any {
	if form == foundation {
		return association
	}
	return foundation
}

// inFuture is a moment after the patrol.
func (r *roll) inFuture() string { return (r.world.clock.today + 2).at(9 * 3600).text() }

// doubled gives the fault that a row came twice: checks name the values by which it shows,
// and others the key of another watch.
func doubled(fault, check, column string, notes ...func(n rollNote, r *roll, at int)) func(*roll) {
	return func(r *roll) {
		at := r.pick(nil)
		r.repeat(at)
		n := r.note(fault).primary(check, r.text(at, column))
		for _, more := range notes {
			more(n, r, at)
		}
	}
}

// besides notes a check that trips by the value of the column, too.
func besides(check, column string) func(rollNote, *roll, int) {
	return func(n rollNote, r *roll, at int) { n.collateral(check, r.text(at, column)) }
}

// elsewhere is besides for another watch of the system.
func elsewhere(watch, check, column string) func(rollNote, *roll, int) {
	return func(n rollNote, r *roll, at int) { n.on(watch).collateral(check, r.text(at, column)) }
}

// lose gives the fault that a row is missing: check names the watch and the check that
// misses it by the value of the column.
func lose(fault, watch, check, column string, fit func(*roll, int) bool, notes ...func(rollNote, *roll, int)) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return fit == nil || fit(r, at) })
		n := r.note(fault)
		n.on(watch).primary(check, r.text(at, column))
		for _, more := range notes {
			more(n, r, at)
		}
		r.remove(at)
	}
}

// remove takes a row out; later rows get other places.
func (r *roll) remove(at int) {
	r.rows = slices.Delete(r.rows, at, at+1)
	r.order = nil
}

func registeredTwice(r *roll) {
	at := r.pick(func(at int) bool { return at%slots == partRegister && notInBeing(r, at) })
	r.repeat(at)
	n := r.note("registered-twice").primary("organisation-once", r.text(at, "credit_code"))
	for _, watch := range []string{watchEntities, watchCoded, watchCleansed} {
		n.on(watch).collateral(equalsRegister, r.text(at, "credit_code"))
	}
}

// registeredAsAnotherKind is of an organisation that has ended, which nothing counts.
func registeredAsAnotherKind(r *roll) {
	at := r.pick(func(at int) bool { return at%slots == partRegister && notInBeing(r, at) })
	r.set(at, "kind", otherForm(r.text(at, "kind")))
	n := r.note("registered-as-another-kind").row(at, "code-fits-kind")
	n.on(watchEntities).collateral(equalsRegister, r.keyOf(at)...)
	n.on(watchCleansed).collateral(equalsRegister, r.keyOf(at)...)
}

func registeredAfterItChanged(r *roll) {
	at := r.pick(func(at int) bool { return at%slots == partRegister })
	r.set(at, "changed_on", (r.world.clock.today + 3).text())
	r.note("changed-in-the-future").row(at, "changed-after-registered")
}

func entityFaults() []func(*roll) {
	return []func(*roll){
		breaks("cancellation-not-pushed", "state", constant("正常"), notInBeing, equalsRegister),
		entityPushedLate, entityPushedInFuture,
		doubled("entity-pushed-twice", "entity-once", "credit_code", besides(equalsRegister, "credit_code")),
		otherCode("entity-with-a-wrong-check-character", "format(credit_code)", func(code string) string { return otherDigit(code) }),
		otherCode("registrar-that-never-was", "registrar-known", func(code string) string { return creditIn(code[:2], "990000", 777) }),
		breaks("entity-of-another-kind", "kind", otherForm, inBeing, "code-fits-kind", equalsRegister),
		breaks("representative-with-a-wrong-number", "representative_id", func(id string) any { return otherDigit(id) }, inBeing, "format(representative_id)", equalsRegister),
		changedBeforeItWasRegistered,
		lose("entity-never-pushed", watchEntities, equalsRegister, "credit_code", inBeing),
	}
}

// otherCode gives the fault that a row has another credit code: the register misses the
// right one, and does not know the wrong one.
func otherCode(fault, check string, to func(string) string) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return inBeing(r, at) })
		right := r.text(at, "credit_code")
		r.set(at, "credit_code", to(right))
		r.note(fault).row(at, check, equalsRegister).collateral(equalsRegister, right)
	}
}

func changedBeforeItWasRegistered(r *roll) {
	at := r.pick(func(at int) bool { return inBeing(r, at) })
	r.set(at, "registered_on", (r.world.clock.today - 1).text())
	r.note("changed-before-it-was-registered").row(at, "changed-after-registered")
}

func entityPushedLate(r *roll) {
	long := r.world.clock.today - 100
	at := r.pick(func(at int) bool { return r.text(at, "changed_on") < long.text() })
	r.set(at, "pushed_at", (r.world.clock.today - 2).at(9*3600).text())
	r.note("change-pushed-late").row(at, "pushed-in-time")
}

func entityPushedInFuture(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "changed_on") > (r.world.clock.today - 20).text() })
	r.set(at, "pushed_at", r.inFuture())
	r.note("pushed-in-the-future").row(at, "freshness")
}

func codeFaults() []func(*roll) {
	return []func(*roll){
		future("pushed_at"),
		breaks("body-code-of-nobody", "organisation_code", constant("MJ999999X"), inBeing, "body-code"),
		codeGivenAgain,
		twoCodes,
		breaks("code-of-another-kind", "kind", otherForm, inBeing, "code-fits-kind"),
		breaks("code-not-returned", "returned_on", constant(nil), endedLongAgo, "cancelled-returned"),
		breaks("cancelled-and-in-being", "cancelled_on", constant("2026-01-05"), inBeing, "cancelled-dated"),
		breaks("old-name-at-the-code-centre", "name", renamed, inBeing, equalsRegister),
	}
}

func endedLongAgo(r *roll, at int) bool {
	return notInBeing(r, at) && r.text(at, "cancelled_on") < (r.world.clock.today-60).text()
}

// codeGivenAgain gives the code of an organisation that has ended to another one.
func codeGivenAgain(r *roll) {
	old := r.pick(func(at int) bool { return notInBeing(r, at) })
	at := r.pick(func(at int) bool { return inBeing(r, at) })
	r.set(at, "organisation_code", r.text(old, "organisation_code"))
	r.note("code-given-again").primary("code-never-reused", r.text(old, "organisation_code")).collateral("body-code", r.keyOf(at)...)
}

// twoCodes gives an organisation a second code, of which the register knows nothing.
func twoCodes(r *roll) {
	at := r.pick(func(at int) bool { return inBeing(r, at) })
	second := r.repeat(at)
	code := creditIn(r.text(at, "credit_code")[:2], r.text(at, "credit_code")[2:8], 990001)
	r.set(second, "credit_code", code)
	r.set(second, "organisation_code", code[8:17])
	r.note("two-codes-for-one").primary("one-code", r.text(at, "name")).collateral(equalsRegister, code)
}
