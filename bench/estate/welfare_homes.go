package estate

import "slices"

// welfareHomes are the feeds of the institutions for the disabled: about their
// residents, some of whom come from each of the three systems.
func welfareHomes(w *world, system string) []*roll {
	residents := every(3, 600, w.known(disabled))
	elders, poor := every(4, 400, w.known(elderly)), every(4, 300, w.known(assistance))
	var payments []payment
	for _, p := range residents {
		for _, pay := range w.regular(disabled, p) {
			payments = append(payments, *pay)
		}
	}
	registry, deaths := w.registryFeed(system, residents), w.deathFeed(system, residents)
	return []*roll{
		registry.spoil(halved("registry-half-arrived", "record_no"), registryOtherSex, registryStreetElsewhere, registrySentTwice,
			blank("record_no", "id_card", "name", "sex", "birth_date", "district_code", "address", "household_no", "state", "changed_on", "registered_at"),
			noCode("relation"), noCode("sex", "sex-matches-id"), noCode("state")),
		deaths.spoil(deathTakenBack(registry), deathBeforeBirth, deathTwice, noCode("origin")),
		w.disabilityFeed(system, residents).spoil(certificateExpired, certificateOfSomebodyElse, certificateGradedLate, noCode("class", "class-and-grade-in-number"), noCode("grade", "class-and-grade-in-number")),
		w.recipientFeed(system, poor).spoil(recipientTwice, recipientStoppedBeforeStart, recipientWithoutAmount, recipientBeforeApproval, longName()),
		w.resultFeed(system, payments).spoil(stale("results-stopped", "returned_at", 100), resultTwice, resultPaidAgain, resultSentAgainTwice, noCode("project"), noCode("kind"), noCode("result"), badIdentity("payee_id"),
			blank("payment_no", "batch_no", "project", "pay_month", "payee_id", "account", "amount", "kind", "result", "returned_at")),
		w.cardFeed(system, cardDisabled, residents).spoil(cardFailsLuhn, cardActiveWithoutNumber, cardIssuedBeforeAsked, noCode("programme"), breaks("code-of-no-table", "account_kind", constant("无此码"), cardInUse, "code(account_kind)"), noCode("state"), badIdentity("id_card"), cardUnlike(registry)),
		w.authCall(system, residents).spoil(authDown),
		w.allowanceDataFeed(system, elders).spoil(stale("allowances-stopped", "updated_at", 50), halved("allowances-half-arrived", "id_card"), allowanceOfOldStandard, allowanceOfOtherProject, allowanceOfLastMonth,
			noCode("project", "level-of-project"), noCode("state"), badIdentity("id_card"), longName(), blank("id_card", "name", "project", "level", "pay_month", "amount", "state", "updated_at")),
		w.familyFeed(system, residents).spoil(stale("families-stopped", "updated_at", 110), halved("families-half-arrived", "record_no"), specialFamilyPartnerIsSelf, specialFamilyConfirmedAsChild,
			noCode("kind"), noCode("state", "state-in-force"), noCode("district_code"), badIdentity("id_card"), longName()),
		w.stayFeed(system, residents[slices.IndexFunc(residents, w.dead)], every(5, 200, w.known(disabled))).spoil(stale("stays-stopped", "updated_at", 50), halved("stays-half-arrived", "id_card"), stayInTwoInstitutions, stayBeforeLeaving, stayOfTheDead(deaths), stayWithoutAmount, badIdentity("id_card"), longName(),
			blank("id_card", "name", "org_code", "admitted_on", "subsidy_month", "amount", "updated_at")),
	}
}

// cardUnlike names somebody otherwise than the registry does, in which they still are.
func cardUnlike(registry *roll) func(*roll) {
	return breaks("card-of-another-name", "name", constant("欧阳锋"), func(r *roll, at int) bool {
		return cardInUse(r, at) && slices.ContainsFunc(registry.rows, func(row rollRow) bool {
			return row.person == r.rows[at].person && !row.busy && slices.Contains(row.values, any(active))
		})
	}, "name-agrees")
}
