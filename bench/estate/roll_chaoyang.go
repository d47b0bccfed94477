package estate

const (
	watchChaoyang = "chaoyang" // and the kind
	chaoyang      = "110105"
)

// chaoyangRoll is what the system of Chaoyang says of its own households.
func (w *world) chaoyangRoll(aids []aid) *roll {
	r := w.roll(Assistance, "chaoyang-assistance", []string{"record_no"},
		text("record_no", 40), text("household_no", 20), text("id_card", 18), text("name", 100), text("kind", 40), text("pay_month", 7), money("amount"),
		text("district_code", 6), text("street_code", 9), timestamp("arrived_at")).as(watchChaoyang)
	for i := range aids {
		if a := &aids[i]; a.district == chaoyang && a.open() && (a.lasting() || a.kind == aidEducation) {
			r.add(a.person, "CY"+a.no[2:], a.household, a.person.id, a.person.name, a.kind, w.clock.month.text(), a.amount.yuan(),
				a.district, a.street, w.recent(i).text())
		}
	}
	return r
}

// The faults of Chaoyang's data.

func chaoyangFaults(list *roll) []func(*roll) {
	return []func(*roll){
		chaoyangTwice,
		chaoyangOtherHousehold,
		chaoyangMissing(list),
		func(r *roll) {
			inAid(watchChaoyang, "chaoyang-row-of-last-month", "pay_month", constant((r.world.clock.month - 1).text()), ofKind(aidMinimum), "month-current")(r)
		},
		inAid(watchChaoyang, "street-of-another-district", "street_code", constant("110108012"), ofKind(aidLowIncome), "in-chaoyang"),
	}
}

func chaoyangTwice(r *roll) {
	at := r.pick(r.having("kind", aidMinimum))
	second := r.repeat(at)
	r.set(second, "record_no", r.text(at, "record_no")+"R")
	id := r.text(at, "id_card")
	r.note("chaoyang-sent-twice").ofAid(watchChaoyang, aidMinimum).primary("household-once", r.text(at, "household_no"), id).collateral("same-as-city", id)
}

func chaoyangOtherHousehold(r *roll) {
	at := r.pick(r.having("kind", aidEducation))
	r.set(at, "household_no", "JT888888")
	r.note("chaoyang-household-unlike-the-city").ofAid(watchChaoyang, aidEducation).primary("same-as-city", r.text(at, "id_card"))
}

// chaoyangMissing leaves somebody out. The key stands in the list only.
func chaoyangMissing(list *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(r.having("kind", aidDestitute))
		list.note("chaoyang-short-of-one").ofAid(watchChaoyang, aidDestitute).primary("same-as-city", r.text(at, "id_card"))
		r.drop(at)
	}
}
