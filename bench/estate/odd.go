package estate

// noteOdd writes down the rows that are odd and correct, after all faults are in: a row
// that a fault took away is not among them.
func (e *Estate) noteOdd() {
	for s := range systemCount {
		e.noteOddRegistrations(s)
		e.noteOddDeaths(s)
		e.noteOddPayments(s)
	}
	e.noteOddTotals()
	e.noteOddShapes()
	e.noteOddRosters()
	e.noteOddQueues()
	for _, d := range desks() {
		for i := range e.licences[d.path] {
			e.noteOddLicence(d, &e.licences[d.path][i])
		}
	}
}

func (e *Estate) odd(name string, s system, watch string, key []string) {
	e.ledger.Odd = append(e.ledger.Odd, Odd{Name: name, System: s.ID(), Watch: watch, Key: key})
}

func (e *Estate) noteOddRegistrations(s system) {
	for i := range e.registries[s] {
		r := &e.registries[s][i]
		switch name := r.person.odd; name {
		case "", oddSmallArrears, oddReversed, oddFailedPayment, oddSentAgain, oddLongTerm, oddUntilToday, oddLeftInstitution, oddWithdrawnDeath:
			// odd elsewhere
		case oddFullWidthID:
			if s == elderly {
				e.odd(name, s, watchRegistry, r.key())
			}
		default:
			e.odd(name, s, watchRegistry, r.key())
		}
	}
}

func (e *Estate) noteOddDeaths(s system) {
	for i := range e.deaths[s] {
		switch d := &e.deaths[s][i]; {
		case d.withdrawn:
			e.odd(oddWithdrawnDeath, s, watchDeaths, d.key())
		case d.name == "外地人":
			e.odd("death-of-a-stranger", s, watchDeaths, d.key())
		}
	}
}

func (e *Estate) noteOddPayments(s system) {
	for i := range e.payments[s] {
		p := &e.payments[s][i]
		switch odd := p.person.odd; {
		case p.kind == reversal && (odd == oddReversed || odd == oddReversedDead):
			e.odd(odd, s, watchPayments, p.key())
		case odd == oddSmallArrears && p.kind == arrears, odd == oddFailedPayment, odd == oddSentAgain, odd == oddLeftInstitution, odd == oddMovedWithin,
			odd == "died-before-payday" && p.month == e.clock.month, odd == "two-programmes", odd == "passbook-without-luhn":
			e.odd(odd, s, watchPayments, p.key())
		}
	}
}

// noteOddTotals names a batch in which nothing failed, and a district that has none of a
// project.
func (e *Estate) noteOddTotals() {
	for s := range systemCount {
		for i := range e.batches[s] {
			if b := &e.batches[s][i]; b.failed == 0 && b.month == e.clock.month {
				e.odd("batch-without-failure", s, watchBatches, b.key())
				break
			}
		}
	}
	e.odd("district-without-the-project", assistance, watchPayments, []string{idleDistrict})
	e.odd("few-in-the-district-and-none-left", assistance, watchPayments, []string{lowIncome, idleDistrict})
	for i := range e.stays[disabled] {
		if st := &e.stays[disabled][i]; st.left == 0 {
			e.odd("still-in-the-institution", disabled, watchStays, st.key())
			break
		}
	}
}

func (e *Estate) noteOddLicence(d desk, l *licence) {
	switch {
	case l.until == 0:
		e.odd(oddLongTerm, d.system, d.watch, l.key())
	case l.until == e.clock.today:
		e.odd(oddUntilToday, d.system, d.watch, l.key())
	}
}
