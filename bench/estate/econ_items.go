package estate

// found fits rows in which something was found.
func found(r *roll, at int) bool { return r.text(at, "answer") == somethingFound }

// itemFaults are what goes wrong with what the units of one kind find.
func itemFaults(w *world, unit string) []func(*roll) {
	month, day := w.clock.month, w.clock.today
	return map[string][]func(*roll){
		"household": {householdStranger, householdMemberTwice, householdMemberLost, householdBadIdentity},
		"vehicle": {
			itemTwice("vehicle-twice", "vehicle-once", "plate"),
			breaks("vehicle-of-no-kind", "vehicle_kind", constant("三轮"), found, "vehicle-kind-known"),
			breaks("vehicle-registered-too-early", "registered_on", constant("1970-01-01"), found, "registered-plausible"),
		},
		"enterprise": {
			itemTwice("role-twice", "role-once", "org_code", "role"),
			breaks("company-code-wrong", "org_code", constant("911100008021004330"), found, "org-code-valid"),
			breaks("company-role-unknown", "role", constant("老板"), found, "role-known"),
			breaks("company-state-unknown", "state", constant("9"), found, "state-known"),
			breaks("company-capital-negative", "capital", constant("-10.00"), found, "capital-not-negative"),
		},
		"social-insurance": {
			itemTwice("insurance-twice", "insurance-once", "insurance_kind"),
			breaks("insurance-of-no-kind", "insurance_kind", constant("商业保险"), found, "insurance-kind-known"),
			breaks("insurance-base-negative", "base", constant("-1.00"), found, "base-not-negative"),
			breaks("insurance-of-last-year", "pay_month", constant((month - 8).text()), found, "period-fresh"),
		},
		"property": {
			propertyTwice, propertyOfTooManyShares,
			breaks("property-without-a-share", "share", constant("0.00"), found, "share-within"),
			breaks("property-without-an-area", "area", constant("0.00"), found, "area-positive"),
		},
		"housing-fund": {
			itemTwice("fund-account-twice", "account-once", "account"),
			breaks("fund-account-with-a-letter", "account", constant("0110O000001"), found, "account-digits"),
			breaks("fund-balance-negative", "balance", constant("-1.00"), found, "balance-not-negative"),
			breaks("fund-paid-next-month", "pay_month", constant((month + 1).text()), found, "month-not-in-future"),
		},
		"bank-deposits": {
			depositTwice,
			oneWaits("one-bank-has-not-answered", "every-bank-answered"),
			breaks("deposit-account-with-a-letter", "account", constant("62O0000001"), found, "account-digits"),
			breaks("deposit-negative", "balance", constant("-1.00"), found, "balance-not-negative"),
			breaks("deposit-of-last-year", "balance_on", constant((day - 300).text()), found, "balance-date-plausible"),
		},
		"securities-insurance": {
			securityTwice,
			oneWaits("depository-or-insurer-has-not-answered", "both-answered"),
			breaks("securities-negative", "market_value", constant("-1.00"), found, "value-not-negative"),
			breaks("insured-without-a-policy", "policies", constant(int64(0)), insured, "policies-counted"),
		},
		"other-provinces": {
			itemTwice("item-twice", "item-once", "province_code", "item"),
			breaks("province-unknown", "province_code", constant("990000"), found, "province-known"),
			breaks("beijing-among-other-provinces", "province_code", constant("110000"), found, "not-beijing"),
			breaks("item-without-a-value", "value", constant(nil), found, "value-filled"),
		},
	}[unit]
}

func insured(r *roll, at int) bool { return found(r, at) && r.text(at, "provider") == "保险公司" }

// itemTwice gives the fault that one item stands twice in an answer; columns name it.
func itemTwice(fault, check string, columns ...string) func(*roll) {
	return itemTwiceOf(fault, check, append([]string{"request_no", "id_card"}, columns...), nil)
}

// itemTwiceOf is itemTwice with the whole key that the check looks at.
func itemTwiceOf(fault, check string, key []string, fit func(r *roll, at int) bool) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return found(r, at) && (fit == nil || fit(r, at)) })
		r.repeat(at)
		r.note(fault).primary(check, r.texts(at, key...)...)
	}
}

// texts are several values of a row as text.
func (r *roll) texts(at int, columns ...string) []string {
	var all []string
	for _, column := range columns {
		all = append(all, r.text(at, column))
	}
	return all
}

func depositTwice(r *roll) {
	itemTwiceOf("deposit-twice", "account-once", []string{"request_no", "bank_code", "account"}, nil)(r)
}

func securityTwice(r *roll) {
	itemTwiceOf("securities-account-twice", "account-once", []string{"request_no", "provider", "account"}, nil)(r)
}

// oneWaits gives the fault that one of those who must all answer has not.
func oneWaits(fault, check string) func(*roll) {
	return func(r *roll) {
		at := r.pick(r.having("answer", nothingFound))
		r.set(at, "answer", notAnswered)
		r.note(fault).primary(check, r.texts(at, "request_no", "id_card")...)
	}
}

// propertyTwice has one property, all of it somebody's, twice: its shares are too many then.
func propertyTwice(r *roll) {
	at := r.pick(r.having("share", "100.00"))
	r.repeat(at)
	r.note("property-twice").primary("certificate-once", r.texts(at, "request_no", "id_card", "certificate_no")...).
		collateral("shares-add-up", r.texts(at, "request_no", "certificate_no")...)
}

// propertyOfTooManyShares lets two owners have more than the whole.
func propertyOfTooManyShares(r *roll) {
	owners := map[string]int{}
	for at := range r.rows {
		owners[r.text(at, "certificate_no")]++
	}
	at := r.pick(func(at int) bool { return found(r, at) && owners[r.text(at, "certificate_no")] == 2 })
	r.set(at, "share", "60.00")
	r.note("property-of-too-many-shares").primary("shares-add-up", r.texts(at, "request_no", "certificate_no")...)
}
