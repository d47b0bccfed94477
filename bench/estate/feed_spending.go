package estate

import "fmt"

const watchSpending = "bank-consumption-records"

// spendingFeed is what the bank tells of purchases with the cards of the living: some on
// every day of the last two weeks.
func (w *world) spendingFeed(system string, people []*person) *roll {
	r := w.roll(system, watchSpending, []string{"reference_no"},
		text("reference_no", 32), text("card_no", 32), text("holder_id", 18), text("merchant_no", 15), text("merchant_name", 120), text("kind", 10), money("amount"), timestamp("spent_at"))
	r.unjudged("skipped", "band") // two months are no history
	for i, p := range people {
		if p.death != 0 {
			continue
		}
		on := w.clock.today - 1 - day(i%14)
		spend := func(no, kind string, amount fen) int {
			return r.add(p, no, card(p.index), p.id, fmt.Sprintf("104110%09d", i%37), fmt.Sprintf("便民超市%02d店", i%37), kind, amount.yuan(), on.at(9*3600+i*577%28800).text())
		}
		at := spend(fmt.Sprintf("XF%s%08d", on.compact(), i), "消费", fen(350+i*37%9000))
		if i == 3 {
			r.odd("purchase-that-was-returned", at)
			r.odd("return-of-a-purchase", spend(fmt.Sprintf("TH%s%08d", on.compact(), i), "退货", -fen(350+i*37%9000)))
		}
	}
	return r
}

// bought fits purchases. The day that may be lost is left alone.
func bought(r *roll, at int) bool {
	return r.text(at, "kind") == "消费" && r.text(at, "spent_at")[:10] != (r.world.clock.today-7).text()
}

// The faults of card spending.

func spendingTwice(r *roll) {
	at := r.pick(func(at int) bool { return bought(r, at) })
	r.repeat(at)
	r.note("purchase-sent-twice").primary("reference-once", r.text(at, "reference_no"))
}

func spendingNegative(r *roll) {
	breaks("negative-purchase", "amount", func(amount string) any { return "-" + amount }, bought, "amount-sign")(r)
}

func spendingBadCard(r *roll) {
	breaks("card-number-with-a-wrong-digit", "card_no", func(no string) any { return otherDigit(no) }, bought, "card-valid")(r)
}

func spendingUnknownMerchant(r *roll) {
	breaks("merchant-number-too-short", "merchant_no", func(no string) any { return no[:14] }, bought, "format(merchant_no)")(r)
}

func spendingUnknownKind(r *roll) {
	at := r.pick(func(at int) bool { return bought(r, at) })
	r.set(at, "kind", "预授权")
	r.set(at, "amount", "-1.00")
	r.note("purchase-of-unknown-kind").row(at, "code(kind)")
}

func spendingAfterDeath(r *roll) {
	at := r.pick(func(at int) bool { return bought(r, at) })
	r.set(at, "holder_id", r.world.departed(r.system).id)
	r.note("spending-of-the-dead").row(at, "no-spending-after-death")
}

func spendingInFuture(r *roll) {
	at := r.pick(func(at int) bool { return bought(r, at) })
	r.set(at, "spent_at", (r.world.clock.today + 3).at(10*3600).text())
	r.note("purchase-in-the-future").row(at, "freshness")
}

// spendingDayLost moves the purchases of one day of last week to the day before: the
// day's file never came.
func spendingDayLost(r *roll) {
	lost := r.world.clock.today - 7
	for at := range r.rows {
		if moment := r.text(at, "spent_at"); moment[:10] == lost.text() {
			r.set(at, "spent_at", (lost-1).text()+moment[10:])
		}
	}
	r.note("file-of-a-day-missing").primary("every-day-of-last-week")
}

// departed is a dead person of whom every system's death feed tells and to whom nothing
// happens in this one.
func (w *world) departed(system string) *person {
	for _, p := range w.known(elderly) {
		if w.dead(p) && p.death < w.clock.today-40 && !w.occupied(system, p) {
			w.occupy(system, p)
			return p
		}
	}
	panic("estate: " + system + " has nobody left who died")
}
