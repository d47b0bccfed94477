package estate

import "fmt"

const watchStaff = "institution-staff-data"

// staffFeed lists who works in the care homes: invented people of working age.
func (w *world) staffFeed(system string) *roll {
	r := w.roll(system, watchStaff, []string{"staff_no"},
		text("staff_no", 24), text("id_card", 18), text("name", 100), text("institution_no", 20), text("post", 10), text("employment", 10), date("entered_on"), date("left_on"),
		text("certificate_no", 32), text("insurance_state", 10), timestamp("updated_at"))
	for n, b := range w.bodiesOf(careHome) {
		for k := range 4 {
			i := n*4 + k
			entered := w.clock.final - 600 - day(i*17%900)
			left := any(nil)
			if n == shut {
				left = w.shutOn().text()
			}
			at := r.add(nil, fmt.Sprintf("GZ%06d", i), workerID(i), workerName(i), institutionNo(b, n), []string{"护理员", "护理员", "护士", "社工"}[k], "主职",
				entered.text(), left, fmt.Sprintf("HL%08d", 41000+i), "在保", w.recent(i).text())
			if n == shut && k == 0 {
				r.odd("left-when-the-home-closed", at)
			}
		}
	}
	first := w.bodiesOf(careHome)[1]
	r.odd("second-job-beside-the-first", r.add(nil, "GZ900000", workerID(0), workerName(0), institutionNo(first, 1), "护理员", "兼职",
		(w.clock.final-90).text(), nil, nil, "在保", w.recent(2).text()))
	return r
}

// workerID and workerName make the i-th worker, born between 1968 and 1990.
func workerID(i int) string { return identity("410102", dayOf(1968, 2, 3)+day(i*61%8000), 600+i%300) }
func workerName(i int) string {
	return []string{"王", "李", "赵", "陈"}[i%4] + []string{"秀兰", "建国", "丽"}[i%3]
}

// employed fits workers who have one job and keep it.
func employed(r *roll, at int) bool {
	return r.text(at, "left_on") == "" && r.text(at, "employment") == "主职" && r.text(at, "id_card") != workerID(0)
}

// The faults of the list of workers.

func workerOfTwoMasters(r *roll) {
	at := r.pick(func(at int) bool { return employed(r, at) })
	second := r.repeat(at)
	r.set(second, "staff_no", "GZ8"+r.text(at, "staff_no")[3:])
	r.note("two-main-employers").primary("one-main-employer", r.text(at, "id_card"))
}

func workerTwice(r *roll) {
	at := r.pick(r.having("institution_no", institutionNo(r.world.bodiesOf(careHome)[shut], shut)))
	r.repeat(at)
	r.note("worker-sent-twice").primary("staff-once", r.text(at, "staff_no"))
}

func workerLeftFirst(r *roll) {
	at := r.pick(func(at int) bool { return employed(r, at) })
	r.set(at, "left_on", "2020-01-05")
	r.note("left-before-entering").row(at, "entry-before-leaving")
}

func workerOfTheFuture(r *roll) {
	breaks("entry-in-the-future", "entered_on", func(string) any { return "2099-01-05" }, employed, "entry-in-the-past")(r)
}

func workerTooYoung(r *roll) {
	breaks("entered-as-a-child", "entered_on", constant("1979-05-09"), employed, "age-fits-work")(r)
}

func workerNowhere(r *roll) {
	breaks("institution-that-does-not-exist", "institution_no", constant("JG110199999"), employed, "institution-exists")(r)
}

func workerOfAClosedHome(r *roll) {
	homes := r.world.bodiesOf(careHome)
	at := r.pick(func(at int) bool {
		return r.text(at, "institution_no") == institutionNo(homes[shut], shut) && r.text(at, "left_on") != ""
	})
	r.set(at, "left_on", (r.world.shutOn() + 30).text())
	r.note("still-working-in-a-closed-home").row(at, "gone-with-the-institution")
}

func workerOfUnknownPost(r *roll) {
	breaks("post-that-is-not-listed", "post", constant("保安"), employed, "code(post)")(r)
}
