package estate

import (
	"cmp"
	"slices"
	"strings"
)

// A payload makes the rolls of one contract in one system, faults and all.
type payload struct {
	system string
	make   func(w *world, system string) []*roll
}

// payloads lists them all. Each group of systems has a list, and a file, of its own.
func payloads() []payload {
	return slices.Concat(welfareRolls(), elderlyRolls(), assistanceRolls(), verificationRolls(), organisationRolls(), machineRolls())
}

// A world is what rolls are made from: the people and the records of the three systems,
// with their faults.
type world struct {
	*Estate
	bodies    []body
	districts []district
	busy      map[string]map[*person]bool // by system: to whom something happens there

	minors   []*person                           // made by children
	byPerson [systemCount]map[*person][]*payment // regular ones
}

// fillRolls makes all rolls. What happens to a person in the records of the three
// systems, and what is odd about them, is never mixed with what happens in a roll.
func (e *Estate) fillRolls() {
	w := &world{Estate: e, bodies: bodies(), districts: beijing(), busy: map[string]map[*person]bool{}}
	for _, p := range payloads() {
		e.rolls = append(e.rolls, p.make(w, p.system)...)
	}
	e.rolls = append(e.rolls, w.strayRolls()...)
	w.stop()
	w.breakMoulds()
}

// rollOf is the roll of a watch, with its system before it.
func (w *world) rollOf(path string) *roll {
	system, watch, _ := strings.Cut(path, "/")
	at := slices.IndexFunc(w.rolls, func(r *roll) bool { return r.system == system && r.watch == watch })
	if at < 0 {
		panic("estate: " + path + " has no roll")
	}
	return w.rolls[at]
}

func (w *world) occupied(system string, p *person) bool {
	return p.odd != "" || p.taken || w.busy[system][p]
}

func (w *world) occupy(system string, p *person) {
	if p == nil {
		return
	}
	if w.busy[system] == nil {
		w.busy[system] = map[*person]bool{}
	}
	w.busy[system][p] = true
}

// free takes somebody who fits and to whom nothing happens in the system yet.
func (w *world) free(system string, fit func(*person) bool) *person {
	for _, p := range w.some(fit) {
		if !w.occupied(system, p) {
			w.occupy(system, p)
			return p
		}
	}
	panic("estate: " + system + " has nobody left for a fault")
}

// known lists the people whom one of the three systems knows, in both states.
func (w *world) known(s system) []*person {
	return w.some(func(p *person) bool { return p.known[s] })
}

// some lists the people, of both states, who fit. Those to whom something happens in the
// records of the three systems are left out, so that it stays there.
func (w *world) some(fit func(*person) bool) []*person {
	var all []*person
	for i := range w.people {
		if p := &w.people[i]; !p.newcomer && !p.taken && fit(p) {
			all = append(all, p)
		}
	}
	return all
}

// every gives each n-th of the people, but at most so many.
func every(n, most int, people []*person) []*person {
	var all []*person
	for i, p := range people {
		if i%n == 0 && len(all) < most {
			all = append(all, p)
		}
	}
	return all
}

// homeOf is the district of today where the person is looked after, also if the
// registration names one that was withdrawn.
func (w *world) homeOf(p *person) string { return w.districts[p.home].code }

// dead says that the person's death is known at the state.
func (w *world) dead(p *person) bool {
	return p.death != 0 && p.deathKnown.day() <= w.clock.today
}

// recent is a moment within the last week for the n-th row: fresh, and never the future.
func (w *world) recent(n int) moment {
	return (w.clock.today - 1 - day(n%6)).at(9*3600 + n*7919%28800)
}

// rollTables are the rolls that lie in the database. Rolls of several systems may share
// a table.
func (e *Estate) rollTables(database string) []Table {
	var tables []Table
	for _, r := range e.rolls {
		if r.call || r.behind != nil || r.parcel.form != nil || frontOf(r.system) != database {
			continue
		}
		if at := slices.IndexFunc(tables, func(t Table) bool { return t.Name == r.name }); at >= 0 {
			tables[at] = tables[at].and(r.table())
		} else {
			tables = append(tables, r.table())
		}
	}
	return tables
}

// answering is the roll that answers a system's call; nil if none does.
func (e *Estate) answering(system, path string) *roll {
	for _, r := range e.rolls {
		if r.call && r.system == system && cmp.Or(r.path, r.watch) == path {
			return r
		}
	}
	return nil
}

// with joins the ledgers of rolls to l.
func (l Ledger) with(rolls []*roll) Ledger {
	l.Entries, l.Stops, l.Odd = slices.Clone(l.Entries), slices.Clone(l.Stops), slices.Clone(l.Odd)
	for _, r := range rolls {
		l.Entries = append(l.Entries, r.ledger.Entries...)
		l.Stops = append(l.Stops, r.ledger.Stops...)
		l.Odd = append(l.Odd, r.ledger.Odd...)
	}
	l.sort()
	return l
}
