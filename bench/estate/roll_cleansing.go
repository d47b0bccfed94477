package estate

import "slices"

const (
	watchFamilies = "cleansing-assistance-families"
	watchMembers  = "cleansing-assistance-members"

	headOfHousehold = "户主"
)

// cleansed says that an entitlement is pushed to the cleansing plan.
func (a *aid) cleansed() bool { return a.lasting() && a.open() }

// cleanse adds what is pushed of somebody: the values that come before the version, then
// that, the problem, and the days on which it came back, was put right and gave way to a
// new version. Every eleventh came back, and the version that was wrong stays.
func (w *world) cleanse(r *roll, n int, p *person, values ...any) {
	pushed := w.recent(n).text()
	push := func(version int64, history ...any) int {
		return r.add(p, slices.Concat(values, []any{version}, history, []any{pushed})...)
	}
	if n%11 != 3 {
		push(1, nil, nil, nil, nil)
		return
	}
	back := w.clock.final - 60 - day(n%30)
	push(2, nil, nil, nil, nil)
	old := push(1, "户主姓名与公安不一致", back.text(), (back + 5).text(), (back + 5).text())
	r.rows[old].busy = true
}

func (w *world) families(aids []aid) *roll {
	r := w.roll(Assistance, watchFamilies, []string{"family_no", "version"},
		text("family_no", 20), text("head_id", 18), text("head_name", 100), text("kind", 40), integer("member_count"), text("district_code", 6), integer("version"),
		text("problem", 200), date("returned_on"), date("corrected_on"), date("superseded_on"), timestamp("pushed_at"))
	for i := range aids {
		if a := &aids[i]; a.cleansed() && a.head {
			w.cleanse(r, i, a.person, a.household, a.person.id, a.person.name, a.kind, int64(a.size), a.district)
		}
	}
	at := slices.IndexFunc(r.rows, func(row rollRow) bool { return row.busy })
	r.odd("returned-and-corrected", at)
	r.odd("version-of-a-corrected-family", at-1)
	return r
}

func (w *world) members(aids []aid) *roll {
	r := w.roll(Assistance, watchMembers, []string{"family_no", "id_card", "version"},
		text("family_no", 20), text("id_card", 18), text("name", 100), text("relation", 20), integer("version"),
		text("problem", 200), date("returned_on"), date("corrected_on"), date("superseded_on"), timestamp("pushed_at"))
	for i := range aids {
		a := &aids[i]
		if !a.cleansed() {
			continue
		}
		relation := headOfHousehold
		if !a.head {
			relation = "子"
		}
		w.cleanse(r, i+5, a.person, a.household, a.person.id, a.person.name, relation)
	}
	return r
}
