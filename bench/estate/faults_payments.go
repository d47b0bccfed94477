package estate

// spoilAmounts spoils what is paid.
func (s *spoiler) spoilAmounts() {
	wrong := s.thisMonth(disabled, s.pick(disabled, payee))
	wrong.amount = s.tariff.before(wrong.level, wrong.month)
	s.note("old-standard-after-adjustment", disabled).primary(watchPayments, "amount-by-standard", wrong.key())

	unknown := s.thisMonth(disabled, s.pick(disabled, payee))
	unknown.unknown = true
	n := s.note("unknown-result-code", disabled)
	n.primary(watchPayments, "type(result)", unknown.key())
	n.collateral(watchBatches, "accepted-agrees", []string{unknown.batch})

	pending := s.paymentsOf(elderly, s.pick(elderly, payee))[0]
	pending.pending, pending.failed = true, ""
	s.note("accepted-and-nothing-came-of-it", elderly).primary(watchBatches, "accepted-agrees", []string{pending.batch})

	unexplained := s.thisMonth(assistance, s.pick(assistance, payee))
	unexplained.failed, unexplained.unexplained = "账户状态异常", true
	s.note("failed-without-reason", assistance).primary(watchPayments, "failed-has-reason", unexplained.key())

	garbled := s.paymentsOf(elderly, s.pick(elderly, payee))[0]
	garbled.garbled = "1OO.00"
	// What its batch adds up to is not known: no violation of the control total.
	s.note("amount-with-a-letter", elderly).primary(watchPayments, "type(amount)", garbled.key())

	zero := again(*s.thisMonth(elderly, s.pick(elderly, payee)), arrears, 0, "B")
	s.payments[elderly] = append(s.payments[elderly], zero)
	s.note("arrears-of-nothing", elderly).primary(watchPayments, "amount-sign", zero.key())

	excess := s.thisMonth(assistance, s.pick(assistance, func(p *person) bool { return payee(p) && p.receives(minimum) }))
	excess.amount = s.tariff.amount(excess.level, excess.month) + 100
	n = s.note("more-than-the-minimum-living-standard", assistance)
	n.primary(watchPayments, "amount-by-standard", excess.key())
	n.collateral(watchPayments, checkApproved, excess.key())
	s.changeApproved()

	early := s.thisMonth(assistance, s.pick(assistance, payee))
	early.paid = payday(early.month - 1).at(14 * 3600)
	s.note("paid-a-month-early", assistance).primary(watchPayments, "paid-not-before-month", early.key())
	s.payTwice()
	s.reverseNothing()
}

// changeApproved pays what nobody approved: another amount, and somebody who has been granted
// nothing in place of somebody who has.
func (s *spoiler) changeApproved() {
	note := func(fault string, pay *payment) {
		s.note(fault, assistance).primary(watchPayments, checkApproved, pay.key())
	}
	amount := s.thisMonth(assistance, s.pick(assistance, func(p *person) bool { return payee(p) && p.receives(minimum) }))
	amount.amount -= 10000
	note("amount-changed-after-approval", amount)

	instead := s.thisMonth(assistance, s.pick(assistance, func(p *person) bool { return payee(p) && p.receives(destitute) }))
	other := s.pick(assistance, relative)
	s.diverted = instead.person
	instead.id, instead.name, instead.account, instead.passbook = other.id, other.name, other.account, other.passbook
	note("paid-to-somebody-else-than-approved", instead)
}

// payTwice pays one person the same month's benefit again.
func (s *spoiler) payTwice() {
	first := *s.thisMonth(assistance, s.pick(assistance, paidWell))
	second := again(first, regular, first.amount, "R")
	s.payments[assistance] = append(s.payments[assistance], second)
	s.note("paid-twice", assistance).primary(watchPayments, "paid-once-a-month", []string{first.id, first.project, first.month.text()})
}

// reverseNothing takes back a payment that was never made.
func (s *spoiler) reverseNothing() {
	back := again(*s.thisMonth(disabled, s.pick(disabled, payee)), reversal, -10000, "C")
	back.original = back.batch + "-9999999"
	s.payments[disabled] = append(s.payments[disabled], back)
	s.note("reversal-without-original", disabled).primary(watchPayments, "correction-has-original", back.key())
}

// spoilPayees spoils who is paid, and where to.
func (s *spoiler) spoilPayees() {
	renamed := s.thisMonth(disabled, s.pick(disabled, payee))
	renamed.name = "张三丰"
	s.note("payee-of-another-name", disabled).primary(watchPayments, "payee-name-agrees", renamed.key())

	card := s.thisMonth(elderly, s.pick(elderly, func(p *person) bool { return payee(p) && !p.passbook }))
	card.account = otherDigit(card.account)
	s.note("bad-bank-card", elderly).primary(watchPayments, "account-valid", card.key())

	orphan := s.thisMonth(elderly, s.pick(elderly, payee))
	orphan.batch += orphanMark
	n := s.note("details-without-batch", elderly)
	n.primary(watchBatches, "totals-agree", []string{orphan.batch})
	n.collateral(watchBatches, "accepted-agrees", []string{orphan.batch})
	if orphan.failed != "" {
		n.collateral(watchBatches, "failed-agrees", []string{orphan.batch})
	}

	stranger := s.pick(assistance, payee)
	s.forget(stranger)
	s.note("payee-not-in-registry", assistance).unregistered(Primary, s.paymentsOf(assistance, stranger))

	away := s.pick(assistance, payee)
	r := s.registration(assistance, away)
	r.state, r.changed = movedAway, (s.clock.month-3).first()+11
	r.updated = (r.changed + 1).at(10 * 3600)
	s.note("paid-after-moving-away", assistance).payments("payee-registration-active", Primary, s.paymentsOf(assistance, away))
}

// forget takes the person out of the registry of social assistance.
func (s *spoiler) forget(p *person) {
	kept := s.registries[assistance][:0]
	for _, r := range s.registries[assistance] {
		if r.person != p {
			kept = append(kept, r)
		}
	}
	s.registries[assistance] = kept
}
