package estate

import "time"

const watchExemption = "medical-exemption"

// exemptions is what is pushed to the medical insurance: who is entitled this month to one
// of the three lasting kinds.
func (w *world) exemptions(aids []aid) *roll {
	r := w.roll(Assistance, watchExemption, []string{"id_card", "kind"},
		text("id_card", 18), text("name", 100), text("kind", 40), date("start_on"), date("stop_on"), text("district_code", 6), timestamp("pushed_at"))
	for i := range aids {
		if a := &aids[i]; a.lasting() && a.in(w.clock.month) {
			r.add(a.person, a.person.id, a.person.name, a.kind, a.start.text(), a.stopped.optional(time.DateOnly), a.district, w.recent(i).text())
		}
	}
	r.oddOne("exempted-until-the-end-of-the-month", watchExemption+"-low-income", func(at int) bool {
		return r.text(at, "kind") == aidLowIncome && r.text(at, "stop_on") != ""
	})
	return r
}

// The faults of the exemptions. Where a person is missing, or too many, the comparison
// with the list of entitlements says so besides.

func exemptionFaults(list *roll, aids []aid) []func(*roll) {
	return []func(*roll){
		exemptedTwice,
		func(r *roll) {
			inAid(watchExemption, "exemption-stops-before-it-starts", "stop_on", func(string) any { return "2019-01-31" },
				ofKind(aidMinimum), "start-before-stop", "nobody-missing")(r)
		},
		exemptionDropped(list),
		exemptSomebodyStopped(aids),
		inAid(watchExemption, "exemption-without-a-district", "district_code", constant(nil), ofKind(aidDestitute), "required(district_code)"),
	}
}

// ofKind fits rows of one kind of aid.
func ofKind(kind string) func(r *roll, at int) bool {
	return func(r *roll, at int) bool { return r.text(at, "kind") == kind }
}

func exemptedTwice(r *roll) {
	at := r.pick(r.having("kind", aidLowIncome))
	r.repeat(at)
	key := r.keyOf(at)
	r.note("exempted-twice").ofAid(watchExemption, aidLowIncome).primary("exempted-once", key...).collateral("nobody-missing", key...)
}

// exemptionDropped leaves somebody out. The key stands in the list only.
func exemptionDropped(list *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(r.having("kind", aidDestitute))
		list.note("exemption-not-pushed").ofAid(watchExemption, aidDestitute).primary("nobody-missing", r.keyOf(at)...)
		r.drop(at)
	}
}

// exemptSomebodyStopped pushes somebody whose aid was stopped long ago.
func exemptSomebodyStopped(aids []aid) func(*roll) {
	return func(r *roll) {
		a := r.world.stoppedAid(aids, aidLowIncome)
		at := r.add(a.person, a.person.id, a.person.name, a.kind, a.start.text(), nil, a.district, r.world.recent(0).text())
		r.rows[at].busy = true
		r.note("exempted-after-the-stop").ofAid(watchExemption, a.kind).row(at, "entitled-in-month", "nobody-missing")
	}
}
