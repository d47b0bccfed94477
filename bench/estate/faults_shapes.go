package estate

// The watches of tables that are not simply one table in the clear.
const (
	watchVisits       = "home-visits"             // each district judged by itself
	watchPetitions    = "assistance-cases"        // current and history read as one
	watchVouchers     = "service-vouchers"        // a table for each month
	watchCertificates = "disability-certificates" // values covered by the partner
	watchRosters      = "monthly-roster"          // delivered by a certain day
	watchQueue        = "push-queue"              // rows go once they are done

	// Header and details of one contract.
	watchSettlements = "voucher-settlements.headers"
	watchSettled     = "voucher-settlements.lines"
)

// in is the note for a group.
func (n note) in(group string) note {
	n.group = group
	return n
}

// stop says that a check cannot be judged.
func (n note) stop(watch, check, verdict string) {
	n.ledger.Stops = append(n.ledger.Stops, Stop{System: n.sys.ID(), Watch: watch, Check: check, Group: n.group, Verdict: verdict, Fault: n.fault})
}

// spoilShapes spoils tables that stand in several places. Nothing else reads them.
func (s *spoiler) spoilShapes() {
	s.spoilVisits()
	s.spoilPetitions()
	s.spoilVouchers()
	s.spoilCertificates()
	s.spoilSettlements()
}

// spoilVisits spoils a different thing in each district.
func (s *spoiler) spoilVisits() {
	first := s.visits["110101"]
	twice := first[len(first)/2]
	s.visits["110101"] = append(first, twice)
	s.note("visit-sent-twice", elderly).in("110101").primary(watchVisits, "visit-once", []string{twice.no})

	long := &s.visits["110102"][len(s.visits["110102"])/2+1]
	long.minutes = 4800
	s.note("minutes-with-a-digit-too-many", elderly).in("110102").primary(watchVisits, "minutes-plausible", []string{long.no})

	half := s.visits["110105"]
	s.visits["110105"] = half[:len(half)*2/5]
	s.note("half-a-shard", elderly).in("110105").primary(watchVisits, "compare", nil)

	s.lostShard = "110106"
	n := s.note("shard-missing", elderly).in("110106")
	n.primary(watchVisits, "schema", []string{"T_FW_110106"})
	for _, check := range visitChecks() {
		n.stop(watchVisits, check, "error")
	}
}

// visitChecks are the checks that need a shard's rows.
func visitChecks() []string {
	list := []string{"privilege", "row_count", "compare", "visit-once", "minutes-plausible", "served-not-in-future", "length(visit_no)", "format(id_card)"}
	for _, column := range []string{"visit_no", "id_card", "minutes", "served_on"} {
		list = append(list, "required("+column+")", "type("+column+")")
	}
	return list
}

// spoilPetitions spoils the seam between the current table and the history.
func (s *spoiler) spoilPetitions() {
	n := len(s.pastPetitions)
	moved := s.pastPetitions[n/2]
	s.petitions = append(s.petitions, moved)
	s.note("moved-to-history-and-left-behind", assistance).primary(watchPetitions, "case-once", []string{moved.no})

	dateless := &s.pastPetitions[n/3]
	dateless.closed = 0
	s.note("history-without-date", assistance).primary(watchPetitions, "closed-has-date", []string{dateless.no})

	again := s.petitions[len(s.petitions)/3]
	again.no, again.applied = "SQ0"+again.no[3:], again.applied-100
	s.pastPetitions = append(s.pastPetitions, again)
	s.note("open-case-in-history", assistance).primary(watchPetitions, "one-open-case", []string{again.id})
}

// spoilVouchers spoils the table of the month. What is wrong in last month's is none of
// this month's business.
func (s *spoiler) spoilVouchers() {
	n := len(s.vouchers)
	stray := &s.vouchers[n/2]
	stray.at = (s.clock.month.first() - 1).at(23*3600 + 3599)
	s.note("use-in-another-months-table", disabled).primary(watchVouchers, "used-in-month", stray.key())

	free := &s.vouchers[n/3]
	free.amount = 0
	s.note("voucher-without-amount", disabled).primary(watchVouchers, "amount-positive", free.key())

	s.pastVouchers[n/4].amount = 0
}

// spoilCertificates spoils what can be seen of values that the partner hides.
func (s *spoiler) spoilCertificates() {
	n := len(s.certificates)
	second := s.certificates[n/2]
	second.no = "CZ9" + second.no[3:]
	s.certificates = append(s.certificates, second)
	s.note("two-certificates-of-one-token", disabled).primary(watchCertificates, "one-certificate", []string{second.token})

	lost := &s.certificates[n/3]
	lost.name = ""
	s.note("covered-name-lost", disabled).primary(watchCertificates, "required(name)", lost.key())

	s.certificates[n/4].level = 7
	s.note("unknown-level", disabled).primary(watchCertificates, "level-known", s.certificates[n/4].key())
}

// noteProtected writes down, in either step, what cannot be judged of values that the
// partner hides.
func (e *Estate) noteProtected() {
	for _, check := range []string{"type(id_card)", "format(id_card)", "type(name)", "length(name)", "issued-after-birth"} {
		e.ledger.Stops = append(e.ledger.Stops, Stop{System: Disabled, Watch: watchCertificates, Check: check, Verdict: "skipped"})
	}
	for _, check := range []string{"type(account)", "format(account)", "account-of-one-line"} {
		e.ledger.Stops = append(e.ledger.Stops, Stop{System: Disabled, Watch: watchSettled, Check: check, Verdict: "skipped"})
	}
}

// noteOddShapes names the odd rows of these tables.
func (e *Estate) noteOddShapes() {
	for _, district := range shardDistricts()[:2] {
		e.ledger.Odd = append(e.ledger.Odd, Odd{Name: "number-of-another-district", System: Elderly, Watch: watchVisits, Group: district, Key: []string{e.visits[district][0].no}})
	}
	e.odd("deleted-behind-the-view", assistance, watchRegistry, e.deleted[0].key())
	closed := map[string]bool{}
	for i := range e.pastPetitions {
		if p := &e.pastPetitions[i]; !p.open {
			closed[p.id] = true
		}
	}
	for i := range e.petitions {
		if p := &e.petitions[i]; p.open && closed[p.id] {
			e.odd("applied-again", assistance, watchPetitions, []string{p.no})
			break
		}
	}
	e.odd("first-second-of-the-month", disabled, watchVouchers, e.vouchers[0].key())
	e.odd("last-months-table-stays", disabled, watchVouchers, e.pastVouchers[len(e.vouchers)/4].key())
	e.odd("token-that-is-never-the-same", disabled, watchSettled, e.settledLines[0].key())
	e.odd("covered-name-of-many", disabled, watchCertificates, e.certificates[0].key())
}
