package kind

import (
	"math/big"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// following is what the Params of a kind that follows another check's figure hold.
type following struct{ of string }

// figureOf is the id of the check that is followed.
func (f following) figureOf() string { return f.of }

// followKey names the check that is followed.
func followKey() syntax.Key {
	return syntax.Key{Name: "of", Shape: syntax.Text(), Required: true, Example: "row_count",
		Doc: "The id of another check of this watch that measures a number: `row_count`, or an `aggregate` (a sum, a count of different values …), which needs no bounds of its own."}
}

// followedLack is the way out where there is no such check.
const followedLack = "give the id of a check that measures a number itself"

// followed finds the check that c follows, nil if there is none that it can.
func followed(w *checks.Watch, c *checks.Check) *checks.Check {
	p, ok := c.Params.(interface{ figureOf() string })
	if !ok {
		return nil
	}
	for _, other := range w.Checks {
		if other.ID != p.figureOf() || other == c {
			continue
		}
		if _, follows := other.Params.(interface{ figureOf() string }); follows {
			return nil
		}
		return other
	}
	return nil
}

// measureFollowed measures what the other check measures, over the rows that it looks at.
func measureFollowed(w *checks.Watch, c *checks.Check) []checks.Measure {
	of := followed(w, c)
	if of == nil {
		return nil
	}
	return of.Kind.Measures(w, of)
}

// judgeFollowed has an outcome for each of the other check's: a group is held against
// its own past. find judges a figure that there is.
func judgeFollowed(find func(j checks.Judgement, of string, now checks.Outcome) finding) func(checks.Judgement) []checks.Outcome {
	return func(j checks.Judgement) []checks.Outcome {
		of := followed(j.Watch, j.Check)
		if of == nil {
			return []checks.Outcome{conclude(j, finding{failure: notMeasured()})}
		}
		inner := j
		inner.Check = of
		var outcomes []checks.Outcome
		for _, now := range of.Kind.Judge(inner) {
			f := finding{counts: now.Counts}
			switch {
			case now.Verdict == checks.Errored:
				f.failure = &checks.Failure{Class: "definition", Message: of.ID + " could not be evaluated"}
			case now.Measured.Value == nil:
				f.skipped = of.ID + " measured nothing"
			default:
				f = find(j, of.ID, now)
				f.counts = now.Counts
			}
			o := conclude(j, f)
			o.Group = now.Group
			outcomes = append(outcomes, o)
		}
		return outcomes
	}
}

// lookBack is how many earlier periods are asked for beyond those that are needed, for
// some may have measured nothing.
const lookBack = 12

// measuredBefore gives the last n earlier values of a check, newest first.
func measuredBefore(history checks.History, check, group string, n int) []checks.Past {
	if history == nil {
		return nil
	}
	var list []checks.Past
	for _, p := range history.Earlier(check, group, n+lookBack) {
		if p.Value != nil && p.Verdict != checks.Errored && len(list) < n {
			list = append(list, p)
		}
	}
	return list
}

// beyondAll trips every upper bound: a figure greater than any.
func beyondAll(b *checks.Bound) bool {
	switch b.Op {
	case checks.GT, checks.GE, checks.NE:
		return true
	case checks.InRange:
		return b.High != nil
	}
	return false
}

// part writes an exact figure for the parts of an outcome.
func part(r *big.Rat) string { return r.RatString() }
