package estate

import "fmt"

const watchSubsidies = "institution-payments"

// subsidyPush is what a system hands to the disbursement for its institutions: last
// month's and this month's batches, and their details, the first roll and the second.
func (w *world) subsidyPush(system, project string, payees []body) (batches, details *roll) {
	batches = w.roll(system, watchBatches, []string{"batch_no"},
		text("batch_no", 32), text("project", 10), text("pay_month", 7), text("district_code", 6), integer("declared_count"), money("declared_amount"),
		integer("accepted_count"), integer("failed_count"), timestamp("sent_at"))
	details = w.roll(system, watchSubsidies, []string{"payment_no"},
		text("payment_no", 40), text("batch_no", 32), text("project", 10), text("pay_month", 7), text("payee_code", 18), text("payee_name", 120), text("account", 32),
		money("amount"), text("district_code", 6), text("result", 10), text("fail_reason", 120), timestamp("paid_at"))
	for m := w.clock.month - 1; m <= w.clock.month; m++ {
		for _, d := range beijing() {
			w.subsidyBatch(batches, details, project, m, d.code, payees)
		}
	}
	return batches, details
}

// subsidyBatch adds a district's month. In the first district one payment fails.
func (w *world) subsidyBatch(batches, details *roll, project string, m month, district string, payees []body) {
	no := project + m.compact() + district
	var count, failed int64
	var sum fen
	for i, b := range payees {
		if b.district != district {
			continue
		}
		amount, result, reason := fen(1200000+i*31000), "已发放", any(nil)
		if i == 1 {
			result, reason = "发放失败", "户名不符"
			failed++
		}
		count++
		sum += amount
		at := details.add(nil, fmt.Sprintf("%s-%04d", no, i), no, project, m.text(), b.code, b.name, fmt.Sprintf("0200%015d", i*7919+int(m)%7),
			amount.yuan(), district, result, reason, payday(m).at(10*3600+i*60).text())
		if i == 1 && m == w.clock.month {
			details.odd("payment-that-came-back", at)
		}
	}
	batches.add(nil, no, project, m.text(), district, count, sum.yuan(), count, failed, (payday(m) - 1).at(15*3600).text())
}

// paidOut fits details that were paid, in batches to which nothing happens yet.
func paidOut(r *roll, at int) bool {
	return r.text(at, "result") == "已发放" && !r.touches("batch_no", r.text(at, "batch_no"))
}

// touches tells whether something happens to a row that has the value in the column.
func (r *roll) touches(column, value string) bool {
	for at := range r.rows {
		if r.rows[at].busy && r.text(at, column) == value {
			return true
		}
	}
	return false
}

// batchOf makes a fault of details that does not keep what their batches declare: check of
// the batch trips, too.
func (n rollNote) batchOf(at int, checks ...string) rollNote {
	far := n.on(watchBatches)
	for _, check := range checks {
		far.collateral(check, n.roll.text(at, "batch_no"))
	}
	return n
}

// The faults of payments to institutions.

// subsidyTwice pays an institution again under another number, in no batch's total.
func subsidyTwice(r *roll) {
	at := r.pick(func(at int) bool { return paidOut(r, at) })
	second := r.repeat(at)
	r.set(second, "payment_no", r.text(at, "payment_no")+"R")
	r.note("institution-paid-twice").batchOf(at, "totals-agree", "accepted-agrees").
		primary("paid-once-a-month", r.text(at, "payee_code"), r.text(at, "project"), r.text(at, "pay_month"))
}

func subsidyNumberTwice(r *roll) {
	at := r.pick(func(at int) bool { return paidOut(r, at) })
	second := r.repeat(at)
	r.set(second, "payee_code", creditIn("52", "110101", 977))
	r.note("payment-number-used-twice").batchOf(at, "totals-agree", "accepted-agrees").primary("payment-once", r.text(at, "payment_no"))
}

func subsidyOfNothing(r *roll) {
	at := r.pick(func(at int) bool { return paidOut(r, at) })
	r.set(at, "amount", "0.00")
	r.note("subsidy-of-nothing").batchOf(at, "totals-agree").row(at, "amount-positive")
}

func subsidyChanged(r *roll) {
	at := r.pick(func(at int) bool { return paidOut(r, at) })
	r.set(at, "amount", "9999.00")
	r.note("amount-changed-after-approval").on(watchBatches).primary("totals-agree", r.text(at, "batch_no"))
}

func subsidyFailedSilently(r *roll) {
	at := r.pick(func(at int) bool { return paidOut(r, at) })
	r.set(at, "result", "发放失败")
	r.note("failed-without-reason").batchOf(at, "failed-agrees").row(at, "failure-explained")
}

func subsidyEarly(r *roll) {
	at := r.pick(func(at int) bool { return paidOut(r, at) })
	r.set(at, "paid_at", (payday(r.world.clock.month - 2)).at(9*3600).text())
	r.note("subsidy-paid-early").row(at, "paid-not-before-month")
}

func subsidyOfOtherDistrict(r *roll) {
	at := r.pick(func(at int) bool { return paidOut(r, at) && r.text(at, "district_code") != "110119" })
	r.set(at, "district_code", "110119")
	r.note("payment-in-a-batch-of-another-district").row(at, "batch-known")
}

func subsidyToNobody(r *roll) {
	breaks("payee-with-a-bad-code", "payee_code", func(code string) any { return code[:17] + "S" }, paidOut, "format(payee_code)")(r)
}

func subsidyToAWordyAccount(r *roll) {
	breaks("account-with-a-letter", "account", func(no string) any { return "O" + no[1:] }, paidOut, "format(account)")(r)
}

// subsidyOfOtherProject books a payment under a project that the system does not have.
func subsidyOfOtherProject(project string) func(*roll) {
	return breaks("project-of-another-system", "project", constant(project), paidOut, "operating-subsidy", "batch-known")
}

// The faults of their batches, whose details are left alone.

func batchUnbalanced(details *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return !details.touches("batch_no", r.text(at, "batch_no")) })
		r.set(at, "failed_count", int64(3))
		r.note("more-failures-than-details").row(at, "failed-agrees")
	}
}

func batchAcceptsTooMuch(details *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return !details.touches("batch_no", r.text(at, "batch_no")) })
		r.set(at, "declared_count", integerOf(r, at, "declared_count")+1)
		r.set(at, "accepted_count", integerOf(r, at, "accepted_count")+1)
		r.note("accepted-what-was-never-sent").row(at, "accepted-agrees", "totals-agree")
	}
}
