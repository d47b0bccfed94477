package estate

// assistanceRolls lists the rolls of section 4.5.1.
func assistanceRolls() []payload {
	return []payload{
		{Assistance, assistancePersons},
		{Assistance, assistanceAid},
	}
}

// assistancePersons are the feeds that other systems get too, and the calls.
func assistancePersons(w *world, system string) []*roll {
	people := w.some(func(p *person) bool { return p.known[assistance] && p.odd == "" })
	return append(append(w.hardships(), w.archives()...),
		w.disabilityFeed(system, every(3, 1000, people)).spoil(certificateOfSomebodyElse),
		w.authCall(system, people).spoil(authAnsweredTwice))
}

// assistanceAid is the list of entitlements and all that follows from it.
func assistanceAid(w *world, _ string) []*roll {
	aids, twoKinds, dead := w.wrongAids(w.aids())
	list := w.entitlements(aids)
	exemptions, pushes, district := w.exemptions(aids), w.aidPushes(aids), w.chaoyangRoll(aids)
	families, members := w.families(aids), w.members(aids)
	district.spoil(chaoyangFaults(list)...) // of whose people there are few
	district.spoil(chaoyangKindFaults()...)
	list.spoil(entitlementFaults()...).spoil(notSent(aids))
	exemptions.spoil(exemptionFaults(list, aids)...)
	pushes.spoil(aidPushFaults(list)...)
	exemptions.spoil(exemptionKindFaults()...)
	pushes.spoil(aidPushKindFaults()...)
	w.spoilCleansing(families, members, list, aids)
	if twoKinds != nil {
		list.note("two-kinds-that-exclude-each-other").primary("kinds-exclude", twoKinds.person.id).collateral(checkSent, twoKinds.no)
		list.note("dead-and-still-exempted").collateral(checkSent, dead.no)
		told := w.rollOf(assessmentSystem + "/" + watchRecipients)
		for _, untold := range []*aid{twoKinds, dead} {
			told.note("assistance-that-is-not-told").primary("totals-as-assistance", untold.person.id, untold.kind)
		}
		exemptions.note("dead-and-still-exempted").ofAid(watchExemption, dead.kind).primary("dead-removed", dead.person.id, dead.kind)
	}
	return []*roll{list, exemptions, pushes, district, families, members}
}
