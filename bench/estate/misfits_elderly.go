package estate

// What the contracts of the systems for the elderly ask of single columns: of each, the
// rows that violate all of it.

func misfitInstitutions() []func(*roll) {
	return []func(*roll){
		hollow("closed_on"),
		mistyped("data_month", "beds", "residents", "closed_on", "updated_at"),
		overlong("institution_no", "name", "record_no"),
		beside(garbled("format(org_code)", "range(beds)", "range(residents)", "code(star)", "code(district_code)", "format(district_code)", "code(state)"), "closed-is-empty"),
	}
}

func misfitWorkers() []func(*roll) {
	return []func(*roll){
		hollow("left_on", "certificate_no", "insurance_state"),
		mistyped("entered_on", "left_on", "updated_at"),
		beside(overlong("staff_no", "name", "institution_no", "certificate_no"), "institution-exists"),
		garbled("format(id_card)", "code(post)", "code(employment)", "code(insurance_state)"),
	}
}

func misfitResidents() []func(*roll) {
	return []func(*roll){
		hollow("left_on"),
		mistyped("admitted_on", "updated_at"),
		residentLeftOnNoDay,
		beside(overlong("stay_no", "name", "institution_no", "bed_no"), "institution-exists"),
		garbled("format(id_card)", "code(ability)"),
	}
}

func misfitCredits() []func(*roll) {
	return []func(*roll){
		hollow("valid_until"),
		beside(mistyped("marked_on", "valid_from", "valid_until", "updated_at"), "institution-exists"),
		beside(overlong("mark_no", "name"), "institution-exists"),
		beside(garbled("format(org_code)", "code(mark)", "code(level)", "code(origin)"), "institution-exists"),
	}
}

func misfitSpendings() []func(*roll) {
	return []func(*roll){
		hollow(),
		mistyped("amount", "spent_at"),
		overlong("reference_no", "merchant_name"),
		beside(garbled("format(card_no)", "format(holder_id)", "format(merchant_no)", "code(kind)"), "amount-sign", "card-valid"),
	}
}

func misfitServices() []func(*roll) {
	return []func(*roll){
		hollow(),
		mistyped("started_at", "ended_at", "minutes", "price"),
		overlong("service_no"),
		beside(garbled("format(provider_code)", "format(client_id)", "code(item)", "range(minutes)", "range(price)", "code(evaluation)"), "duration-agrees"),
	}
}

func misfitAllowances() []func(*roll) {
	return []func(*roll){
		hollow(),
		mistyped("pay_month", "amount", "paid_at"),
		beside(overlong("payment_no", "batch_no"), "as-disbursed"),
		beside(garbled("format(id_card)", "code(project)", "code(level)", "code(kind)", "code(district_code)", "format(district_code)"), "as-disbursed"),
	}
}

func misfitApprovals() []func(*roll) {
	return []func(*roll){
		hollow(),
		mistyped("step_no", "handled_at"),
		overlong("application_no"),
		stepless(garbled("range(step_no)", "code(step)", "format(id_card)", "code(project)", "code(kind)", "code(result)")),
	}
}

func misfitTrainees() []func(*roll) {
	return []func(*roll){
		hollow(),
		mistyped("trained_from", "trained_until", "listed_at"),
		overlong("trainee_no", "name", "course_no", "institution_no"),
		beside(garbled("format(id_card)", "format(quarter)", "code(outcome)"), "within-the-quarter"),
	}
}

func misfitTrainings() []func(*roll) {
	return []func(*roll){
		hollow(),
		unsummed(beside(mistyped("trained_from", "trained_until", "amount", "pushed_at"), "on-the-roster")),
		unsummed(beside(overlong("subsidy_no", "name", "course_no", "certificate_no", "institution_no"), "on-the-roster")),
		unsummed(beside(garbled("format(id_card)", "code(district_code)", "format(district_code)", "format(quarter)"), "on-the-roster", "within-the-quarter", "reconciled-every-quarter")),
	}
}

