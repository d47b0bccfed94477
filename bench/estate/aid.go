package estate

import "fmt"

// The kinds of aid that social assistance gives, in the contracts' words.
const (
	aidMinimum   = "最低生活保障"
	aidLowIncome = "低收入家庭"
	aidDestitute = "特困供养"
	aidTemporary = "临时救助"
	aidEducation = "教育救助"
	aidHardship  = "生活困境补助"
	aidHeating   = "取暖救助"
)

// aidSlug is a kind's name in the ids of watches.
func aidSlug(kind string) string {
	return map[string]string{aidMinimum: "minimum-living", aidLowIncome: "low-income", aidDestitute: "destitute",
		aidTemporary: "temporary-aid", aidEducation: "education-aid"}[kind]
}

// An aid is what one person is entitled to, as the business system has it. What it
// pushes, exchanges and archives follows from these.
type aid struct {
	person             *person
	no, household      string
	size               int // of the household
	head               bool
	kind               string
	start              day
	stopped, withdrawn day // 0: not
	amount             fen
	district, street   string
}

// lasting is one of the three kinds that are given month by month to a household.
func (a *aid) lasting() bool {
	return a.kind == aidMinimum || a.kind == aidLowIncome || a.kind == aidDestitute
}

func (a *aid) open() bool { return a.stopped == 0 && a.withdrawn == 0 }

// in says that the person is entitled in the month.
func (a *aid) in(m month) bool {
	return a.withdrawn == 0 && (a.stopped == 0 || a.stopped >= m.first())
}

// aidOf is the kind of aid that a benefit of social assistance is paid for.
func aidOf(b benefit) string {
	if b.level == levelEducation {
		return aidEducation
	}
	return map[string]string{minimum: aidMinimum, destitute: aidDestitute, hardship: aidHardship, lowIncome: aidLowIncome,
		special: aidHeating, temporary: aidTemporary}[b.project]
}

// project is the one by which the aid is paid.
func (a *aid) project() string {
	return map[string]string{aidMinimum: minimum, aidDestitute: destitute, aidHardship: hardship, aidLowIncome: lowIncome,
		aidHeating: special, aidEducation: special, aidTemporary: temporary}[a.kind]
}

// aids are what social assistance has approved for the month, one for each payment that it
// makes: of the three lasting kinds to households of one to three. Besides, some have what was
// approved before: of another kind, stopped long ago or withdrawn this month. In Current two
// wrongs lie in the list itself, and in everything that follows from it.
func (w *world) aids() []aid {
	var all []aid
	h, t := &householder{open: map[aidGroup][]aid{}, monthEnd: (w.clock.month + 1).first() - 1}, treasury{assistance, w.clock, newTariff(), beijing()}
	for i := range w.people {
		p := &w.people[i]
		for _, b := range p.benefits {
			switch m := w.clock.month; {
			case b.system != assistance || !t.entitled(p, m):
			case t.given(p, b, m):
				all = h.house(append(all, former(approved(t, p, b, m), m)...), approved(t, p, b, m))
			case t.given(p, b, m-1): // the last of the few
				ended := approved(t, p, b, m-1)
				ended.stopped = m.first() - 1
				all = append(all, ended)
			}
		}
	}
	return h.close(all)
}

// approved is what a payment of the month rests on, for somebody who lives alone.
func approved(t treasury, p *person, b benefit, m month) aid {
	paid, home := t.pay(p, b, m), t.districts[p.home]
	return aid{person: p, no: fmt.Sprintf("JZ%07d-%s", p.index, b.project[2:]), household: fmt.Sprintf("JT%07d", p.index), size: 1, head: true,
		kind: aidOf(b), start: t.clock.final - 500 - day(p.index*13%900), amount: paid.amount, district: paid.district, street: home.streets[p.index%len(home.streets)].code}
}

// former is what was approved of another kind before: every fifth's was stopped long ago, every
// seventh's withdrawn this month before anything was paid.
func former(now aid, m month) []aid {
	kinds := map[string][]string{aidMinimum: {aidLowIncome}, aidLowIncome: {aidMinimum, aidDestitute}, aidDestitute: {aidMinimum}}[now.kind]
	if kinds == nil {
		return nil
	}
	old, n := now, now.person.index
	old.no, old.household, old.kind = now.no+"P", now.household+"P", kinds[n/25%len(kinds)]
	switch {
	case n%5 == 0:
		old.start, old.stopped = now.start-400, now.start-10
	case n%7 == 0:
		old.start, old.withdrawn = m.first()-40, m.first()+2
	default:
		return nil
	}
	return []aid{old}
}
