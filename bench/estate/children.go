package estate

import "fmt"

// The two kinds of children who are looked after.
const (
	unsupported = "事实无人抚养儿童"
	inTheHome   = "儿童福利机构孤弃儿童"
)

// children are the children of the child welfare: nobody of them is known to the three
// systems. Some have died.
func (w *world) children() []*person {
	if w.minors != nil {
		return w.minors
	}
	rng, names, districts := w.random("children"), newNameBook(), beijing()
	for i := range 150 + len(w.people)/100 {
		p := &person{index: 5_000_000 + i, male: i%2 == 0, home: i % len(districts), birth: w.clock.final - 400 - day(i*53%5400)}
		d := districts[p.home]
		sequence := 100 + i%400*2
		if p.male {
			sequence++
		}
		p.id, p.name = identity(d.code, p.birth, sequence), names.draw(rng, p.male)
		p.districtCode, p.streetCode, p.account = d.code, d.streets[i%5].code, card(5_000_000+i)
		if i%17 == 7 && p.birth < w.clock.final-800 { // and had been looked after
			p.death = w.clock.final - 120 - day(i%90)
			p.deathKnown = (p.death + 4).at(10 * 3600)
		}
		w.minors = append(w.minors, p)
	}
	return w.minors
}

// childKind is why a child is looked after.
func childKind(p *person) string { return []string{unsupported, inTheHome}[p.index%3/2] }

// childAmount is the basic living money of the kind.
func childAmount(p *person) fen {
	if childKind(p) == inTheHome {
		return 273000
	}
	return 245000
}

// entitledFrom is when a child's money begins.
func (p *person) entitledFrom() day { return p.birth + 90 }

func (p *person) ministryKey() string { return p.districtCode + fmt.Sprintf("%08d", p.index) }
