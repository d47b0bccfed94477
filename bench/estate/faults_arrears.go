package estate

import "slices"

// What may not be paid may not be paid as arrears either. The faults of the feeds are made for
// somebody who gets this month's money as arrears.
const (
	arrearsLostCard  = "arrears-to-a-lost-card"
	arrearsLateCard  = "arrears-before-the-card-was-made"
	arrearsCancelled = "arrears-on-a-cancelled-certificate"
	arrearsOldGrade  = "arrears-at-the-grade-before"
	arrearsNursing   = "arrears-of-nursing-money-twice"
)

// spoilArrears pays arrears: to whom a feed says that nothing is due, twice, and too much.
func (s *spoiler) spoilArrears() {
	s.backPaid = map[string]*person{}
	onCard := func(p *person) bool { return paidWell(p) && !p.passbook }
	nursed := func(p *person) bool { return paidWell(p) && p.receivesLevel("护理补贴-一级") }
	for _, sys := range []system{disabled, elderly} {
		s.payBack(sys, arrearsLostCard, onCard)
		s.payBack(sys, arrearsLateCard, onCard)
	}
	s.payBack(disabled, arrearsCancelled, paidWell)
	s.payBack(disabled, arrearsOldGrade, nursed)
	s.payBack(disabled, arrearsNursing, nursed)
	for sys := range systemCount {
		s.payBackTooMuch(sys)
	}
	s.payBackTwice()
}

// payBack lets somebody get this month's money as arrears, for the fault of a feed.
func (s *spoiler) payBack(sys system, fault string, fit func(*person) bool) {
	p := s.pick(sys, fit)
	for _, pay := range s.paymentsOf(sys, p) {
		if pay.month == s.clock.month {
			pay.kind = arrears
		}
	}
	s.backPaid[sys.ID()+" "+fault] = p
}

// payBackTooMuch adds arrears to a month that is paid in full.
func (s *spoiler) payBackTooMuch(sys system) {
	more := again(*s.thisMonth(sys, s.pick(sys, paidWell)), arrears, 9999900, "B")
	s.payments[sys] = append(s.payments[sys], more)
	s.note("arrears-above-the-standard", sys).primary(watchPayments, "month-within-standard", more.due())
}

// payBackTwice pays the same difference two times.
func (s *spoiler) payBackTwice() {
	first := again(*s.thisMonth(elderly, s.pick(elderly, paidWell)), arrears, 5000, "B")
	s.payments[elderly] = append(s.payments[elderly], first, again(first, arrears, 5000, "B"))
	n := s.note("arrears-paid-twice", elderly)
	n.primary(watchPayments, "arrears-once", append(first.due(), first.amount.yuan()))
	n.collateral(watchPayments, "month-within-standard", first.due())
}

// due names what the payment is of: the person, the project and the month.
func (p *payment) due() []string { return []string{p.id, p.project, p.month.text()} }

// backPaidBy is who gets arrears in the system for the fault, and what they are paid.
func (w *world) backPaidBy(s system, fault string) (*person, []*payment) {
	p := w.backPaid[s.ID()+" "+fault]
	var all []*payment
	for i := range w.payments[s] {
		if pay := &w.payments[s][i]; pay.person == p {
			all = append(all, pay)
		}
	}
	return p, all
}

// cardInArrears tells of the card of somebody who gets arrears: it was lost before they were
// paid, or made afterwards.
func cardInArrears(s system, fault string) func(*roll) {
	return func(r *roll) {
		w := r.world
		p, paid := w.backPaidBy(s, fault)
		programme, state, issued, updated := cardDisabled, "挂失", w.clock.final-300, (payday(w.clock.month-1) + 7).at(9*3600)
		check := "stopped-card-not-paid"
		if s == elderly {
			programme = cardElderly
		}
		if fault == arrearsLateCard {
			state, issued, updated, check = active, w.clock.today-3, w.recent(1), "card-before-payment"
		}
		at := r.add(p, "ZK7"+p.account[10:], p.id, p.name, programme, p.account, "银行卡", "北京农商银行", (issued - 9).text(), issued.text(), state, nil, updated.text())
		r.rows[at].busy = true
		n := r.note(fault)
		for _, pay := range paid {
			if fault == arrearsLateCard || pay.kind == arrears {
				n.on(watchPayments).primary(check, pay.key()...)
			}
		}
		if s == elderly && state == active {
			n.collateral("pushed-to-cleansing", r.keyOf(at)...)
		}
	}
}

// rowOfBackPaid is the certificate of the person.
func (r *roll) rowOfBackPaid(p *person) int {
	return slices.IndexFunc(r.rows, func(row rollRow) bool { return row.person == p })
}

// certificateInArrears cancels the certificate of somebody who gets arrears.
func certificateInArrears(r *roll) {
	p, paid := r.world.backPaidBy(disabled, arrearsCancelled)
	r.cancelCertificate(r.rowOfBackPaid(p))
	n := r.note(arrearsCancelled).on(watchPayments)
	for _, pay := range paid {
		n.primary("certificate-in-force", pay.key()...)
	}
}

// gradeInArrears lowers the grade of somebody who gets arrears of nursing money.
func gradeInArrears(r *roll) {
	p, paid := r.world.backPaidBy(disabled, arrearsOldGrade)
	r.lowerGrade(r.rowOfBackPaid(p))
	n := r.note(arrearsOldGrade).on(watchPayments)
	for _, pay := range paid {
		if pay.project == nursing {
			n.primary("nursing-fits-grade", pay.key()...)
		}
	}
}

// nursingInArrears lets somebody who gets arrears of nursing money get the allowance, too.
func nursingInArrears(r *roll) {
	p, paid := r.world.backPaidBy(disabled, arrearsNursing)
	at := r.addNursed(p)
	n := r.note(arrearsNursing)
	for _, pay := range paid {
		if pay.kind == arrears && pay.project == nursing {
			n.on(watchPayments).primary("exclusive-with-elderly-nursing", pay.key()...)
		}
	}
	n.collateral("paid-by-the-allowance-system", r.keyOf(at)...)
}
