package estate

import "fmt"

// disabledStatistics is what the ministry's ledger is told of the two subsidies: this
// month and the last, by district.
func disabledStatistics(w *world, system string) []*roll {
	r := w.roll(system, "statistics-two-subsidies", []string{"statistics_code", "stat_month"},
		text("statistics_code", 12), text("district_code", 6), text("stat_month", 7), integer("living_count"), integer("nursing_count"), integer("total_count"),
		money("living_amount"), money("nursing_amount"), money("total_amount"), timestamp("pushed_at"))
	for m := w.clock.month - 1; m <= w.clock.month; m++ {
		for i, d := range beijing() {
			x := w.subsidised(d.code, m)
			at := r.add(nil, statisticsCode(i), d.code, m.text(), x[0].count, x[1].count, x[0].count+x[1].count,
				x[0].amount.yuan(), x[1].amount.yuan(), (x[0].amount + x[1].amount).yuan(), w.clock.today.at(3600+i).text())
			if x[0].count == 0 {
				r.odd("nothing-paid-and-nothing-told", at)
			}
		}
	}
	r.odd("month-that-is-closed", 0)
	return []*roll{r.spoil(statisticsPartsOff, statisticsOfDistrictCode, statisticsTwice, statisticsOff, statisticsMoved, statisticsMissing,
		blank("statistics_code", "district_code", "stat_month", "living_count", "nursing_count", "total_count", "living_amount", "nursing_amount", "total_amount", "pushed_at"))}
}

// statisticsCode is the civil-affairs statistics code of the n-th district.
func statisticsCode(n int) string { return fmt.Sprintf("11%03d", n+1) }

type sum struct {
	count  int64
	amount fen
}

// subsidised adds up a month of a district, but for what did not come through: living money
// and nursing money.
func (w *world) subsidised(district string, m month) [2]sum {
	var all [2]sum
	for i := range w.payments[disabled] {
		p := &w.payments[disabled][i]
		if p.kind != regular || p.failed != "" || p.unknown || p.month != m || p.district != district {
			continue
		}
		x := &all[0]
		if p.project == nursing {
			x = &all[1]
		}
		x.count++
		x.amount += p.amount
	}
	return all
}

func ofThisMonth(r *roll, at int) bool { return r.text(at, "stat_month") == r.world.clock.month.text() }

func statisticsPartsOff(r *roll) {
	at := r.pick(func(at int) bool { return !ofThisMonth(r, at) })
	r.set(at, "total_amount", "1.00")
	r.note("statistics-amount-is-not-its-parts").row(at, "amount-is-parts")
	at = r.pick(func(at int) bool { return !ofThisMonth(r, at) })
	r.set(at, "total_count", int64(1))
	r.note("statistics-count-is-not-its-parts").row(at, "count-is-parts")
}

func statisticsOfDistrictCode(r *roll) {
	at := r.pick(func(at int) bool { return ofThisMonth(r, at) })
	r.set(at, "statistics_code", r.text(at, "district_code"))
	r.note("district-code-for-a-statistics-code").row(at, "not-a-district-code", "code(statistics_code)")
}

func statisticsTwice(r *roll) {
	at := r.pick(func(at int) bool { return !ofThisMonth(r, at) })
	r.repeat(at)
	r.note("statistics-told-twice").primary("month-once", r.keyOf(at)...)
}

// statisticsMissing leaves a district out, whose details then have no header.
func statisticsMissing(r *roll) {
	at := r.pick(func(at int) bool { return ofThisMonth(r, at) && r.text(at, "living_count") != "0" })
	district, nursed := r.text(at, "district_code"), r.text(at, "nursing_count")
	r.drop(at)
	r.note("district-not-told").primary("every-district-reported", district).collateral("equals-details", district).
		collateral("living-equals-details", district)
	if nursed != "0" {
		r.note("district-not-told").collateral("nursing-equals-details", district)
	}
}

// statisticsOff lets the totals balance and still be other than the details.
func statisticsOff(r *roll) {
	at := r.pick(func(at int) bool { return ofThisMonth(r, at) && r.text(at, "living_count") != "0" })
	living, total := r.rows[at].values[r.column("living_count")].(int64), r.rows[at].values[r.column("total_count")].(int64)
	r.set(at, "living_count", living+5)
	r.set(at, "total_count", total+5)
	r.note("statistics-other-than-the-details").row(at, "equals-details", "living-equals-details")
}

// statisticsMoved counts one nursing allowance among those for living: the totals are right.
func statisticsMoved(r *roll) {
	at := r.pick(func(at int) bool {
		return ofThisMonth(r, at) && r.text(at, "living_count") != "0" && r.text(at, "nursing_count") != "0"
	})
	r.set(at, "living_count", oneMore(r.text(at, "living_count")))
	r.set(at, "nursing_count", oneLess(r.text(at, "nursing_count")))
	r.note("nursing-counted-as-living").row(at, "living-equals-details", "nursing-equals-details")
}
