package estate

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// A system is one of the three, as an index.
type system int

const (
	disabled system = iota
	elderly
	assistance
	systemCount
)

// ID is the name of the system in watches.
func (s system) ID() string { return [...]string{Disabled, Elderly, Assistance}[s] }

// A person is somebody known to at least one system. The facts hold for both steps.
type person struct {
	index        int
	id, name     string
	male         bool
	birth        day
	home         int // index into beijing()
	street       int // index into its streets
	householdNo  string
	relation     string
	districtCode string // of the registration; differs from home for withdrawn districts
	streetCode   string
	address      string
	known        [systemCount]bool // in whose registries
	benefits     []benefit
	account      string
	passbook     bool
	movedOut     bool
	newcomer     bool // appears in Current only
	changed      day
	updated      moment
	death        day
	deathKnown   moment
	odd          string // the oddity that the person shows; "" for an ordinary one
	taken        bool   // a fault happens to this person
}

// A census makes the people.
type census struct {
	clock     clock
	seed      uint64
	names     nameBook
	places    []string
	districts []district
	identity  map[string]bool
	dead      int // ordinary deaths so far
	deaths    int // ordinary deaths in all
}

func newCensus(c Config, k clock) *census {
	return &census{clock: k, seed: c.Seed, names: newNameBook(), places: birthplaces(),
		districts: beijing(), identity: make(map[string]bool, c.People), deaths: c.People/37 + 1}
}

// people makes them all: the odd ones first, so that there is one of each for every
// system however small the estate is.
func (c *census) people(n int) []person {
	all := make([]person, 0, n)
	for _, oddity := range oddPeople() {
		for s := range systemCount {
			p := c.ordinary(len(all), oddRole(s))
			p.odd = oddity.name
			oddity.shape(c, &p)
			all = append(all, p)
		}
	}
	for len(all) < n {
		all = append(all, c.citizen(len(all)))
	}
	return all
}

// citizen is an ordinary person with an ordinary life.
func (c *census) citizen(i int) person {
	r := roleOf(i)
	p := c.ordinary(i, r)
	switch {
	case i%37 == 11:
		c.dies(&p)
	case i%211 == 5:
		p.newcomer = true
	case i%101 == 7 && len(p.benefits) == 0:
		p.movedOut = true
	}
	return p
}

// dies places the deaths evenly over a year and a half and lets the news take three
// to seventeen days.
func (c *census) dies(p *person) {
	p.death = c.clock.final - 3 - day(c.dead*540/c.deaths)
	p.deathKnown = (p.death + 3 + day(c.dead%15)).at(9*3600 + c.dead%3600)
	c.dead++
}

// ordinary makes a living person whom nothing distinguishes.
func (c *census) ordinary(i int, r role) person {
	rng := rand.New(rand.NewPCG(c.seed, uint64(i)))
	p := person{index: i, known: r.known, male: rng.IntN(2) == 0}
	p.name = c.names.draw(rng, p.male)
	p.birth = c.birth(rng, i, r)
	p.id = c.newIdentity(rng, c.places[rng.IntN(len(c.places))], p.birth, p.male)
	p.householdNo = fmt.Sprintf("H%08d", i/3)
	p.relation = []string{"户主", "配偶", "子", "父母"}[i%4]
	c.settle(&p, c.homeOf(i, r), rng.IntN(5))
	p.address += fmt.Sprintf("%d号院%d号楼%d单元%03d室", 1+rng.IntN(90), 1+rng.IntN(30), 1+rng.IntN(6), 101+rng.IntN(900))
	p.account = card(i)
	if i%19 == 4 {
		p.account, p.passbook = passbook(i), true
	}
	p.updated = (c.clock.final - 1 - day(i*7919%2400)).at(rng.IntN(86400))
	p.changed = p.updated.day() - day(i%30)
	p.benefits = benefitsOf(i, r, c.clock.final-p.birth)
	return p
}

// homeOf spreads people over the districts. Of those who get social assistance alone one in
// six lives in Chaoyang besides, whose own system has enough of every kind then.
func (c *census) homeOf(i int, r role) int {
	if r == oddRole(assistance) && i/25%6 == 1 {
		return slices.IndexFunc(c.districts, func(d district) bool { return d.code == chaoyang })
	}
	return i % len(c.districts)
}

// settle registers the person in a district and one of its streets.
func (c *census) settle(p *person, home, street int) {
	d := c.districts[home]
	p.home, p.street = home, street
	p.districtCode, p.streetCode = d.code, d.streets[street].code
	p.address = "北京市" + d.name + d.streets[street].name
}

// birth suits the programmes: who receives an elderly allowance is 66 to 99.
func (c *census) birth(rng *rand.Rand, i int, r role) day {
	years := 7 + i*31%80
	if r.paid[elderly] {
		years = 66 + i*17%34
	}
	return c.clock.final - day(years*36525/100+70+rng.IntN(280))
}

// newIdentity draws sequence digits until the number is nobody else's.
func (c *census) newIdentity(rng *rand.Rand, place string, birth day, male bool) string {
	for {
		sequence := rng.IntN(500) * 2
		if male {
			sequence++
		}
		id := identity(place, birth, sequence)
		if !c.identity[id] {
			c.identity[id] = true
			return id
		}
	}
}
