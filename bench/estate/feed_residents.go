package estate

import "fmt"

const watchResidents = "institution-residents-data"

// residentFeed lists who lives in the care homes, as many in each as its register says,
// and where every fifth of them lived before.
func (w *world) residentFeed(system string, people []*person) *roll {
	r := w.roll(system, watchResidents, []string{"stay_no"},
		text("stay_no", 24), text("id_card", 18), text("name", 100), text("institution_no", 20), text("bed_no", 12), date("admitted_on"), date("left_on"),
		text("ability", 10), timestamp("updated_at"))
	homes, i := w.bodiesOf(careHome), 0
	for n, b := range homes {
		if n == shut {
			continue
		}
		for bed := range bedsTaken(n) {
			p := people[i%len(people)]
			admitted := w.clock.final - 120 - day(i*13%900)
			at := r.add(p, fmt.Sprintf("RZ%06d", i), p.id, p.name, institutionNo(b, n), fmt.Sprintf("1-%02d", bed), admitted.text(), nil,
				[]string{"能力完好", "轻度失能", "重度失能"}[i%3], w.recent(i).text())
			if i%5 == 1 {
				left := admitted - 30
				if i == 1 {
					left = admitted
					r.odd("moved-to-another-home", at)
				}
				before := r.add(p, fmt.Sprintf("RZ9%05d", i), p.id, p.name, institutionNo(homes[(n+1)%len(homes)], (n+1)%len(homes)), fmt.Sprintf("2-%02d", i%90),
					(left - 200).text(), left.text(), "轻度失能", (left + 1).at(9*3600).text())
				if i == 1 {
					r.odd("moved-on-the-day-of-leaving", before)
				}
			}
			i++
		}
	}
	return r
}

// staying fits people who live there and lived nowhere before; gone fits earlier stays.
func staying(r *roll, at int) bool {
	return r.text(at, "left_on") == "" && (at+1 == len(r.rows) || r.text(at+1, "id_card") != r.text(at, "id_card"))
}

func gone(r *roll, at int) bool { return r.text(at, "left_on") != "" }

// counted notes that a home's register no longer says how many live there.
func (n rollNote) counted(at int) rollNote {
	n.on(watchInstitutions).collateral("residents-as-counted", n.roll.text(at, "institution_no"), n.roll.world.clock.month.text())
	return n
}

// The faults of the list of residents.

func residentTwice(r *roll) {
	at := r.pick(func(at int) bool { return gone(r, at) })
	r.repeat(at)
	r.note("stay-sent-twice").primary("stay-once", r.text(at, "stay_no"))
}

func residentInTwoBeds(r *roll) {
	at := r.pick(func(at int) bool { return staying(r, at) })
	second := r.repeat(at)
	r.set(second, "stay_no", "RZ8"+r.text(at, "stay_no")[3:])
	r.set(second, "bed_no", "9-01")
	r.note("one-person-in-two-beds").counted(at).primary("one-bed-a-person", r.text(at, "id_card")).
		collateral("stays-apart", r.keyOf(at)...).collateral("stays-apart", r.keyOf(second)...)
}

// residentInTakenBed puts a person into the bed of a neighbour.
func residentInTakenBed(r *roll) {
	at := r.pick(func(at int) bool { return staying(r, at) && r.text(at, "bed_no") == "1-02" })
	r.set(at, "bed_no", "1-03")
	r.note("two-people-in-one-bed").primary("one-person-a-bed", r.text(at, "institution_no"), "1-03")
}

func residentLeftFirst(r *roll) {
	at := r.pick(func(at int) bool { return gone(r, at) })
	r.set(at, "left_on", "2019-01-05")
	r.note("left-before-admission").row(at, "stay-in-order")
}

func residentOfTheFuture(r *roll) {
	breaks("admitted-in-the-future", "admitted_on", func(string) any { return "2099-01-05" }, staying, "admitted-in-the-past")(r)
}

// residentOverlapping lets the earlier stay end after the later began.
func residentOverlapping(r *roll) {
	at := r.pick(func(at int) bool {
		return gone(r, at) && r.text(at-1, "id_card") == r.text(at, "id_card") && !r.rows[at-1].busy
	})
	r.rows[at-1].busy = true
	r.set(at, "left_on", (r.world.clock.today - 2).text())
	r.note("two-stays-at-one-time").row(at, "stays-apart").row(at-1, "stays-apart")
}

// residentLeftOnNoDay is in no home's count, since nobody knows whether the person left.
func residentLeftOnNoDay(r *roll) {
	at := r.pick(func(at int) bool { return staying(r, at) && !r.touches("institution_no", r.text(at, "institution_no")) })
	r.set(at, "left_on", "1O0")
	r.note("leaving-on-no-day").counted(at).row(at, "type(left_on)")
}

func residentNowhere(r *roll) {
	breaks("home-that-does-not-exist", "institution_no", constant("JG110199998"), gone, "institution-exists")(r)
}

func residentDead(r *roll) {
	at := r.pick(func(at int) bool { return staying(r, at) })
	r.set(at, "id_card", r.world.departed(r.system).id)
	r.note("dead-and-still-living-there").row(at, "dead-has-left")
}

func residentOfUnknownAbility(r *roll) {
	breaks("ability-that-is-not-known", "ability", constant("半失能"), staying, "code(ability)")(r)
}

// institutionOverstated declares more residents than are listed, of a home to whose
// residents nothing happens.
func institutionOverstated(residents *roll) func(*roll) {
	return func(r *roll) {
		at := r.pick(func(at int) bool {
			return running(r, at) && !residents.touches("institution_no", r.text(at, "institution_no"))
		})
		r.set(at, "residents", integerOf(r, at, "residents")+3)
		r.note("more-residents-declared-than-listed").primary("residents-as-counted", r.keyOf(at)...)
	}
}
