package estate

import "fmt"

// The kinds of aid that social assistance gives, in the contracts' words.
const (
	aidMinimum   = "最低生活保障"
	aidLowIncome = "低收入家庭"
	aidDestitute = "特困供养"
	aidTemporary = "临时救助"
	aidEducation = "教育救助"
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

// aids are what the living whom social assistance knows are entitled to: households of
// one to three, every third of them in Chaoyang. In Current two wrongs lie in the list
// itself, and in everything that follows from it.
func (w *world) aids() []aid {
	districts := beijing()
	people := every(1, 1500, w.some(func(p *person) bool { return p.known[assistance] && p.death == 0 && !p.movedOut && p.odd == "" }))
	var all []aid
	for h := 0; len(people) > 3; h++ {
		size, home := aidSize(h), districts[h%16]
		if h%3 == 0 {
			home = districts[2] // Chaoyang
		}
		all = append(all, w.household(h, people[:size], home)...)
		people = people[size:]
	}
	return append(all, helpedOnce(all))
}

// helpedOnce gives the first recipient of the minimum living a temporary aid besides,
// which it does not exclude.
func helpedOnce(aids []aid) aid {
	first := aids[0]
	first.no, first.household, first.kind, first.size = "JZL00000-1", "JTL00000", aidTemporary, 1
	return first
}

func aidKind(h int) string {
	return []string{aidMinimum, aidMinimum, aidLowIncome, aidMinimum, aidDestitute, aidLowIncome, aidMinimum, aidDestitute, aidTemporary, aidEducation}[h%10]
}

func aidSize(h int) int {
	if aidKind(h) == aidDestitute {
		return 1
	}
	return []int{1, 2, 1, 3}[h%4]
}

// household is the h-th one's entitlements. Every seventeenth was stopped long ago, every
// nineteenth withdrawn this month, every twenty-third ends with the month.
func (w *world) household(h int, members []*person, home district) []aid {
	k := w.clock
	first := aid{household: fmt.Sprintf("JT%06d", h), size: len(members), kind: aidKind(h), head: true, start: k.final - 500 - day(h*13%900),
		amount: fen(60000 + h%9*7000), district: home.code, street: home.streets[h%len(home.streets)].code}
	switch {
	case h%17 == 5:
		first.stopped = k.final - 100 - day(h%90)
	case h%19 == 6:
		first.withdrawn = k.month.first() + 2
	case h%23 == 7:
		first.stopped = (k.month + 1).first() - 1
	}
	all := make([]aid, len(members))
	for i, p := range members {
		all[i] = first
		all[i].person, all[i].head, all[i].no = p, i == 0, fmt.Sprintf("JZ%06d-%d", h, i+1)
	}
	return all
}
