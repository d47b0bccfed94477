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

func orgLedgerFaults() []func(*roll) {
	return []func(*roll){
		breaks("district-code-for-a-statistics-code", "statistics_code", constant("110105"), lastMonth, "not-a-district-code", "code(statistics_code)"),
		ledgerTwice("ledger-pushed-twice"),
		breaks("parts-that-are-not-the-total", "group_count", oneMore, lastMonth, "total-is-parts"),
		breaks("opening-that-was-not-the-closing", "opening_count", oneMore, lastMonth, "closing-follows-opening"),
		openingUnlikeClosing,
		moreThanRegistered("established_count", "total_count", "group_count"),
		lose("unit-without-a-ledger", watchOrgStatistics, "every-unit-reported", "statistics_code", thisMonth, besides("equals-details", "statistics_code")),
	}
}

func personLedgerFaults() []func(*roll) {
	return []func(*roll){
		breaks("district-code-for-a-unit-of-persons", "statistics_code", constant("110106"), lastMonth, "not-a-district-code", "code(statistics_code)"),
		ledgerTwice("persons-pushed-twice"),
		breaks("heads-that-are-not-the-total", "male_count", oneMore, lastMonth, "representatives-balance"),
		breaks("staff-that-is-not-the-total", "part_time_count", oneMore, lastMonth, "staff-balances"),
		moreThanRegistered("entity_count", "female_count"),
		formWithoutLedger,
	}
}

// openingUnlikeClosing begins this month with one more than the last ended with, and lets one
// more end, so that the month itself adds up.
func openingUnlikeClosing(r *roll) {
	at := r.pick(func(at int) bool { return thisMonth(r, at) })
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
// more than the register has.
func moreThanRegistered(columns ...string) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return thisMonth(r, at) })
		for _, column := range columns {
			r.set(at, column, oneMore(r.text(at, column)))
		}
		r.note("one-more-than-registered").row(at, "equals-details")
	}
}

func formWithoutLedger(r *roll) {
	at := r.pick(func(at int) bool { return thisMonth(r, at) && r.text(at, "entity_count") != "0" })
	r.note("form-without-a-ledger").primary("every-unit-reported", r.text(at, "statistics_code")).
		collateral("equals-details", r.text(at, "statistics_code"), r.text(at, "kind"))
	r.remove(at)
}
