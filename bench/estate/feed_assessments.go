package estate

import "fmt"

const watchSevere = "severe-disability-push"

// severePush is what the assessment tells the allowances of people who are severely
// disabled, in the last seven weeks.
func (w *world) severePush(system string, people []*person) *roll {
	r := w.roll(system, watchSevere, []string{"assessment_no"},
		text("assessment_no", 32), text("id_card", 18), text("name", 100), text("grade", 10), text("current_grade", 10), date("assessed_on"), text("assessor", 120), date("notified_on"),
		text("state", 10), timestamp("pushed_at"), timestamp("received_at"))
	for i, p := range people {
		if p.death != 0 {
			continue
		}
		grade := []string{"重度失能", "完全失能"}[i%2]
		current, state := grade, "有效"
		pushed := (w.clock.today - 1 - day(i%50)).at(9*3600 + i)
		push := func(no string) int {
			return r.add(p, no, p.id, p.name, grade, current, (pushed.day() - 3).text(), "北京市老年人能力评估中心", (pushed.day() - 2).text(), state, pushed.text(), (pushed + 5).text())
		}
		at := push(fmt.Sprintf("PG%08d", p.index))
		switch i {
		case 1:
			state, pushed = "失效", pushed-200*86400
			r.odd("assessed-again", at)
			r.odd("assessment-of-last-year", push(fmt.Sprintf("PG9%07d", p.index)))
		case 3:
			r.set(at, "state", "撤回")
			r.set(at, "current_grade", "中度失能")
			r.odd("withdrawn-after-recovery", at)
		}
	}
	return r
}

func valid(r *roll, at int) bool { return r.text(at, "state") == "有效" }

// The faults of the push.

func severeTwice(r *roll) {
	at := r.pick(func(at int) bool { return valid(r, at) })
	second := r.repeat(at)
	r.set(second, "state", "失效")
	r.note("assessment-sent-twice").primary("assessment-once", r.text(at, "assessment_no"))
}

func severeTwoValid(r *roll) {
	at := r.pick(func(at int) bool { return valid(r, at) })
	second := r.repeat(at)
	r.set(second, "assessment_no", "PG8"+r.text(at, "assessment_no")[3:])
	r.note("two-valid-assessments").primary("one-valid-assessment", r.text(at, "id_card"))
}

func severeModerate(r *roll) {
	breaks("moderate-pushed-as-severe", "grade", constant("中度失能"), valid, "severe-only")(r)
}

func severeRegraded(r *roll) {
	breaks("regraded-and-not-withdrawn", "current_grade", constant("轻度失能"), valid, "withdrawn-on-regrade")(r)
}

func severeUnreceived(r *roll) {
	breaks("push-that-was-not-received", "received_at", constant(nil), func(r *roll, at int) bool {
		return valid(r, at) && r.text(at, "pushed_at") < (r.world.clock.today-2).text()
	}, "received")(r)
}

func severeReceivedFirst(r *roll) {
	breaks("received-before-it-was-pushed", "received_at", func(string) any { return "2020-01-06 09:00:00" }, valid, "received-after-push")(r)
}

func severeLate(r *roll) {
	breaks("pushed-two-months-late", "assessed_on", constant((r.world.clock.today - 130).text()), func(r *roll, at int) bool {
		return valid(r, at) && r.text(at, "pushed_at") > (r.world.clock.today-60).text()
	}, "pushed-without-delay")(r)
}

func severeNotifiedFirst(r *roll) {
	breaks("notified-before-the-assessment", "notified_on", func(string) any { return "2020-01-06" }, valid, "pushed-after-assessment")(r)
}

// severeAhead was pushed in the future, after it was received and long after the assessment.
func severeAhead(r *roll) {
	at := r.pick(func(at int) bool { return valid(r, at) && r.text(at, "pushed_at") < (r.world.clock.today-20).text() })
	r.set(at, "pushed_at", (r.world.clock.today + 9).at(10*3600).text())
	r.note("row-from-the-future").row(at, "freshness", "received-after-push", "pushed-without-delay")
}

func severeOfTheDead(r *roll) {
	at := r.pick(func(at int) bool { return valid(r, at) && r.text(at, "pushed_at") > (r.world.clock.today-30).text() })
	r.set(at, "id_card", r.world.departed(r.system).id)
	r.note("assessment-of-the-dead").row(at, "not-after-death")
}
