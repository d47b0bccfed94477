package estate

import "slices"

// What patrols of a system's machines look at, of each group of systems: figures of the
// host, of the middleware and of the databases.
const (
	watchHost       = "host-figures"
	watchMiddleware = "middleware-figures"
	watchDatabases  = "database-figures"
)

// machineRolls lists the machines of all groups.
func machineRolls() []payload {
	var all []payload
	for i, s := range upgradedSystems() {
		all = append(all, payload{s.group, func(w *world, group string) []*roll {
			return []*roll{
				w.hostFigures(group, i).spoil(hostFaults()[group]...),
				w.middlewareFigures(group, i).spoil(middlewareFaults()[group]...),
				w.databaseFigures(group, s.name, i).spoil(databaseFaults()[group]...),
			}
		}})
	}
	return all
}

// down gives the fault that a service answers 500: checks are all that need its rows.
func down(fault string, checks ...string) func(*roll) {
	return func(r *roll) {
		r.broken = true
		r.note(fault).primary("http", "status == 200").stop("error", checks...)
	}
}

// keep lets only these rows arrive. What was odd about the others is forgotten.
func (r *roll) keep(rows []rollRow) {
	r.rows, r.order = rows, nil
	r.ledger.Odd = slices.DeleteFunc(r.ledger.Odd, func(x Odd) bool { return !r.hasKey(x.Key) })
}

// silent gives the fault that there is not one row: checks are all that need some.
func silent(fault string, checks ...string) func(*roll) {
	return func(r *roll) {
		r.keep(nil)
		r.note(fault).primary("row_count").stop("skipped", checks...)
	}
}
