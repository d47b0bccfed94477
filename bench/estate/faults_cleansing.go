package estate

import (
	"slices"
	"time"
)

// spoilCleansing puts the faults of the cleansing plan into its two tables, of which the
// second follows from the first.
func (w *world) spoilCleansing(families, members, list *roll, aids []aid) {
	families.spoil(
		familyTwice,
		familyMissing(list, members),
		familyStopped(members, aids),
		breaks("family-larger-than-its-members", "member_count", constant(int64(4)), alone, "members-add-up"),
		breaks("head-of-another-family", "head_id", constant(identity("110101", dayOf(1950, time.May, 5), 124)), alone, "head-is-member"),
		breaks("family-returned-and-not-corrected", "returned_on", constant(w.longAgo()), untouched, "returned-corrected"),
		versionLost("family-history-lost"),
		correctedInPlace("family-corrected-in-place"),
	)
	members.spoil(
		memberTwice(families),
		memberMissing(list, families),
		secondHead,
		breaks("member-of-no-relation", "relation", constant("其他人"), follows, "code(relation)"),
		memberMisspelt,
		breaks("member-returned-and-not-corrected", "returned_on", constant(w.longAgo()), untouched, "returned-corrected"),
		versionLost("member-history-lost"),
		correctedInPlace("member-corrected-in-place"),
	)
}

// longAgo is a day since which more than ten working days have passed.
func (w *world) longAgo() string { return (w.clock.today - 40).text() }

// alone fits families of one, untouched rows that did not come back.
func alone(r *roll, at int) bool     { return r.text(at, "member_count") == "1" }
func untouched(r *roll, at int) bool { return r.text(at, "returned_on") == "" }

// follower fits members who are not the head of their family, to nobody of which anything
// happens: one too many and one too few would make no difference.
func follower(r *roll) func(int) bool {
	return func(at int) bool { return follows(r, at) && !r.touches("family_no", r.text(at, "family_no")) }
}

func follows(r *roll, at int) bool { return r.text(at, "relation") != headOfHousehold }

func familyTwice(r *roll) {
	at := r.pick(func(at int) bool { return alone(r, at) })
	r.repeat(at)
	r.note("family-pushed-twice").primary("family-once", r.text(at, "family_no")).collateral("version-once", r.keyOf(at)...)
}

// versionLost gives the fault that of somebody who was corrected the first version, which
// stands behind the second, is gone.
func versionLost(fault string) func(*roll) {
	return func(r *roll) {
		at := r.pick(r.having("version", "2"))
		r.note(fault).row(at, "history-kept")
		r.drop(at + 1)
	}
}

// correctedInPlace gives the fault that a row was put right without a new version.
func correctedInPlace(fault string) func(*roll) {
	return func(r *roll) {
		today := r.world.clock.today
		at := r.pick(func(at int) bool { return untouched(r, at) })
		r.set(at, "returned_on", (today - 8).text())
		r.set(at, "corrected_on", (today - 3).text())
		r.note(fault).row(at, "corrected-in-new-version")
	}
}

// familyMissing leaves a family, and its one member, out. Neither ever came back.
func familyMissing(list, members *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool {
			family := r.text(at, "family_no")
			return alone(r, at) && !r.touches("family_no", family) && !members.touches("family_no", family)
		})
		family := r.text(at, "family_no")
		r.drop(at)
		n := r.note("family-never-pushed")
		for at := range list.rows {
			if list.text(at, "household_no") == family {
				n.on(watchMonthly).primary("family-pushed-to-cleansing", list.keyOf(at)...)
			}
		}
		for at := range members.rows {
			if members.text(at, "family_no") == family {
				n.on(watchMembers).collateral("same-as-source", members.texts(at, "family_no", "id_card")...)
				members.drop(at)
				return
			}
		}
	}
}

// familyStopped pushes a family, and its one member, whose aid was stopped long ago.
func familyStopped(members *roll, aids []aid) func(*roll) {
	return func(r *roll) {
		a := r.world.stoppedAid(aids, aidDestitute)
		at := r.add(a.person, a.household, a.person.id, a.person.name, a.kind, int64(1), a.district, int64(1), nil, nil, nil, nil, r.world.recent(0).text())
		r.rows[at].busy = true
		member := members.add(a.person, a.household, a.person.id, a.person.name, headOfHousehold, int64(1), nil, nil, nil, nil, r.world.recent(0).text())
		members.rows[member].busy = true
		r.note("family-stopped-and-still-pushed").row(at, "family-in-source")
		members.note("family-stopped-and-still-pushed").collateral("same-as-source", members.texts(member, "family_no", "id_card")...)
	}
}

// currentFamily is the key of a family's row that counts.
func currentFamily(families *roll, family string) []string {
	return families.keyOf(slices.IndexFunc(families.rows, func(row rollRow) bool {
		return row.values[families.column("family_no")] == family && row.values[families.column("superseded_on")] == nil
	}))
}

func memberTwice(families *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(follower(r))
		r.repeat(at)
		key := r.texts(at, "family_no", "id_card")
		r.note("member-pushed-twice").primary("member-once", key...).collateral("version-once", r.keyOf(at)...).collateral("same-as-source", key...).
			on(watchFamilies).collateral("members-add-up", currentFamily(families, key[0])...)
	}
}

// memberMissing leaves a member out. The key stands in the list only.
func memberMissing(list, families *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(follower(r))
		key := r.texts(at, "family_no", "id_card")
		list.note("member-not-pushed").on(watchMembers).primary("same-as-source", key...).
			on(watchFamilies).collateral("members-add-up", currentFamily(families, key[0])...)
		r.drop(at)
	}
}

func memberMisspelt(r *roll) {
	at := r.pick(func(at int) bool { return untouched(r, at) })
	r.set(at, "name", r.text(at, "name")+"?")
	r.note("member-name-lost-a-character").row(at, "name-decoded").collateral("same-as-source", r.texts(at, "family_no", "id_card")...)
}

func secondHead(r *roll) {
	at := r.pick(follower(r))
	r.set(at, "relation", headOfHousehold)
	r.note("two-heads-of-one-family").primary("one-head", r.text(at, "family_no"))
}
