package estate

import "strings"

// An oddity is a way to be odd and correct. Nobody may be alarmed by it.
type oddity struct {
	name  string
	shape func(c *census, p *person)
}

// The oddities that later stages must know by name.
const (
	oddTrailingBlanks  = "trailing-blanks"
	oddFullWidthID     = "full-width-id"
	oddMovedWithin     = "moved-within-the-month"
	oddFailedPayment   = "failed-with-reason"
	oddSentAgain       = "failed-and-sent-again"
	oddSmallArrears    = "arrears-of-ten-fen"
	oddReversed        = "reversed-and-paid-again"
	oddReversedDead    = "reversed-after-death"
	oddWithdrawnDeath  = "withdrawn-death"
	oddLeftInstitution = "subsidy-after-leaving-the-institution"
	oddLongTerm        = "licence-without-end"
	oddUntilToday      = "licence-until-today"
)

// oddPeople lists the oddities that are people's own. One person of each lives in
// every system.
func oddPeople() []oddity {
	return append(append(oddNames(), oddIdentities()...), append(oddLives(), oddRecords()...)...)
}

func oddNames() []oddity {
	named := func(name string) func(*census, *person) {
		return func(_ *census, p *person) { p.name = name }
	}
	return []oddity{
		{"name-with-middle-dot", named("阿卜杜拉·买买提")},
		{"name-of-twenty-characters", named("阿依古丽·阿卜杜热合曼·麦麦提依明·吐尔")},
		{"four-byte-character", named("𠮷文𡈽")},
		{"rare-character", named("张㑇")},
		{"reused-name", named("王秀英")},
		{oddTrailingBlanks, func(*census, *person) {}},
	}
}

func oddIdentities() []oddity {
	return []oddity{
		{"born-29-february", func(c *census, p *person) { c.reborn(p, "", dayOf(1952, 2, 29)) }},
		{"centenarian", func(c *census, p *person) { c.reborn(p, "", c.clock.final-day(101*36525/100)) }},
		{"twin-elder", func(c *census, p *person) { c.reborn(p, "110102", dayOf(1955, 6, 1)) }},
		{"twin-younger", (*census).twin},
		{"withdrawn-birthplace", func(c *census, p *person) { c.reborn(p, "110103", p.birth) }},
		{"check-character-x", (*census).withX},
		{"no-midnight-at-birth", func(c *census, p *person) { c.reborn(p, "", dayOf(1940, 6, 1)) }},
		{oddFullWidthID, func(*census, *person) {}},
	}
}

func oddLives() []oddity {
	return []oddity{
		{"died-before-payday", func(c *census, p *person) { c.diedOn(p, payday(c.clock.final.month())-2, c.clock.final-3) }},
		{"died-on-payday", func(c *census, p *person) {
			last := c.clock.final.month() - 1
			c.diedOn(p, payday(last), payday(last)+7)
		}},
		{"died-on-last-day-of-month", func(c *census, p *person) {
			first := c.clock.final.month().first()
			c.diedOn(p, first-1, first+6)
		}},
		{oddReversedDead, func(c *census, p *person) {
			first := c.clock.final.month().first()
			c.diedOn(p, first-20, first-1)
		}},
		{"moved-out-this-month", func(c *census, p *person) {
			p.movedOut, p.changed = true, c.clock.month.first()+3
			p.updated = p.changed.at(8 * 3600)
		}},
		{"two-programmes", (*census).bothProgrammes},
	}
}

func oddRecords() []oddity {
	ordinary := func(*census, *person) {}
	return []oddity{
		{"passbook-without-luhn", func(_ *census, p *person) { p.account, p.passbook = passbook(p.index), true }},
		{"foundling-address", func(_ *census, p *person) { p.address, p.relation = "北京市儿童福利院集体户", "其他" }},
		{"withdrawn-district-at-the-time", func(c *census, p *person) {
			c.settle(p, 0, 0)
			c.reborn(p, "", dayOf(1950, 3, 7))
			p.districtCode, p.streetCode, p.address = "110103", "", "北京市崇文区东花市北里西区8号楼"
			p.changed = dayOf(2005, 6, 1)
			p.updated = (p.changed + 1).at(0)
		}},
		{"no-midnight-timestamp", func(c *census, p *person) {
			c.settle(p, 2, 1)
			c.reborn(p, "", dayOf(1949, 12, 25))
			p.changed = dayOf(1986, 5, 3)
			p.updated = dayOf(1986, 5, 4).at(0)
		}},
		{"optional-values-missing", func(_ *census, p *person) { p.streetCode, p.relation = "", "" }},
		{"registered-today", func(c *census, p *person) {
			p.changed = c.clock.today - 1
			p.updated = c.clock.today.at(30 * 60)
		}},
		{"address-at-the-limit", func(_ *census, p *person) {
			have := len([]rune(p.address))
			p.address += strings.Repeat("里", 200-have)
		}},
		{oddMovedWithin, ordinary}, {oddFailedPayment, ordinary}, {oddSentAgain, ordinary}, {oddSmallArrears, ordinary},
		{oddReversed, ordinary}, {oddWithdrawnDeath, ordinary},
		{oddLongTerm, ordinary}, {oddUntilToday, ordinary},
		{oddLeftInstitution, func(_ *census, p *person) { p.newcomer = true }},
	}
}

// reborn gives the person another birth date and, unless it is empty, birthplace.
func (c *census) reborn(p *person, place string, birth day) {
	if place == "" {
		place = p.id[:6]
	}
	for sequence := 1; ; sequence++ {
		id := identity(place, birth, sequence)
		if p.male == (sequence%2 == 1) && !c.identity[id] {
			c.identity[id] = true
			p.id, p.birth = id, birth
			break
		}
	}
	for i, b := range p.benefits {
		if b.system == elderly {
			p.benefits[i] = elderlyBenefit(p.index, c.clock.final-birth)
		}
	}
}

// twin makes the sibling of the twin made three people ago: the same household,
// birth date and place, and neighbouring sequence digits.
func (c *census) twin(p *person) {
	p.householdNo = "H" + "99999" + p.id[14:17]
	c.reborn(p, "110102", dayOf(1955, 6, 1))
}

// withX tries birth dates until the check character is an X.
func (c *census) withX(p *person) {
	sequence := 102
	if p.male {
		sequence++
	}
	for birth := p.birth; ; birth-- {
		id := identity(p.id[:6], birth, sequence)
		if id[17] == 'X' && !c.identity[id] {
			c.identity[id] = true
			p.id, p.birth = id, birth
			return
		}
	}
}

func (c *census) diedOn(p *person, death, known day) {
	p.death, p.deathKnown = death, known.at(10*3600)
}

// bothProgrammes adds a programme of another system that does not exclude the first.
func (c *census) bothProgrammes(p *person) {
	if p.known[assistance] {
		p.known[disabled] = true
		p.benefits = append(p.benefits, benefit{disabled, living, "生活补贴-低保"})
		return
	}
	p.known[assistance] = true
	p.benefits = append(p.benefits, benefit{assistance, minimum, "低保-差额"})
}
