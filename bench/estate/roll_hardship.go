package estate

import "strings"

// hardships are the lists of people in hardship that four bodies share, each with one
// fault of its own.
func (w *world) hardships() []*roll {
	people := w.known(assistance)
	return []*roll{
		w.hardshipFeed("trade-union-hardship", "困难职工", every(7, 200, people)).spoil(hardshipTwice),
		w.hardshipFeed("youth-league-hardship", "困境青少年", every(9, 200, people)).spoil(func(r *roll) {
			breaks("hardship-recorded-next-year", "recorded_on", constant((w.clock.today + 366).text()), nil, "recorded-not-in-future")(r)
		}),
		w.hardshipFeed("social-insurance-data", "失业", every(8, 200, people)).spoil(hardshipOldIdentity),
		w.hardshipFeed("picc-insurance-data", "大病", every(11, 200, people)).spoil(hardshipStopped),
	}
}

func (w *world) hardshipFeed(watch, hardship string, people []*person) *roll {
	r := w.roll(Assistance, "hardship-sharing", []string{"id_card", "hardship"},
		text("id_card", 18), text("name", 100), text("hardship", 40), date("recorded_on"), timestamp("arrived_at")).as(watch)
	r.name = strings.ReplaceAll(watch, "-", "_")
	for i, p := range people {
		r.add(p, p.id, p.name, hardship, (w.clock.final - 300 - day(i*7%400)).text(), w.recent(i).text())
	}
	return r
}

func hardshipTwice(r *roll) {
	at := r.pick(nil)
	r.repeat(at)
	r.note("hardship-listed-twice").primary("listed-once", r.keyOf(at)...)
}

func hardshipOldIdentity(r *roll) {
	at := r.pick(nil)
	r.set(at, "id_card", oldIdentity(r.text(at, "id_card")))
	r.note("hardship-by-an-old-number").row(at, "format(id_card)")
}

// hardshipStopped has not been sent for months: the feed is there, and old.
func hardshipStopped(r *roll) {
	for at := range r.rows {
		r.set(at, "arrived_at", (r.world.clock.today - 100 - day(at%20)).at(9*3600).text())
	}
	r.note("hardship-feed-stopped").primary("freshness")
}
