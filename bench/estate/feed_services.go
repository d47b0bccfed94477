package estate

import "fmt"

const watchServices = "third-party-elderly-services"

// A task at home takes so many minutes and costs so much.
var errands = [...]struct {
	item    string
	minutes int
	price   fen
}{{"助餐", 30, 2800}, {"助浴", 60, 18000}, {"助洁", 90, 12000}, {"巡视探访", 30, 5000}, {"康复护理", 60, 22000}}

// serviceFeed is what providers report of their work at the homes of the living.
func (w *world) serviceFeed(system string, people []*person) *roll {
	r := w.roll(system, watchServices, []string{"service_no"},
		text("service_no", 40), text("provider_code", 18), text("client_id", 18), text("item", 20), timestamp("started_at"), timestamp("ended_at"),
		integer("minutes"), money("price"), text("evaluation", 10))
	providers := w.bodiesOf(provider)
	for i, p := range people {
		if p.death != 0 {
			continue
		}
		e := errands[i%len(errands)]
		start := (w.clock.today - 1 - day(i%20)).at(8*3600 + i%10*1800)
		serve := func(no string, start moment) int {
			return r.add(p, no, providers[i%len(providers)].code, p.id, e.item, start.text(), (start + moment(e.minutes*60)).text(), int64(e.minutes), e.price.yuan(), "满意")
		}
		serve(fmt.Sprintf("FW%08d", p.index), start)
		if i == 2 {
			r.odd("service-right-after-another", serve(fmt.Sprintf("FW9%07d", p.index), start+moment(e.minutes*60)))
			r.odd("service-right-before-another", len(r.rows)-2)
		}
	}
	return r
}

// The faults of services by third parties.

func serviceTwice(r *roll) {
	at := r.pick(nil)
	second := r.repeat(at)
	r.set(second, "started_at", (r.world.clock.today - 30).at(9*3600).text())
	r.set(second, "ended_at", (r.world.clock.today - 30).at(9*3600+int(integerOf(r, at, "minutes"))*60).text())
	r.note("service-number-used-twice").primary("service-once", r.text(at, "service_no"))
}

// integerOf is a whole number of a row.
func integerOf(r *roll, at int, column string) int64 {
	return r.rows[at].values[r.column(column)].(int64)
}

// serviceSentAgain reports a service under another number: it then overlaps itself.
func serviceSentAgain(r *roll) {
	at := r.pick(nil)
	second := r.repeat(at)
	r.set(second, "service_no", r.text(at, "service_no")+"B")
	n := r.note("service-sent-again-under-another-number")
	n.primary("not-sent-again", r.text(at, "provider_code"), r.text(at, "client_id"), r.text(at, "item"), r.text(at, "started_at"))
	n.collateral("one-service-at-a-time", r.keyOf(at)...).collateral("one-service-at-a-time", r.keyOf(second)...)
}

func serviceOverlapping(r *roll) {
	at := r.pick(r.having("item", "助浴"))
	second := r.repeat(at)
	r.set(second, "service_no", r.text(at, "service_no")+"C")
	r.set(second, "item", "助洁")
	r.set(second, "price", "100.00")
	r.note("two-services-at-one-time").row(at, "one-service-at-a-time").row(second, "one-service-at-a-time")
}

func serviceBackwards(r *roll) {
	at := r.pick(nil)
	r.set(at, "ended_at", r.text(at, "started_at"))
	r.note("service-that-took-no-time").row(at, "start-before-end", "duration-agrees")
}

func serviceTooLong(r *roll) {
	breaks("minutes-unlike-the-times", "minutes", constant(int64(240)), nil, "duration-agrees")(r)
}

func serviceDear(r *roll) {
	breaks("price-above-the-catalogue", "price", constant("60.00"), func(r *roll, at int) bool { return r.text(at, "item") == "巡视探访" }, "price-within-catalogue")(r)
}

func serviceOfTheDead(r *roll) {
	at := r.pick(nil)
	r.set(at, "client_id", r.world.departed(r.system).id)
	r.note("service-to-the-dead").row(at, "no-service-after-death")
}

func serviceOfUnknownItem(r *roll) {
	breaks("item-not-in-the-catalogue", "item", constant("代购"), nil, "code(item)")(r)
}

func serviceOfUnknownProvider(r *roll) {
	breaks("provider-with-a-bad-code", "provider_code", func(code string) any { return code[:17] + "I" }, nil, "format(provider_code)")(r)
}
