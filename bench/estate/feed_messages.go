package estate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

const (
	watchMessages = "sms-delivery"
	watchCodes    = "sms-verification-code"
)

// messages makes the short messages of the last days and the codes that were asked for.
func messages(w *world, system string) []*roll {
	return plainlySpoilt([]*roll{w.messages(system).spoil(messageFaults()...), w.verificationCodes(system).spoil(verificationFaults()...)})
}

// messages are those of every business on each of twenty days; one in a hundred fails.
func (w *world) messages(system string) *roll {
	r := w.roll(system, watchMessages, []string{"message_no"},
		text("message_no", 40), text("business", 20), text("business_no", 40), text("phone", 20), text("template", 40), timestamp("sent_at"), text("state", 10),
		timestamp("delivered_at"), text("fail_code", 20))
	for b, business := range []string{"社会救助", "社会福利", "社会组织", "社会事务", "社会治理"} {
		for i := range 120 {
			sent := (w.clock.today - 1 - day(i%20)).at(9*3600 + i*60)
			state, delivered, code := "已送达", any((sent + 2 + moment(i%9)).text()), any(nil)
			if i == 40+b {
				state, delivered, code = "失败", nil, "E-UNDELIV"
			}
			at := r.add(nil, fmt.Sprintf("DX%s%d%05d", w.clock.month.compact(), b, i), business, fmt.Sprintf("YW%d%06d", b, i), covered(i), "T-"+business, sent.text(), state, delivered, code)
			if i == 0 {
				r.set(at, "state", "待回执")
				r.set(at, "delivered_at", nil)
				r.odd("message-of-yesterday-without-a-receipt", at)
			}
		}
	}
	return r
}

// covered is a telephone number with its middle hidden.
func covered(n int) string { return fmt.Sprintf("138****%04d", n*7919%10000) }

func (w *world) verificationCodes(system string) *roll {
	r := w.roll(system, watchCodes, []string{"request_no"},
		text("request_no", 40), text("channel", 10), text("phone", 20), text("code_digest", 64), text("message", 200), timestamp("requested_at"),
		timestamp("received_at"), timestamp("expires_at"), timestamp("used_at"), text("result", 10))
	for i := range 300 {
		asked := (w.clock.today - 1 - day(i%20)).at(8*3600 + i*90)
		digest := sha256.Sum256(fmt.Appendf(nil, "%s-%d", w.clock.month.text(), i))
		used, result := any((asked + 50).text()), "通过"
		if i%9 == 4 {
			used, result = nil, "待验证"
		}
		at := r.add(nil, fmt.Sprintf("YZ%s%06d", w.clock.month.compact(), i), []string{"网站", "APP"}[i%2], covered(i), hex.EncodeToString(digest[:]), "验证码******，五分钟内有效",
			asked.text(), (asked + 4).text(), (asked + 300).text(), used, result)
		if i == 7 {
			r.set(at, "used_at", (asked + 400).text())
			r.set(at, "result", "拒绝")
			r.odd("expired-code-that-was-refused", at)
		}
	}
	return r
}
