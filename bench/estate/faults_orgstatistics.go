package estate

import "strconv"

// The faults of the ledgers. Those of the sums happen to last month's rows, which the
// register is not compared with.

func lastMonth(r *roll, at int) bool { return r.text(at, "stat_month") != r.world.clock.month.text() }
func thisMonth(r *roll, at int) bool { return !lastMonth(r, at) }

// oneMore is one more than the value.
func oneMore(value string) any {
	n, _ := strconv.ParseInt(value, 10, 64)
	return n + 1
}

// oneLess is one less than the value.
func oneLess(value string) any { return oneMore(value).(int64) - 2 }

func orgLedgerFaults() []func(*roll) {
	return []func(*roll){
		breaks("district-code-for-a-statistics-code", "statistics_code", constant("110105"), lastMonth, "not-a-district-code", "code(statistics_code)"),
		ledgerTwice("ledger-pushed-twice"),
		breaks("parts-that-are-not-the-total", "group_count", oneMore, lastMonth, "total-is-parts"),
		breaks("opening-that-was-not-the-closing", "opening_count", oneMore, lastMonth, "closing-follows-opening"),
		openingUnlikeClosing,
		moreThanRegistered([]string{"equals-details", "groups-equal-details"}, "established_count", "total_count", "group_count"),
		countedAsAnotherForm("group_count", "private_unit_count", "groups-equal-details", "private-units-equal-details"),
		countedAsAnotherForm("private_unit_count", "foundation_count", "private-units-equal-details", "foundations-equal-details"),
		lose("unit-without-a-ledger", watchOrgStatistics, "every-unit-reported", "statistics_code", thisMonth, besides("equals-details", "statistics_code"), missedByForm),
	}
}

func personLedgerFaults() []func(*roll) {
	return []func(*roll){
		breaks("district-code-for-a-unit-of-persons", "statistics_code", constant("110106"), lastMonth, "not-a-district-code", "code(statistics_code)"),
		ledgerTwice("persons-pushed-twice"),
		breaks("heads-that-are-not-the-total", "male_count", oneMore, lastMonth, "representatives-balance"),
		breaks("staff-that-is-not-the-total", "part_time_count", oneMore, lastMonth, "staff-balances"),
		moreThanRegistered([]string{"equals-details"}, "entity_count", "female_count"),
		formWithoutLedger,
	}
}

// openingUnlikeClosing begins this month with one more than the last ended with, and lets one
// more end, so that the month itself adds up.
func openingUnlikeClosing(r *roll) {
	before := map[string]bool{} // units whose last month is told under their own code
	for at := range r.rows {
		before[r.text(at, "statistics_code")] = before[r.text(at, "statistics_code")] || lastMonth(r, at)
	}
	at := r.pick(func(at int) bool { return thisMonth(r, at) && before[r.text(at, "statistics_code")] })
	for _, column := range []string{"opening_count", "ended_count"} {
		r.set(at, column, oneMore(r.text(at, column)))
	}
	r.note("opening-that-is-not-last-months-closing").row(at, "opening-is-last-closing")
}

// ledgerTwice gives the fault that a row of last month came twice.
func ledgerTwice(fault string) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return lastMonth(r, at) })
		r.repeat(at)
		r.note(fault).primary("month-once", r.keyOf(at)...)
	}
}

// moreThanRegistered gives the fault that a ledger of this month counts one organisation
// more than the register has, which the checks find.
func moreThanRegistered(checks []string, columns ...string) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return thisMonth(r, at) })
		for _, column := range columns {
			r.set(at, column, oneMore(r.text(at, column)))
		}
		r.note("one-more-than-registered").row(at, checks...)
	}
}

// countedAsAnotherForm gives the fault that one organisation stands under another form, so
// that the total is right.
func countedAsAnotherForm(from, to string, checks ...string) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return thisMonth(r, at) && r.text(at, from) != "0" })
		r.set(at, from, oneLess(r.text(at, from)))
		r.set(at, to, oneMore(r.text(at, to)))
		r.note("counted-as-another-form").row(at, checks...)
	}
}

// missedByForm notes the forms that a ledger of a unit would have counted.
func missedByForm(n rollNote, r *roll, at int) {
	for _, form := range [][2]string{{"group_count", "groups-equal-details"}, {"private_unit_count", "private-units-equal-details"}, {"foundation_count", "foundations-equal-details"}} {
		if r.text(at, form[0]) != "0" {
			n.collateral(form[1], r.text(at, "statistics_code"))
		}
	}
}

func formWithoutLedger(r *roll) {
	at := r.pick(func(at int) bool { return thisMonth(r, at) && r.text(at, "entity_count") != "0" })
	r.note("form-without-a-ledger").primary("every-unit-reported", r.text(at, "statistics_code")).
		collateral("equals-details", r.text(at, "statistics_code"), r.text(at, "kind"))
	r.remove(at)
}
