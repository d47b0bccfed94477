package estate

// The faults of short messages.

func messageFaults() []func(*roll) {
	return []func(*roll){
		future("sent_at", "state-fits-times"),
		breaks("failure-without-a-code", "fail_code", constant(nil), with("state", "失败"), "failure-has-code"),
		doubled("receipt-counted-twice", "message-once", "message_no", func(n rollNote, r *roll, at int) {
			n.collateral("not-sent-twice", r.text(at, "business_no"), r.text(at, "template"), r.text(at, "phone"))
		}),
		messageSentAgain,
		breaks("message-with-a-whole-number", "phone", constant("13800138000"), nil, "phone-masked"),
		breaks("delivered-before-it-was-sent", "delivered_at", constant("2026-01-05 09:00:00"), delivered, "state-fits-times"),
		messageUnaccounted, businessUndelivered, channelCongested,
	}
}

func delivered(r *roll, at int) bool { return r.text(at, "state") == "已送达" }

// messageSentAgain is a retry that reached somebody twice.
func messageSentAgain(r *roll) {
	at := r.pick(func(at int) bool { return delivered(r, at) })
	r.set(r.repeat(at), "message_no", "DX-RETRY-1")
	r.note("message-sent-again").primary("not-sent-twice", r.text(at, "business_no"), r.text(at, "template"), r.text(at, "phone"))
}

// messageUnaccounted has had no receipt for days.
func messageUnaccounted(r *roll) {
	at := r.pick(func(at int) bool {
		return delivered(r, at) && r.text(at, "sent_at") < (r.world.clock.today-8).text()
	})
	r.set(at, "state", "待回执")
	r.set(at, "delivered_at", nil)
	r.note("message-without-a-receipt").primary("sent-is-accounted", r.text(at, "sent_at")[:10])
}

// businessUndelivered lets one message in six of a business fail.
func businessUndelivered(r *roll) {
	for i, at := range r.fitting(func(at int) bool { return delivered(r, at) && r.text(at, "business") == "社会治理" }) {
		if i%6 == 0 {
			r.set(at, "state", "失败")
			r.set(at, "delivered_at", nil)
			r.set(at, "fail_code", "E-NUMBER")
		}
	}
	r.note("business-undelivered").in("社会治理").primary("arrival-rate")
}

// channelCongested lets the messages of the first days take minutes.
func channelCongested(r *roll) {
	for _, at := range r.fitting(func(at int) bool {
		return delivered(r, at) && r.text(at, "sent_at") < (r.world.clock.today-16).text()
	}) {
		r.set(at, "delivered_at", r.text(at, "sent_at")[:10]+" 23:59:00")
	}
	r.note("channel-congested").primary("arrival-speed")
}

// fitting takes all rows to which nothing happens yet that fit.
func (r *roll) fitting(fit func(at int) bool) []int {
	var all []int
	for at := range r.rows {
		if !r.rows[at].busy && fit(at) {
			r.rows[at].busy = true
			all = append(all, at)
		}
	}
	return all
}

func verificationFaults() []func(*roll) {
	return []func(*roll){
		future("requested_at", "times-in-order"),
		doubled("code-asked-for-twice", "request-once", "request_no"),
		breaks("code-in-clear", "message", constant("验证码482913，五分钟内有效"), nil, "code-not-in-clear"),
		breaks("code-for-a-whole-number", "phone", constant("13800138000"), nil, "phone-masked"),
		breaks("code-used-before-it-was-asked-for", "used_at", constant("2026-01-05 09:00:00"), with("result", "通过"), "times-in-order"),
		breaks("expired-code-accepted", "used_at", func(used string) any { return used[:10] + " 23:59:00" }, with("result", "通过"), "expired-code-refused"),
		breaks("passed-without-a-code", "result", constant("通过"), with("result", "待验证"), "result-fits-use"),
		codesLost, codesLate,
	}
}

// codesLost lets more codes never arrive than the bound allows.
func codesLost(r *roll) {
	n := r.note("codes-lost")
	for i := range 12 {
		at := r.pick(nil)
		r.set(at, "received_at", nil)
		n.entry("every-code-arrives", []Role{Primary, Collateral}[min(i, 1)], r.keyOf(at))
	}
}

// codesLate lets more codes arrive after a minute than the bound allows.
func codesLate(r *roll) {
	n := r.note("codes-late")
	for i := range 20 {
		at := r.pick(nil)
		r.set(at, "received_at", r.text(at, "requested_at")[:10]+" 23:58:00")
		n.entry("arrives-in-time", []Role{Primary, Collateral}[min(i, 1)], r.keyOf(at))
	}
}
