package estate

// registryFeed is the household registry of a further system.
func (w *world) registryFeed(system string, people []*person) *roll {
	r := w.roll(system, watchRegistry, []string{"record_no", "id_card"},
		text("record_no", 24), text("id_card", 18), text("name", 100), text("sex", 4), date("birth_date"), text("district_code", 6),
		text("street_code", 9), text("address", 400), text("household_no", 20), text("relation", 20), text("state", 10), date("changed_on"), timestamp("registered_at"))
	for i, p := range people {
		x := register(p, w.clock)
		if i == 0 {
			x.changed, x.updated = w.clock.today-2, w.recent(0)
		}
		at := r.add(p, x.recordNo, x.id, x.name, x.sex, x.birth, x.district, optional(x.street), x.address, x.household, optional(x.relation), x.state,
			x.changed.text(), x.updated.text())
		if p.odd != "" && len(r.ledger.Odd) < 3 {
			r.odd(p.odd, at)
		}
	}
	return r
}

// The faults of a household registry.

func registryOtherSex(r *roll) {
	breaks("sex-of-another", "sex", func(sex string) any {
		if sex == "男" {
			return "女"
		}
		return "男"
	}, nil, "sex-matches-id")(r)
}

func registryStreetElsewhere(r *roll) {
	breaks("street-of-another-district", "street_code", constant("110119001"), func(r *roll, at int) bool {
		return r.text(at, "district_code") != "110119" && r.text(at, "street_code") != ""
	}, "street-in-district")(r)
}

func registrySentTwice(r *roll) {
	at := r.pick(r.having("state", active))
	r.repeat(at)
	r.note("record-sent-twice").primary("record-once", r.text(at, "record_no")).collateral("one-active-record", r.text(at, "id_card"))
}
