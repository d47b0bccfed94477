package estate

// childHomes are the feeds of the children's homes, about the children who live there.
func childHomes(w *world, system string) []*roll {
	var kids []*person
	for _, p := range w.children() {
		if childKind(p) == inTheHome {
			kids = append(kids, p)
		}
	}
	return []*roll{
		w.deathFeed(system, kids).spoil(halved("deaths-half-arrived", "id_card", "freshness"), deathBeforeBirth),
		w.disabilityFeed(system, kids).spoil(halved("certificates-half-arrived", "cert_no"), certificateOfSomebodyElse, certificateMalformed),
		w.cardFeed(system, cardDisabled, kids).spoil(stale("cards-stopped", "updated_at", 50), halved("cards-half-arrived", "request_no"), noRefusals, cardTwice, cardIssuedBeforeAsked, cardRefusedWithoutReason, cardRequestTwice, longName(),
			blank("request_no", "id_card", "name", "programme", "account_kind", "bank", "applied_on", "state", "updated_at")),
		w.authCall(system, kids).spoil(authTestIdentityRefused, authTomorrow, badIdentity("id_card"), breaks("phone-with-a-digit-missing", "phone", constant("1380000"), nil, "format(phone)"),
			blank("request_no", "id_card", "name", "result_code", "answered_at")),
	}
}

// noRefusals notes that the half that arrived holds no reason to judge.
func noRefusals(r *roll) { r.note("cards-half-arrived").stop("skipped", "length(refuse_reason)") }
