package estate

import (
	"slices"
	"strings"
)

// The feeds of the two subsidies that stand beside the old ones. What is wrong in them
// about payees shows in the payments, too.

// gradeChanged lets the grade of somebody who gets nursing money have become lower.
func gradeChanged(r *roll) {
	at := r.pick(func(at int) bool {
		return certified(r, at) && r.text(at, "grade") == "1" && r.world.paidNow(disabled, r.rows[at].person)
	})
	r.lowerGrade(at)
	n := r.note("grade-changed-and-paid-as-before").on(watchPayments)
	for _, pay := range r.world.regular(disabled, r.rows[at].person) {
		if pay.project == nursing {
			n.primary("nursing-fits-grade", pay.key()...)
		}
	}
}

// lowerGrade grades the holder anew two months ago, below what nursing money is for.
func (r *roll) lowerGrade(at int) {
	graded := (r.world.clock.month - 2).first() + 5
	r.set(at, "grade", "3")
	r.set(at, "cert_no", r.text(at, "id_card")+r.text(at, "class")+"3B1")
	r.set(at, "graded_on", graded.text())
	r.set(at, "issued_on", (graded + 4).text())
}

// gradeOfNoNursing notes that nursing money at a level of the living money fits no grade.
func gradeOfNoNursing(r *roll) {
	n := r.note(levelElsewhere).on(watchPayments)
	for i := range r.world.payments[disabled] {
		if pay := &r.world.payments[disabled][i]; pay.project == nursing && strings.HasPrefix(pay.level, "生活补贴-") {
			n.collateral("nursing-fits-grade", pay.key()...)
		}
	}
}

func disabledCards(w *world, system string) []*roll {
	r := w.cardFeed(system, cardDisabled, every(2, 3000, w.known(disabled)))
	return []*roll{r.spoil(cardFailsLuhnUnpaid, cardTwice, cardRefusedWithoutReason, cardOfOtherName, cardAfterPayment(disabled), cardLost(disabled),
		cardInArrears(disabled, arrearsLostCard), cardInArrears(disabled, arrearsLateCard))}
}

// cardFailsLuhnUnpaid is cardFailsLuhn for somebody who is not paid to that card.
func cardFailsLuhnUnpaid(r *roll) {
	breaks("bad-card-number", "card_no", func(no string) any { return otherDigit(no) },
		func(r *roll, at int) bool { return cardInUse(r, at) && len(r.rows[at].person.benefits) == 0 }, "card-valid")(r)
}

func cardOfOtherName(r *roll) {
	breaks("card-of-another-name", "name", constant("欧阳锋"), cardOfAResident, "name-agrees")(r)
}

// cardOfAResident fits cards in use of people who are in the registry still.
func cardOfAResident(r *roll, at int) bool {
	p := r.rows[at].person
	return cardInUse(r, at) && p.death == 0 && !p.movedOut
}

// cardAfterPayment lets a card have been made after it was paid to.
func cardAfterPayment(s system) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return cardInUse(r, at) && r.world.paidNow(s, r.rows[at].person) })
		r.set(at, "applied_on", (r.world.clock.today - 12).text())
		r.set(at, "issued_on", (r.world.clock.today - 3).text())
		n := r.note("paid-before-the-card-was-made").on(watchPayments)
		for _, pay := range r.world.regular(s, r.rows[at].person) {
			n.primary("card-before-payment", pay.key()...)
		}
	}
}

// cardLost lets a card have been reported lost between the last two paydays.
func cardLost(s system) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return cardInUse(r, at) && r.world.paidNow(s, r.rows[at].person) })
		r.set(at, "state", "挂失")
		r.set(at, "updated_at", (payday(r.world.clock.month-1) + 7).at(9*3600).text())
		n := r.note("paid-to-a-lost-card").on(watchPayments)
		for _, pay := range r.world.regular(s, r.rows[at].person) {
			if pay.month == r.world.clock.month {
				n.primary("stopped-card-not-paid", pay.key()...)
			}
		}
	}
}

func disabledUsers(w *world, system string) []*roll {
	return []*roll{w.authCall(system, w.known(disabled)).spoil(authUnknownResult, authTestIdentityRefused)}
}

