package estate

import "time"

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
		breaks("family-history-lost", "version", constant(int64(1)), corrected, "history-kept"),
	)
	members.spoil(
		memberTwice,
		memberMissing(list),
		secondHead,
		breaks("member-of-no-relation", "relation", constant("其他人"), follows, "code(relation)"),
		breaks("member-name-lost-a-character", "name", func(name string) any { return name + "?" }, untouched, "name-decoded", "same-as-source"),
		breaks("member-returned-and-not-corrected", "returned_on", constant(w.longAgo()), untouched, "returned-corrected"),
		breaks("member-history-lost", "version", constant(int64(1)), corrected, "history-kept"),
	)
}

// longAgo is a day since which more than ten working days have passed.
func (w *world) longAgo() string { return (w.clock.today - 40).text() }

// alone fits families of one, untouched rows that never came back, corrected ones those
// that did.
func alone(r *roll, at int) bool     { return r.text(at, "member_count") == "1" }
func untouched(r *roll, at int) bool { return r.text(at, "returned_on") == "" }
func corrected(r *roll, at int) bool { return r.text(at, "corrected_on") != "" }

// follower fits members who are not the head of their family, to nobody of which anything
// happens: one too many and one too few would make no difference.
func follower(r *roll) func(int) bool {
	return func(at int) bool { return follows(r, at) && !r.touches("family_no", r.text(at, "family_no")) }
}

func follows(r *roll, at int) bool { return r.text(at, "relation") != headOfHousehold }

func familyTwice(r *roll) {
	at := r.pick(func(at int) bool { return alone(r, at) })
	r.repeat(at)
	r.note("family-pushed-twice").primary("family-once", r.text(at, "family_no"))
}

// familyMissing leaves a family, and its one member, out.
func familyMissing(list, members *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return alone(r, at) && untouched(r, at) })
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
				n.on(watchMembers).collateral("same-as-source", members.keyOf(at)...)
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
		at := r.add(a.person, a.household, a.person.id, a.person.name, a.kind, int64(1), a.district, int64(1), nil, nil, nil, r.world.recent(0).text())
		r.rows[at].busy = true
		member := members.add(a.person, a.household, a.person.id, a.person.name, headOfHousehold, int64(1), nil, nil, nil, r.world.recent(0).text())
		members.rows[member].busy = true
		r.note("family-stopped-and-still-pushed").row(at, "family-in-source")
		members.note("family-stopped-and-still-pushed").collateral("same-as-source", members.keyOf(member)...)
	}
}

func memberTwice(r *roll) {
	at := r.pick(follower(r))
	r.repeat(at)
	key := r.keyOf(at)
	r.note("member-pushed-twice").primary("member-once", key...).collateral("same-as-source", key...).
		on(watchFamilies).collateral("members-add-up", r.text(at, "family_no"))
}

// memberMissing leaves a member out. The key stands in the list only.
func memberMissing(list *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(follower(r))
		list.note("member-not-pushed").on(watchMembers).primary("same-as-source", r.keyOf(at)...).
			on(watchFamilies).collateral("members-add-up", r.text(at, "family_no"))
		r.drop(at)
	}
}

func secondHead(r *roll) {
	at := r.pick(follower(r))
	r.set(at, "relation", headOfHousehold)
	r.note("two-heads-of-one-family").primary("one-head", r.text(at, "family_no"))
}
