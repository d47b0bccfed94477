package estate

// The faults of what was issued, each with its month: totals are compared by month.

// inMonth fits rows that were issued so many months ago.
func inMonth(ago int) func(*roll, int) bool {
	return func(r *roll, at int) bool { return r.text(at, "issue_month") == r.world.issueMonth(ago).text() }
}

func issuedFaults() []func(*roll) {
	return []func(*roll){
		issuedMore("certificates-miscounted", "数字证书", "certificates-agree"),
		issuedMore("seals-miscounted", "电子签章", "seals-agree"),
		issuedMonthTwice,
	}
}

func issuedMonthTwice(r *roll) {
	at := r.pick(func(at int) bool { return inMonth(1)(r, at) })
	r.repeat(at)
	r.note("totals-reported-twice").primary("month-once", r.keyOf(at)...)
}

// issuedMore gives the fault that the totals of two months ago count one more.
func issuedMore(fault, item, check string) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return inMonth(2)(r, at) && r.text(at, "item") == item })
		r.set(at, "issued_count", oneMore(r.text(at, "issued_count")))
		r.note(fault).row(at, check)
	}
}

func certifiedFaults() []func(*roll) {
	return []func(*roll){
		future("updated_at"),
		issuedTwice("certificate-issued-twice", "serial-once", "serial_no", "数字证书", "certificates-agree"),
		breaks("certificate-valid-before-it-was-issued", "valid_from", constant("2025-03-03"), nil, "valid-in-order"),
		breaksBy("certificate-expired-and-in-force", "valid_until", -1, "not-expired"),
		breaks("certificate-of-nobody", "credit_code", unregistered, nil, "holder-known"),
	}
}

// issuedTwice gives the fault that a row of this month came twice, and is counted twice.
func issuedTwice(fault, check, column, item, total string, more ...func(rollNote, *roll, int)) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return inMonth(0)(r, at) })
		r.repeat(at)
		n := r.note(fault).primary(check, r.text(at, column))
		n.on(watchIssued).collateral(total, item, r.text(at, "issue_month"))
		for _, note := range more {
			note(n, r, at)
		}
	}
}

// heldByEnded gives the fault that an organisation which has ended still holds one.
func heldByEnded(o *organisation) func(*roll) {
	return func(r *roll) {
		at := r.pick(nil)
		r.set(at, "credit_code", o.code)
		r.set(at, "name", o.name)
		r.note("certificate-of-the-ended").row(at, "holder-in-being")
	}
}

func sealFaults() []func(*roll) {
	return []func(*roll){
		future("updated_at"),
		issuedTwice("seal-issued-twice", "seal-once", "seal_no", "电子签章", "seals-agree", func(n rollNote, r *roll, at int) {
			n.collateral("one-seal-a-kind", r.text(at, "credit_code"), r.text(at, "seal_kind"))
		}),
		breaks("seal-of-another-month", "issued_on", constant("2026-01-05"), nil, "issued-in-order"),
		breaks("seal-stopped-and-in-use", "stopped_on", constant("2026-01-05"), with("state", "在用"), "stopped-dated"),
		breaks("seal-with-an-old-name", "name", renamed, nil, "holder-known"),
		twoSeals,
	}
}

// twoSeals lets an organisation have a second seal of one kind in use.
func twoSeals(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "seal_kind") == "财务专用章" })
	second := r.pick(func(at int) bool { return r.text(at, "seal_kind") == "财务专用章" })
	r.set(second, "credit_code", r.text(at, "credit_code"))
	r.set(second, "name", r.text(at, "name"))
	r.note("two-seals-of-a-kind").primary("one-seal-a-kind", r.text(at, "credit_code"), r.text(at, "seal_kind"))
}

func archiveTotalFaults() []func(*roll) {
	return []func(*roll){
		future("reported_at"),
		archiveMonthTwice,
		breaks("matters-that-came-nowhere", "closed_count", oneMore, archivedLongAgo, "closed-is-archived"),
		breaks("documents-lost", "listed_documents", oneMore, nil, "documents-agree"),
		stillPending,
		lose("matter-without-a-total", watchArchived, "every-matter-reported", "matter", archivedThisMonth),
	}
}

func archivedThisMonth(r *roll, at int) bool {
	return r.text(at, "archive_month") == r.world.clock.month.text()
}

func archivedLongAgo(r *roll, at int) bool { return !archivedThisMonth(r, at) }

func archiveMonthTwice(r *roll) {
	at := r.pick(func(at int) bool { return archivedLongAgo(r, at) })
	r.repeat(at)
	r.note("archive-reported-twice").primary("month-once", r.keyOf(at)...)
}

func stillPending(r *roll) {
	at := r.pick(func(at int) bool { return archivedLongAgo(r, at) })
	r.set(at, "closed_count", oneMore(r.text(at, "closed_count")))
	r.set(at, "pending_count", int64(1))
	r.note("matters-still-pending").row(at, "past-months-archived")
}
