package estate

import "fmt"

// The kinds of a payment.
const (
	regular  = "正常"
	arrears  = "补发"
	reversal = "冲正"
)

// oneFails: of so many ordinary payees one has an account that takes no money.
const oneFails = 97

// A payment is one row of the details of a fund disbursement, in the contract's words.
type payment struct {
	person   *person
	batch    string
	seq      string // unique in the batch
	project  string
	level    string
	month    month
	id, name string
	account  string
	passbook bool
	// accountKind is the kind of the account, if it is neither a card nor a passbook.
	accountKind string
	amount      fen
	garbled     string // what stands in place of the amount; "" if nothing does
	district    string
	kind        string
	original    string // of a reversal
	failed      string // the reason; "" if it was paid
	unexplained bool   // it failed, and the reason was left out
	unknown     bool   // the result is a code that nobody knows
	pending     bool   // it was accepted, and nothing came of it
	paid        moment
}

// no is the number of the payment: its batch and its place in it.
func (p *payment) no() string { return p.batch + "-" + p.seq }

// key is the contract's key of the row.
func (p *payment) key() []string { return []string{p.no()} }

// A treasury makes the payments of one system.
type treasury struct {
	system    system
	clock     clock
	tariff    tariff
	districts []district
}

// payments lists last month's and this month's payments at the step.
func (t treasury) payments(people []person) []payment {
	var all []payment
	for i := range people {
		p := &people[i]
		if !p.known[t.system] {
			continue
		}
		for _, b := range p.benefits {
			if b.system != t.system {
				continue
			}
			for m := t.clock.month - 1; m <= t.clock.month; m++ {
				if t.given(p, b, m) {
					all = t.month(all, p, b, m)
				}
			}
		}
	}
	return all
}

// idleDistrict has nobody who receives hardship aid, and of low-income aid only a few, of
// whom this month none is left: months without these projects are correct there.
const (
	idleDistrict = "110119"
	lastOfTheFew = 600 // as an index of people: not one in five of the district's is below it
)

// given says that the benefit is one of the month where the person lives.
func (t treasury) given(p *person, b benefit, m month) bool {
	switch {
	case t.districts[p.home].code != idleDistrict:
		return true
	case b.project == lowIncome:
		return p.index < lastOfTheFew && m == t.clock.final.month()-1
	}
	return b.project != hardship
}

// month adds what the person gets of the benefit in one month.
func (t treasury) month(all []payment, p *person, b benefit, m month) []payment {
	if !t.entitled(p, m) {
		if p.odd == oddReversedDead && m == t.clock.month && m == t.clock.final.month() {
			return append(all, t.reverse(t.pay(p, b, m-1), m))
		}
		return all
	}
	paid := t.pay(p, b, m)
	all = append(all, paid)
	switch {
	case p.odd == oddSentAgain:
		return append(all, again(paid, regular, paid.amount, "S"))
	case m != t.clock.month:
		return all
	}
	switch p.odd {
	case oddSmallArrears:
		all = append(all, again(paid, arrears, 10, "B"), again(paid, arrears, paid.amount-10, "D"))
	case oddReversed:
		all = append(all, t.reverse(paid, m), again(paid, arrears, paid.amount, "B"))
	}
	return all
}

// entitled says that the person is known in the month, and lives when it begins.
func (t treasury) entitled(p *person, m month) bool {
	return (!p.newcomer || m >= t.clock.final.month()) && (p.death == 0 || m <= p.death.month())
}

// replaced says that the payment failed and was sent again: it stands for nothing any more.
func (p *payment) replaced() bool { return p.failed != "" && p.person.odd == oddSentAgain }

// pay is the regular payment.
func (t treasury) pay(p *person, b benefit, m month) payment {
	level := b.level
	if b.project == longevity {
		level = longevityLevel(p.birth, m)
	}
	district := t.districts[p.home].code
	pay := payment{
		person: p, batch: b.project + m.compact() + district, seq: fmt.Sprintf("%07d", p.index),
		project: b.project, level: level, month: m, id: p.id, name: p.name, account: p.account, passbook: p.passbook,
		amount: t.tariff.amount(level, m), district: district, kind: regular,
		paid: payday(m).at(9*3600 + p.index%28800),
	}
	pay.amount -= ownMeans(p, b, pay.amount)
	if p.odd == oddFailedPayment || p.odd == oddSentAgain || p.odd == oddSmallArrears || p.odd == "" && p.index%oneFails == 0 {
		pay.failed = "账户状态异常"
	}
	return pay
}

// ownMeans is what is taken off the standard: off the minimum living what the household earns,
// off what is granted case by case what the case does not need.
func ownMeans(p *person, b benefit, standard fen) fen {
	switch b.project {
	case minimum:
		return fen(p.index%97) * 1000
	case special, temporary:
		return standard / 10 * fen(p.index%9)
	}
	return 0
}

// reverse takes a payment back, in the batch of the month in which that happens.
func (t treasury) reverse(paid payment, m month) payment {
	back := again(paid, reversal, -paid.amount, "C")
	back.batch = paid.project + m.compact() + paid.district
	back.month, back.original = m, paid.no()
	back.paid = payday(m).at(16 * 3600)
	return back
}

// again is another payment beside one, told apart by a letter at the end of its number.
func again(paid payment, kind string, amount fen, letter string) payment {
	paid.kind, paid.amount = kind, amount
	paid.seq += letter
	paid.failed = ""
	return paid
}
