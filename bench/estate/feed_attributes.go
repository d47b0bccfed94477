package estate

const watchAttributes = "civil-affairs-resource-centre"

// attributeFeed is what the resource centre knows of the elderly.
func (w *world) attributeFeed(system string, people []*person) *roll {
	r := w.roll(system, watchAttributes, []string{"id_card", "attribute"},
		text("id_card", 18), text("name", 100), text("attribute", 10), text("origin", 20), timestamp("origin_at"), timestamp("shared_at"))
	for i, p := range people {
		if p.death != 0 || w.clock.final-p.birth < 61*366 {
			continue
		}
		shared := w.recent(i)
		tell := func(attribute, origin string) int {
			return r.add(p, p.id, p.name, attribute, origin, (shared - 86400).text(), shared.text())
		}
		at := tell([]string{"独居", "空巢", "低保", "优抚"}[i%4], []string{"巡访", "巡访", "社会救助", "优抚"}[i%4])
		if i%8 == 0 {
			second := tell("劳模", "工会")
			if len(r.ledger.Odd) == 0 {
				r.odd("one-of-two-attributes", at)
				r.odd("two-attributes-of-one-person", second)
			}
		}
	}
	return r
}

// The faults of the resource centre.

func attributeTwice(r *roll) {
	at := r.pick(nil)
	second := r.repeat(at)
	r.set(second, "origin", "婚姻登记")
	r.note("attribute-from-two-origins").primary("attribute-once", r.keyOf(at)...)
}

func attributeOfTheYoung(r *roll) {
	breaks("attribute-of-a-young-person", "id_card", constant(identity("110101", dayOf(1990, 5, 10), 104)), nil, "elderly-only")(r)
}

func attributeOfTheFuture(r *roll) {
	at := r.pick(nil)
	r.set(at, "origin_at", (r.world.clock.today - 0).at(11*3600).text())
	r.note("origin-after-sharing").row(at, "origin-before-sharing")
}

func attributeWithoutOrigin(r *roll) {
	breaks("attribute-without-origin", "origin", constant(nil), nil, "required(origin)")(r)
}

func attributeOfUnknownOrigin(r *roll) {
	breaks("attribute-of-unknown-origin", "origin", constant("网络"), nil, "code(origin)")(r)
}
