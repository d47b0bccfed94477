package estate

import "fmt"

const watchCards = "bank-card-issuance"

// The programmes for which banks make cards.
const (
	cardDisabled = "残疾人服务一卡通"
	cardElderly  = "养老助残卡"
)

// cardFeed is what the bank says of the cards that it made for the people. Their cards
// are the accounts to which they are paid; passbooks are told, too.
func (w *world) cardFeed(system, programme string, people []*person) *roll {
	r := w.roll(system, watchCards, []string{"request_no"},
		text("request_no", 24), text("id_card", 18), text("name", 100), text("programme", 30), text("card_no", 32), text("account_kind", 10), text("bank", 40),
		date("applied_on"), date("issued_on"), text("state", 10), text("refuse_reason", 100), timestamp("updated_at"))
	for i, p := range people {
		applied := w.clock.final - 500 - day(p.index%900)
		kind := "银行卡"
		if p.passbook {
			kind = "存折"
		}
		at := r.add(p, fmt.Sprintf("ZK%010d", p.index), p.id, p.name, programme, p.account, kind, "北京农商银行",
			applied.text(), (applied + 9).text(), active, nil, w.recent(i).text())
		if i == 2 {
			r.odd("passbook-in-place-of-a-card", at)
			r.set(at, "account_kind", "存折")
			r.set(at, "card_no", passbook(p.index))
		}
	}
	w.addCardHistory(r, programme, people)
	return r
}

// addCardHistory adds requests that came to nothing, and a card that was replaced.
func (w *world) addCardHistory(r *roll, programme string, people []*person) {
	for i, p := range people[:min(4, len(people))] {
		old := w.clock.final - 1600
		state, no, issued, reason := cancelled, any(card(900000+p.index)), any((old + 9).text()), any(nil)
		if i%2 == 1 {
			state, no, issued, reason = "拒绝", nil, nil, "证件照不清晰"
		}
		at := r.add(p, fmt.Sprintf("ZK9%09d", p.index), p.id, p.name, programme, no, "银行卡", "北京农商银行", old.text(), issued, state, reason, w.recent(i).text())
		r.odd([]string{"card-that-was-replaced", "refused-and-asked-again"}[i%2], at)
	}
}

func cardInUse(r *roll, at int) bool {
	return r.text(at, "state") == active && r.text(at, "account_kind") == "银行卡"
}

// The faults of a card feed.

func cardFailsLuhn(r *roll) {
	breaks("bad-card-number", "card_no", func(no string) any { return otherDigit(no) }, cardInUse, "card-valid")(r)
}

func cardTwice(r *roll) {
	at := r.pick(func(at int) bool { return cardInUse(r, at) })
	second := r.repeat(at)
	r.set(second, "request_no", "ZK8"+r.text(at, "request_no")[3:])
	r.set(second, "card_no", card(800000+at))
	r.note("two-active-cards").primary("one-active-card", r.text(at, "id_card"), r.text(at, "programme"))
}

func cardRefusedWithoutReason(r *roll) {
	at := r.pick(func(at int) bool { return cardInUse(r, at) && len(r.rows[at].person.benefits) == 0 })
	r.set(at, "state", "拒绝")
	r.set(at, "card_no", nil)
	r.set(at, "issued_on", nil)
	r.note("refused-without-reason").row(at, "refused-has-reason")
}

func cardActiveWithoutNumber(r *roll) {
	breaks("active-without-number", "card_no", constant(nil), cardInUse, "issued-has-number")(r)
}

func cardRequestTwice(r *roll) {
	at := r.pick(func(at int) bool { return cardInUse(r, at) })
	r.repeat(at)
	r.note("request-sent-twice").primary("request-once", r.text(at, "request_no")).collateral("one-active-card", r.text(at, "id_card"), r.text(at, "programme"))
}

func cardIssuedBeforeAsked(r *roll) {
	at := r.pick(func(at int) bool { return cardInUse(r, at) })
	r.set(at, "applied_on", r.text(at, "issued_on"))
	r.set(at, "issued_on", (r.world.clock.final - 1500).text())
	r.note("issued-before-it-was-asked-for").row(at, "issued-after-applied")
}
