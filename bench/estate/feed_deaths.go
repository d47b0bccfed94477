package estate

import "fmt"

// deathFeed is the death feed of a further system: those of the people whose death is
// known, and strangers.
func (w *world) deathFeed(system string, people []*person) *roll {
	r := w.roll(system, watchDeaths, []string{"id_card", "death_date"},
		text("id_card", 18), text("name", 100), text("death_date", 10), text("certificate_no", 32), text("origin", 10), timestamp("registered_at"))
	for _, p := range people {
		if w.dead(p) {
			d := deathOf(p, p.death, p.deathKnown.day())
			r.add(p, d.id, d.name, d.date, d.certificate, d.origin, p.deathKnown.text())
		}
	}
	for i := range 60 {
		birth := dayOf(1938, 5, 4) + day(i*37)
		at := r.add(nil, identity("410102", birth, 778), "外地人", (w.clock.final - 300 + day(i*3)).text(), fmt.Sprintf("SW8%07d", i), "火化",
			(w.clock.final - 295 + day(i*3)).at(9*3600).text())
		if i == 0 {
			r.odd("death-of-a-stranger", at)
		}
	}
	r.add(nil, identity("410102", dayOf(1938, 5, 3), 778), "外地人", (w.clock.today - 4).text(), "SW89999999", "医学", (w.clock.today - 1).at(9*3600).text())
	return r
}

// The faults of a death feed.

func deathBeforeBirth(r *roll) {
	breaks("death-before-birth", "death_date", constant("1931-01-05"), nil, "death-not-before-birth")(r)
}

func deathDateThatIsNone(r *roll) {
	breaks("invalid-death-date", "death_date", constant("2023-02-30"), nil, "type(death_date)")(r)
	entry := &r.ledger.Entries[len(r.ledger.Entries)-1]
	entry.Key = []string{entry.Key[0], ""}
}

func deathInFuture(r *roll) {
	breaks("death-in-future", "death_date", constant((r.world.clock.today + 200).text()), nil, "death-not-in-future", "registered-after-death")(r)
}

func deathTwice(r *roll) {
	at := r.pick(nil)
	second := r.repeat(at)
	r.set(second, "death_date", (isoDay(r.text(at, "death_date")) - 1).text())
	r.set(second, "origin", "医学")
	r.note("two-deaths-of-one-person").primary("one-death", r.text(at, "id_card"))
}

// deathTakenBack gives the fault that somebody moved house after they were reported dead.
func deathTakenBack(registry *roll) func(*roll) {
	return func(r *roll) {
		at := r.reportDead(registry, 42, r.world.clock.today-20)
		r.note("reported-dead-and-registered-again").row(at, "nobody-registered-again")
	}
}

// notYetCancelled names a death of which the registry has not been told: odd, and correct.
func (r *roll) notYetCancelled(registry *roll) *roll {
	r.odd("dead-and-not-yet-cancelled", r.reportDead(registry, 44, r.world.clock.today-900))
	return r
}

// reportDead adds the death, ten weeks ago, of a woman whose registration is in force and
// changed on the day. The sequence tells her from others.
func (r *roll) reportDead(registry *roll, sequence int, changed day) int {
	birth, today := dayOf(1949, 10, 2), r.world.clock.today
	id, no := identity("110101", birth, sequence), fmt.Sprintf("99%06d", sequence)
	registered := registry.add(nil, "R"+no, id, "归来人", "女", birth.text(), "110101", "110101001", "北京市东城区东华门街道", "H"+no, "户主", active,
		changed.text(), (changed + 1).at(9*3600).text())
	registry.rows[registered].busy = true
	at := r.add(nil, id, "归来人", (today - 70).text(), "SW"+no, "注销", (today - 60).at(9*3600).text())
	r.rows[at].busy = true
	return at
}

// deathsToldLate gives the fault that many deaths were registered long after they happened.
func deathsToldLate(r *roll) {
	n := r.note("deaths-told-late")
	for at := 0; at < len(r.rows); at += 9 {
		if late := r.told(at) + 45*86400; !r.rows[at].busy && late < r.world.clock.today.at(0) {
			r.set(at, "registered_at", late.text())
			r.rows[at].busy = true
			n.row(at, "registered-in-time")
		}
	}
}

// toldLate names a death that was registered late, as that of a traveller may be.
func (r *roll) toldLate() *roll {
	for at := range r.rows {
		if late := r.told(at) + 45*86400; !r.rows[at].busy && late < r.world.clock.today.at(0) {
			r.set(at, "registered_at", late.text())
			r.odd("death-told-late", at)
			return r
		}
	}
	return r
}

// told is when the death was registered.
func (r *roll) told(at int) moment { return isoMoment(r.text(at, "registered_at")) }
