package estate

// verificationRolls lists the rolls of section 4.5.2.
func verificationRolls() []payload {
	return []payload{
		{Verification, verificationAnswers},
		{Verification, func(w *world, _ string) []*roll { return w.verifications() }},
	}
}

// verificationAnswers are the questions about households and the nine kinds of answers.
func verificationAnswers(w *world, _ string) []*roll {
	subjects := w.subjects()
	all := []*roll{w.questions(subjects)}
	for _, a := range answerings() {
		faults := append(answerFaults(a), itemFaults(w, a.unit)...)
		all = append(all, w.answers(a, subjects).spoil(faults...))
	}
	all[0].spoil(questionFaults()...)
	return all
}
