package kind

import (
	"fmt"
	"math/big"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// The periods that compare compares with.
const (
	toPrevious = "previous" // 环比
	toYearAgo  = "year-ago" // 同比
)

// compare: how far a figure has moved since an earlier period.
func compare() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "compare", Title: "与往期相比", Aspect: checks.Content, Dimension: checks.Completeness,
			Shape: syntax.Object(
				followKey(),
				syntax.Key{Name: "to", Shape: syntax.Enum(toPrevious, toYearAgo), Required: true,
					Doc: "`previous` (环比): the last earlier period with an accepted result. `year-ago` (同比): the same month, quarter or day of the year before, or the week of the same number; while that has no accepted result the check is skipped."},
			).Titled("a comparison"),
			DefaultOp: checks.GT, Unit: checks.UnitPercent,
			Doc:     "The change of another check's figure since an earlier period, up or down, in percent of the earlier one. From nothing to something trips every upper bound; nothing to nothing and the first period are skipped. It has no `where` of its own: it looks at the rows that the other check looks at. Each group of an aggregate is compared with itself. Two comparisons in one contract need an `id` each.",
			Example: "compare: {of: row_count, to: previous}\nwarn: 30%\nfail: 60%",
		},
		bind: bindCompare, measures: measureFollowed, judge: judgeFollowed(findChange), follows: followed, lack: followedLack,
	}
}

// compareParams are the Params of compare.
type compareParams struct {
	following
	to string
}

func bindCompare(_ checks.BindScope, args *syntax.Value) any {
	return &compareParams{following{args.Get("of").Text}, args.Get("to").Text}
}

// findChange sets the present figure against the earlier one.
func findChange(j checks.Judgement, of string, outcome checks.Outcome) finding {
	now := outcome.Measured
	f := finding{parts: map[string]string{"current": part(now.Value)}}
	past, lack := earlierOf(j, of, outcome.Group)
	if lack != "" {
		f.skipped = lack
		return f
	}
	before := checks.Quantity{Value: past.Value, Unit: now.Unit}
	difference := new(big.Rat).Sub(now.Value, past.Value)
	f.parts["previous"], f.parts["period"], f.parts["change"] = part(past.Value), past.Period, ""
	if p, ok := j.Check.Params.(*compareParams); ok && p.to == toYearAgo {
		f.parts["to"] = toYearAgo
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

// earlierOf finds the value to compare with, or says why there is none.
func earlierOf(j checks.Judgement, of, group string) (past checks.Past, lack string) {
	if p, ok := j.Check.Params.(*compareParams); !ok || p.to != toYearAgo {
		list := measuredBefore(j.History, of, group, 1)
		if len(list) == 0 {
			return past, "no history yet (0 of 1 periods)"
		}
		return list[0], ""
	}
	if j.History == nil {
		return past, "no history of a year ago"
	}
	past, ok := j.History.YearAgo(of, group)
	switch {
	case past.Period == "":
		return past, "the year before had no such period"
	case !ok || past.Value == nil || past.Verdict == checks.Errored:
		return past, "no history of " + past.Period
	}
	return past, ""
}

// fromNothing judges a change from zero, which is no percentage: greater than any.
func fromNothing(f finding, difference *big.Rat) finding {
	if difference.Sign() == 0 {
		f.skipped = "nothing now and nothing in " + f.parts["period"]
		return f
	}
	f.trips = beyondAll
	return f
}
