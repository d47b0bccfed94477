package estate

import "fmt"

const watchApprovals = "elderly-allowance-approvals"

// approvalFeed lists the steps of applications: first ones, decided long ago, and changes,
// decided lately.
func (w *world) approvalFeed(system string, people []*person) *roll {
	r := w.roll(system, watchApprovals, []string{"application_no", "step_no"},
		text("application_no", 32), integer("step_no"), text("step", 10), text("id_card", 18), text("project", 10), text("kind", 10), text("result", 10), timestamp("handled_at"))
	for i, p := range people {
		if len(p.benefits) == 0 || p.death != 0 {
			continue
		}
		kind, end := "变更", w.clock.today-1-day(i%6)
		if i%2 == 0 {
			kind, end = "新申请", w.clock.today-120-day(i%60)
		}
		for k, step := range approvalSteps {
			at := r.add(p, fmt.Sprintf("SQ%08d", p.index), int64(k+1), step, p.id, p.benefits[len(p.benefits)-1].project, kind, "通过", (end - day(len(approvalSteps)-1-k)).at(9*3600+i).text())
			if i == 1 {
				r.odd("change-after-payments-began", at)
			}
		}
	}
	return r
}

var approvalSteps = [...]string{"申请", "受理", "审核", "审批"}

// stepOf fits one step of applications of a kind of which no step is spoiled.
func stepOf(step int64, kind string) func(*roll, int) bool {
	return func(r *roll, at int) bool {
		return integerOf(r, at, "step_no") == step && r.text(at, "kind") == kind && !r.touches("application_no", r.text(at, "application_no"))
	}
}

// pickStep is pick for one of them.
func (r *roll) pickStep(step int64, kind string) int {
	fit := stepOf(step, kind)
	return r.pick(func(at int) bool { return fit(r, at) })
}

// The faults of the approvals.

func approvalTwice(r *roll) {
	at := r.pickStep(2, "变更")
	r.repeat(at)
	r.note("step-sent-twice").primary("step-once", r.keyOf(at)...)
}

// approvalStepMissing gives a step to an application that does not exist.
func approvalStepMissing(r *roll) {
	at := r.pickStep(2, "变更")
	n := r.note("step-of-another-application").primary("no-step-missing", r.text(at, "application_no"))
	r.set(at, "application_no", "SQ99999999")
	n.primary("no-step-missing", "SQ99999999")
}

func approvalMisnamed(r *roll) {
	breaks("step-of-another-name", "step", constant("受理"), stepOf(3, "变更"), "step-in-order")(r)
}

func approvalBackwards(r *roll) {
	at := r.pickStep(3, "变更")
	for before := range r.rows {
		if r.text(before, "application_no") == r.text(at, "application_no") && integerOf(r, before, "step_no") == 2 {
			r.set(before, "handled_at", r.text(at, "handled_at")[:10]+" 16:00:00")
		}
	}
	r.note("reviewed-before-it-was-accepted").row(at, "times-rising")
}

func approvalOfSomebodyElse(r *roll) {
	at := r.pickStep(4, "变更")
	r.set(at, "id_card", identity("110101", dayOf(1944, 6, 7), 355))
	r.note("decision-about-somebody-else").row(at, "one-applicant")
}

func approvalAfterPayment(r *roll) {
	at := r.pickStep(4, "新申请")
	r.set(at, "handled_at", (r.world.clock.today - 1).at(11*3600).text())
	r.note("paid-before-the-decision").row(at, "decided-before-paid")
}

func approvalRefusedAndPaid(r *roll) {
	breaks("refused-and-paid", "result", constant("不通过"), stepOf(4, "新申请"), "refused-not-paid")(r)
}

func approvalOfUnknownResult(r *roll) {
	breaks("result-that-is-not-known", "result", constant("搁置"), stepOf(1, "变更"), "code(result)")(r)
}
