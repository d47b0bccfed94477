package estate

import (
	"slices"
	"strings"
	"testing"
)

// keysOf lists the keys that exist in a watch of the estate, by "system watch".
func keysOf(e *Estate) map[string]map[string]bool {
	all := map[string]map[string]bool{}
	add := func(s system, watch string, key []string) {
		at := s.ID() + " " + watch
		if all[at] == nil {
			all[at] = map[string]bool{}
		}
		all[at][strings.Join(key, "|")] = true
	}
	for s := range systemCount {
		for i := range e.registries[s] {
			r := &e.registries[s][i]
			add(s, watchRegistry, r.key())
			add(s, watchRegistry, []string{r.recordNo})
			add(s, watchRegistry, []string{r.id})
		}
		for i := range e.deaths[s] {
			add(s, watchDeaths, e.deaths[s][i].key())
			add(s, watchDeaths, []string{e.deaths[s][i].id, ""}) // of a date that does not decode
			add(s, watchDeaths, []string{e.deaths[s][i].id})
		}
		for i := range e.payments[s] {
			p := &e.payments[s][i]
			add(s, watchPayments, p.key())
			add(s, watchPayments, p.due())
			add(s, watchPayments, append(p.due(), p.amount.yuan()))
			add(s, watchPayments, []string{p.project})
			add(s, watchPayments, []string{p.project, p.district})
			add(s, watchBatches, []string{p.batch})
			add(s, watchBatches, []string{p.project, p.month.text(), p.district})
		}
		for i := range e.pushes[s] {
			add(s, watchPushes, e.pushes[s][i].key())
			add(s, watchPushes, []string{e.pushes[s][i].source()})
		}
		for i := range e.queues[s] {
			add(s, watchQueue, e.queues[s][i].key())
			add(s, watchQueue, []string{e.queues[s][i].reason})
		}
		for i := range e.rosters[s] {
			add(s, watchRosters, e.rosters[s][i].key())
			add(s, watchRosters, []string{e.rosters[s][i].id})
		}
		for i := range e.stays[s] {
			add(s, watchStays, e.stays[s][i].key())
		}
		add(s, watchPayments, []string{missingDistrict})
		add(s, watchPayments, []string{idleDistrict})
	}
	add(elderly, watchStays, []string{"LYRQ"})
	for _, district := range shardDistricts() {
		add(elderly, watchVisits+"["+district+"]", []string{"T_FW_" + district})
		for _, v := range e.visits[district] {
			add(elderly, watchVisits+"["+district+"]", []string{v.no})
		}
	}
	for _, p := range slices.Concat(e.petitions, e.pastPetitions) {
		add(assistance, watchPetitions, []string{p.no})
		add(assistance, watchPetitions, []string{p.id})
	}
	for _, u := range slices.Concat(e.vouchers, e.pastVouchers) {
		add(disabled, watchVouchers, u.key())
	}
	for i := range e.deleted {
		add(assistance, watchRegistry, e.deleted[i].key())
	}
	for _, l := range e.settledLines {
		add(disabled, watchSettled, l.key())
		add(disabled, watchSettlements, []string{l.header})
	}
	for _, c := range e.certificates {
		add(disabled, watchCertificates, c.key())
		add(disabled, watchCertificates, []string{c.token})
	}
	for _, d := range desks() {
		add(d.system, d.watch, []string{"status == 200"})
		add(d.system, d.watch, []string{`code == "0"`})
		for i := range e.licences[d.path] {
			add(d.system, d.watch, e.licences[d.path][i].key())
		}
	}
	for _, r := range e.rolls {
		addRoll(all, r, e.rolls)
	}
	for i := range e.payments[elderly] { // that the copy lacks
		all[supervisionSystem+" "+watchAllowances][e.payments[elderly][i].no()] = true
	}
	return all
}