func disabledRecipients(w *world, system string) []*roll {
	both := w.some(func(p *person) bool { return p.known[disabled] && p.known[assistance] })
	return []*roll{w.recipientFeed(system, both).spoil(recipientOfTwoKinds, recipientHouseholdShort, recipientOfLastMonth, noCode("kind"), badIdentity("id_card"))}
}

func disabledFamilies(w *world, system string) []*roll {
	return []*roll{w.familyFeed(system, every(3, 900, w.known(disabled))).spoil(sameNumber("two-families-of-one-number", "record_no", "record-no-once"), specialFamilyTwice, specialFamilyEndedInForce, specialFamilyBadPartner,
		beside(blank("record_no", "id_card", "name", "kind", "confirmed_on", "state", "district_code", "updated_at"), "state-in-force"))}
}

func disabledAllowances(w *world, system string) []*roll {
	both := w.some(func(p *person) bool { return p.known[disabled] && p.known[elderly] })
	r := w.allowanceDataFeed(system, both)
	return []*roll{r.spoil(allowanceNotPaid, allowanceDataTwice, allowanceBesideNursing, nursingInArrears)}
}

// allowanceNotPaid tells of an amount that the allowances did not pay.
func allowanceNotPaid(r *roll) {
	breaks("allowance-other-than-paid", "amount", constant("123.00"), inState("享受"), "paid-by-the-allowance-system", "amount-by-standard")(r)
}

// allowanceBesideNursing lets somebody get nursing money from both systems.
func allowanceBesideNursing(r *roll) {
	w := r.world
	p := w.free(r.system, func(p *person) bool {
		return p.known[disabled] && p.receives(nursing) && !p.known[elderly] && w.paidNow(disabled, p)
	})
	at := r.addNursed(p)
	n := r.note("nursing-money-twice")
	for _, pay := range w.regular(disabled, p) {
		if pay.month == w.clock.month && pay.project == nursing {
			n.on(watchPayments).primary("exclusive-with-elderly-nursing", pay.key()...)
		}
	}
	n.collateral("paid-by-the-allowance-system", r.keyOf(at)...)
}

// addNursed tells that the person gets the allowance for nursing this month.
func (r *roll) addNursed(p *person) int {
	m := r.world.clock.month
	return r.add(p, p.id, p.name, disability, "护理补贴-重度", m.text(), newTariff().amount("护理补贴-重度", m).yuan(), "享受", r.world.recent(1).text())
}

func disabledResults(w *world, system string) []*roll {
	return []*roll{w.resultFeed(system, w.payments[disabled]).spoil(resultWithoutReason, resultPending, resultChangedAccount, resultMissing, resultOfNothing)}
}

// resultChangedAccount tells of another account than was sent.
func resultChangedAccount(r *roll) {
	breaks("account-changed-after-approval", "account", constant(card(770077)), cameThrough, "equals-sent")(r)
}

// resultMissing tells nothing of a payment.
func resultMissing(r *roll) {
	at := r.pick(func(at int) bool { return cameThrough(r, at) })
	key := r.keyOf(at)
	r.drop(at)
	r.note("no-result-of-a-payment").primary("equals-sent", key...)
}

// resultOfNothing lets a payment be made again under a number that was never sent.
func resultOfNothing(r *roll) {
	resultPaidAgain(r)
	last := len(r.rows) - 1
	r.note("paid-again-after-it-had-come-through").collateral("equals-sent", r.keyOf(last)...)
}

// paidNow says that the system pays the living person this month.
func (w *world) paidNow(s system, p *person) bool {
	return p != nil && payee(p) && !p.passbook && slices.ContainsFunc(w.regular(s, p), func(pay *payment) bool { return pay.month == w.clock.month })
}

// regular lists a person's regular payments in a system.
func (w *world) regular(s system, p *person) []*payment {
	if w.byPerson[s] == nil {
		w.byPerson[s] = map[*person][]*payment{}
		for i := range w.payments[s] {
			if pay := &w.payments[s][i]; pay.kind == regular {
				w.byPerson[s][pay.person] = append(w.byPerson[s][pay.person], pay)
			}
		}
	}
	return w.byPerson[s][p]
}
