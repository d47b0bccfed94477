package estate

import "fmt"

const watchCredit = "institution-credit-data"

// creditFeed lists the credit marks of care homes.
func (w *world) creditFeed(system string) *roll {
	r := w.roll(system, watchCredit, []string{"mark_no"},
		text("mark_no", 32), text("org_code", 18), text("name", 120), text("mark", 10), text("level", 2), text("origin", 20), date("marked_on"), date("valid_from"), date("valid_until"), timestamp("updated_at"))
	for n, b := range w.bodiesOf(careHome) {
		mark, level, until := "守信", []string{"A", "B", "C"}[n%3], any(nil)
		if n%9 == 4 {
			mark, level = "失信", "D"
		}
		marked := w.clock.final - 300 - day(n*7)
		if n%2 == 0 {
			until = (marked + 1095).text()
		}
		at := r.add(nil, fmt.Sprintf("XY%06d", n), b.code, b.name, mark, level, []string{"民政", "消防", "市场监管"}[n%3], marked.text(), marked.text(), until, w.recent(n).text())
		if n == 4 {
			r.odd("dishonest-and-graded-so", at)
		}
	}
	return r
}

// The faults of credit marks.

func creditTwice(r *roll) {
	at := r.pick(nil)
	r.repeat(at)
	r.note("mark-sent-twice").primary("mark-once", r.text(at, "mark_no"))
}

func creditBackwards(r *roll) {
	at := r.pick(func(at int) bool { return r.text(at, "valid_until") != "" })
	r.set(at, "valid_until", "2015-12-31")
	r.note("valid-until-before-valid-from").row(at, "valid-in-order")
}

func creditInFuture(r *roll) {
	at := r.pick(r.having("valid_until", ""))
	r.set(at, "marked_on", (r.world.clock.today + 60).text())
	r.set(at, "valid_from", (r.world.clock.today + 60).text())
	r.note("marked-in-the-future").row(at, "marked-in-order")
}

func creditOfUnknownLevel(r *roll) {
	breaks("level-that-is-not-known", "level", constant("E"), func(r *roll, at int) bool { return r.text(at, "mark") == "守信" }, "code(level)")(r)
}

func creditDishonestWithGoodLevel(r *roll) {
	breaks("dishonest-with-a-good-level", "mark", constant("失信"), func(r *roll, at int) bool { return r.text(at, "mark") == "守信" }, "level-fits-mark")(r)
}

func creditOfNobody(r *roll) {
	breaks("mark-of-an-unknown-home", "org_code", constant(creditIn("52", "110101", 978)), nil, "institution-exists")(r)
}
