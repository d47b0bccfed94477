package estate

import "fmt"

const (
	watchTraining       = "training-subsidies"
	watchReconciliation = "training-subsidy-reconciliation"
)

// trainingFeed lists the subsidies of those who passed, and reconciliation what they add
// up to, by quarter and district.
func (w *world) trainingFeed(system string) (subsidies, reconciliation *roll) {
	subsidies = w.roll(system, watchTraining, []string{"subsidy_no"},
		text("subsidy_no", 32), text("id_card", 18), text("name", 100), text("course_no", 20), text("certificate_no", 32), text("institution_no", 20), text("district_code", 6),
		text("quarter", 6), date("trained_from"), date("trained_until"), money("amount"), timestamp("pushed_at"))
	reconciliation = w.roll(system, watchReconciliation, []string{"quarter", "district_code"},
		text("quarter", 6), text("district_code", 6), integer("pushed_count"), money("pushed_amount"), integer("confirmed_count"), money("confirmed_amount"), text("state", 10), timestamp("reconciled_at"))
	count, sum := map[string]int64{}, map[string]fen{}
	for _, t := range w.trainees() {
		if !t.passed {
			continue
		}
		amount := fen(100000 + t.i%6*20000)
		subsidies.add(nil, fmt.Sprintf("BT%06d", t.i), workerID(t.i), workerName(t.i), t.course(), fmt.Sprintf("ZS%s%06d", t.quarter.text(), t.i), t.number, t.district, t.quarter.text(),
			t.from.text(), (t.from + 4).text(), amount.yuan(), t.quarter.pushedAt().text())
		count[t.quarter.text()+t.district]++
		sum[t.quarter.text()+t.district] += amount
	}
	for _, q := range w.quarters() {
		for i, d := range beijing() {
			n, total := count[q.text()+d.code], sum[q.text()+d.code].yuan()
			at := reconciliation.add(nil, q.text(), d.code, n, total, n, total, "已对平", (q.pushedAt() + 3*86400 + moment(i*60)).text())
			if i == 0 && q == w.quarters()[0] {
				reconciliation.odd("quarter-that-agrees", at)
			}
		}
	}
	return subsidies.comparedQuarterly(), reconciliation.comparedQuarterly()
}

// apart fits subsidies of a quarter and district in which nothing happens yet.
func apart(r *roll, at int) bool {
	for other := range r.rows {
		if r.rows[other].busy && r.text(other, "quarter") == r.text(at, "quarter") && r.text(other, "district_code") == r.text(at, "district_code") {
			return false
		}
	}
	return true
}

// unspoiltIn is apart, and that nothing happens to the reconciliation of the quarter and district.
func unspoiltIn(reconciliation *roll) func(*roll, int) bool {
	return func(r *roll, at int) bool {
		for row := range reconciliation.rows {
			if reconciliation.rows[row].busy && reconciliation.text(row, "quarter") == r.text(at, "quarter") && reconciliation.text(row, "district_code") == r.text(at, "district_code") {
				return false
			}
		}
		return apart(r, at)
	}
}

// summed notes that what was pushed is not what the subsidies add up to.
func (n rollNote) summed(at int) rollNote {
	n.on(watchReconciliation).collateral("pushed-is-subsidies", n.roll.text(at, "quarter"), n.roll.text(at, "district_code"))
	return n
}

// The faults of the training subsidies.

func trainingTwice(r *roll) {
	at := r.pick(func(at int) bool { return apart(r, at) })
	r.repeat(at)
	r.note("subsidy-sent-twice").summed(at).primary("subsidy-once", r.text(at, "subsidy_no")).
		collateral("person-course-once", r.text(at, "id_card"), r.text(at, "course_no")).collateral("certificate-once", r.text(at, "certificate_no"))
}

func trainingClaimedAgain(r *roll) {
	at := r.pick(func(at int) bool { return apart(r, at) })
	second := r.repeat(at)
	r.set(second, "subsidy_no", "BT9"+r.text(at, "subsidy_no")[3:])
	r.set(second, "certificate_no", "ZS9"+r.text(at, "certificate_no")[3:])
	r.note("course-claimed-again").summed(at).primary("person-course-once", r.text(at, "id_card"), r.text(at, "course_no"))
}

func trainingOnBorrowedCertificate(r *roll) {
	at, other := r.pick(func(at int) bool { return apart(r, at) }), r.pick(func(at int) bool { return apart(r, at) })
	r.set(at, "certificate_no", r.text(other, "certificate_no"))
	r.note("certificate-of-somebody-else").primary("certificate-once", r.text(other, "certificate_no"))
}

func trainingOfNothing(r *roll) {
	at := r.pick(func(at int) bool { return apart(r, at) })
	r.set(at, "amount", "0.00")
	r.note("training-subsidy-of-nothing").summed(at).row(at, "amount-positive")
}

func trainingOffTheRoster(r *roll) {
	at := r.pick(func(at int) bool { return apart(r, at) })
	r.set(at, "id_card", workerID(7001))
	n := r.note("subsidy-of-somebody-not-listed").row(at, "on-the-roster")
	n.on(watchRoster).collateral("qualified-subsidised", "PX"+r.text(at, "subsidy_no")[2:])
}

func trainingBackwards(r *roll) {
	breaks("subsidy-of-a-course-that-ends-first", "trained_from", constant("2099-01-05"), apart, "training-in-order")(r)
}

func trainingOutOfQuarter(r *roll) {
	breaks("subsidy-of-another-quarter", "trained_until", constant("2099-01-05"), apart, "within-the-quarter")(r)
}
