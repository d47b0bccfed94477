package estate

// spoilStays spoils the subsidies for living in institutions.
func (s *spoiler) spoilStays() {
	s.stayAndPay(regular)
	s.stayAndPay(arrears)
	wrong := s.stayOf(s.pick(disabled, relative))
	wrong.org = otherDigit(wrong.org)
	n := s.note("bad-credit-code", disabled)
	n.primary(watchStays, "format(org_code)", wrong.key())
	for _, st := range s.staysIn(disabled, wrong.id) { // in two institutions, as the codes say
		n.collateral(watchStays, "stays-apart", st.key())
	}

	turned := s.stayOf(s.pick(disabled, relative))
	turned.left = turned.admitted - 10
	s.note("left-before-admitted", disabled).primary(watchStays, "stay-in-order", turned.key())
}

// stayAndPay pays somebody this month who is subsidised in an institution.
func (s *spoiler) stayAndPay(kind string) {
	both := s.pick(disabled, payee)
	pay := s.thisMonth(disabled, both)
	s.stays[disabled] = append(s.stays[disabled], stayIn(both, pay.month, s.clock))
	n := s.note("two-exclusive-subsidies", disabled)
	for _, p := range s.paymentsOf(disabled, both) {
		if p.month == pay.month {
			p.kind = kind
			n.primary(watchPayments, "exclusive-with-institution-subsidy", p.key())
		}
	}
	n.collateral(watchStays, "exclusive-with-two-subsidies", s.stayOf(both).key())
}

// stayOf is the first stay of the person.
func (s *spoiler) stayOf(p *person) *stay { return s.staysIn(disabled, p.id)[0] }

// staysIn are the stays of somebody in the list of a system.
func (s *spoiler) staysIn(sys system, id string) []*stay {
	var all []*stay
	for i := range s.stays[sys] {
		if st := &s.stays[sys][i]; st.id == id {
			all = append(all, st)
		}
	}
	return all
}

// spoilFeeds spoils whole feeds, each a watch of its own, so that nothing else drowns.
func (s *spoiler) spoilFeeds() {
	s.drifted = true
	n := s.note("column-missing", elderly)
	n.primary(watchStays, "schema", []string{"LYRQ"})
	for _, check := range []string{"type(left_on)", "stay-in-order", "stays-apart"} {
		s.ledger.Stops = append(s.ledger.Stops, Stop{System: Elderly, Watch: watchStays, Check: check, Verdict: "skipped", Fault: "column-missing"})
	}
	s.grants = s.grants[:len(s.grants)*45/100]
	s.note("half-arrived", elderly).primary(watchGrants, "compare", nil)
	s.nurseTwice(regular)
	s.nurseTwice(arrears)
	s.stall()
}

// nurseTwice gives somebody who is paid the elderly's nursing allowance the nursing subsidy
// of the disabled, too.
func (s *spoiler) nurseTwice(kind string) {
	p := s.pick(elderly, func(p *person) bool { return payee(p) && p.receives(disability) })
	pay := s.thisMonth(elderly, p)
	pay.kind = kind
	const level = "护理补贴-二级"
	s.grants = append(s.grants, grant{p.id, p.name, level, pay.month, s.tariff.amount(level, pay.month), s.clock.today - 2})
	s.note("two-nursing-allowances", elderly).primary(watchPayments, "exclusive-with-disability-nursing", pay.key())
}

// stall ends the death feed of social assistance forty days ago.
func (s *spoiler) stall() {
	kept := s.deaths[assistance][:0]
	for _, d := range s.deaths[assistance] {
		if d.registered.day() < s.clock.today-40 {
			kept = append(kept, d)
		}
	}
	s.deaths[assistance] = kept
	s.note("feed-stopped", assistance).primary(watchDeaths, "freshness", nil)
}
