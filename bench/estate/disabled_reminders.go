package estate

import "fmt"

// disabledReminders are the month's reminders: to relatives who could claim, and to some
// payees whose certificates end.
func disabledReminders(w *world, system string) []*roll {
	r := w.roll(system, "proactive-reminders", []string{"reminder_no"},
		text("reminder_no", 24), text("id_card", 18), text("name", 100), text("reason", 30), date("consented_on"), date("withdrawn_on"), timestamp("sent_at"), text("district_code", 6))
	people := w.some(func(p *person) bool { return p.known[disabled] && p.death == 0 && !p.movedOut && p.odd == "" })
	for i, p := range every(4, 300, people) {
		reason := "证件将到期"
		if len(p.benefits) == 0 {
			reason = "可申请未申请"
		}
		at := remind(r, p, reason)
		if i == 3 {
			r.set(at, "withdrawn_on", w.clock.today.text())
			r.odd("consent-withdrawn-afterwards", at)
		}
	}
	return []*roll{r.spoil(sameNumber("two-reminders-of-one-number", "reminder_no", "reminder-no-once"), remindedWithoutConsent, remindedTwice, remindedTheDead, remindedTheMoved, remindedThePayee, noCode("reason"), noCode("district_code"), longName(), badIdentity("id_card"), remindedNobody)}
}

func remind(r *roll, p *person, reason string) int {
	n := len(r.rows) + 1
	return r.add(p, fmt.Sprintf("TX%08d", n), p.id, p.name, reason, (r.world.clock.final - 400 - day(n%90)).text(), nil,
		(r.world.clock.today - 2).at(9*3600+n).text(), r.world.homeOf(p))
}

func remindedWithoutConsent(r *roll) {
	breaks("reminded-without-consent", "consented_on", constant((r.world.clock.today + 5).text()), nil, "consent-given")(r)
}

// remindedNobody is a row of which nothing but the consent is left.
func remindedNobody(r *roll) {
	blank("reminder_no", "id_card", "name", "reason", "sent_at", "district_code")(r)
	r.set(len(r.rows)-1, "consented_on", (r.world.clock.final - 100).text())
}

func remindedTwice(r *roll) {
	at := r.pick(nil)
	second := r.repeat(at)
	r.set(second, "reminder_no", "TX9"+r.text(at, "reminder_no")[3:])
	r.note("reminded-twice").primary("reminder-once", r.text(at, "id_card"), r.text(at, "reason"))
}

func remindedTheDead(r *roll) {
	p := r.world.free(r.system, func(p *person) bool {
		return p.known[disabled] && p.death != 0 && p.deathKnown.day() < r.world.clock.today-10
	})
	r.note("reminded-the-dead").row(remind(r, p, "证件将到期"), "dead-excluded")
}

// remindedTheMoved reminds the one who moved out this month, which is in order in itself.
func remindedTheMoved(r *roll) {
	for i := range r.world.people {
		if p := &r.world.people[i]; p.known[disabled] && p.odd == "moved-out-this-month" {
			r.note("reminded-who-moved-away").row(remind(r, p, "证件将到期"), "moved-excluded")
			return
		}
	}
}

func remindedThePayee(r *roll) {
	p := r.world.free(r.system, func(p *person) bool {
		return p.known[disabled] && r.world.paidNow(disabled, p) && !r.holds("id_card", p.id)
	})
	r.note("reminded-to-claim-what-is-paid").row(remind(r, p, "可申请未申请"), "claims-not-yet")
}

// holds says that some row has the value in the column.
func (r *roll) holds(column, value string) bool {
	for at := range r.rows {
		if r.text(at, column) == value {
			return true
		}
	}
	return false
}
