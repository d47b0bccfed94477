package estate

import "fmt"

// adoptionCleansing are the rows of the cleansing plan: one of each registration in force
// now, and the one that it replaced.
func (w *world) adoptionCleansing(register *roll) *roll {
	r := w.roll(register.system, "cleansing-adoptions", []string{"row_no"},
		text("row_no", 40), text("previous_no", 40), text("registration_no", 30), text("child_id", 18), text("child_name", 100), text("adopter_id", 18), text("adopter_name", 100),
		date("registered_on"), text("state", 10), date("superseded_on"), date("returned_on"), date("corrected_on"), timestamp("pushed_at"))
	for i := range register.rows {
		of := func(column string) any { return register.rows[i].values[register.column(column)] }
		at := r.add(nil, fmt.Sprintf("QX%06d", i), nil, of("registration_no"), of("child_id"), of("child_name"), of("adopter_id"), of("adopter_name"),
			of("registered_on"), of("state"), nil, nil, nil, (w.clock.today - 4).at(9*3600+i).text())
		r.rows[at].busy = register.rows[i].busy
		if i%11 != 3 {
			continue
		}
		old := r.repeat(at)
		r.set(old, "row_no", fmt.Sprintf("QX9%05d", i))
		r.set(old, "adopter_name", "待更正")
		r.set(old, "superseded_on", (w.clock.today - 4).text())
		r.set(old, "returned_on", (w.clock.today - 10).text())
		r.set(old, "corrected_on", (w.clock.today - 5).text())
		r.set(at, "previous_no", r.text(old, "row_no"))
		r.rows[old].busy = true
		if i == 3 {
			r.rows[old].busy = false
			r.odd("corrected-and-kept", old)
		}
	}
	return r
}

func currentAdoption(r *roll, at int) bool {
	return r.text(at, "superseded_on") == "" && r.text(at, "previous_no") == ""
}

func adoptionProblemLeft(r *roll) {
	breaks("returned-and-not-corrected", "returned_on", constant((r.world.clock.today - 60).text()), currentAdoption, "problems-corrected")(r)
}

func adoptionHistoryLost(r *roll) {
	breaks("corrected-without-history", "previous_no", constant("QX000000-0"), currentAdoption, "history-kept")(r)
}

// adoptionTwoCurrentRows is of a registration in force: of one that ended the register
// itself may hold two.
func adoptionTwoCurrentRows(r *roll) {
	at := r.pick(func(at int) bool { return currentAdoption(r, at) && adoptionInForce(r, at) })
	second := r.repeat(at)
	r.set(second, "row_no", "QX8"+r.text(at, "row_no")[3:])
	no := r.text(at, "registration_no")
	r.note("two-current-rows").primary("one-current-row", no).collateral("equals-register", no)
}

func adoptionNameChanged(r *roll) {
	at := r.pick(func(at int) bool { return currentAdoption(r, at) })
	r.set(at, "adopter_name", "欧阳克")
	r.note("cleansed-beyond-the-register").primary("equals-register", r.text(at, "registration_no"))
}

// adoptionRowTwice sends an old row, which was corrected, a second time.
func adoptionRowTwice(r *roll) {
	for at := range r.rows {
		if r.text(at, "superseded_on") != "" && at > 20 {
			r.repeat(at)
			r.note("row-sent-twice").primary("row-once", r.text(at, "row_no"))
			return
		}
	}
}
