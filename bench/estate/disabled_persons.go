package estate

// disabledPersons is the register as the two subsidies get it: nobody whom they pay is without a
// certificate.
func disabledPersons(w *world, system string) []*roll {
	r := w.disabilityFeed(system, w.certified())
	certificateRenewed(r)
	return []*roll{r.spoil(certificateOfTheDead, certificateOfOtherGrade, certificateTwice, certificateMalformed, certificateCancelled, certificateMissing, gradeChanged, gradeOfNoNursing, certificateInArrears, gradeInArrears)}
}

// certified lists whom the two subsidies know, at the state. Those to whom something happens in
// their records are among them, as their payments are held against the register; no fault of the
// register takes them.
func (w *world) certified() []*person {
	var all []*person
	for i := range w.people {
		if p := &w.people[i]; p.known[disabled] && (!p.newcomer || w.clock.step != Previous) {
			all = append(all, p)
		}
	}
	return all
}

// certificateRenewed leaves the old certificate of somebody who has a new one, and is paid, in the
// register.
func certificateRenewed(r *roll) {
	w := r.world
	p := w.free(r.system, func(p *person) bool {
		return payee(p) && p.known[disabled] && !p.known[elderly] && !p.known[assistance] && w.homeOf(p) != missingDistrict && p.receives(nursing)
	})
	for at := range r.rows {
		if r.rows[at].person != p {
			continue
		}
		old := r.repeat(at)
		r.set(at, "cert_no", r.text(at, "cert_no")+"B1")
		r.set(old, "state", cancelled)
		r.set(old, "changed_on", (w.clock.final - 600).text())
		r.odd("certificate-renewed", at)
		r.odd("certificate-before-the-renewal", old)
		break
	}
	for _, pay := range w.regular(disabled, p) {
		r.oddOn(watchPayments, "paid-on-a-renewed-certificate", pay.key())
	}
}

// certificateOfTheDead notes that whoever is paid after a known death holds no certificate any
// more.
func certificateOfTheDead(r *roll) {
	n := r.note("paid-after-known-death").on(watchPayments)
	for i := range r.world.payments[disabled] {
		if pay := &r.world.payments[disabled][i]; pay.kind != reversal && r.world.dead(pay.person) && pay.month > pay.person.deathKnown.day().month() {
			n.collateral("certificate-in-force", pay.key()...)
		}
	}
}

// certificateCancelled lets a payee's certificate have been cancelled two months ago.
func certificateCancelled(r *roll) {
	at := r.pick(certificateOfPayee(r))
	r.cancelCertificate(at)
	r.note("paid-on-a-cancelled-certificate").paidWithout(r.rows[at].person)
}

func (r *roll) cancelCertificate(at int) {
	r.set(at, "state", cancelled)
	r.set(at, "changed_on", ((r.world.clock.month - 2).first() + 3).text())
}

// certificateMissing takes a payee out of the register.
func certificateMissing(r *roll) {
	at := r.pick(certificateOfPayee(r))
	p := r.rows[at].person
	r.drop(at)
	r.note("paid-without-a-certificate").paidWithout(p)
}

// certificateOfPayee fits certificates in force of people who are paid this month.
func certificateOfPayee(r *roll) func(int) bool {
	return func(at int) bool { return certified(r, at) && r.world.paidNow(disabled, r.rows[at].person) }
}

// paidWithout notes that nothing is due to the person in either month.
func (n rollNote) paidWithout(p *person) {
	far := n.on(watchPayments)
	for _, pay := range n.roll.world.regular(disabled, p) {
		far.primary("certificate-in-force", pay.key()...)
	}
}
