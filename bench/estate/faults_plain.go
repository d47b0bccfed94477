package estate

// Plain faults of the organisations' payloads, the messages and what was issued: a value
// that no other check reads is missing, no code, or from the future.

// missing gives the fault that a value is missing.
func missing(column string) func(*roll) {
	return breaks("no-"+column, column, constant(nil), nil, "required("+column+")")
}

// uncoded gives the fault that a value is in no table of codes.
func uncoded(column string) func(*roll) {
	return breaks("unknown-"+column, column, constant("无此码"), nil, "code("+column+")")
}

// future gives the fault that a recent moment lies after the patrol; others are the checks
// that it trips, too. It comes before faults that take any row: few are recent.
func future(column string, others ...string) func(*roll) {
	return func(r *roll) {
		recent := (r.world.clock.today - 25).text()
		at := r.pick(func(at int) bool { return r.text(at, column) > recent })
		r.set(at, column, r.inFuture())
		r.note("from-the-future").row(at, append([]string{"freshness"}, others...)...)
	}
}

// plainFaults are those of the watches that are named, of whichever system.
func plainFaults(watch string) []func(*roll) {
	return map[string][]func(*roll){
		watchRegister:      {missing("representative_name")},
		watchEntities:      {missing("representative_name"), uncoded("registrar_code")},
		watchCoded:         {missing("registered_on")},
		watchCleansed:      {missing("address"), missing("representative_name")},
		watchFundraising:   {uncoded("organ"), uncoded("state")},
		watchPermits:       {missing("name"), uncoded("organ")},
		watchCodedPermits:  {missing("name")},
		watchPublicity:     {missing("content"), missing("representative"), uncoded("organ"), uncoded("licence_kind")},
		watchCreditRecords: {missing("content"), uncoded("organ"), uncoded("credit_kind")},
		watchAbnormal:      {missing("reason")},
		watchDistrusted:    {missing("representative_name")},
		watchMessages:      {missing("template"), breaks("message-of-no-business", "business", constant("无此码"), delivered, "code(business)")},
		watchCodes:         {uncoded("channel")},
		watchCertified:     {missing("name")},
		watchArchived:      {breaks("unknown-matter", "matter", constant("无此码"), archivedLongAgo, "code(matter)")},
	}[watch]
}
