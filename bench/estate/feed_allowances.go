package estate

const watchAllowances = "elderly-allowance-payments"

// allowanceFeed is the copy of the allowances' disbursement that supervision gets: what is
// wrong there is wrong here, too.
func (w *world) allowanceFeed(system string) *roll {
	r := w.roll(system, watchAllowances, []string{"payment_no"},
		text("payment_no", 40), text("batch_no", 32), text("id_card", 18), text("project", 10), text("level", 40), text("pay_month", 7), money("amount"),
		text("kind", 10), text("district_code", 6), timestamp("paid_at"))
	for i := range w.payments[elderly] {
		p := &w.payments[elderly][i]
		r.add(p.person, p.no(), p.batch, p.id, p.project, p.level, p.month.text(), p.amount.yuan(), p.kind, p.district, p.paid.text())
		r.rows[i].busy = p.person.taken || p.kind != regular
	}
	here := map[string]string{"amount-sign": "amount-sign", "amount-by-standard": "amount-by-standard", "format(payee_id)": "format(id_card)"}
	for _, e := range w.ledger.Entries {
		if e.System == Elderly && e.Watch == watchPayments && here[e.Check] != "" {
			r.note(e.Fault).collateral(here[e.Check], e.Key...)
		}
	}
	return r
}

// sentThisMonth fits regular payments of the month that nothing happens to.
func sentThisMonth(r *roll, at int) bool {
	return r.text(at, "pay_month") == r.world.clock.month.text() && r.text(at, "kind") == regular && r.text(at, "district_code") != lostDistrict
}

// The faults of the copy. In the district that is lost none of the others happens.

func allowanceChanged(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "district_code") != lostDistrict })
	r.set(at, "amount", "1.00")
	r.note("amount-changed-on-the-way").row(at, "as-disbursed", "amount-by-standard")
}

func allowanceNotThere(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "district_code") != lostDistrict })
	r.note("payment-that-did-not-arrive").row(at, "as-disbursed")
	r.set(at, "payment_no", r.text(at, "payment_no")+"Z")
	r.note("payment-of-nobody").row(at, "as-disbursed")
}

func allowanceTwice(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "district_code") != lostDistrict })
	r.repeat(at)
	r.note("payment-sent-twice").primary("payment-once", r.text(at, "payment_no")).collateral("as-disbursed", r.text(at, "payment_no"))
}

// lostDistrict is the district whose payments of last month supervision does not get.
const lostDistrict = "110116"

func allowanceDistrictLost(r *roll) {
	month := (r.world.clock.month - 1).text()
	n := r.note("district-not-sent").primary("every-district-paid", lostDistrict)
	kept := r.rows[:0]
	for at := range r.rows {
		if r.text(at, "district_code") == lostDistrict && r.text(at, "pay_month") == month {
			n.collateral("as-disbursed", r.text(at, "payment_no"))
			continue
		}
		kept = append(kept, r.rows[at])
	}
	r.rows, r.order = kept, nil
}
