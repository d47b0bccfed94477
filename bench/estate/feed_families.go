package estate

import "fmt"

// familyFeed is the list of special families of family planning, as a system gets it.
func (w *world) familyFeed(system string, people []*person) *roll {
	r := w.roll(system, "family-planning-special-families", []string{"record_no"},
		text("record_no", 24), text("id_card", 18), text("name", 100), text("partner_id", 18), text("kind", 30), date("confirmed_on"),
		text("state", 10), date("ended_on"), text("district_code", 6), timestamp("updated_at"))
	n := 0
	for _, p := range people {
		if w.clock.final-p.birth < 52*365 || p.death != 0 {
			continue
		}
		n++
		partner := any(identity("110105", p.birth+day(100+n), 500+n%400))
		if n == 3 {
			partner = nil
		}
		at := r.add(p, fmt.Sprintf("JS%08d", p.index), p.id, p.name, partner, []string{"独生子女死亡", "独生子女伤残"}[n%2],
			(w.clock.final - 900 - day(n%800)).text(), "有效", nil, w.homeOf(p), w.recent(n).text())
		switch n {
		case 3:
			r.odd("widowed", at)
		case 4:
			r.set(at, "ended_on", (w.clock.month + 1).first().text())
			r.odd("ends-next-month", at)
		}
	}
	return r
}

// The faults of the list of special families.

func specialFamilyTwice(r *roll) {
	at := r.pick(nil)
	second := r.repeat(at)
	r.set(second, "record_no", "JS9"+r.text(at, "record_no")[3:])
	r.note("two-records-of-one-family").primary("one-record-in-force", r.text(at, "id_card"))
}

func specialFamilyPartnerIsSelf(r *roll) {
	at := r.pick(nil)
	r.set(at, "partner_id", r.text(at, "id_card"))
	r.note("partner-is-the-person").row(at, "partner-is-another")
}

func specialFamilyConfirmedAsChild(r *roll) {
	at := r.pick(nil)
	r.set(at, "confirmed_on", (r.rows[at].person.birth + 3000).text())
	r.note("confirmed-as-a-child").row(at, "confirmed-plausibly")
}

func specialFamilyEndedInForce(r *roll) {
	breaks("ended-and-still-in-force", "ended_on", constant((r.world.clock.month - 2).first().text()), nil, "state-in-force")(r)
}

func specialFamilyBadPartner(r *roll) {
	breaks("bad-partner-number", "partner_id", func(id string) any { return otherDigit(id) },
		func(r *roll, at int) bool { return r.text(at, "partner_id") != "" }, "format(partner_id)")(r)
}
