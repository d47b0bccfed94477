package estate

import "fmt"

const watchRoster = "training-roster"

// rosterFeed lists the trainees.
func (w *world) rosterFeed(system string) *roll {
	r := w.roll(system, watchRoster, []string{"trainee_no"},
		text("trainee_no", 32), text("id_card", 18), text("name", 100), text("course_no", 20), text("institution_no", 20), text("quarter", 6), date("trained_from"), date("trained_until"),
		text("outcome", 10), timestamp("listed_at"))
	for _, t := range w.trainees() {
		outcome := "合格"
		if !t.passed {
			outcome = "不合格"
		}
		at := r.add(nil, fmt.Sprintf("PX%06d", t.i), workerID(t.i), workerName(t.i), t.course(), t.number, t.quarter.text(), t.from.text(), (t.from + 4).text(), outcome, t.quarter.pushedAt().text())
		if t.i == 5 {
			r.odd("trainee-who-failed", at)
		}
	}
	return r.comparedQuarterly()
}

// failed fits trainees who get nothing.
func failed(r *roll, at int) bool { return r.text(at, "outcome") == "不合格" }

// The faults of the roster.

func traineeTwice(r *roll) {
	at := r.pick(func(at int) bool { return failed(r, at) })
	second := r.repeat(at)
	r.set(second, "course_no", "KC09")
	r.note("trainee-number-used-twice").primary("trainee-once", r.text(at, "trainee_no"))
}

func traineeInCourseTwice(r *roll) {
	at := r.pick(func(at int) bool { return failed(r, at) })
	second := r.repeat(at)
	r.set(second, "trainee_no", "PX9"+r.text(at, "trainee_no")[3:])
	r.note("listed-twice-for-a-course").primary("person-course-once", r.text(at, "id_card"), r.text(at, "course_no"))
}

func traineeBackwards(r *roll) {
	breaks("course-that-ends-before-it-begins", "trained_from", constant("2099-01-05"), nil, "training-in-order")(r)
}

func traineeOutOfQuarter(r *roll) {
	breaks("trained-in-another-quarter", "trained_until", constant("2099-01-05"), nil, "within-the-quarter")(r)
}

func traineeNowhere(r *roll) {
	breaks("trainee-of-an-unknown-home", "institution_no", constant("JG110199997"), nil, "institution-exists")(r)
}

func traineeForgotten(r *roll) {
	breaks("passed-and-not-subsidised", "outcome", constant("合格"), failed, "qualified-subsidised")(r)
}

func traineeOfNoQuarter(r *roll) {
	breaks("quarter-that-is-none", "quarter", func(q string) any { return q[:5] + "5" }, failed, "format(quarter)", "within-the-quarter")(r)
}
