package estate

// wrongAids puts two wrongs into the list of entitlements itself, so that all that
// follows from it agrees: somebody who has two kinds that exclude each other, and
// somebody who is dead. In Previous there are none, and it gives nil for both.
func (w *world) wrongAids(aids []aid) (all []aid, twoKinds, dead *aid) {
	if w.clock.step != Current {
		return aids, nil, nil
	}
	second := w.someAid(aids, func(a *aid) bool { return a.kind == aidMinimum && a.size == 1 && a.open() && a.district != chaoyang })
	second.no, second.household, second.kind = second.no+"T", second.household+"T", aidDestitute
	gone := second
	gone.person = w.buried()
	gone.no, gone.household, gone.kind = "JZ999999-1", "JT999999", aidLowIncome
	w.occupy(Assistance, gone.person)
	return append(aids, second, gone), &second, &gone
}

// someAid takes an entitlement of somebody to whom nothing happens yet.
func (w *world) someAid(aids []aid, fit func(*aid) bool) aid {
	for i := range aids {
		if a := &aids[i]; fit(a) && !w.occupied(Assistance, a.person) {
			w.occupy(Assistance, a.person)
			return *a
		}
	}
	panic("estate: no entitlement is left for a fault")
}

// stoppedAid takes an entitlement of the kind that was stopped long ago.
func (w *world) stoppedAid(aids []aid, kind string) aid {
	return w.someAid(aids, func(a *aid) bool { return a.kind == kind && a.withdrawn == 0 && !a.in(w.clock.month) })
}

// buried is somebody of whose death, in an earlier month, social assistance was told.
func (w *world) buried() *person {
	told := map[string]bool{}
	for _, d := range w.deaths[assistance] {
		told[d.id] = d.date < w.clock.month.first().text()
	}
	for _, p := range w.known(assistance) {
		if p.odd == "" && told[p.id] && p.death.month() < w.clock.month {
			return p
		}
	}
	panic("estate: nobody whose death is known is left for a fault")
}
