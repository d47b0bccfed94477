package estate

import "fmt"

// The watches of the children's services that share a table.
const (
	watchEntitled            = "aid-entitlements"
	watchEntitledUnsupported = "entitlements-unsupported-children"
	watchEntitledInHomes     = "entitlements-institution-orphans"
	watchExemptUnsupported   = "medical-exemption-unsupported-children"
	watchExemptInHomes       = "medical-exemption-institution-orphans"
)

// childServices are the tables of the children's services: who is entitled, what is pushed
// of it, and the feeds about the children.
func childServices(w *world, system string) []*roll {
	kids := w.children()
	return []*roll{
		w.childEntitlements(system).spoil(childEntitledTwice, childAmountOfNothing, childRecordTwice, childEndsBeforeItBegins, strangeChild,
			blank("record_no", "id_card", "name", "kind", "start_on", "district_code", "updated_at")),
		w.childExemptions(system).spoil(childNotExempted, deadChildExempted, grownChildExempted, childExemptedTwice).
			spoil(childExemptionKindFaults()...),
		w.childPushes(system).spoil(childPushRejected, childPushedTwice, childPushedOtherAmount, deadChildPushed, childOfOtherDistrict, childWronglyMapped, areaOfAStreet(pushedChild), childPushedLate, grownChildPushed, deletionPushedTwice,
			noCode("operation"), noCode("receipt"), childOfNoKind, longName(),
			blank("push_no", "ministry_key", "id_card", "name", "kind", "ministry_kind", "data_month", "amount", "district_code", "area_code", "operation", "receipt", "pushed_at")),
		w.deathFeed(system, kids).spoil(deathInFuture, deathDateThatIsNone, longName(), blank("id_card", "name", "death_date", "origin", "registered_at")),
		w.disabilityFeed(system, every(2, 400, kids)).spoil(stale("certificates-stopped", "updated_at", 50), certificateExpired, certificateTwice, noCode("state"), noCode("district_code"), longName(),
			badIdentity("id_card", "cert-of-holder"), certificateSentTwice,
			blank("id_card", "name", "cert_no", "class", "grade", "issued_on", "graded_on", "state", "changed_on", "district_code", "updated_at")),
		w.recipientFeed(system, every(4, 200, kids)).spoil(stale("recipients-stopped", "updated_at", 50), halved("recipients-half-arrived", "household_no"), recipientOfTwoKinds, recipientOfLastMonth, recipientSentTwice,
			noCode("district_code"), blank("record_no", "id_card", "name", "household_no", "household_size", "kind", "approved_on", "start_month", "amount", "feed_month", "district_code", "updated_at")),
		w.authCall(system, kids).spoil(linkAway, authAnsweredTwice),
	}
}

// entitled lists the children who get their money at the state.
func (w *world) entitled() []*person {
	var all []*person
	for _, p := range w.children() {
		if !w.dead(p) {
			all = append(all, p)
		}
	}
	return all
}

func (w *world) childEntitlements(system string) *roll {
	r := w.roll(system, watchEntitled, []string{"record_no"},
		text("record_no", 40), text("id_card", 18), text("name", 100), text("household_no", 20), text("kind", 40), date("start_on"), date("stop_on"), text("pay_month", 7), money("amount"),
		text("district_code", 6), date("withdrawn_on"), timestamp("updated_at"))
	for i, p := range w.children() {
		stop, paid := day(0), w.clock.month
		if w.dead(p) {
			stop, paid = p.death.month().first()+27, p.death.month()
		}
		at := r.add(p, fmt.Sprintf("ET%08d", p.index), p.id, p.name, nil, childKind(p), p.entitledFrom().text(), stop.optional("2006-01-02"), paid.text(), childAmount(p).yuan(),
			p.districtCode, nil, w.recent(i).text())
		if i == 2 {
			old := r.repeat(at)
			r.set(old, "record_no", "ET9"+r.text(at, "record_no")[3:])
			r.set(old, "withdrawn_on", (w.clock.final - 300).text())
			r.set(old, "pay_month", (w.clock.final - 310).month().text())
			r.odd("withdrawn-and-entered-again", old)
			r.rows[at].busy = true
		}
	}
	return r
}

// entitledWatch is the watch of a child's kind.
func entitledWatch(p *person) string {
	if childKind(p) == inTheHome {
		return watchEntitledInHomes
	}
	return watchEntitledUnsupported
}

func exemptWatch(p *person) string {
	if childKind(p) == inTheHome {
		return watchExemptInHomes
	}
	return watchExemptUnsupported
}

func livingChild(r *roll, at int) bool {
	return r.rows[at].person != nil && r.rows[at].person.death == 0
}

