package estate

// The faults of what the credit system pushes.

func creditBatchFaults() []func(*roll) {
	return []func(*roll){
		payloadNotSent,
		breaks("credit-lost-before-it-was-sent", "source_count", oneMore, oldBatch, "counts-equal-source"),
		breaks("credit-neither-taken-nor-refused", "accepted_count", oneMore, oldBatch, "batch-balances"),
		moreThanSent("信用信息", "credit-agrees"), moreThanSent("异常名录", "abnormal-agrees"), moreThanSent("失信名单", "untrustworthy-agrees"),
		creditBatchTwice,
	}
}

// oldBatch fits batches of earlier months.
func oldBatch(r *roll, at int) bool { return !newBatch(r, at) }

// newBatch fits batches of this month.
func newBatch(r *roll, at int) bool {
	sent, _ := creditPush(r.world.clock.month, watchAbnormal)
	return r.text(at, "sent_at") == sent.text()
}

// early fits what was pushed more than two months ago: entries of the lists are newer.
func early(r *roll, at int) bool {
	_, batch := creditPush(r.world.clock.month-2, watchCreditRecords)
	return r.text(at, "batch_no") < batch[:8]
}

// moreThanSent gives the fault that a batch declares one row more than it has.
func moreThanSent(payload, check string) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool { return r.text(at, "payload") == payload && early(r, at) })
		for _, column := range []string{"source_count", "sent_count", "accepted_count"} {
			r.set(at, column, oneMore(r.text(at, column)))
		}
		r.note("batch-declares-one-more").primary(check, r.text(at, "batch_no"))
	}
}

// creditBatchTwice is of an early batch: rows of the newer ones are wrong, too, and would show twice.
func creditBatchTwice(r *roll) {
	at := r.pick(func(at int) bool { return early(r, at) })
	r.repeat(at)
	r.note("credit-batch-twice").primary("batch-once", r.text(at, "batch_no"))
}

// payloadNotSent lets one of this month's batches be missing; its rows are there.
func payloadNotSent(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "payload") == "失信名单" && newBatch(r, at) })
	r.note("payload-not-sent").primary("every-payload-sent", r.text(at, "payload")).collateral("untrustworthy-agrees", r.text(at, "batch_no"))
	r.remove(at)
}

func creditRecordFaults() []func(*roll) {
	return []func(*roll){
		future("pushed_at"),
		creditRecordTwice, creditPushedLate,
		breaks("credit-of-another-kind", "kind", otherForm, nil, "code-fits-kind"),
		breaks("credit-published-for-no-time", "valid_until", constant("2019-01-01"), nil, "happened-in-order"),
		breaks("credit-of-nobody", "credit_code", unregistered, nil, "entity-known"),
	}
}

func creditRecordTwice(r *roll) {
	at := r.pick(func(at int) bool { return !early(r, at) })
	r.repeat(at)
	n := r.note("credit-record-twice").primary("record-once", r.text(at, "record_no"))
	n.on(watchCreditBatches).collateral("credit-agrees", r.text(at, "batch_no"))
}

func creditPushedLate(r *roll) {
	at := r.pick(func(at int) bool { return !early(r, at) })
	r.set(at, "happened_on", (r.world.clock.today - 150).text())
	r.note("credit-pushed-late").row(at, "pushed-in-time")
}

// listFaults are the faults of either list.
func listFaults() []func(*roll) {
	return []func(*roll){
		endedAndListed, entryTwice, future("pushed_at"),
		breaks("listed-as-another-kind", "kind", otherForm, open, "code-fits-kind"),
		breaks("listed-in-the-future", "entered_on", constant("2099-01-01"), open, "listed-in-order"),
		breaks("left-for-no-reason", "exit_reason", constant(nil), left, "exit-has-reason"),
		breaks("listed-and-pushed-late", "entered_on", constant("2026-03-02"), open, "pushed-in-time"),
		breaks("listed-and-unknown", "credit_code", unregistered, open, "entity-known"),
		breaks("listed-under-an-old-name", "name", renamed, open, "name-agrees"),
		openTwice,
	}
}

func open(r *roll, at int) bool { return r.text(at, "exited_on") == "" }
func left(r *roll, at int) bool { return !open(r, at) }

// entryTwice is of an entry that was left: an open one would stand twice as open.
func entryTwice(r *roll) {
	_, newest := creditPush(r.world.clock.month, r.watch)
	at := r.pick(func(at int) bool { return left(r, at) && r.text(at, "batch_no") != newest })
	r.repeat(at)
	check := map[string]string{watchAbnormal: "abnormal-agrees", watchDistrusted: "untrustworthy-agrees"}[r.watch]
	n := r.note("entry-twice").primary("entry-once", r.text(at, "entry_no"))
	n.on(watchCreditBatches).collateral(check, r.text(at, "batch_no"))
}

// openTwice lets an organisation stand in a second open entry.
func openTwice(r *roll) {
	at := r.pick(func(at int) bool { return open(r, at) })
	second := r.pick(func(at int) bool { return open(r, at) })
	r.take(second, at)
	r.note("listed-twice").primary("one-open-entry", r.text(at, "credit_code"))
}

// endedAndListed opens again the entry of an organisation that has ended.
func endedAndListed(r *roll) {
	at := len(r.rows) - 1
	for r.rows[at].busy {
		at--
	}
	r.rows[at].busy = true
	r.set(at, "entered_on", r.text(at, "exited_on"))
	r.set(at, "exited_on", nil)
	r.set(at, "exit_reason", nil)
	r.note("ended-and-listed").row(at, "state-agrees")
}

// take gives a row the organisation of another.
func (r *roll) take(at, from int) {
	for _, column := range []string{"credit_code", "name", "kind"} {
		r.set(at, column, r.text(from, column))
	}
}
