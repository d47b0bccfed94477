package estate

// stayFeed is the list of a further system: who of the people stays in an institution, and, first,
// somebody in the month of their death.
func (w *world) stayFeed(system string, buried *person, people []*person) *roll {
	r := w.roll(system, watchStays, []string{"id_card", "subsidy_month"},
		text("id_card", 18), text("name", 100), text("org_code", 18), date("admitted_on"), date("left_on"), text("subsidy_month", 7), money("amount"), timestamp("updated_at"))
	last := stayIn(buried, buried.death.month(), w.clock)
	last.admitted, last.left = buried.death-400, buried.death
	r.odd("subsidised-in-the-month-of-death", r.stay(buried, last))
	for i, p := range people {
		if p.death != 0 {
			continue
		}
		before, now := stayIn(p, w.clock.month-1, w.clock), stayIn(p, w.clock.month, w.clock)
		if i == 2 { // last month's row was written before the move
			before.left, now.left = 0, 0
			now.org, now.admitted = credit("110105", 98), w.clock.month.first()+3
		}
		first, second := r.stay(p, before), r.stay(p, now)
		switch i {
		case 1:
			r.odd("in-the-same-institution-for-months", first)
			r.odd("in-the-same-institution-for-months", second)
		case 2:
			r.odd("moved-to-another-institution", first)
			r.odd("moved-to-another-institution", second)
		}
	}
	return r
}

func (r *roll) stay(p *person, s stay) int {
	return r.add(p, s.id, s.name, s.org, s.admitted.text(), s.left.optional("2006-01-02"), s.month.text(), s.amount.yuan(), s.updated.text())
}

// The faults of such a list.

func stayInTwoInstitutions(r *roll) {
	at := r.pick(nil)
	second := r.repeat(at)
	r.set(second, "org_code", credit("110105", 99))
	n := r.note("subsidised-in-two-institutions").primary("one-subsidy-a-month", r.keyOf(at)...)
	for row := range r.rows {
		if r.rows[row].person == r.rows[at].person {
			n.collateral("stays-apart", r.keyOf(row)...)
		}
	}
}

// stayBeforeLeaving admits somebody to another institution a day before they left the first.
func stayBeforeLeaving(r *roll) {
	at := r.pick(func(at int) bool {
		return at > 0 && r.text(at-1, "id_card") == r.text(at, "id_card") && !r.rows[at-1].busy
	})
	month := r.world.clock.month
	r.rows[at-1].busy = true
	r.set(at-1, "left_on", (month.first() - 3).text())
	r.set(at, "org_code", credit("110105", 99))
	r.set(at, "admitted_on", (month.first() - 4).text())
	r.set(at, "left_on", nil)
	r.note("moved-before-leaving").row(at-1, "stays-apart").row(at, "stays-apart")
}

// stayOfTheDead lets somebody have died three months ago, for whose stay money comes as before.
func stayOfTheDead(deaths *roll) func(*roll) {
	return func(r *roll) {
		died := (r.world.clock.month - 3).first() + 8
		at := r.pick(func(at int) bool { return r.rows[at].person.updated.day() < died })
		p := r.rows[at].person
		d := deathOf(p, died, died+6)
		deaths.rows[deaths.add(p, d.id, d.name, d.date, d.certificate, d.origin, d.registered.text())].busy = true
		n := r.note("subsidised-after-death")
		for row := range r.rows {
			if r.rows[row].person == p {
				n.primary("no-subsidy-after-death", r.keyOf(row)...)
			}
		}
	}
}

func stayWithoutAmount(r *roll) {
	breaks("subsidy-of-nothing", "amount", constant("0.00"), nil, "amount-positive")(r)
}
