package estate

import "math/rand/v2"

// The watches of the estate, as the workspace names them.
const (
	watchRegistry = "household-registry"
	watchDeaths   = "death-records"
	watchBatches  = "fund-batches"
	watchPayments = "fund-payments"
	watchPushes   = "jinmin-allowances"
	watchStays    = "hardship-institution-subsidy"
	watchGrants   = "two-subsidies-data"
)

// A spoiler puts the faults in, each on people of its own, and writes the ledger.
type spoiler struct {
	*Estate
	tariff    tariff
	districts []district
	order     []int // people in random order
}

func newSpoiler(e *Estate, rng *rand.Rand) *spoiler {
	return &spoiler{Estate: e, tariff: newTariff(), districts: beijing(), order: rng.Perm(len(e.people))}
}

// details puts in the faults that batches and pushes are to follow from.
func (s *spoiler) details() {
	s.openGaps()
	s.spoilIdentities()
	s.spoilRegistrations()
	s.spoilTexts()
	s.spoilDeaths()
	s.spoilDeadPaid()
	s.spoilAmounts()
	s.spoilPayees()
	s.spoilStays()
	s.spoilFeeds()
	s.spoilLicences()
	s.spoilShapes()
	s.spoilRosters()
	s.spoilQueues()
	s.spoilLevels()
	s.spoilArrears()
	s.spoilPaidOut()
	s.spoilCases()
}

// totals puts in the faults of what was added up or pushed on.
func (s *spoiler) totals() {
	s.spoilBatches()
	s.spoilPushes()
}

// pick takes the next person of the system to whom no fault happens yet and nothing is
// odd about. Every estate of LeastPeople has one for every fault.
func (s *spoiler) pick(sys system, fit func(*person) bool) *person {
	for _, i := range s.order {
		p := &s.people[i]
		if p.odd == "" && !p.taken && p.known[sys] && !p.newcomer && !p.movedOut && p.only(sys) &&
			s.homeOf(p) != missingDistrict && s.homeOf(p) != idleDistrict && s.homeOf(p) != chaoyang && !s.lost(sys, p) && fit(p) {
			p.taken = true
			return p
		}
	}
	return nil
}

// only says that no other system knows the person: what happens to them stays in one.
func (p *person) only(sys system) bool {
	for other := range systemCount {
		if other != sys && p.known[other] {
			return false
		}
	}
	return true
}

func (s *spoiler) homeOf(p *person) string { return s.districts[p.home].code }

// relative is a living person who receives nothing.
func relative(p *person) bool { return len(p.benefits) == 0 && p.death == 0 }

// payee is a living person who receives something every month.
func payee(p *person) bool { return len(p.benefits) > 0 && p.death == 0 }

// paidWell is a payee whose payments come through.
func paidWell(p *person) bool { return payee(p) && p.index%oneFails != 0 }

// receives tells whether the person gets something of the project.
func (p *person) receives(project string) bool {
	for _, b := range p.benefits {
		if b.project == project {
			return true
		}
	}
	return false
}

// registration is the person's row in the system's registry.
func (s *spoiler) registration(sys system, p *person) *registration {
	for i := range s.registries[sys] {
		if r := &s.registries[sys][i]; r.person == p {
			return r
		}
	}
	return nil
}

// paymentsOf are the person's payments in the system.
func (s *spoiler) paymentsOf(sys system, p *person) []*payment {
	var all []*payment
	for i := range s.payments[sys] {
		if pay := &s.payments[sys][i]; pay.person == p {
			all = append(all, pay)
		}
	}
	return all
}

// thisMonth is one of the person's regular payments of the month.
func (s *spoiler) thisMonth(sys system, p *person) *payment {
	for _, pay := range s.paymentsOf(sys, p) {
		if pay.month == s.clock.month && pay.kind == regular {
			return pay
		}
	}
	return nil
}

// A note writes the ledger for one fault in one watch.
type note struct {
	*spoiler
	fault string
	sys   system
	group string
}

func (s *spoiler) note(fault string, sys system) note { return note{s, fault, sys, ""} }

func (n note) primary(watch, check string, key []string)    { n.entry(watch, check, key, Primary) }
func (n note) collateral(watch, check string, key []string) { n.entry(watch, check, key, Collateral) }

func (n note) entry(watch, check string, key []string, role Role) {
	n.ledger.Entries = append(n.ledger.Entries, Entry{System: n.sys.ID(), Watch: watch, Check: check, Group: n.group, Key: key, Fault: n.fault, Role: role})
}

// payments writes one entry for each of the payments.
func (n note) payments(check string, role Role, payments []*payment) {
	for _, pay := range payments {
		n.entry(watchPayments, check, pay.key(), role)
	}
}

// unregistered notes that nobody in the registry is the payee: no registration in force is theirs
// either.
func (n note) unregistered(role Role, payments []*payment) {
	n.payments("payee-in-registry", role, payments)
	for _, pay := range payments {
		if pay.kind == regular {
			n.collateral(watchPayments, "payee-registration-active", pay.key())
		}
	}
}
