package estate

import (
	"time"
)

const watchMonthly = "assistance-monthly"

// entitlements is the list of entitlements: the whole of it is one watch, and each kind
// of aid is another.
func (w *world) entitlements(aids []aid) *roll {
	r := w.roll(Assistance, "aid-entitlements", []string{"record_no"},
		text("record_no", 40), text("id_card", 18), text("name", 100), text("household_no", 20), integer("household_size"), text("kind", 40),
		date("start_on"), date("stop_on"), text("pay_month", 7), money("amount"), text("district_code", 6), date("withdrawn_on"), timestamp("updated_at")).as(watchMonthly)
	for i := range aids {
		a := &aids[i]
		r.add(a.person, a.no, a.person.id, a.person.name, a.household, int64(a.size), a.kind, a.start.text(), a.stopped.optional(time.DateOnly),
			w.clock.month.text(), a.amount.yuan(), a.district, a.withdrawn.optional(time.DateOnly), w.recent(i).text())
	}
	r.oddOne("temporary-aid-beside-minimum-living", watchMonthly, func(at int) bool {
		return r.text(at, "kind") == aidMinimum && r.text(at, "stop_on") == "" && r.rows[at].person.receives(temporary)
	})
	return r
}

// ofAid names the watch of one kind of aid.
func (n rollNote) ofAid(prefix, kind string) rollNote { return n.on(prefix + "-" + aidSlug(kind)) }

// oddOne names the first row that fits, unusual and correct, in a watch.
func (r *roll) oddOne(name, watch string, fit func(at int) bool) {
	for at := range r.rows {
		if !r.rows[at].busy && fit(at) {
			r.rows[at].busy = true
			r.world.occupy(r.system, r.rows[at].person)
			r.ledger.Odd = append(r.ledger.Odd, Odd{Name: name, System: r.system, Watch: watch, Key: r.keyOf(at)})
			return
		}
	}
	panic("estate: " + r.system + "/" + watch + " has no row that is odd in this way: " + name)
}

// past fits what was stopped long ago: no push and no exchange depends on it.
func past(kind string) func(r *roll, at int) bool {
	return func(r *roll, at int) bool {
		stopped := r.text(at, "stop_on")
		return r.text(at, "kind") == kind && stopped != "" && stopped < r.world.clock.month.first().text()
	}
}

// inAid gives a fault of one row that the watch of its kind finds: to makes the wrong
// value of the right one.
func inAid(prefix, fault, column string, to func(string) any, fit func(r *roll, at int) bool, checks ...string) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return fit == nil || fit(r, at) })
		r.set(at, column, to(r.text(at, column)))
		r.note(fault).ofAid(prefix, r.text(at, "kind")).row(at, checks...)
	}
}

// The faults of the list of entitlements that nothing else follows from.

func entitlementFaults() []func(*roll) {
	const list = "aid-entitlements"
	return []func(*roll){
		entitlementTwice,
		entitledTwice,
		householdOfOtherSize,
		breaks("kind-of-aid-unknown", "kind", constant("低保"), past(aidMinimum), "code(kind)"),
		strangeKind(unsupported, past(aidMinimum)),
		func(r *roll) {
			inAid(list, "entitlement-stops-before-it-starts", "start_on", constant((r.world.clock.today - 30).text()), past(aidMinimum), "start-before-stop")(r)
		},
		inAid(list, "entitlement-of-nothing", "amount", constant("0.00"), past(aidLowIncome), "amount-positive"),
	}
}

// The checks of what was approved against what was paid.
const (
	checkSent     = "approved-is-sent"
	checkApproved = "as-approved"
)

// notSent notes whose aid was approved and falls into a gap of the payments, or was paid to
// somebody else.
func notSent(aids []aid) func(*roll) {
	return func(r *roll) {
		for i := range aids {
			a := &aids[i]
			if !a.in(r.world.clock.month) {
				continue
			}
			if a.person == r.world.diverted {
				r.note("paid-to-somebody-else-than-approved").collateral(checkSent, a.no)
			}
			for _, g := range gaps() {
				if g.swallows(assistance, a.project(), a.district) {
					r.note(g.fault).collateral(checkSent, a.no)
				}
			}
		}
	}
}

// entitlementTwice has a stopped record twice.
func entitlementTwice(r *roll) {
	at := r.pick(func(at int) bool { return past(aidMinimum)(r, at) })
	r.repeat(at)
	r.note("entitlement-recorded-twice").ofAid("aid-entitlements", aidMinimum).primary("record-once", r.text(at, "record_no"))
}

// entitledTwice grants somebody the same education aid again, outside of Chaoyang, which
// nobody is told of.
func entitledTwice(r *roll) {
	at := r.pick(func(at int) bool {
		return r.text(at, "kind") == aidEducation && r.text(at, "stop_on") == "" && r.text(at, "withdrawn_on") == "" && r.text(at, "district_code") != chaoyang
	})
	second := r.repeat(at)
	r.set(second, "record_no", r.text(at, "record_no")+"B")
	r.note("entitled-twice-to-one-kind").ofAid("aid-entitlements", aidEducation).primary("one-open-record", r.text(at, "id_card"))
}

// householdOfOtherSize lets one member say that the household is larger.
func householdOfOtherSize(r *roll) {
	at := r.pick(func(at int) bool {
		return r.text(at, "kind") == aidMinimum && r.text(at, "stop_on") == "" && r.text(at, "withdrawn_on") == "" && r.text(at, "household_size") == "2"
	})
	r.set(at, "household_size", int64(3))
	r.note("household-size-off").primary("members-add-up", r.text(at, "kind"), r.text(at, "household_no"))
}
