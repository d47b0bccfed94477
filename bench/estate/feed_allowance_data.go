package estate

const watchAllowanceData = "elderly-allowance-data"

// allowanceDataFeed is what another system is told of this month's elderly allowances of
// the people. Who receives both sorts of nursing money is not among them: nobody may.
func (w *world) allowanceDataFeed(system string, people []*person) *roll {
	r := w.roll(system, watchAllowanceData, []string{"id_card", "project", "pay_month"},
		text("id_card", 18), text("name", 100), text("project", 8), text("level", 60), text("pay_month", 7), money("amount"), text("state", 10), timestamp("updated_at"))
	tariff := newTariff()
	for i, p := range people {
		if p.death != 0 || p.receives(nursing) && p.receives(disability) {
			continue
		}
		for _, b := range p.benefits {
			if b.system != elderly || w.clock.step == Current && swallowed(b, w.homeOf(p)) { // the system had none
				continue
			}
			level := b.level
			if b.project == longevity {
				level = longevityLevel(p.birth, w.clock.month)
			}
			at := r.add(p, p.id, p.name, b.project, level, w.clock.month.text(), tariff.amount(level, w.clock.month).yuan(), "享受", w.recent(i).text())
			if len(r.rows) == 4 {
				r.set(at, "state", "停发")
				r.set(at, "amount", "0.00")
				r.odd("stopped-this-month", at)
			}
		}
	}
	return r
}

// The faults of the feed of allowances.

func allowanceOfOldStandard(r *roll) {
	breaks("allowance-off-the-standard", "amount", constant("123.00"), inState("享受"), "amount-by-standard")(r)
}

// allowanceOfOtherProject tells of a level that another project has, at its standard.
func allowanceOfOtherProject(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "project") == service && r.text(at, "state") == "享受" })
	r.set(at, "level", "高龄津贴-80岁")
	r.set(at, "amount", "100.00")
	r.note("allowance-at-a-level-of-another-project").row(at, "level-of-project")
}

func allowanceOfLastMonth(r *roll) {
	breaks("allowance-of-an-earlier-month", "pay_month", constant((r.world.clock.month - 2).text()), inState("享受"), "month-is-current")(r)
}

func allowanceDataTwice(r *roll) {
	at := r.pick(r.having("state", "享受"))
	r.repeat(at)
	r.note("allowance-told-twice").primary("once-a-month", r.keyOf(at)...)
}

// inState is having for breaks.
func inState(state string) func(*roll, int) bool {
	return func(r *roll, at int) bool { return r.text(at, "state") == state }
}
