package estate

import "fmt"

const watchInstitutions = "elderly-institution-data"

// The states of an institution.
const (
	homeOpen   = "运营"
	homeClosed = "关闭"
)

// bedsOf is the size of the n-th care home, and bedsTaken how many of them are lived in.
func bedsOf(n int) int    { return 20 + n%5*10 }
func bedsTaken(n int) int { return 6 + n%4 }

// shut is the care home that closed half a year ago; young the one that opened this month.
const (
	shut  = 6
	young = 9
)

func institutionNo(b body, n int) string { return fmt.Sprintf("JG%s%03d", b.district, n) }

// shutOn is the day on which the care home closed.
func (w *world) shutOn() day { return w.clock.final - 190 }

// institutionFeed is the register of care homes, last month's rows and this month's.
func (w *world) institutionFeed(system string) *roll {
	r := w.roll(system, watchInstitutions, []string{"institution_no", "data_month"},
		text("institution_no", 20), text("data_month", 7), text("org_code", 18), text("name", 120), text("record_no", 40), integer("beds"), integer("residents"),
		text("star", 10), text("district_code", 6), text("state", 10), date("closed_on"), timestamp("updated_at"))
	for m := w.clock.month - 1; m <= w.clock.month; m++ {
		for n, b := range w.bodiesOf(careHome) {
			state, residents, until := homeOpen, bedsTaken(n), any(nil)
			if n == shut {
				state, residents, until = homeClosed, 0, w.shutOn().text()
			}
			if n == young && m < w.clock.month {
				continue
			}
			updated := w.recent(n)
			if m < w.clock.month {
				updated = (m.first() + 7).at(16*3600 + n*60)
			}
			at := r.add(nil, institutionNo(b, n), m.text(), b.code, b.name, "京民养备"+b.district+fmt.Sprintf("%05d", n), int64(bedsOf(n)), int64(residents),
				[]string{"一星", "二星", "三星", "四星", "五星", "未评"}[n%6], b.district, state, until, updated.text())
			switch {
			case n == shut && m == w.clock.month:
				r.odd("institution-that-closed", at)
			case n == young:
				r.odd("institution-that-opened-this-month", at)
			}
		}
	}
	return r
}

// running fits this month's rows of institutions that are open and do not share their
// district with one that is special.
func running(r *roll, at int) bool {
	return r.text(at, "state") == homeOpen && r.text(at, "data_month") == r.world.clock.month.text()
}

// neverClosed fits rows of institutions that have no date of closing.
func neverClosed(r *roll, at int) bool { return r.text(at, "closed_on") == "" }

// The faults of the register of care homes.

func institutionOverfull(r *roll) {
	breaks("more-residents-than-beds", "beds", constant(int64(3)), running, "beds-hold-residents")(r)
}

func institutionPausedWithResidents(r *roll) {
	breaks("residents-in-a-paused-home", "state", constant("暂停"), running, "closed-is-empty")(r)
}

func institutionClosedUndated(r *roll) {
	at := r.pick(func(at int) bool { return running(r, at) })
	r.set(at, "closed_on", (r.world.clock.today + 20).text())
	r.note("closing-in-the-future").row(at, "closed-in-the-past", "closing-dated")
}

// institutionRenumbered gives last month's row another number, so that this month's staff
// and residents still find theirs.
func institutionRenumbered(r *roll) {
	last := (r.world.clock.month - 1).text()
	at := r.pick(r.having("data_month", last))
	r.set(at, "institution_no", r.text(at, "institution_no")+"A")
	for now := range r.rows {
		if r.text(now, "org_code") == r.text(at, "org_code") && now != at {
			r.rows[now].busy = true
			r.note("institution-number-changed").row(now, "code-stable")
		}
	}
}

func institutionTwice(r *roll) {
	at := r.pick(r.having("data_month", (r.world.clock.month - 1).text()))
	r.repeat(at)
	r.note("institution-sent-twice").primary("institution-once-a-month", r.keyOf(at)...)
}

func institutionElsewhere(r *roll) {
	breaks("institution-of-no-district", "district_code", constant("110103"), running, "code(district_code)")(r)
}

func institutionBadCode(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "data_month") != r.world.clock.month.text() })
	r.set(at, "org_code", r.text(at, "org_code")[:17]+"O")
	r.note("credit-code-with-a-letter-o").row(at, "format(org_code)")
}
