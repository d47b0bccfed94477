package estate

// spoilDeaths spoils the death feeds. Nobody in them is paid, so nothing follows.
func (s *spoiler) spoilDeaths() {
	s.spoilDeath("invalid-death-date", disabled, func(*person) string { return "2023-02-30" }, "type(death_date)")
	s.spoilDeath("death-before-birth", elderly, func(p *person) string { return (p.birth - 400).text() }, "death-not-before-birth")
	s.spoilDeath("death-in-future", elderly, func(*person) string { return (s.clock.today + 365).text() },
		"death-not-in-future", "registered-after-death")
	s.doubleDeath()
}

// spoilDeath lets a relative be reported dead on a wrong day. The first check is what
// the fault is made for.
func (s *spoiler) spoilDeath(fault string, sys system, on func(*person) string, checks ...string) {
	p := s.pick(sys, relative)
	d := deathOf(p, 0, s.clock.today-4)
	d.date = on(p)
	s.deaths[sys] = append(s.deaths[sys], d)
	key := d.key()
	n := s.note(fault, sys)
	n.primary(watchDeaths, checks[0], key)
	for _, check := range checks[1:] {
		n.collateral(watchDeaths, check, key)
	}
}

// doubleDeath lets two origins report two days.
func (s *spoiler) doubleDeath() {
	p := s.pick(disabled, relative)
	for i := range 2 {
		d := deathOf(p, s.clock.today-60-day(i), s.clock.today-40)
		d.origin = []string{"火化", "医学"}[i]
		s.deaths[disabled] = append(s.deaths[disabled], d)
	}
	s.note("two-deaths-of-one-person", disabled).primary(watchDeaths, "one-death", []string{p.id})
}

// spoilDeadPaid pays the dead: one whose death was known before the payment, one whose
// death was learnt afterwards.
func (s *spoiler) spoilDeadPaid() {
	gone := func(p *person) bool {
		return len(p.benefits) > 0 && p.death != 0 && p.deathKnown.day().month() < s.clock.month-1
	}
	p := s.pick(disabled, gone)
	t := treasury{disabled, s.clock, s.tariff, beijing()}
	paid := t.pay(p, p.benefits[0], s.clock.month)
	s.payments[disabled] = append(s.payments[disabled], paid)
	n := s.note("paid-after-known-death", disabled)
	n.primary(watchPayments, "no-payment-after-known-death", paid.key())
	n.collateral(watchPayments, "payee-registration-active", paid.key())

	p = s.pick(elderly, payee)
	d := deathOf(p, (s.clock.month-2).first()+4, s.clock.today-2)
	s.deaths[elderly] = append(s.deaths[elderly], d)
	s.note("paid-before-death-was-known", elderly).payments("no-payment-before-late-death-notice", Primary, s.paymentsOf(elderly, p))
}
