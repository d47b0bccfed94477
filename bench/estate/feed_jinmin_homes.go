package estate

import (
	"fmt"
	"slices"
)

const watchJinminHomes = "jinmin-institutions"

// jinminHomes is last month's push of the care homes to the Ministry: one was rejected and
// sent again, and the one that closed is told as deleted.
func (w *world) jinminHomes(system string) *roll {
	r := w.roll(system, watchJinminHomes, []string{"push_no"},
		text("push_no", 40), text("ministry_key", 12), text("org_code", 18), text("name", 120), text("data_month", 7), integer("beds"), integer("residents"), text("district_code", 6),
		text("area_code", 12), text("operation", 10), text("receipt", 10), timestamp("pushed_at"))
	m := w.clock.month - 1
	for n, b := range w.bodiesOf(careHome) {
		if n == young {
			continue
		}
		pushed := (w.clock.month.first() + 4).at(10*3600 + n*60)
		operation, residents := "变更", bedsTaken(n)
		if n == shut {
			operation, residents = "删除", 0
		}
		push := func(no, receipt string, pushed moment) int {
			return r.add(nil, no, fmt.Sprintf("%s%06d", b.district, n), b.code, b.name, m.text(), int64(bedsOf(n)), int64(residents), b.district, ministryArea(b.district), operation, receipt, pushed.text())
		}
		at := push(fmt.Sprintf("JM%s%04d", m.compact(), n), "已入库", pushed)
		switch n {
		case shut:
			r.odd("closing-that-was-carried", at)
		case 2:
			r.odd("sent-again-after-rejection", at)
			r.odd("rejected-once", push(fmt.Sprintf("JM%s9%03d", m.compact(), n), "退回", pushed-86400))
		}
	}
	return r
}

// jinminCentres is the push of the care centres, which has a table of its own.
func (w *world) jinminCentres(system string) *roll {
	r := w.jinminHomes(system).as("jinmin-care-centres")
	r.name = "jinmin_care_centres"
	return r
}

// stored fits pushes of homes that are open.
func stored(r *roll, at int) bool { return r.text(at, "operation") == "变更" }

// The faults of the push to the Ministry.

// pushOverdue leaves the table as it was a month ago: nothing was pushed until the tenth, nor
// since. Whatever else is asked of the push waits for it.
func pushOverdue(r *roll) {
	m := r.world.clock.month - 1
	for at := range r.rows {
		r.set(at, "data_month", (m - 1).text())
		r.set(at, "pushed_at", (m.first() + 4).at(10*3600+at*60).text())
	}
	r.note("push-that-is-overdue").primary("delivery").stop("waiting", jinminChecks(r)...)
}

// jinminChecks are all checks of the contract that need the rows of the push.
func jinminChecks(r *roll) []string {
	return slices.Concat(typesOf(r), each("code", "district_code", "operation", "receipt"), each("format", "area_code", "district_code", "ministry_key", "org_code"),
		each("length", "name", "push_no"), each("range", "beds", "residents"),
		each("required", "area_code", "beds", "data_month", "district_code", "ministry_key", "name", "operation", "org_code", "push_no", "pushed_at", "receipt", "residents"),
		[]string{"area-mapped", "beds-hold-residents", "compare", "freshness", "institution-once-a-month", "key-in-district", "push-once", "pushed-by-deadline", "rejected-sent-again", "row_count"})
}

func jinminNumberTwice(r *roll) {
	at, other := r.pick(func(at int) bool { return stored(r, at) }), r.pick(func(at int) bool { return stored(r, at) })
	r.set(at, "push_no", r.text(other, "push_no"))
	r.note("push-number-used-twice").primary("push-once", r.text(other, "push_no"))
}

func jinminHomeTwice(r *roll) {
	at := r.pick(func(at int) bool { return stored(r, at) })
	second := r.repeat(at)
	r.set(second, "push_no", r.text(at, "push_no")+"B")
	r.note("institution-stored-twice").primary("institution-once-a-month", r.homeAndMonth(at)...).collateral("equals-register", r.homeAndMonth(at)...)
}

// homeAndMonth is what the register knows a row by.
func (r *roll) homeAndMonth(at int) []string { return r.texts(at, "org_code", "data_month") }

// unheardOf gives a fault whose added row the register lacks.
func unheardOf(fault func(*roll)) func(*roll) {
	return func(r *roll) {
		fault(r)
		r.note(r.lastFault()).collateral("equals-register", r.homeAndMonth(len(r.rows)-1)...)
	}
}

func jinminOfOtherDistrict(r *roll) {
	breaks("ministry-key-of-another-district", "ministry_key", func(key string) any { return "110119" + key[6:] }, func(r *roll, at int) bool {
		return stored(r, at) && r.text(at, "district_code") != "110119"
	}, "key-in-district")(r)
}

// areaOfAStreet gives the fault that the Ministry is told of a street, whose code it does not take.
func areaOfAStreet(fit func(r *roll, at int) bool) func(*roll) {
	return breaks("area-code-of-a-street", "area_code", func(area string) any { return area[:6] + "001000" }, fit, "area-mapped")
}

func jinminOverfull(r *roll) {
	at := r.pick(func(at int) bool { return stored(r, at) })
	r.set(at, "beds", int64(2))
	r.note("pushed-with-too-few-beds").row(at, "beds-hold-residents").collateral("equals-register", r.homeAndMonth(at)...)
}

func jinminOtherFigures(r *roll) {
	at := r.pick(func(at int) bool { return stored(r, at) })
	r.set(at, "residents", int64(1))
	r.note("pushed-with-other-figures").primary("equals-register", r.homeAndMonth(at)...)
}

func jinminLate(r *roll) {
	breaks("pushed-after-the-deadline", "pushed_at", constant((r.world.clock.month.first() + 11).at(9*3600).text()), stored, "pushed-by-deadline")(r)
}

func jinminRejected(r *roll) {
	at := r.pick(func(at int) bool { return stored(r, at) })
	r.set(at, "receipt", "退回")
	r.note("rejected-and-not-sent-again").row(at, "rejected-sent-again").collateral("equals-register", r.homeAndMonth(at)...)
}

func jinminOfNobody(r *roll) {
	at := r.pick(func(at int) bool { return stored(r, at) })
	n := r.note("push-of-an-unknown-home").collateral("equals-register", r.homeAndMonth(at)...)
	r.set(at, "org_code", creditIn("52", "110101", 979))
	n.primary("equals-register", r.homeAndMonth(at)...)
}

// jinminNeverPushed forgets a home that is open. Only the register has it.
func jinminNeverPushed(r *roll) {
	at := r.pick(func(at int) bool { return stored(r, at) })
	r.note("open-home-never-pushed").primary("equals-register", r.homeAndMonth(at)...)
	r.drop(at)
}

func jinminClosingLost(r *roll) {
	homes := r.world.bodiesOf(careHome)
	for at := range r.rows {
		if r.text(at, "org_code") == homes[shut].code {
			second := r.repeat(at)
			r.set(second, "push_no", r.text(at, "push_no")+"C")
			r.set(second, "operation", "变更")
			r.set(second, "receipt", "待回执")
			r.note("closed-and-still-pushed").row(second, "closing-carried").
				collateral("institution-once-a-month", r.homeAndMonth(at)...).collateral("equals-register", r.homeAndMonth(at)...)
			return
		}
	}
}
