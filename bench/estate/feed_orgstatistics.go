package estate

import (
	"maps"
	"slices"
)

const (
	watchOrgStatistics    = "statistics-organisations"
	watchPersonStatistics = "statistics-legal-persons"
)

// A tally counts the organisations of one statistics code at the end of a month, and what
// changed in it.
type tally struct {
	forms              map[string]int64
	male               map[string]int64 // heads, by form
	female             map[string]int64
	established, ended int64
}

// orgStatistics makes the ledgers of this month and of the one before.
func (w *world) orgStatistics(all []*organisation) []*roll {
	tallies := map[month]map[string]*tally{}
	for m := range w.ledgerMonths() {
		tallies[m] = tallied(all, m)
	}
	return []*roll{w.orgLedger(tallies).spoil(orgLedgerFaults()...), w.personLedger(tallies).spoil(personLedgerFaults()...)}
}

// tallied counts by statistics code what there is at the end of the month.
func tallied(all []*organisation, m month) map[string]*tally {
	tallies := map[string]*tally{}
	for _, o := range all {
		if tallies[o.statistics] == nil {
			tallies[o.statistics] = &tally{forms: map[string]int64{}, male: map[string]int64{}, female: map[string]int64{}}
		}
		tallies[o.statistics].count(o, m)
	}
	return tallies
}

func (t *tally) count(o *organisation, m month) {
	if o.opened.month() == m {
		t.established++
	}
	if o.ended != 0 && o.ended.month() == m {
		t.ended++
	}
	if o.opened.month() > m || o.ended != 0 && o.ended.month() <= m {
		return
	}
	t.forms[o.form]++
	if o.head.male {
		t.male[o.form]++
	} else {
		t.female[o.form]++
	}
}

// ledgerMonths are the months of the ledgers, with the moment when each was pushed.
func (w *world) ledgerMonths() map[month]moment {
	return map[month]moment{w.clock.month: (w.clock.today - 3).at(9 * 3600), w.clock.month - 1: (w.clock.today - 33).at(9 * 3600)}
}

func (w *world) orgLedger(tallies map[month]map[string]*tally) *roll {
	r := w.roll(organisationsSystem, watchOrgStatistics, []string{"statistics_code", "stat_month"},
		text("statistics_code", 10), text("stat_month", 7), integer("opening_count"), integer("established_count"), integer("ended_count"), integer("total_count"),
		integer("group_count"), integer("private_unit_count"), integer("foundation_count"), timestamp("pushed_at"))
	for _, m := range []month{w.clock.month - 1, w.clock.month} {
		for _, unit := range sortedKeys(tallies[m]) {
			t := tallies[m][unit]
			total := t.forms[association] + t.forms[serviceUnit] + t.forms[foundation]
			r.add(nil, unit, m.text(), total-t.established+t.ended, t.established, t.ended, total,
				t.forms[association], t.forms[serviceUnit], t.forms[foundation], w.ledgerMonths()[m].text())
		}
	}
	return r
}

func (w *world) personLedger(tallies map[month]map[string]*tally) *roll {
	r := w.roll(organisationsSystem, watchPersonStatistics, []string{"statistics_code", "stat_month", "kind"},
		text("statistics_code", 10), text("stat_month", 7), text("kind", 20), integer("entity_count"), integer("male_count"), integer("female_count"),
		integer("staff_count"), integer("full_time_count"), integer("part_time_count"), timestamp("pushed_at"))
	for _, m := range []month{w.clock.month - 1, w.clock.month} {
		for _, unit := range sortedKeys(tallies[m]) {
			for _, form := range []string{association, serviceUnit, foundation} {
				t := tallies[m][unit]
				r.add(nil, unit, m.text(), form, t.forms[form], t.male[form], t.female[form], 5*t.forms[form], 3*t.forms[form], 2*t.forms[form], w.ledgerMonths()[m].text())
			}
		}
	}
	return r
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
