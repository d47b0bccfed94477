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