// addRoll adds the keys of a roll's rows, and those in its ledger that a row of its system
// holds, or of social assistance's list: what a group or a duplicate is named by, or what only
// the other side has.
func addRoll(all map[string]map[string]bool, r *roll, rolls []*roll) {
	in := func(watch string) map[string]bool {
		at := r.system + " " + watch
		if all[at] == nil {
			all[at] = map[string]bool{r.name: true, "status == 200": true, `code == "0"`: true, theHost: true}
		}
		return all[at]
	}
	for i := range r.rows {
		in(r.watch)[strings.Join(r.keyOf(i), "|")] = true
	}
	for _, x := range r.ledger.Entries {
		if in(inGroup(x.Watch, x.Group))[strings.Join(x.Key, "|")] {
			continue
		}
		held := slices.ContainsFunc(rolls, func(o *roll) bool {
			return (o.system == r.system || o.watch == watchMonthly) && slices.ContainsFunc(slices.Concat(o.rows, o.dropped), func(row rollRow) bool { return holds(row, x.Key) })
		})
		if held || slices.Equal(x.Key, []string{r.lost}) {
			in(inGroup(x.Watch, x.Group))[strings.Join(x.Key, "|")] = true
		}
	}
	for _, x := range r.ledger.Odd {
		in(inGroup(x.Watch, x.Group))[strings.Join(x.Key, "|")] = true
	}
}

// holds says that every part of the key is a value of the row, the day of one or a label
// in one, or does not decode.
func holds(row rollRow, key []string) bool {
	for _, part := range key {
		if part != "" && !slices.ContainsFunc(row.values, func(v any) bool {
			return textOf(v) == part || strings.HasPrefix(textOf(v), part+" ") || strings.Contains(textOf(v), `"`+part+`"`)
		}) {
			return false
		}
	}
	return true
}

// inGroup names a group of something, or the whole.
func inGroup(name, group string) string {
	if group == "" {
		return name
	}
	return name + "[" + group + "]"
}

func TestLedgerNamesRowsThatExist(t *testing.T) {
	t.Parallel()
	for _, people := range []int{small, 7 * small} {
		e := generate(t, 3, people, Current)
		exists := keysOf(e)
		violating := map[string]bool{}
		for _, entry := range e.Ledger().Entries {
			key, watch := strings.Join(entry.Key, "|"), inGroup(entry.System+" "+entry.Watch, entry.Group)
			if entry.Key != nil && !exists[watch][key] {
				t.Errorf("%d people: %+v: no such row", people, entry)
			}
			violating[watch+" "+key] = true
		}
		for _, odd := range e.Ledger().Odd {
			key, watch := strings.Join(odd.Key, "|"), inGroup(odd.System+" "+odd.Watch, odd.Group)
			if !exists[watch][key] {
				t.Errorf("%d people: %+v: no such row", people, odd)
			}
			if violating[watch+" "+key] {
				t.Errorf("%d people: %+v is odd and a violation", people, odd)
			}
		}
	}
}

func TestEveryFaultHasAPrimary(t *testing.T) {
	t.Parallel()
	l := generate(t, 4, small, Current).Ledger()
	var primary []string
	for _, e := range l.Entries {
		if e.Role == Primary {
			primary = append(primary, e.Fault)
		}
	}
	for _, s := range l.Stops {
		if s.Verdict == "waiting" {
			primary = append(primary, s.Fault)
		}
	}
	for _, name := range l.Faults() {
		if !slices.Contains(primary, name) {
			t.Errorf("%s trips nothing of its own", name)
		}
	}
}

func TestExpectationsAreSorted(t *testing.T) {
	t.Parallel()
	l := Ledger{
		Entries: []Entry{
			{System: "b", Watch: "w", Check: "c", Key: []string{"2"}, Fault: "y"},
			{System: "a", Watch: "w", Check: "c", Fault: "x"},
			{System: "b", Watch: "w", Check: "c", Key: []string{"1"}, Fault: "x"},
		},
		Stops: []Stop{{System: "b", Watch: "w", Check: "a", Verdict: "skipped", Fault: "z"}},
	}
	x := l.Expectations()
	if len(x) != 3 || x[0].System != "a" || x[1].Verdict != "skipped" || len(x[2].Keys) != 2 || x[2].Keys[0][0] != "1" || x[2].Faults[0] != "x" {
		t.Errorf("%+v", x)
	}
}
