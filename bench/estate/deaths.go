package estate

import (
	"fmt"
	"time"
)

// A deathRecord is one row of a death feed, in the contract's words.
type deathRecord struct {
	id, name    string
	date        string // ISO; a fault may write what is no date
	certificate string
	origin      string
	registered  moment
	withdrawn   bool // reported and taken back; only the disability subsidies are told
}

// key is the contract's key of the row; a date that does not decode is null.
func (d *deathRecord) key() []string {
	if _, err := time.Parse(time.DateOnly, d.date); err != nil {
		return []string{d.id, ""}
	}
	return []string{d.id, d.date}
}

// deathsOf lists the deaths that the system has been told of at the step.
func deathsOf(s system, people []person, k clock) []deathRecord {
	var all []deathRecord
	for i := range people {
		p := &people[i]
		switch {
		case !p.known[s]:
		case p.odd == oddWithdrawnDeath && s == disabled:
			d := deathOf(p, k.month.first()-40, k.month.first()-30)
			d.withdrawn = true
			all = append(all, d)
		case p.death != 0 && p.deathKnown.day() <= k.today:
			d := deathOf(p, p.death, p.deathKnown.day())
			d.registered = p.deathKnown
			all = append(all, d)
		}
	}
	return append(all, strangers(s, len(people), k)...)
}

func deathOf(p *person, date, known day) deathRecord {
	return deathRecord{
		id: p.id, name: p.name, date: date.text(), certificate: fmt.Sprintf("SW%08d", p.index),
		origin: []string{"火化", "注销", "医学"}[p.index%3], registered: known.at(9 * 3600),
	}
}

// strangers died in Beijing and are in nobody's registry: most of a death feed.
func strangers(s system, people int, k clock) []deathRecord {
	n := 60 + people/200
	all := make([]deathRecord, 0, n)
	for i := range n {
		birth := dayOf(1941, 2, 3) + day(int(systemCount)*i+int(s))
		all = append(all, deathRecord{
			id: identity("410102", birth, 777), name: "外地人", date: (k.final - 300 + day(i%200)).text(),
			certificate: fmt.Sprintf("SW9%d%06d", s, i), origin: "火化", registered: (k.final - 295 + day(i%200)).at(9 * 3600),
		})
	}
	return all
}
