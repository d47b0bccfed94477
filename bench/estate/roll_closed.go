package estate

// closedMatters is the business system's list of the matters that it closed.
func (w *world) closedMatters(system string) *roll {
	return w.roll(system, "closed-matters", []string{"matter_no"}, text("matter_no", 40), text("matter_type", 40), date("closed_on"))
}

// close lists the matters of one kind for which the archive answers.
func (r *roll) close(archive *roll, kind string) {
	for at := range archive.rows {
		r.add(nil, archive.text(at, "matter_no"), kind, archive.text(at, "closed_on"))
	}
}

// closedLately tells whether the archive's answers are held against a matter of the day.
func (w *world) closedLately(closed string) bool {
	return isoDay(closed).time().After(w.clock.today.time().AddDate(0, -1, -1))
}

// unlikeClosed notes that the row, of a matter that was closed on the day, is not as the
// business system has it.
func (n rollNote) unlikeClosed(at int, closed string) rollNote {
	if n.roll.world.closedLately(closed) {
		n.collateral("equals-closed-matters", n.roll.text(at, "matter_no"))
	}
	return n
}

// The faults between a list of closed matters and the archive.

// matterUnheardOf was closed, and the archive was never told.
func matterUnheardOf(r *roll) {
	at := r.pick(func(at int) bool { return r.world.closedLately(r.text(at, "closed_on")) })
	r.note("closed-and-unheard-of-in-the-archive").primary("equals-closed-matters", r.text(at, "matter_no"))
	r.drop(at)
}

func matterWithoutDay(r *roll) {
	at := r.pick(nil)
	closed := r.text(at, "closed_on")
	r.set(at, "closed_on", nil)
	r.note("matter-without-a-closing-day").row(at, "required(closed_on)").unlikeClosed(at, closed)
}

// closedLongAgo fits matters that the archive is not asked for any more.
func closedLongAgo(r *roll, at int) bool { return !r.world.closedLately(r.text(at, "closed_on")) }

func matterClosedTwice(r *roll) {
	at := r.pick(func(at int) bool { return closedLongAgo(r, at) })
	r.repeat(at)
	r.note("matter-closed-twice").primary("matter-once", r.text(at, "matter_no"))
}

func matterOfNoKind(r *roll) {
	breaks("closed-matter-of-no-kind", "matter_type", constant("无此码"), closedLongAgo, "matter-known")(r)
}
