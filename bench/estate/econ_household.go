package estate

import "slices"

// The faults of the answers about households: who is in them, and who applied.

// householdStranger finds somebody in the household who is not in the application.
func householdStranger(r *roll) {
	at := r.repeat(r.pick(nil))
	r.set(at, "member_id", identity("110101", dayOf(1955, 4, 5), 234))
	r.set(at, "member_name", "未申报")
	r.note("member-not-in-the-application").row(at, "members-applied")
}

func householdMemberTwice(r *roll) {
	at := r.pick(nil)
	r.repeat(at)
	r.note("household-member-twice").primary("member-once", r.texts(at, "request_no", "id_card", "member_id")...)
}

// householdBadIdentity gets a member's number wrong in another's answer.
func householdBadIdentity(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "member_id") != r.text(at, "id_card") })
	r.set(at, "member_id", otherDigit(r.text(at, "member_id")))
	r.note("household-member-by-a-wrong-number").row(at, "member-id-valid", "members-applied")
}

// householdMemberLost has an applicant in nobody's household, not even in the one that was
// found for them.
func householdMemberLost(r *roll) {
	at := r.pick(func(at int) bool {
		return r.hasFamily(at) && r.text(at, "member_id") == r.text(at, "id_card") && !r.touches("request_no", r.text(at, "request_no"))
	})
	request, lost := r.text(at, "request_no"), r.text(at, "id_card")
	for i := range slices.Backward(r.rows) {
		if r.text(i, "request_no") == request && r.text(i, "member_id") == lost {
			r.drop(i)
		}
	}
	r.note("applicant-not-in-the-household").on(watchSubjects).primary("members-in-household", request, lost)
}
