package estate

import "fmt"

// A quarter is named by its first month.
type quarter month

func (q quarter) text() string { return fmt.Sprintf("%dQ%d", int(q)/12, int(q)%12/3+1) }

// quarters are the last two that are over, the newer first.
func (w *world) quarters() [2]quarter {
	q := quarter(w.clock.month - w.clock.month%3 - 3)
	return [2]quarter{q, q - 3}
}

// A trainee is a worker of a care home who took a course in a quarter.
type trainee struct {
	i        int // of the worker
	home     body
	number   string // of the home
	quarter  quarter
	from     day
	passed   bool
	district string
}

// trainees lists half of the workers in each quarter.
func (w *world) trainees() []trainee {
	var all []trainee
	homes := w.bodiesOf(careHome)
	for i := range len(homes) * 4 {
		n := i / 4
		q := w.quarters()[i%2]
		all = append(all, trainee{i: i, home: homes[n], number: institutionNo(homes[n], n), quarter: q, from: month(q).first() + 5 + day(i%70), passed: i%11 != 5, district: homes[n].district})
	}
	return all
}

func (t trainee) course() string { return fmt.Sprintf("KC%02d", t.i%6) }

// comparedQuarterly notes that a quarter's list is not compared with itself, where the months
// of both states are told of the same one.
func (r *roll) comparedQuarterly() *roll {
	if r.world.clock.month%3 != 0 {
		r.unjudged("skipped", "compare")
	}
	return r
}

// pushedAt is when a quarter's lists are handed over.
func (q quarter) pushedAt() moment { return (month(q+3).first() + 11).at(10 * 3600) }
