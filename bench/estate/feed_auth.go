package estate

import "fmt"

const (
	watchAuth = "beijing-tong-auth"

	// testIdentity is the example of GB 11643, which the service confirms to anybody.
	testIdentity = "11010519491231002X"
)

// authCall is the answer of the Beijing-tong user confirmation to one day's questions of
// a system, the question about the test identity among them.
func (w *world) authCall(system string, people []*person) *roll {
	r := w.roll(system, watchAuth, []string{"request_no"},
		text("request_no", 24), text("id_card", 18), text("name", 100), text("phone", 20), text("result_code", 10), timestamp("answered_at"))
	r.call = true
	for i, p := range every(7, 60, people) {
		code := "0000"
		if i == 4 {
			code = "1001"
		}
		at := r.add(p, fmt.Sprintf("RZ%s%06d", w.clock.today.compact(), i), p.id, p.name, fmt.Sprintf("138%08d", p.index), code, (w.clock.today - 1).at(9*3600+i*60).text())
		if i == 4 {
			r.odd("user-without-an-account", at)
		}
	}
	at := r.add(nil, "RZ"+w.clock.today.compact()+"999999", testIdentity, "测试", "13800000000", "0000", (w.clock.today - 1).at(18*3600).text())
	r.rows[at].busy = true
	return r.probed().spoil(certificateEnds)
}

// The faults of the user confirmation.

func authUnknownResult(r *roll) {
	breaks("unknown-result-code", "result_code", constant("E-77"), nil, "code(result_code)")(r)
}

func authTestIdentityRefused(r *roll) {
	at := len(r.rows) - 1
	for r.text(at, "id_card") != testIdentity {
		at--
	}
	r.set(at, "result_code", "1002")
	r.note("test-identity-refused").row(at, "test-identity-confirmed")
}

// authTestIdentityUnanswered leaves the question about the test identity without an answer.
func authTestIdentityUnanswered(r *roll) {
	for at := range r.rows {
		if r.text(at, "id_card") == testIdentity {
			r.drop(at)
			break
		}
	}
	r.note("test-identity-unanswered").primary("test-identity-answered")
}

func authTomorrow(r *roll) {
	breaks("answered-tomorrow", "answered_at", constant((r.world.clock.today + 2).at(9*3600).text()), nil, "answered-not-in-future")(r)
}

func authAnsweredTwice(r *roll) {
	at := r.pick(nil)
	r.repeat(at)
	r.note("answered-twice").primary("answer-once", r.text(at, "request_no"))
}

// authDown lets the service answer 500 to a system.
func authDown(r *roll) {
	all := []string{"row_count", "answer-once", "test-identity-confirmed", "test-identity-answered", "answered-not-in-future", "code(result_code)", "format(id_card)", "format(phone)",
		"length(request_no)", "length(name)"}
	for _, column := range []string{"request_no", "id_card", "name", "result_code", "answered_at"} {
		all = append(all, "required("+column+")", "type("+column+")")
	}
	breakCall("user-confirmation-down", append(all, "type(phone)")...)(r)
}
