package estate

const (
	watchFamilies = "cleansing-assistance-families"
	watchMembers  = "cleansing-assistance-members"

	headOfHousehold = "户主"
)

// cleansed says that an entitlement is pushed to the cleansing plan.
func (a *aid) cleansed() bool { return a.lasting() && a.open() }

// returned gives what a row of the cleansing plan says of the problem for which it came
// back: version, problem, the day it came back and the day it was put right. Every
// eleventh row came back, and was put right.
func (w *world) returned(n int) (version int64, problem, returned, corrected any) {
	if n%11 != 3 {
		return 1, nil, nil, nil
	}
	back := w.clock.final - 60 - day(n%30)
	return 2, "户主姓名与公安不一致", back.text(), (back + 5).text()
}

func (w *world) families(aids []aid) *roll {
	r := w.roll(Assistance, watchFamilies, []string{"family_no"},
		text("family_no", 20), text("head_id", 18), text("head_name", 100), text("kind", 40), integer("member_count"), text("district_code", 6), integer("version"),
		text("problem", 200), date("returned_on"), date("corrected_on"), timestamp("pushed_at"))
	for i := range aids {
		if a := &aids[i]; a.cleansed() && a.head {
			version, problem, returned, corrected := w.returned(i)
			r.add(a.person, a.household, a.person.id, a.person.name, a.kind, int64(a.size), a.district, version, problem, returned, corrected, w.recent(i).text())
		}
	}
	r.oddOne("returned-and-corrected", watchFamilies, func(at int) bool { return corrected(r, at) })
	return r
}

func (w *world) members(aids []aid) *roll {
	r := w.roll(Assistance, watchMembers, []string{"family_no", "id_card"},
		text("family_no", 20), text("id_card", 18), text("name", 100), text("relation", 20), integer("version"),
		text("problem", 200), date("returned_on"), date("corrected_on"), timestamp("pushed_at"))
	for i := range aids {
		a := &aids[i]
		if !a.cleansed() {
			continue
		}
		relation := headOfHousehold
		if !a.head {
			relation = "子"
		}
		version, problem, returned, corrected := w.returned(i + 5)
		r.add(a.person, a.household, a.person.id, a.person.name, relation, version, problem, returned, corrected, w.recent(i).text())
	}
	return r
}
