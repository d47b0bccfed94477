package estate

// welfareRolls lists the rolls of sections 4.1 to 4.3.
func welfareRolls() []payload {
	return []payload{
		{Disabled, disabledPersons},
		{Disabled, disabledCards},
		{Disabled, disabledUsers},
	}
}

func disabledPersons(w *world, system string) []*roll {
	return []*roll{w.disabilityFeed(system, every(2, 3000, w.known(disabled))).spoil(certificateOfOtherGrade, certificateTwice, certificateMalformed)}
}

func disabledCards(w *world, system string) []*roll {
	return []*roll{w.cardFeed(system, cardDisabled, every(2, 3000, w.known(disabled))).spoil(cardFailsLuhn, cardTwice, cardRefusedWithoutReason)}
}

func disabledUsers(w *world, system string) []*roll {
	return []*roll{w.authCall(system, w.known(disabled)).spoil(authUnknownResult, authTestIdentityRefused)}
}
