package estate

// The faults of what is pushed to the cleansing plan.

func cleansedFaults() []func(*roll) {
	return []func(*roll){
		oldRowStillCurrent, future("pushed_at"),
		doubled("row-pushed-twice", "row-once", "row_no", besides("one-current-row", "credit_code"), besides(equalsRegister, "credit_code")),
		breaks("history-overwritten", "previous_no", constant("QX-1"), neverReturned, "history-kept"),
		cleansedKind, cleansedName, returnedAndForgotten,
	}
}

// neverReturned fits rows that never came back.
func neverReturned(r *roll, at int) bool {
	return r.text(at, "previous_no") == "" && r.text(at, "superseded_on") == "" && inBeing(r, at)
}

func cleansedKind(r *roll) {
	at := r.pick(func(at int) bool { return neverReturned(r, at) })
	r.set(at, "kind", otherForm(r.text(at, "kind")))
	r.note("cleansed-into-another-kind").row(at, "code-fits-kind").collateral(equalsRegister, r.text(at, "credit_code"))
}

func cleansedName(r *roll) {
	at := r.pick(func(at int) bool { return neverReturned(r, at) })
	r.set(at, "name", renamed(r.text(at, "name")))
	r.note("cleansed-beside-the-register").primary(equalsRegister, r.text(at, "credit_code"))
}

func returnedAndForgotten(r *roll) {
	at := r.pick(func(at int) bool { return neverReturned(r, at) })
	r.set(at, "returned_on", (r.world.clock.today - 50).text())
	r.note("returned-and-forgotten").row(at, "problems-corrected")
}

// oldRowStillCurrent lets a row that was put right stand as current beside the new one.
func oldRowStillCurrent(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "previous_no") != "" })
	for old := range r.rows {
		if r.text(old, "row_no") == r.text(at, "previous_no") {
			r.set(old, "superseded_on", nil)
		}
	}
	code := r.text(at, "credit_code")
	r.note("old-row-still-current").primary("one-current-row", code).collateral(equalsRegister, code).collateral("history-kept", r.text(at, "row_no"))
}

func fundraisingFaults() []func(*roll) {
	return []func(*roll){
		future("pushed_at"),
		doubled("certificate-pushed-twice", "certificate-once", "certificate_no", besides(equalsRegister, "certificate_no")),
		breaksBy("certificate-of-the-future", "issued_on", 3, "issued-in-order"),
		breaksBy("certificate-out-of-force", "valid_until", -3, "in-force"),
		breaksBy("certificate-not-corrected", "returned_on", -60, "problems-corrected"),
		breaks("certificate-of-another-name", "name", renamed, nil, equalsRegister),
		lose("certificate-never-pushed", watchFundraising, equalsRegister, "certificate_no", nil),
	}
}

// breaksBy gives the fault that a day lies so many days from the patrol.
func breaksBy(fault, column string, days int, checks ...string) func(*roll) {
	return func(r *roll) {
		at := r.pick(nil)
		r.set(at, column, (r.world.clock.today + day(days)).text())
		r.note(fault).row(at, checks...)
	}
}
