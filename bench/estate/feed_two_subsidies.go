package estate

// twoSubsidiesFeed tells a further system of the two disability subsidies.
func (w *world) twoSubsidiesFeed(system string, people []*person) *roll {
	r := w.roll(system, watchGrants, []string{"id_card", "level", "pay_month"},
		text("id_card", 18), text("name", 100), text("level", 40), text("pay_month", 7), money("amount"), date("updated_on"))
	tariff := newTariff()
	for i, p := range people {
		for _, b := range p.benefits {
			if b.system != disabled || p.death != 0 {
				continue
			}
			at := r.add(p, p.id, p.name, b.level, w.clock.month.text(), tariff.amount(b.level, w.clock.month).yuan(), w.recent(i).day().text())
			if len(r.ledger.Odd) == 0 {
				r.odd("subsidy-of-the-month", at)
			}
		}
	}
	return r
}

func twoSubsidiesTwice(r *roll) {
	at := r.pick(nil)
	r.repeat(at)
	r.note("subsidy-told-twice").primary("once-a-month", r.keyOf(at)...)
}

func twoSubsidiesOldStandard(r *roll) {
	breaks("amount-of-no-standard", "amount", constant("1.00"), nil, "amount-by-standard")(r)
}

// twoSubsidiesOldMonth tells of last month, at last month's standard.
func twoSubsidiesOldMonth(r *roll) {
	at := r.pick(nil)
	last := r.world.clock.month - 1
	r.set(at, "pay_month", last.text())
	r.set(at, "amount", newTariff().amount(r.text(at, "level"), last).yuan())
	r.note("subsidy-of-last-month").row(at, "month-is-current")
}
