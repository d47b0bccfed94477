package estate

// A rollNote writes the ledger for one fault of a roll.
type rollNote struct {
	roll  *roll
	fault string
	watch string
	group string
}

// note begins what the ledger says of a fault, in the roll's own watch.
func (r *roll) note(fault string) rollNote { return rollNote{roll: r, fault: fault, watch: r.watch} }

// on is the note for another watch of the system.
func (n rollNote) on(watch string) rollNote {
	n.watch = watch
	return n
}

// in is the note for a group.
func (n rollNote) in(group string) rollNote {
	n.group = group
	return n
}

// primary notes a violation that the fault was made for; without a key the check trips
// as a whole.
func (n rollNote) primary(check string, key ...string) rollNote { return n.entry(check, Primary, key) }

// collateral notes what the fault trips besides.
func (n rollNote) collateral(check string, key ...string) rollNote {
	return n.entry(check, Collateral, key)
}

func (n rollNote) entry(check string, role Role, key []string) rollNote {
	l := &n.roll.ledger
	l.Entries = append(l.Entries, Entry{System: n.roll.system, Watch: n.watch, Check: check, Group: n.group, Key: key, Fault: n.fault, Role: role})
	return n
}

// row notes that a row as it now stands violates the first check, which the fault was made
// for, and the others besides.
func (n rollNote) row(at int, checks ...string) rollNote {
	key := n.roll.keyOf(at)
	n.primary(checks[0], key...)
	for _, check := range checks[1:] {
		n.collateral(check, key...)
	}
	return n
}

// stop notes checks that cannot be judged.
func (n rollNote) stop(verdict string, checks ...string) rollNote {
	l := &n.roll.ledger
	for _, check := range checks {
		l.Stops = append(l.Stops, Stop{System: n.roll.system, Watch: n.watch, Check: check, Group: n.group, Verdict: verdict, Fault: n.fault})
	}
	return n
}

// unjudged notes, in either state, checks that the source leaves nothing to judge for.
func (r *roll) unjudged(verdict string, checks ...string) { r.note("").stop(verdict, checks...) }

// breaks gives the fault that a value of one row is wrong: to makes the wrong value of
// the right one, which fit, unless nil, looks at first.
func breaks(fault, column string, to func(value string) any, fit func(r *roll, at int) bool, checks ...string) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return fit == nil || fit(r, at) })
		r.set(at, column, to(r.text(at, column)))
		r.note(fault).row(at, checks...)
	}
}

// constant makes the same wrong value of any.
func constant(wrong any) func(string) any { return func(string) any { return wrong } }

// breakCall gives the fault that the call answers 500: checks are all that need its rows.
func breakCall(fault string, checks ...string) func(*roll) {
	return func(r *roll) {
		down(fault, checks...)(r)
		r.note(fault).collateral("http", `code == "0"`)
	}
}
