package estate

// resultFeed is what came of the month's payments, as the disbursement tells it.
func (w *world) resultFeed(system string, payments []payment) *roll {
	r := w.roll(system, "fund-results", []string{"payment_no"},
		text("payment_no", 40), text("batch_no", 32), text("project", 8), text("pay_month", 7), text("payee_id", 18), text("account", 32), money("amount"),
		text("kind", 10), text("result", 10), text("fail_reason", 100), timestamp("returned_at"))
	for i := range payments {
		p := &payments[i]
		if p.month != w.clock.month {
			continue
		}
		result := "已发放"
		if p.failed != "" {
			result = "发放失败"
		}
		at := r.add(p.person, p.no(), p.batch, p.project, p.month.text(), p.id, p.account, p.amount.yuan(), p.kind, result, optional(p.failed), (p.paid + 86400).text())
		if p.failed != "" && len(r.ledger.Odd) == 0 {
			r.odd("failed-with-reason", at)
		}
	}
	return r
}

func cameThrough(r *roll, at int) bool {
	return r.text(at, "result") == "已发放" && r.text(at, "kind") == regular
}

// The faults of the results.

func resultWithoutReason(r *roll) {
	breaks("failed-without-reason", "result", constant("发放失败"), cameThrough, "failed-has-reason")(r)
}

func resultPending(r *roll) {
	at := r.pick(func(at int) bool { return cameThrough(r, at) })
	r.set(at, "result", "待受理")
	r.set(at, "returned_at", (r.world.clock.today - 9).at(9*3600).text())
	r.note("never-told-what-came-of-it").row(at, "result-is-final")
}

func resultTwice(r *roll) {
	at := r.pick(func(at int) bool { return cameThrough(r, at) })
	second := r.repeat(at)
	r.set(second, "result", "发放失败")
	r.set(second, "fail_reason", "账户状态异常")
	r.note("paid-and-failed").primary("result-once", r.text(at, "payment_no"))
}

// resultSentAgainTwice lets a payment fail and then come through twice, as arrears.
func resultSentAgainTwice(r *roll) {
	at := r.pick(func(at int) bool { return cameThrough(r, at) })
	r.set(at, "result", "发放失败")
	r.set(at, "fail_reason", "账户状态异常")
	for _, letter := range []string{"S", "T"} {
		again := r.repeat(at)
		r.set(again, "payment_no", r.text(at, "payment_no")+letter)
		r.set(again, "kind", arrears)
		r.set(again, "result", "已发放")
		r.set(again, "fail_reason", nil)
	}
	r.note("failed-and-paid-twice-as-arrears").primary("failed-not-paid-too", r.text(at, "payee_id"), r.text(at, "project"), r.text(at, "pay_month"))
}

// resultPaidAgain lets a payment that had come through be made again under another number.
func resultPaidAgain(r *roll) {
	at := r.pick(func(at int) bool { return cameThrough(r, at) })
	second := r.repeat(at)
	r.set(second, "payment_no", r.text(at, "payment_no")+"R")
	r.note("paid-again-after-it-had-come-through").primary("failed-not-paid-too", r.text(at, "payee_id"), r.text(at, "project"), r.text(at, "pay_month"))
}
