package estate

// spoilDeaths spoils the death feeds. Nobody in them is paid, so nothing follows for payments.
func (s *spoiler) spoilDeaths() {
	s.spoilDeath("invalid-death-date", disabled, func(*person) string { return "2023-02-30" }, "type(death_date)")
	s.spoilDeath("death-before-birth", elderly, func(p *person) string { return (p.birth - 400).text() }, "death-not-before-birth")
	s.spoilDeath("death-in-future", elderly, func(*person) string { return (s.clock.today + 365).text() },
		"death-not-in-future", "registered-after-death")
	s.doubleDeath()
	for sys := range systemCount {
		s.deathTakenBack(sys)
	}
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
	s.stillRegistered(n, p, d)
	s.stillSubsidised(n, p, d)
}

// stillRegistered notes what follows for somebody who is in the registry as if alive: a
// change of the registration after the death says that there was none.
func (s *spoiler) stillRegistered(n note, p *person, d deathRecord) {
	if r := s.registration(n.sys, p); r.state == active && r.changed > isoDay(d.date) && isoDay(d.date) != 0 {
		n.collateral(watchDeaths, "nobody-registered-again", d.key())
	}
}

// stillSubsidised notes the stays in the months after the death, each once.
func (s *spoiler) stillSubsidised(n note, p *person, d deathRecord) {
	for _, st := range s.staysIn(n.sys, p.id) {
		if died := isoDay(d.date); died != 0 && st.month > died.month() {
			n.collateral(watchStays, "no-subsidy-after-death", st.key())
		}
	}
}

// doubleDeath lets two origins report two days.
func (s *spoiler) doubleDeath() {
	p := s.pick(disabled, relative)
	n := s.note("two-deaths-of-one-person", disabled)
	n.primary(watchDeaths, "one-death", []string{p.id})
	for i := range 2 {
		d := deathOf(p, s.clock.today-60-day(i), s.clock.today-40)
		d.origin = []string{"火化", "医学"}[i]
		s.deaths[disabled] = append(s.deaths[disabled], d)
		s.stillRegistered(n, p, d)
		if i == 1 { // the earlier of the two
			s.stillSubsidised(n, p, d)
		}
	}
}

// deathTakenBack lets somebody move house after they were reported dead.
func (s *spoiler) deathTakenBack(sys system) {
	p := s.pick(sys, relative)
	d := deathOf(p, s.clock.today-70, s.clock.today-60)
	s.deaths[sys] = append(s.deaths[sys], d)
	r := s.registration(sys, p)
	r.changed, r.updated = s.clock.today-20, (s.clock.today - 19).at(9*3600)
	n := s.note("reported-dead-and-registered-again", sys)
	n.primary(watchDeaths, "nobody-registered-again", d.key())
	s.stillSubsidised(n, p, d)
}

// spoilDeadPaid pays the dead, as regular money and as arrears: those whose death was known before
// the payment, and those whose death was learnt afterwards.
func (s *spoiler) spoilDeadPaid() {
	gone := func(p *person) bool {
		return len(p.benefits) > 0 && p.death != 0 && p.deathKnown.day().month() < s.clock.month-1
	}
	s.payTheDead(gone, regular)
	s.payTheDead(gone, arrears)
	s.payBeforeNews(regular)
	s.payBeforeNews(arrears)
}

// payTheDead pays somebody whose death was known.
func (s *spoiler) payTheDead(gone func(*person) bool, kind string) {
	p := s.pick(disabled, gone)
	paid := treasury{disabled, s.clock, s.tariff, beijing()}.pay(p, p.benefits[0], s.clock.month)
	paid.kind = kind
	s.payments[disabled] = append(s.payments[disabled], paid)
	n := s.note("paid-after-known-death", disabled)
	n.primary(watchPayments, "no-payment-after-known-death", paid.key())
	n.collateral(watchPayments, "payee-registration-active", paid.key())
}

// payBeforeNews lets a death be learnt after this month was paid.
func (s *spoiler) payBeforeNews(kind string) {
	p := s.pick(elderly, payee)
	for _, pay := range s.paymentsOf(elderly, p) {
		if pay.month == s.clock.month {
			pay.kind = kind
		}
	}
	d := deathOf(p, (s.clock.month-2).first()+4, s.clock.today-2)
	s.deaths[elderly] = append(s.deaths[elderly], d)
	n := s.note("paid-before-death-was-known", elderly)
	n.payments("no-payment-before-late-death-notice", Primary, s.paymentsOf(elderly, p))
	s.stillRegistered(n, p, d)
}
