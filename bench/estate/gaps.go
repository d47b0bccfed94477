package estate

import "slices"

// A gap is what did not arrive of a month's payments: a project, a district, or one project
// of one district. Batches and pushes follow from the payments, and lack it too.
type gap struct {
	system            system
	project, district string // "": any
	fault             string
	check             string // that it is made for, and what it names
	key               []string
}

// missingDistrict is the district whose data of the month do not arrive at the
// disability subsidies. No other fault of theirs and no odd person lives there.
const missingDistrict = "110109"

// gaps lists them. What is left of a month is near enough to the month before.
func gaps() []gap {
	const thinned = "110113"
	return []gap{
		{disabled, "", missingDistrict, "district-missing", "every-district-paid", []string{missingDistrict}},
		{elderly, disability, "110114", "project-missing-in-a-district", watchKept, []string{disability, "110114"}},
		{assistance, temporary, "", "project-missing", "every-project-paid", []string{temporary}},
		{assistance, lowIncome, thinned, "project-missing-in-a-district", watchKept, []string{lowIncome, thinned}},
	}
}

// watchKept is the check that a project of a district goes on.
const watchKept = "project-kept-in-district"

func (g gap) swallows(sys system, project, district string) bool {
	return sys == g.system && (g.project == "" || g.project == project) && (g.district == "" || g.district == district)
}

// lost says that something the person receives of the system falls into a gap.
func (s *spoiler) lost(sys system, p *person) bool {
	return slices.ContainsFunc(p.benefits, func(b benefit) bool { return b.system == sys && swallowed(b, s.homeOf(p)) })
}

// swallowed says that of a district the benefit falls into a gap.
func swallowed(b benefit, district string) bool {
	return slices.ContainsFunc(gaps(), func(g gap) bool { return g.swallows(b.system, b.project, district) })
}

// openGaps takes the payments of the gaps away.
func (s *spoiler) openGaps() {
	for _, g := range gaps() {
		s.open(g)
	}
}

// open takes the month's payments away that fall into the gap. Of those of the month before
// every project of every district is missed that had no few.
func (s *spoiler) open(g gap) {
	const few = 5
	before, kept := map[[2]string]int{}, s.payments[g.system][:0]
	for _, p := range s.payments[g.system] {
		switch inGap := g.swallows(g.system, p.project, p.district); {
		case inGap && p.month == s.clock.month:
			continue
		case inGap && p.kind == regular:
			before[[2]string{p.project, p.district}]++
		}
		kept = append(kept, p)
	}
	s.payments[g.system] = kept
	n := s.note(g.fault, g.system)
	n.primary(watchPayments, g.check, g.key)
	for group, count := range before {
		if g.check != watchKept && count >= few {
			n.collateral(watchPayments, watchKept, group[:])
		}
	}
}
