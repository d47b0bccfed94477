package estate

// The faults of decisions. The ministry and the code centre are told of the same ones:
// what is wrong in one push shows in the comparison of both.

const equalsCentre = "equals-code-centre"

func permitFaults() []func(*roll) {
	return []func(*roll){
		future("pushed_at"),
		permitPushedLate,
		doubled("permit-pushed-twice", "approval-once", "approval_no", besides(equalsCentre, "approval_no")),
		breaks("permit-without-a-code", "credit_code", constant(nil), nil, "granted-has-code", equalsCentre),
		breaks("permit-of-another-kind", "kind", otherForm, nil, "code-fits-kind"),
		breaks("permit-for-nobody", "credit_code", constant(creditIn("52", "110101", 990002)), with("kind", serviceUnit), "entity-pushed", equalsCentre),
		breaks("cancelled-and-in-force", "matter", constant("注销登记"), nil, "state-agrees", equalsCentre),
		permitDecidedBefore, permitOfAnotherDay,
	}
}

func permitDecidedBefore(r *roll) {
	at := r.pick(nil)
	r.set(at, "applied_on", r.text(at, "pushed_at")[:10])
	r.note("decided-before-it-was-applied-for").row(at, "decided-in-order")
}

// longDecided fits decisions that may have been pushed late by now.
func longDecided(r *roll, at int) bool {
	return r.text(at, "decided_on") < (r.world.clock.today - 90).text()
}

func permitPushedLate(r *roll) {
	at := r.pick(func(at int) bool { return longDecided(r, at) })
	r.set(at, "pushed_at", (r.world.clock.today - 9).at(9*3600).text())
	r.note("permit-pushed-late").row(at, "pushed-in-time")
}

func permitOfAnotherDay(r *roll) {
	at := r.pick(nil)
	r.set(at, "decided_on", r.text(at, "pushed_at")[:10])
	r.note("permit-of-another-day").row(at, equalsCentre)
}

func codedPermitFaults() []func(*roll) {
	return []func(*roll){
		future("pushed_at"),
		codedLate,
		doubled("permit-coded-twice", "approval-once", "approval_no", elsewhere(watchPermits, equalsCentre, "approval_no")),
		parted("coded-permit-for-nobody", "credit_code", creditIn("52", "110102", 990003), "granted-has-code"),
		parted("cancelled-and-still-coded", "matter", "注销登记", "code-cancelled"),
		codedBeforeDecided,
	}
}

// parted gives the fault that a value is wrong here and right in the push to the ministry.
func parted(fault, column, wrong, check string) func(*roll) {
	return func(r *roll) {
		at := r.pick(nil)
		r.set(at, column, wrong)
		n := r.note(fault).row(at, check)
		n.on(watchPermits).collateral(equalsCentre, r.keyOf(at)...)
	}
}

func codedBeforeDecided(r *roll) {
	at := r.pick(nil)
	r.set(at, "pushed_at", (r.world.clock.today - 400).at(9*3600).text())
	r.note("coded-before-it-was-decided").row(at, "decided-before-pushed")
}

func codedLate(r *roll) {
	at := r.pick(func(at int) bool { return longDecided(r, at) })
	r.set(at, "pushed_at", (r.world.clock.today - 9).at(9*3600).text())
	r.note("coded-late").row(at, "pushed-in-time")
}

func publicityFaults() []func(*roll) {
	return []func(*roll){
		publishedLate,
		doubled("published-twice", "document-once", "document_no"),
		breaks("published-with-a-whole-number", "shown_id", constant("110101195103071013"), nil, "id-masked"),
		breaks("valid-until-before-it-began", "valid_until", constant("2019-01-01"), nil, "valid-in-order"),
		publishedBefore,
	}
}

func publishedLate(r *roll) {
	at := r.pick(func(at int) bool { return longDecided(r, at) })
	r.set(at, "published_on", (r.world.clock.today - 20).text())
	r.note("published-late").row(at, "published-in-time")
}

func publishedBefore(r *roll) {
	at := r.pick(nil)
	r.set(at, "published_on", (r.world.clock.today - 400).text())
	r.note("published-before-it-was-decided").row(at, "published-after-decided")
}
