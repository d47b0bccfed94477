package estate

import (
	"fmt"
	"slices"
)

const watchCleansing = "cleansing-elderly-cards"

// cleansingPush is the push of the cards in use to the cleansing of data: the first two
// versions of every tenth.
func (w *world) cleansingPush(system string, people []*person) *roll {
	r := w.roll(system, watchCleansing, []string{"card_no"},
		text("card_no", 32), text("id_card", 18), text("name", 100), text("state", 10), text("district_code", 6), integer("version"), timestamp("updated_at"), timestamp("pushed_at"),
		text("result", 10), timestamp("returned_at"), timestamp("corrected_at"))
	for i, p := range people {
		if p.passbook || i == 2 {
			continue // a passbook is no card
		}
		updated := w.clock.month.first().at(9*3600 + i)
		push := func(version int64, updated moment) int {
			return r.add(p, p.account, p.id, p.name, "正常", beijing()[p.home].code, version, updated.text(), (updated + 3*86400).text(), "合格", nil, nil)
		}
		if i%10 == 4 {
			at := push(1, updated-40*86400)
			r.set(at, "result", "问题")
			r.set(at, "returned_at", (updated - 12*86400).text())
			r.set(at, "corrected_at", (updated - 1*86400).text())
			if i == 4 {
				r.odd("problem-that-was-corrected", at)
			}
			push(2, updated)
			continue
		}
		push(1, updated)
	}
	return r
}

// lone fits cards with one version.
func lone(r *roll, at int) bool {
	return r.text(at, "result") == "合格" && integerOf(r, at, "version") == 1
}

// The faults of the push to the cleansing.

func cleansingTwice(r *roll) {
	at := r.pick(func(at int) bool { return lone(r, at) })
	r.repeat(at)
	r.note("card-pushed-twice").primary("version-once", r.text(at, "card_no"), "1")
}

func cleansingHistoryLost(r *roll) {
	at := r.pick(func(at int) bool { return lone(r, at) })
	r.set(at, "version", int64(2))
	r.note("first-version-gone").primary("history-kept", r.text(at, "card_no"))
}

func cleansingStale(r *roll) {
	breaks("pushed-before-the-update", "updated_at", constant((r.world.clock.today - 1).at(9*3600).text()), lone, "pushed-after-update")(r)
}

func cleansingUncorrected(r *roll) {
	at := r.pick(func(at int) bool { return lone(r, at) })
	r.set(at, "result", "问题")
	r.set(at, "returned_at", (r.world.clock.today - 40).at(9*3600).text())
	r.note("problem-left-open").row(at, "problem-corrected")
}

func cleansingCorrectedFirst(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "result") == "问题" && r.text(at, "corrected_at") != "" })
	r.set(at, "corrected_at", "2020-01-06 09:00:00")
	r.note("corrected-before-it-came-back").row(at, "corrected-after-return")
}

func cleansingBadCard(r *roll) {
	at := r.pick(func(at int) bool { return lone(r, at) })
	r.note("card-missing-in-the-push").on(watchCards).primary("pushed-to-cleansing", cardRequest(r.rows[at].person))
	r.set(at, "card_no", otherDigit(r.text(at, "card_no")))
	r.note("card-number-spoiled-on-the-way").row(at, "card-valid", "card-of-the-bank")
}

// cardUnlikePushed gives the fault that the bank has another name on a card than the registry.
// It was pushed, once, with the right one.
func cardUnlikePushed(pushes *roll) func(*roll) {
	return func(cards *roll) {
		pushed := func(at int) int {
			return slices.IndexFunc(pushes.rows, func(row rollRow) bool { return row.person == cards.rows[at].person })
		}
		at := cards.pick(func(at int) bool { return cardOfAResident(cards, at) && pushed(at) >= 0 && lone(pushes, pushed(at)) })
		cards.set(at, "name", "欧阳锋")
		cards.note("card-of-another-name").row(at, "name-agrees").on(watchCleansing).collateral("card-of-the-bank", pushes.keyOf(pushed(at))...)
	}
}

// cardRequest is the request by which the person's card was made.
func cardRequest(p *person) string { return fmt.Sprintf("ZK%010d", p.index) }