func childEntitledTwice(r *roll) {
	at := r.pick(func(at int) bool { return livingChild(r, at) })
	second := r.repeat(at)
	r.set(second, "record_no", "ET8"+r.text(at, "record_no")[3:])
	r.set(second, "pay_month", (r.world.clock.month - 1).text())
	n := r.note("child-entered-twice").primary("one-open-record", r.text(at, "id_card"))
	n.on(entitledWatch(r.rows[at].person)).collateral("one-open-record", r.text(at, "id_card"))
	n.on(exemptWatch(r.rows[at].person)).collateral("nobody-missing", r.text(at, "id_card"), r.text(at, "kind"))
}

// childAmountOfNothing happens to a child who is no longer entitled, so that nothing is pushed
// of it.
func childAmountOfNothing(r *roll) {
	at := r.pick(func(at int) bool { return r.world.dead(r.rows[at].person) })
	r.set(at, "amount", "0.00")
	r.note("entitled-to-nothing").row(at, "amount-positive").on(entitledWatch(r.rows[at].person)).collateral("amount-positive", r.keyOf(at)...)
}

// childExemptions are the children whose medical contribution is paid.
func (w *world) childExemptions(system string) *roll {
	r := w.roll(system, "medical-exemption", []string{"id_card", "kind"},
		text("id_card", 18), text("name", 100), text("kind", 40), date("start_on"), date("stop_on"), text("district_code", 6), timestamp("pushed_at"))
	r.as(watchExemptUnsupported)
	named := map[string]bool{}
	for i, p := range w.entitled() {
		at := r.add(p, p.id, p.name, childKind(p), p.entitledFrom().text(), nil, p.districtCode, w.recent(i).text())
		if watch := exemptWatch(p); p.birth > w.clock.final-800 && !named[watch] {
			named[watch] = true
			r.rows[at].busy = true
			r.ledger.Odd = append(r.ledger.Odd, Odd{Name: "exempted-from-infancy", System: r.system, Watch: watch, Key: r.keyOf(at)})
		}
	}
	return r
}

// childRecordTwice and childEndsBeforeItBegins happen to children who are no longer entitled.
func childRecordTwice(r *roll) {
	at := r.pick(func(at int) bool { return r.world.dead(r.rows[at].person) })
	r.repeat(at)
	r.note("entitlement-sent-twice").primary("record-once", r.text(at, "record_no")).on(entitledWatch(r.rows[at].person)).collateral("record-once", r.text(at, "record_no"))
}

func childEndsBeforeItBegins(r *roll) {
	at := r.pick(func(at int) bool { return r.world.dead(r.rows[at].person) })
	r.set(at, "start_on", (isoDay(r.text(at, "stop_on")) + 9).text())
	r.note("entitled-from-after-the-end").row(at, "start-before-stop").on(entitledWatch(r.rows[at].person)).collateral("start-before-stop", r.keyOf(at)...)
}

// strangeChild is on the list of children as somebody whom social assistance has.
func strangeChild(r *roll) {
	strangeKind(aidMinimum, func(r *roll, at int) bool { return r.world.dead(r.rows[at].person) })(r)
}

func childExemptedTwice(r *roll) {
	at := r.pick(func(at int) bool { return livingChild(r, at) && r.text(at, "kind") == inTheHome })
	r.repeat(at)
	r.note("child-exempted-twice").on(watchExemptInHomes).primary("exempted-once", r.keyOf(at)...).collateral("nobody-missing", r.keyOf(at)...)
}

func childNotExempted(r *roll) {
	for _, kind := range []string{unsupported, inTheHome} {
		at := r.pick(func(at int) bool { return livingChild(r, at) && r.text(at, "kind") == kind })
		n := r.note("child-not-exempted").on(exemptWatch(r.rows[at].person))
		key := r.keyOf(at)
		r.drop(at)
		n.primary("nobody-missing", key...)
	}
}

// deadChildExempted goes on with a child who died months ago.
func deadChildExempted(r *roll) {
	p := r.world.freeChild(r.system, func(p *person) bool { return r.world.dead(p) && childKind(p) == unsupported })
	at := r.add(p, p.id, p.name, childKind(p), p.entitledFrom().text(), nil, p.districtCode, r.world.recent(1).text())
	r.rows[at].busy = true
	r.note("dead-child-exempted").row(at, "dead-removed", "entitled-in-month", "nobody-missing")
}

// grownChildExempted turns the dates of a child around.
func grownChildExempted(r *roll) {
	at := r.pick(func(at int) bool { return livingChild(r, at) && r.text(at, "kind") == unsupported })
	r.set(at, "stop_on", (isoDay(r.text(at, "start_on")) - 30).text())
	r.note("exemption-ends-before-it-begins").row(at, "start-before-stop", "nobody-missing")
}

// freeChild takes a child who fits and to whom nothing happens in the system yet.
func (w *world) freeChild(system string, fit func(*person) bool) *person {
	for _, p := range w.children() {
		if !w.occupied(system, p) && fit(p) {
			w.occupy(system, p)
			return p
		}
	}
	panic("estate: " + system + " has no child left for a fault")
}
