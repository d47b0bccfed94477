package estate

import (
	"maps"
	"slices"
)

const (
	watchOrgStatistics    = "statistics-organisations"
	watchPersonStatistics = "statistics-legal-persons"
)

// A tally counts the organisations of one statistics code, or of one form of it.
type tally struct {
	forms  map[string]int64
	male   map[string]int64 // heads, by form
	female map[string]int64
}

// orgStatistics makes the ledgers of this month and of the one before.
func (w *world) orgStatistics(all []*organisation) []*roll {
	tallies := map[string]tally{}
	for _, o := range all {
		t, ok := tallies[o.statistics]
		if !ok {
			t = tally{map[string]int64{}, map[string]int64{}, map[string]int64{}}
			tallies[o.statistics] = t
		}
		if o.ended != 0 {
			continue
		}
		t.forms[o.form]++
		if o.head.male {
			t.male[o.form]++
		} else {
			t.female[o.form]++
		}
	}
	return []*roll{w.orgLedger(tallies).spoil(orgLedgerFaults()...), w.personLedger(tallies).spoil(personLedgerFaults()...)}
}

// ledgerMonths are the months of the ledgers, with the moment when each was pushed.
func (w *world) ledgerMonths() map[month]moment {
	return map[month]moment{w.clock.month: (w.clock.today - 3).at(9 * 3600), w.clock.month - 1: (w.clock.today - 33).at(9 * 3600)}
}

func (w *world) orgLedger(tallies map[string]tally) *roll {
	r := w.roll(organisationsSystem, watchOrgStatistics, []string{"statistics_code", "stat_month"},
		text("statistics_code", 10), text("stat_month", 7), integer("opening_count"), integer("established_count"), integer("ended_count"), integer("total_count"),
		integer("group_count"), integer("private_unit_count"), integer("foundation_count"), timestamp("pushed_at"))
	for _, m := range []month{w.clock.month - 1, w.clock.month} {
		for _, unit := range sortedKeys(tallies) {
			t := tallies[unit].forms
			total := t[association] + t[serviceUnit] + t[foundation]
			r.add(nil, unit, m.text(), total-1, int64(2), int64(1), total, t[association], t[serviceUnit], t[foundation], w.ledgerMonths()[m].text())
		}
	}
	return r
}

func (w *world) personLedger(tallies map[string]tally) *roll {
	r := w.roll(organisationsSystem, watchPersonStatistics, []string{"statistics_code", "stat_month", "kind"},
		text("statistics_code", 10), text("stat_month", 7), text("kind", 20), integer("entity_count"), integer("male_count"), integer("female_count"),
		integer("staff_count"), integer("full_time_count"), integer("part_time_count"), timestamp("pushed_at"))
	for _, m := range []month{w.clock.month - 1, w.clock.month} {
		for _, unit := range sortedKeys(tallies) {
			for _, form := range []string{association, serviceUnit, foundation} {
				t := tallies[unit]
				r.add(nil, unit, m.text(), form, t.forms[form], t.male[form], t.female[form], 5*t.forms[form], 3*t.forms[form], 2*t.forms[form], w.ledgerMonths()[m].text())
			}
		}
	}
	return r
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
