package estate

// spoilBatches spoils headers, each of a batch of its own.
func (s *spoiler) spoilBatches() {
	counted := s.quietBatch(disabled, 0)
	counted.count++
	counted.accepted++
	n := s.note("declared-count-off", disabled)
	n.primary(watchBatches, "totals-agree", counted.key())
	n.collateral(watchBatches, "accepted-agrees", counted.key())

	summed := s.quietBatch(assistance, 0)
	summed.amount += 100
	s.note("declared-sum-off", assistance).primary(watchBatches, "totals-agree", summed.key())

	unbalanced := s.quietBatch(assistance, 1)
	unbalanced.accepted--
	n = s.note("batch-does-not-balance", assistance)
	n.primary(watchBatches, "batch-balances", unbalanced.key())
	n.collateral(watchBatches, "accepted-agrees", unbalanced.key())

	returned := s.quietBatch(assistance, 2)
	returned.failed++
	s.note("failure-not-told-in-the-details", assistance).primary(watchBatches, "failed-agrees", returned.key())

	ahead := s.quietBatch(disabled, 1)
	ahead.sent = (s.clock.today + 7).at(9 * 3600)
	s.note("batch-of-next-week", disabled).primary(watchBatches, "freshness", ahead.key())

	twice := *s.quietBatch(elderly, 0)
	s.batches[elderly] = append(s.batches[elderly], twice)
	n = s.note("batch-sent-twice", elderly)
	n.primary(watchBatches, "batch-once", twice.key())
	n.collateral(watchBatches, "one-batch-a-month", []string{twice.project, twice.month.text(), twice.district})
}

// quietBatch is the n-th batch of last month that no fault of a detail lies in.
func (s *spoiler) quietBatch(sys system, n int) *batch {
	loud := map[string]bool{}
	for i := range s.payments[sys] {
		if p := &s.payments[sys][i]; p.garbled != "" || p.pending {
			loud[p.batch] = true
		}
	}
	for i := range s.batches[sys] {
		b := &s.batches[sys][i]
		if b.month != s.clock.month-1 || loud[b.no] {
			continue
		}
		if n == 0 {
			return b
		}
		n--
	}
	return nil
}

// spoilPushes spoils what the ministry is told.
func (s *spoiler) spoilPushes() {
	for _, sys := range []system{elderly, assistance} {
		n := s.note("push-missing", sys)
		for range 3 {
			pay := s.thisMonth(sys, s.pick(sys, paidWell))
			s.untell(sys, pay)
			n.primary(watchPayments, "pushed-to-jinmin", pay.key())
		}
	}
	wrong := s.pushOf(s.thisMonth(elderly, s.pick(elderly, payee)))
	wrong.amount += 1000
	s.note("pushed-amount-differs", elderly).primary(watchPushes, "amount-agrees", wrong.key())

	extra := tell(s.thisMonth(assistance, s.pick(assistance, payee)))
	extra.seq = "8888888"
	extra.no = "JM" + extra.batch + "-" + extra.seq
	s.pushes[assistance] = append(s.pushes[assistance], extra)
	s.note("push-without-source", assistance).primary(watchPushes, "pushed-from-source", extra.key())

	renewed := s.pushOf(s.thisMonth(assistance, s.pick(assistance, payee)))
	renewed.operation = "重报"
	s.note("pushed-as-what-nobody-knows", assistance).primary(watchPushes, "code(operation)", renewed.key())

	twice := *s.pushOf(s.thisMonth(assistance, s.pick(assistance, payee)))
	second := twice
	second.no += "R"
	s.pushes[assistance] = append(s.pushes[assistance], second)
	s.note("pushed-twice", assistance).primary(watchPushes, "accepted-once", []string{twice.source()})
	s.spoilReceipts()
}

// spoilReceipts lets the Ministry send back what nobody sends again, be told of another
// area, and close its books before it is told.
func (s *spoiler) spoilReceipts() {
	rejected := s.pushOf(s.thisMonth(assistance, s.pick(assistance, payee)))
	rejected.receipt = rejectedThere
	s.note("rejected-and-left", assistance).primary(watchPushes, "rejected-sent-again", rejected.key())

	mapped := s.pushOf(s.thisMonth(assistance, s.pick(assistance, payee)))
	mapped.area = ministryArea("110000")
	s.note("area-code-of-the-city", assistance).primary(watchPushes, "area-mapped", mapped.key())

	late := s.pushOf(s.thisMonth(elderly, s.pick(elderly, payee)))
	late.month -= 3
	s.note("told-after-the-books-were-closed", elderly).primary(watchPushes, "pushed-by-deadline", late.key())

	again := s.pushOf(s.thisMonth(elderly, s.pick(elderly, payee)))
	back := *again
	back.no += "T"
	back.receipt, back.pushed = rejectedThere, back.pushed-86400
	s.pushes[elderly] = append(s.pushes[elderly], back)
	s.odd("rejected-and-sent-again", elderly, watchPushes, back.key())
	s.takeBack(s.thisMonth(elderly, s.pick(elderly, payee)))
}

// takeBack deletes at the Ministry what it was told of the payment, and dates the deletion
// in a month whose books are closed.
func (s *spoiler) takeBack(pay *payment) {
	gone := tell(pay)
	gone.no += "D"
	gone.operation, gone.month = "删除", gone.month-3
	s.pushes[elderly] = append(s.pushes[elderly], gone)
	s.odd("told-and-taken-back", elderly, watchPushes, gone.key())
}

// pushOf is the row that tells of the payment.
func (s *spoiler) pushOf(pay *payment) *push {
	for sys := range systemCount {
		for i := range s.pushes[sys] {
			if p := &s.pushes[sys][i]; p.batch == pay.batch && p.seq == pay.seq {
				return p
			}
		}
	}
	return nil
}

// untell takes the row away that tells of the payment.
func (s *spoiler) untell(sys system, pay *payment) {
	kept := s.pushes[sys][:0]
	for _, p := range s.pushes[sys] {
		if p.batch != pay.batch || p.seq != pay.seq {
			kept = append(kept, p)
		}
	}
	s.pushes[sys] = kept
}
