package estate

// unreconciled takes a quarter of a district out of the reconciliation.
func unreconciled(subsidies *roll) func(*roll) {
	return func(r *roll) {
		var lost []int
		at := r.pick(func(at int) bool {
			lost = lost[:0]
			for s := range subsidies.rows {
				if subsidies.text(s, "quarter") == r.text(at, "quarter") && subsidies.text(s, "district_code") == r.text(at, "district_code") {
					if subsidies.rows[s].busy {
						return false
					}
					lost = append(lost, s)
				}
			}
			return len(lost) > 0
		})
		n := subsidies.note("quarter-without-reconciliation")
		n.on(watchReconciliation).collateral("pushed-is-subsidies", r.keyOf(at)...)
		for _, s := range lost {
			subsidies.rows[s].busy = true
			n.primary("reconciled-every-quarter", subsidies.keyOf(s)...)
		}
		r.rows = append(r.rows[:at], r.rows[at+1:]...)
		r.order = nil
	}
}

// The faults of the reconciliation.

func reconciledTwice(subsidies *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(quiet(subsidies, r))
		r.repeat(at)
		r.note("reconciled-twice").primary("once-a-quarter", r.keyOf(at)...)
	}
}

func reconciledShort(subsidies *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(quiet(subsidies, r))
		r.set(at, "confirmed_amount", "1.00")
		r.note("settled-and-not-equal").row(at, "confirmed-is-pushed")
	}
}

func reconciledLate(subsidies *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(quiet(subsidies, r))
		r.set(at, "state", "有差异")
		r.set(at, "confirmed_amount", "1.00")
		r.set(at, "reconciled_at", (r.world.clock.today - 45).at(9*3600).text())
		r.note("difference-left-open").row(at, "settled-in-time")
	}
}

func reconciledUnknown(subsidies *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(quiet(subsidies, r))
		r.set(at, "state", "核对中")
		r.set(at, "reconciled_at", (r.world.clock.today - 1).at(9*3600).text())
		r.note("state-that-is-not-known").row(at, "code(state)")
	}
}

func reconciledAhead(subsidies *roll) func(*roll) {
	return func(r *roll) {
		ahead("reconciled_at", func(r *roll, at int) bool { return quiet(subsidies, r)(at) })(r)
	}
}

func reconciledOtherSum(subsidies *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(quiet(subsidies, r))
		r.set(at, "pushed_amount", "88.00")
		r.set(at, "confirmed_amount", "88.00")
		r.note("reconciled-another-sum").row(at, "pushed-is-subsidies")
	}
}

// quiet fits quarters of districts to whose subsidies nothing happens.
func quiet(subsidies, r *roll) func(int) bool {
	return func(at int) bool {
		for s := range subsidies.rows {
			if subsidies.rows[s].busy && subsidies.text(s, "quarter") == r.text(at, "quarter") && subsidies.text(s, "district_code") == r.text(at, "district_code") {
				return false
			}
		}
		return true
	}
}
