package estate

// spoilLevels spoils what the standards are asked for: a level that none has, and an
// amount that is none of them.
func (s *spoiler) spoilLevels() {
	for _, sys := range []system{disabled, assistance} {
		vague := s.thisMonth(sys, s.pick(sys, func(p *person) bool { return payee(p) && !p.receives(special) }))
		vague.level = "其他档"
		s.note("level-of-no-standard", sys).primary(watchPayments, "level-known", vague.key())
	}
	round := s.thisMonth(elderly, s.pick(elderly, payee))
	round.amount = 99900
	s.note("amount-of-no-standard", elderly).primary(watchPayments, "amount-by-standard", round.key())
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
