package estate

// spoilLevels spoils what the standards are asked for: a level that none has, one of another
// project, and an amount that is none of them.
func (s *spoiler) spoilLevels() {
	for _, sys := range []system{disabled, assistance} {
		vague := s.thisMonth(sys, s.pick(sys, func(p *person) bool { return payee(p) && (p.receives(living) || p.receives(minimum)) }))
		vague.level = "其他档"
		n := s.note("level-of-no-standard", sys)
		n.primary(watchPayments, "level-known", vague.key())
		n.collateral(watchPayments, "level-of-project", vague.key())
	}
	s.paidAs(disabled, nursing, "生活补贴-低保")
	s.paidAs(elderly, service, "高龄津贴-80岁")
	s.paidAs(assistance, minimum, "特困-分散供养")
	round := s.thisMonth(elderly, s.pick(elderly, payee))
	round.amount = 99900
	s.note("amount-of-no-standard", elderly).primary(watchPayments, "amount-by-standard", round.key())
}

// levelElsewhere is the fault of a level that another project has.
const levelElsewhere = "paid-at-a-level-of-another-project"

// paidAs pays what is due of a project at a level of another one, to the standard of that one
// unless the amount is of the case.
func (s *spoiler) paidAs(sys system, project, level string) {
	p := s.pick(sys, func(p *person) bool { return payee(p) && p.receives(project) })
	for _, pay := range s.paymentsOf(sys, p) {
		if pay.project != project || pay.month != s.clock.month || pay.kind != regular {
			continue
		}
		pay.level = level
		if project != minimum {
			pay.amount = s.tariff.amount(level, pay.month)
		}
		s.note(levelElsewhere, sys).primary(watchPayments, "level-of-project", pay.key())
	}
}

// spoilPaidOut spoils where and when it was paid.
func (s *spoiler) spoilPaidOut() {
	wallet := s.thisMonth(assistance, s.pick(assistance, func(p *person) bool { return payee(p) && !p.passbook }))
	wallet.accountKind = "电子钱包"
	s.note("paid-to-a-wallet", assistance).primary(watchPayments, "code(account_kind)", wallet.key())

	ahead := s.thisMonth(assistance, s.pick(assistance, payee))
	ahead.paid = (s.clock.today + 7).at(9 * 3600)
	s.note("paid-next-week", assistance).primary(watchPayments, "freshness", ahead.key())
}

// spoilCases closes an application before it was made. Not one of the old ones: those are
// known.
func (s *spoiler) spoilCases() {
	early := &s.pastPetitions[len(s.pastPetitions)/4]
	early.closed = early.applied - 3
	s.note("closed-before-it-was-made", assistance).primary(watchPetitions, "closed-after-applied", []string{early.no})
}
