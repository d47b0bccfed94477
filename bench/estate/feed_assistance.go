package estate

import "fmt"

const watchRecipients = "assistance-recipients"

func (w *world) recipientRoll(system string) *roll {
	return w.roll(system, watchRecipients, []string{"record_no"},
		text("record_no", 24), text("id_card", 18), text("name", 100), text("household_no", 20), integer("household_size"), text("kind", 30), date("approved_on"),
		text("start_month", 7), text("stop_month", 7), money("amount"), text("feed_month", 7), text("district_code", 6), timestamp("updated_at"))
}

// recipientsOf tells a system of all that social assistance gives month by month.
func (w *world) recipientsOf(system string, aids []aid) *roll {
	r := w.recipientRoll(system)
	for i := range aids {
		if a := &aids[i]; a.lasting() && a.open() {
			r.add(a.person, a.no, a.person.id, a.person.name, a.household, int64(a.size), a.kind, (a.start - 20).text(), a.start.month().text(), nil,
				a.amount.yuan(), w.clock.month.text(), a.district, w.recent(i).text())
		}
	}
	return r
}

// recipientFeed is what other systems are told of those of their people who get social
// assistance. Every third household has two members.
func (w *world) recipientFeed(system string, people []*person) *roll {
	r := w.recipientRoll(system)
	for i, p := range people {
		size := 1 + (i%3)/2
		add := func(p *person, no, id, name string) int {
			approved := w.clock.final - 400 - day(i*13%700)
			return r.add(p, no, id, name, fmt.Sprintf("JH%08d", i), int64(size), assistanceKind(i), approved.text(),
				(approved.month() + 1).text(), nil, fen(30000+i%7*10000).yuan(), w.clock.month.text(), w.homeOf(p), w.recent(i).text())
		}
		at := add(p, fmt.Sprintf("JZ%010d", p.index), p.id, p.name)
		if size == 2 {
			add(p, fmt.Sprintf("JZ9%09d", p.index), identity("110102", dayOf(1948, 3, 1)+day(i), 246), "家属")
		}
		if i == 4 {
			r.odd("stopped-and-approved-again", r.repeatAs(at, fmt.Sprintf("JZ8%09d", p.index)))
		}
	}
	return r
}

// repeatAs adds the row's record again, as one that was stopped long ago.
func (r *roll) repeatAs(at int, no string) int {
	old := r.repeat(at)
	r.set(old, "record_no", no)
	r.set(old, "approved_on", (r.world.clock.final - 1900).text())
	r.set(old, "start_month", (r.world.clock.final - 1850).month().text())
	r.set(old, "stop_month", (r.world.clock.final - 1500).month().text())
	return old
}

func assistanceKind(i int) string {
	return []string{"最低生活保障", "低收入家庭", "特困供养"}[i%3]
}

func single(r *roll, at int) bool {
	return r.text(at, "household_size") == "1" && r.text(at, "stop_month") == ""
}

// The faults of the feed of recipients.

func recipientTwice(r *roll) {
	at := r.pick(func(at int) bool { return single(r, at) })
	second := r.repeat(at)
	r.set(second, "record_no", "JZ7"+r.text(at, "record_no")[3:])
	r.set(second, "household_no", r.text(at, "household_no")+"-2")
	r.note("two-open-records").primary("one-open-record", r.text(at, "id_card"), r.text(at, "kind"))
}

func recipientOfTwoKinds(r *roll) {
	at := r.pick(func(at int) bool { return single(r, at) && r.text(at, "kind") == "低收入家庭" })
	second := r.repeat(at)
	r.set(second, "record_no", "JZ6"+r.text(at, "record_no")[3:])
	r.set(second, "household_no", r.text(at, "household_no")+"-2")
	r.set(second, "kind", "特困供养")
	r.note("kinds-that-exclude-each-other").primary("one-kind", r.text(at, "id_card"))
}

func recipientSentTwice(r *roll) {
	at := r.pick(func(at int) bool { return single(r, at) })
	r.repeat(at)
	r.note("record-sent-twice").primary("record-once", r.text(at, "record_no")).collateral("one-open-record", r.text(at, "id_card"), r.text(at, "kind")).
		collateral("household-adds-up", r.text(at, "household_no"))
}

func recipientStoppedBeforeStart(r *roll) {
	at := r.pick(func(at int) bool { return single(r, at) })
	r.set(at, "stop_month", (r.world.clock.final - 1600).month().text())
	r.note("stopped-before-it-began").row(at, "months-in-order")
}

func recipientBeforeApproval(r *roll) {
	breaks("began-before-it-was-approved", "start_month", constant("2019-01"), single, "approved-before-start")(r)
}

func recipientHouseholdShort(r *roll) {
	at := r.pick(func(at int) bool { return single(r, at) })
	r.set(at, "household_size", int64(3))
	r.note("members-of-a-household-missing").primary("household-adds-up", r.text(at, "household_no"))
}

func recipientOfLastMonth(r *roll) {
	breaks("row-of-an-earlier-feed", "feed_month", constant((r.world.clock.month - 2).text()), single, "feed-is-current")(r)
}

func recipientWithoutAmount(r *roll) {
	breaks("assistance-of-nothing", "amount", constant("0.00"), single, "amount-positive")(r)
}

// The faults of the feed of all recipients.

func toldOfTwoKinds(r *roll) {
	recipientOfTwoKinds(r)
	r.note(r.lastFault()).collateral("totals-as-assistance", r.text(len(r.rows)-1, "id_card"), r.text(len(r.rows)-1, "kind"))
}

func recipientNotTold(r *roll) {
	at := r.pick(func(at int) bool { return single(r, at) })
	r.note("recipient-not-told").primary("totals-as-assistance", r.text(at, "id_card"), r.text(at, "kind"))
	r.drop(at)
}

func recipientOfOtherHousehold(r *roll) {
	at := r.pick(func(at int) bool { return single(r, at) })
	r.set(at, "household_no", "JT777777")
	r.note("recipient-in-another-household").primary("totals-as-assistance", r.text(at, "id_card"), r.text(at, "kind"))
}
