package estate

import "fmt"

const watchHRSS = "hrss-data-comparison"

// hrssCall is the answer of the HR bureau about every worker.
func (w *world) hrssCall(system string) *roll {
	r := w.roll(system, watchHRSS, []string{"request_no"},
		text("request_no", 32), text("id_card", 18), text("result", 10), text("insurance_state", 10), text("employer_code", 18), text("certificate_no", 32), timestamp("requested_at"), timestamp("answered_at"))
	r.call = true
	homes := w.bodiesOf(careHome)
	for i := range len(homes) * 4 {
		asked := (w.clock.today - 1).at(9*3600 + i*20)
		result, state, employer := "一致", any("在保"), any(homes[i/4].code)
		if i%23 == 3 {
			result, state, employer = "无记录", nil, nil
		}
		at := r.add(nil, fmt.Sprintf("BD%s%06d", w.clock.today.compact(), i), workerID(i), result, state, employer, fmt.Sprintf("HL%08d", 41000+i), asked.text(), (asked + 2).text())
		if i == 3 {
			r.odd("worker-whom-the-bureau-does-not-know", at)
		}
	}
	return r
}

// underInsurance fits answers about people who are insured.
func underInsurance(r *roll, at int) bool { return r.text(at, "insurance_state") == "在保" }

// The faults of the comparison with the HR bureau.

func hrssTwice(r *roll) {
	at := r.pick(nil)
	r.repeat(at)
	r.note("answered-twice").primary("request-once", r.text(at, "request_no"))
}

func hrssUnanswered(r *roll) {
	breaks("request-without-an-answer", "answered_at", constant(nil), nil, "every-request-answered")(r)
}

func hrssBackwards(r *roll) {
	breaks("answered-before-it-was-asked", "answered_at", func(string) any { return "2020-01-06 09:00:00" }, nil, "answered-after-request")(r)
}

func hrssTimeout(r *roll) {
	breaks("comparison-timed-out", "result", constant("超时"), nil, "answered-in-time")(r)
}

func hrssWithoutEmployer(r *roll) {
	breaks("insured-without-an-employer", "employer_code", constant(nil), underInsurance, "insured-has-employer")(r)
}

func hrssUnknownResult(r *roll) {
	breaks("comparison-result-unknown", "result", constant("E9"), nil, "code(result)")(r)
}

// hrssForgotten asks about somebody else in a worker's place.
func hrssForgotten(staff *roll) func(*roll) {
	return func(r *roll) {
		// A worker and the answer about them, to neither of which anything happens yet.
		at := r.pick(func(at int) bool {
			for row := range staff.rows {
				if !staff.rows[row].busy && employed(staff, row) && staff.text(row, "id_card") == r.text(at, "id_card") {
					return true
				}
			}
			return false
		})
		worker := staff.pick(func(row int) bool { return employed(staff, row) && staff.text(row, "id_card") == r.text(at, "id_card") })
		r.set(at, "id_card", workerID(7002))
		r.note("worker-never-compared").on(watchStaff).primary("compared-with-hrss", staff.text(worker, "staff_no"))
	}
}