func misfitReconciliations() []func(*roll) {
	return []func(*roll){
		hollow(),
		beside(mistyped("pushed_count", "pushed_amount", "confirmed_count", "confirmed_amount", "reconciled_at"), "format(quarter)"),
		beside(garbled("code(district_code)", "format(district_code)", "range(pushed_count)", "range(confirmed_count)"), "format(quarter)", "pushed-is-subsidies"),
	}
}

func misfitComparisons() []func(*roll) {
	return []func(*roll){
		beside(hollow("insurance_state", "employer_code", "certificate_no", "answered_at"), "every-request-answered"),
		mistyped("requested_at", "answered_at"),
		overlong("request_no", "certificate_no"),
		garbled("format(id_card)", "code(result)", "code(insurance_state)", "format(employer_code)"),
	}
}

func misfitSubsidies() []func(*roll) {
	return []func(*roll){
		hollow("fail_reason"),
		unbatched(beside(mistyped("pay_month", "amount", "paid_at"), "batch-known")),
		unbatched(beside(overlong("payment_no", "batch_no", "payee_name", "account", "fail_reason"), "batch-known", "failure-explained", "format(account)")),
		unbatched(beside(garbled("code(project)", "format(payee_code)", "format(account)", "code(district_code)", "format(district_code)", "code(result)"), "batch-known", "operating-subsidy")),
	}
}

func misfitJinmins() []func(*roll) {
	return []func(*roll){
		hollow(),
		mistyped("data_month", "beds", "residents", "pushed_at"),
		unheardOf(overlong("push_no", "name")),
		beside(unheardOf(garbled("format(ministry_key)", "format(area_code)", "format(org_code)", "range(beds)", "range(residents)", "code(district_code)", "format(district_code)", "code(operation)", "code(receipt)")), "area-mapped"),
	}
}

func misfitCleansings() []func(*roll) {
	return []func(*roll){
		hollow("returned_at", "corrected_at"),
		beside(mistyped("version", "updated_at", "pushed_at", "returned_at", "corrected_at"), "card-of-the-bank"),
		beside(overlong("name"), "card-of-the-bank"),
		beside(garbled("format(card_no)", "format(id_card)", "code(state)", "code(district_code)", "format(district_code)", "range(version)", "code(result)"), "card-of-the-bank", "card-valid", "history-kept"),
	}
}

func misfitAssessments() []func(*roll) {
	return []func(*roll){
		hollow("notified_on", "received_at"),
		mistyped("assessed_on", "notified_on", "pushed_at", "received_at"),
		overlong("assessment_no", "name", "assessor"),
		beside(garbled("format(id_card)", "code(grade)", "code(current_grade)", "code(state)"), "severe-only"),
	}
}

func misfitAttributes() []func(*roll) {
	return []func(*roll){
		hollow(),
		mistyped("origin_at", "shared_at"),
		overlong("name"),
		garbled("format(id_card)", "code(attribute)", "code(origin)"),
	}
}

// unbatched notes that the row that a fault added belongs to no batch.
func unbatched(fault func(*roll)) func(*roll) {
	return func(r *roll) {
		fault(r)
		at := len(r.rows) - 1
		n := r.note(r.lastFault()).on(watchBatches)
		n.collateral("totals-agree", r.text(at, "batch_no"))
		if result := r.text(at, "result"); result == "已发放" || result == "发放失败" {
			n.collateral("accepted-agrees", r.text(at, "batch_no"))
		}
	}
}

// unsummed notes that the row that a fault added is in no sum of the reconciliation.
func unsummed(fault func(*roll)) func(*roll) {
	return func(r *roll) {
		fault(r)
		r.note(r.lastFault()).summed(len(r.rows) - 1)
	}
}

// stepless notes that the application of the row that a fault added lacks steps.
func stepless(fault func(*roll)) func(*roll) {
	return func(r *roll) {
		fault(r)
		r.note(r.lastFault()).collateral("no-step-missing", r.text(len(r.rows)-1, "application_no"))
	}
}
