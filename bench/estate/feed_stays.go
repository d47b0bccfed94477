package estate

// stayFeed is the list of subsidised months in institutions of a further system.
func (w *world) stayFeed(system string, people []*person) *roll {
	r := w.roll(system, watchStays, []string{"id_card", "subsidy_month"},
		text("id_card", 18), text("name", 100), text("org_code", 18), date("admitted_on"), date("left_on"), text("subsidy_month", 7), money("amount"), timestamp("updated_at"))
	for i, p := range people {
		if p.death != 0 {
			continue
		}
		for m := w.clock.month - 1; m <= w.clock.month; m++ {
			s := stayIn(p, m, w.clock)
			at := r.add(p, s.id, s.name, s.org, s.admitted.text(), s.left.optional("2006-01-02"), m.text(), s.amount.yuan(), s.updated.text())
			if i == 1 {
				r.odd("in-the-same-institution-for-months", at)
			}
		}
	}
	return r
}

// The faults of such a list.

func stayInTwoInstitutions(r *roll) {
	at := r.pick(nil)
	second := r.repeat(at)
	r.set(second, "org_code", credit("110105", 99))
	r.note("subsidised-in-two-institutions").primary("one-subsidy-a-month", r.keyOf(at)...)
}

func stayWithoutAmount(r *roll) {
	breaks("subsidy-of-nothing", "amount", constant("0.00"), nil, "amount-positive")(r)
}
