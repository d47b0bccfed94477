package estate

// A stay is a month's subsidy for living in a care institution, in the contract's words.
type stay struct {
	id, name string
	org      string
	admitted day
	left     day // 0: still there
	month    month
	amount   fen
	updated  moment
}

// key is the contract's key of the row.
func (s *stay) key() []string { return []string{s.id, s.month.text()} }

// staysOf lists the subsidised months of the last two months. It holds people who
// get nothing of the system itself, so that nobody gets what excludes each other.
func staysOf(s system, people []person, k clock) []stay {
	var all []stay
	for i := range people {
		p := &people[i]
		if p.odd == oddLeftInstitution && p.known[s] && s == disabled {
			left := stayIn(p, k.month-1, k)
			left.left = k.month.first() - 3
			all = append(all, left)
		}
		if !p.known[s] || len(p.benefits) > 0 || p.death != 0 || p.newcomer || p.movedOut {
			continue
		}
		for m := k.month - 1; m <= k.month; m++ {
			all = append(all, stayIn(p, m, k))
		}
	}
	return all
}

func stayIn(p *person, m month, k clock) stay {
	st := stay{
		id: p.id, name: p.name, org: credit(p.homeCode(), p.index%40+1), admitted: k.final - 200 - day(p.index%400),
		month: m, amount: 120000, updated: (k.today - 1 - day(p.index%20)).at(22 * 3600),
	}
	if p.index%4 == 0 {
		st.left = k.today - 1
	}
	return st
}

// homeCode is the code of the district where the person is looked after.
func (p *person) homeCode() string {
	if len(p.streetCode) < 6 {
		return p.districtCode
	}
	return p.streetCode[:6]
}
