package estate

import "math/rand/v2"

// An Estate is one state of the systems. It does not change after Generate.
type Estate struct {
	config     Config
	clock      clock
	people     []person
	registries [systemCount][]registration
	deaths     [systemCount][]deathRecord
	payments   [systemCount][]payment
	batches    [systemCount][]batch
	pushes     [systemCount][]push
	stays      [systemCount][]stay
	grants     []grant
	licences   map[string][]licence // by desk path
	broken     map[string]bool      // desks that answer 500
	slow       string               // the desk that answers late; "": none
	drifted    bool                 // a column of the elderly stays is gone

	visits                   map[string][]visit // by district
	lostShard                string             // the district whose visits are gone
	deleted                  []registration     // of assistance: the view leaves them out
	petitions, pastPetitions []petition
	vouchers, pastVouchers   []voucherUse
	certificates             []certificate
	settlements              []settlement
	settledLines             []payout
	rosters                  [systemCount][]rosterRow
	queues                   [systemCount][]task
	loading                  bool               // the assistance roster is not complete
	backPaid                 map[string]*person // by system and fault: who gets arrears
	diverted                 *person            // whose destitute support somebody else was paid

	links []link  // that are tried between patrols
	rolls []*roll // tables and answers that nothing above follows from

	ledger Ledger // without the rolls
}

// Generate makes the estate that the Config describes. It fails only with ErrConfig.
func Generate(config Config) (*Estate, error) {
	config, err := config.normal()
	if err != nil {
		return nil, err
	}
	e, spoil := begin(config)
	if config.Step == Previous {
		e.reserve()
	}
	for s := range systemCount {
		e.batches[s] = batchesOf(e.payments[s])
	}
	e.pushes[elderly] = pushesOf(e.payments[elderly], e.clock)
	e.pushes[assistance] = pushesOf(e.payments[assistance], e.clock)
	if spoil != nil {
		spoil.totals()
	}
	e.noteOdd()
	e.noteProtected()
	e.noteStock()
	e.ledger.sort()
	e.fillRolls()
	if config.Step == Silent {
		e.silence()
	}
	return e, nil
}

// begin makes the people and all that holds no totals, with its faults and who puts them
// in; nil in the state that has none.
func begin(config Config) (*Estate, *spoiler) {
	e := &Estate{config: config, clock: newClock(config), licences: map[string][]licence{}, broken: map[string]bool{}, visits: map[string][]visit{}}
	e.people = newCensus(config, e.clock).people(config.People)
	e.fill()
	if config.Step != Current {
		return e, nil
	}
	spoil := newSpoiler(e, rand.New(rand.NewPCG(config.Seed, 0xfa17)))
	spoil.details()
	return e, spoil
}

// reserve marks those to whom something will happen, so that both states choose from the
// same people.
func (e *Estate) reserve() {
	config := e.config
	config.Step = Current
	later, _ := begin(config)
	for i := range e.people {
		e.people[i].taken = later.people[i].taken
	}
}

// fill makes the records that hold no totals, without a fault.
func (e *Estate) fill() {
	tariff, districts := newTariff(), beijing()
	for s := range systemCount {
		e.registries[s] = registrations(s, e.people, e.clock)
		e.deaths[s] = deathsOf(s, e.people, e.clock)
		e.payments[s] = treasury{s, e.clock, tariff, districts}.payments(e.people)
	}
	e.stays[disabled] = staysOf(disabled, e.people, e.clock)
	e.stays[elderly] = staysOf(elderly, e.people, e.clock)
	e.grants = grantsOf(e.payments[disabled], e.clock)
	for _, d := range desks() {
		e.licences[d.path] = licencesOf(d, e.people, e.clock)
		e.links = append(e.links, link{system: d.system.ID(), watch: d.watch})
	}
	e.fillShapes()
	e.fillRosters()
	e.fillQueues()
}

// fillShapes makes the records that stand in several tables, or covered.
func (e *Estate) fillShapes() {
	for _, district := range shardDistricts() {
		e.visits[district] = visitsOf(e.people, district, e.clock)
	}
	e.deleted = deletedOf(e.registries[assistance])
	e.petitions, e.pastPetitions = petitionsOf(e.people, e.clock)
	e.vouchers = voucherUsesOf(e.people, e.clock.month, e.clock.today)
	e.pastVouchers = voucherUsesOf(e.people, e.clock.month-1, e.clock.month.first()-1)
	e.certificates = certificatesOf(e.people, e.clock)
	e.settlements, e.settledLines = settlementsOf(e.pastVouchers, e.clock.month-1)
}

// Config is the configuration with its defaults filled in.
func (e *Estate) Config() Config { return e.config }

// Tables are the front-end tables of one of Systems; nil if it has none. Their rows may
// be read any number of times, also at once.
func (e *Estate) Tables(system string) []Table {
	tables := e.ownTables(system)
	for i := range tables {
		if e.config.Step == Silent {
			tables[i].Count, tables[i].Rows = 0, func(func([]any) bool) {}
		}
		tables[i] = e.withStrays(tables[i], system)
	}
	return append(tables, e.rollTables(system)...)
}

// ownTables are the tables of the three systems that follow from each other.
func (e *Estate) ownTables(system string) []Table {
	switch system {
	case Disabled:
		return e.disabledTables()
	case Elderly:
		return e.elderlyTables()
	case Assistance:
		return e.assistanceTables()
	}
	return nil
}

// Views are the views of a system over its tables.
func (e *Estate) Views(system string) []View {
	if system == Assistance {
		return assistanceViews()
	}
	return nil
}

// silence takes every row away that is not one of the tables of the three systems, and what
// the ledger says of rows.
func (e *Estate) silence() {
	for _, r := range e.rolls {
		r.rows, r.ledger = nil, Ledger{}
	}
	for desk := range e.licences {
		e.licences[desk] = []licence{}
	}
	e.ledger = Ledger{}
}

// Ledger is what a patrol must find: in Previous only old stock. In Silent it is empty: what
// nothing trips is for the catalog to say, and not for the generator. The caller may keep it.
func (e *Estate) Ledger() Ledger { return e.ledger.with(e.rolls) }
