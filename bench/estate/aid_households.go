package estate

// An aidGroup is a kind of aid in a district: a household has one of both.
type aidGroup struct{ kind, district string }

// A householder puts people of one kind and one district into households.
type householder struct {
	open     map[aidGroup][]aid
	made     int
	monthEnd day
}

// house adds an aid to a household, and those of a household that is complete to all. What is
// not given month by month is given to one person.
func (h *householder) house(all []aid, a aid) []aid {
	if !a.lasting() || a.kind == aidDestitute {
		return append(all, h.ends(a))
	}
	group := aidGroup{a.kind, a.district}
	h.open[group] = append(h.open[group], a)
	if len(h.open[group]) < []int{1, 2, 1, 3}[h.made%4] {
		return all
	}
	return h.complete(all, group)
}

// complete makes one household of those who wait for one.
func (h *householder) complete(all []aid, group aidGroup) []aid {
	members := h.open[group]
	delete(h.open, group)
	first := h.ends(members[0])
	for i, m := range members {
		m.household, m.size, m.head, m.stopped, m.street = first.household, len(members), i == 0, first.stopped, first.street
		all = append(all, m)
	}
	return all
}

// ends counts a household. Outside of Chaoyang, which has few, every eleventh's aid ends with
// the month.
func (h *householder) ends(a aid) aid {
	h.made++
	if h.made%11 == 7 && a.lasting() && a.district != chaoyang {
		a.stopped = h.monthEnd
	}
	return a
}

// close makes households of those who still wait for somebody.
func (h *householder) close(all []aid) []aid {
	for _, d := range beijing() {
		for _, kind := range []string{aidMinimum, aidLowIncome} {
			if group := (aidGroup{kind, d.code}); len(h.open[group]) > 0 {
				all = h.complete(all, group)
			}
		}
	}
	return all
}
