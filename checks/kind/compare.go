package kind

import (
	"fmt"
	"math/big"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// compare: how far a figure has moved since the previous period.
func compare() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "compare", Title: "与上期相比", Aspect: checks.Content, Dimension: checks.Completeness,
			Shape: syntax.Object(
				syntax.Key{Name: "of", Shape: syntax.Text(), Required: true, Doc: "The id of another check of this watch that measures a number.", Example: "row_count"},
				syntax.Key{Name: "to", Shape: syntax.Enum("previous"), Required: true, Doc: "The last earlier period with an accepted result."},
			).Titled("a comparison"),
			DefaultOp: checks.GT, Unit: checks.UnitPercent,
			Doc:     "The change of another check's figure since the previous period, up or down, in percent of the previous one. From nothing to something trips every upper bound; nothing to nothing and the first period are skipped. It has no `where` of its own: it looks at the rows that the other check looks at. Each group of an aggregate is compared with itself.",
			Example: "compare: {of: row_count, to: previous}\nwarn: 30%\nfail: 60%",
		},
		bind: bindCompare, measures: measureCompare, judge: judgeCompare, follows: compared,
		lack: "give the id of a check that measures a number, other than a comparison",
	}
}

// compareParams are the Params of compare.
type compareParams struct{ of string }

// lookBack is how many earlier periods are asked for one that measured something.
const lookBack = 12

func bindCompare(_ checks.BindScope, args *syntax.Value) any {
	return &compareParams{args.Get("of").Text}
}

// compared finds the check that c follows, nil if there is none that it can.
func compared(w *checks.Watch, c *checks.Check) *checks.Check {
	p, ok := c.Params.(*compareParams)
	if !ok {
		return nil
	}
	for _, other := range w.Checks {
		if other.ID != p.of || other == c {
			continue
		}
		if other.Kind.Doc().Name == "compare" {
			return nil
		}
		return other
	}
	return nil
}

// measureCompare measures what the other check measures, over the rows that it looks at.
func measureCompare(w *checks.Watch, c *checks.Check) []checks.Measure {
	of := compared(w, c)
	if of == nil {
		return nil
	}
	return of.Kind.Measures(w, of)
}

// judgeCompare has an outcome for each of the other check's: a group is compared with
// itself.
func judgeCompare(j checks.Judgement) []checks.Outcome {
	of := compared(j.Watch, j.Check)
	if of == nil {
		return []checks.Outcome{conclude(j, finding{failure: notMeasured()})}
	}
	inner := j
	inner.Check = of
	var outcomes []checks.Outcome
	for _, now := range of.Kind.Judge(inner) {
		o := conclude(j, findCompare(j, of.ID, now))
		o.Group = now.Group
		outcomes = append(outcomes, o)
	}
	return outcomes
}

func findCompare(j checks.Judgement, of string, now checks.Outcome) finding {
	f := finding{counts: now.Counts}
	switch {
	case now.Verdict == checks.Errored:
		f.failure = &checks.Failure{Class: "definition", Message: of + " could not be evaluated"}
	case now.Measured.Value == nil:
		f.skipped = of + " measured nothing"
	default:
		return findChange(j, f, of, now)
	}
	return f
}

// findChange sets the present figure against the previous one.
func findChange(j checks.Judgement, f finding, of string, outcome checks.Outcome) finding {
	now := outcome.Measured
	past, ok := previous(j.History, of, outcome.Group)
	if !ok {
		f.skipped = "no history yet (0 of 1 periods)"
		f.parts = map[string]string{"current": now.Value.RatString()}
		return f
	}
	before := checks.Quantity{Value: past.Value, Unit: now.Unit}
	difference := new(big.Rat).Sub(now.Value, past.Value)
	f.parts = map[string]string{
		"current": now.Value.RatString(), "previous": past.Value.RatString(), "period": past.Period, "change": "",
	}
	f.found = fmt.Sprintf("%s, after %s in %s", now, before, past.Period)
	if past.Value.Sign() == 0 {
		return fromNothing(f, difference)
	}
	change := new(big.Rat).Quo(difference, past.Value)
	change.Mul(change, big.NewRat(100, 1))
	sign := ""
	if change.Sign() > 0 {
		sign = "+"
	}
	f.parts["change"] = sign + checks.Decimal(change) + "%"
	f.found += " (" + f.parts["change"] + ")"
	f.measured = checks.Quantity{Value: change.Abs(change), Unit: checks.UnitPercent}
	return f
}

// fromNothing judges a change from zero, which is no percentage: greater than any.
func fromNothing(f finding, difference *big.Rat) finding {
	if difference.Sign() == 0 {
		f.skipped = "nothing now and nothing in " + f.parts["period"]
		return f
	}
	f.trips = func(b *checks.Bound) bool {
		switch b.Op {
		case checks.GT, checks.GE, checks.NE:
			return true
		case checks.InRange:
			return b.High != nil
		}
		return false
	}
	return f
}

// previous finds the last earlier period that measured something.
func previous(history checks.History, check, group string) (checks.Past, bool) {
	if history == nil {
		return checks.Past{}, false
	}
	for _, p := range history.Earlier(check, group, lookBack) {
		if p.Value != nil && p.Verdict != checks.Errored {
			return p, true
		}
	}
	return checks.Past{}, false
}
