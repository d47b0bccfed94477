package estate

import "fmt"

// The states of a registration.
const (
	active    = "正常"
	movedAway = "迁出"
	cancelled = "注销"
)

// A registration is one row of a household registry, in the contract's words.
type registration struct {
	person    *person
	recordNo  string
	id, name  string
	sex       string
	birth     string // ISO
	district  string
	street    string
	address   string
	household string
	relation  string
	state     string
	changed   day
	updated   moment
	deleted   bool // only marked so: its partner's view does not show it
}

// key is the contract's key of the row.
func (r *registration) key() []string { return []string{r.recordNo, r.id} }

// registrations lists who is in the system's registry at the step.
func registrations(s system, people []person, k clock) []registration {
	var all []registration
	for i := range people {
		p := &people[i]
		if !p.known[s] || p.newcomer && k.step == Previous {
			continue
		}
		all = append(all, register(p, k))
		if p.odd == oddMovedWithin {
			now := all[len(all)-1]
			all = append(all, formerRegistration(now, "-1", k.month.first()+2), formerRegistration(now, "-2", k.final-500))
		}
	}
	return all
}

func register(p *person, k clock) registration {
	r := registration{
		person: p, recordNo: fmt.Sprintf("R%010d", p.index), id: p.id, name: p.name,
		sex: "女", birth: p.birth.text(), district: p.districtCode, street: p.streetCode, address: p.address,
		household: p.householdNo, relation: p.relation, state: active, changed: p.changed, updated: p.updated,
	}
	if p.male {
		r.sex = "男"
	}
	if r.updated > k.today.at(noon) { // not yet known at the step
		r.changed, r.updated = r.changed-400, r.updated-400*86400
	}
	switch {
	case p.movedOut:
		r.state = movedAway
	case p.death != 0 && p.deathKnown.day() <= k.today:
		r.state, r.changed, r.updated = cancelled, p.deathKnown.day(), p.deathKnown
	}
	return r
}

// formerRegistration is what stays behind of a move between districts on a day. Who moved months
// ago is paid all the same.
func formerRegistration(now registration, suffix string, moved day) registration {
	now.recordNo += suffix
	now.state = movedAway
	now.district, now.street = "110108", "110108001"
	now.changed = moved
	now.updated = now.changed.at(11 * 3600)
	return now
}
