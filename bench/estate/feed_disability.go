package estate

import "strconv"

const watchDisability = "disabled-persons-base"

// disabilityClass and disabilityGrade are what a person's certificate says. Who receives
// nursing money has the grade that it is for.
func disabilityClass(p *person) int { return 1 + p.index%7 }

func disabilityGrade(p *person) int {
	switch {
	case p.receivesLevel("护理补贴-一级"):
		return 1
	case p.receivesLevel("护理补贴-二级"):
		return 2
	}
	return 3 + p.index%2
}

func (p *person) receivesLevel(level string) bool {
	for _, b := range p.benefits {
		if b.level == level {
			return true
		}
	}
	return false
}

// disabilityFeed is the register of the disabled persons federation as a system gets it.
func (w *world) disabilityFeed(system string, people []*person) *roll {
	r := w.roll(system, watchDisability, []string{"cert_no"},
		text("id_card", 18), text("name", 100), text("cert_no", 24), text("class", 4), text("grade", 4), text("guardian", 100),
		date("issued_on"), date("valid_until"), date("graded_on"), text("state", 10), date("changed_on"), text("district_code", 6), timestamp("updated_at"))
	for i, p := range people {
		class, grade := strconv.Itoa(disabilityClass(p)), strconv.Itoa(disabilityGrade(p))
		issued := w.clock.final - 700 - day(p.index%1500)
		until, guardian := any((issued + 3652).text()), any(nil)
		if i%4 == 1 {
			guardian = "监护人"
		}
		state, changed := "有效", issued
		if w.dead(p) {
			state, changed = cancelled, p.deathKnown.day()
		}
		number := p.id + class + grade
		if i == 3 {
			number += "B1"
		}
		if i == 5 {
			until = nil
		}
		at := r.add(p, p.id, p.name, number, class, grade, guardian, issued.text(), until, issued.text(), state, changed.text(), w.homeOf(p), w.recent(i).text())
		switch i {
		case 3:
			r.odd("certificate-issued-again", at)
		case 5:
			r.odd("certificate-without-end", at)
		}
	}
	return r
}

func certified(r *roll, at int) bool { return r.text(at, "state") == "有效" }

// The faults of the register of disabled persons.

func certificateOfOtherGrade(r *roll) {
	breaks("grade-unlike-the-number", "grade", func(grade string) any {
		if grade == "4" {
			return "3"
		}
		return "4"
	}, func(r *roll, at int) bool { return certified(r, at) && len(r.rows[at].person.benefits) == 0 }, "class-and-grade-in-number")(r)
}

func certificateTwice(r *roll) {
	at := r.pick(r.having("state", "有效"))
	second := r.repeat(at)
	r.set(second, "cert_no", r.text(at, "cert_no")+"B2")
	r.note("two-valid-certificates").primary("one-valid-certificate", r.text(at, "id_card"))
}

func certificateSentTwice(r *roll) {
	at := r.pick(r.having("state", "有效"))
	r.repeat(at)
	r.note("certificate-sent-twice").primary("cert-once", r.text(at, "cert_no")).collateral("one-valid-certificate", r.text(at, "id_card"))
}

func certificateExpired(r *roll) {
	breaks("expired-and-still-valid", "valid_until", constant((r.world.clock.today - 40).text()), certified, "valid-not-expired")(r)
}

func certificateOfSomebodyElse(r *roll) {
	at := r.pick(r.having("state", "有效"))
	birth := dayOf(1962, 7, 9)
	r.set(at, "cert_no", identity("110101", birth, 345)+r.text(at, "class")+r.text(at, "grade"))
	r.note("certificate-of-somebody-else").row(at, "cert-of-holder")
}

// certificateGradedLate was graded after it had been issued.
func certificateGradedLate(r *roll) {
	breaks("graded-after-it-was-issued", "graded_on", func(on string) any { return (isoDay(on) + 40).text() }, certified, "dates-in-order")(r)
}

func certificateMalformed(r *roll) {
	breaks("certificate-of-class-nine", "cert_no", func(no string) any { return no[:18] + "9" + no[19:] },
		certified, "format(cert_no)", "class-and-grade-in-number")(r)
}
