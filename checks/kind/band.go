package kind

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// The defaults of band, in periods.
const (
	bandOver  = 12
	bandLeast = 6
	bandMost  = 120
)

// band: a figure lies where its own past lets one expect it.
func band() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "band", Title: "历史波动区间", Aspect: checks.Content, Dimension: checks.Stability,
			Shape: syntax.Object(
				followKey(),
				syntax.Key{Name: "over", Shape: syntax.Integer(), Default: strconv.Itoa(bandOver), Doc: fmt.Sprintf("So many of the last earlier periods with an accepted result are looked at, 3 to %d.", bandMost)},
				syntax.Key{Name: "least", Shape: syntax.Integer(), Default: strconv.Itoa(bandLeast), Doc: "With fewer of them the check is skipped, 3 to `over`; of a smaller `over` all are needed."},
				syntax.Key{Name: "change", Shape: syntax.Bound(), Default: "5%", Doc: "Nearer to the median than this nothing alarms: a number in the figure's own unit, or a percentage of the median.", Example: "200"},
			).Titled("a band over history"),
			DefaultOp: checks.GT, DefaultFail: "> 4",
			Doc: "How many robust standard deviations another check's figure lies from the median of its last periods, up or down. The deviation is the median of the absolute deviations from the median (MAD) times 1.4826, which for normally distributed figures is the standard deviation; one bad period moves neither. " +
				"A figure that is no further from the median than `change` measures 0; if all earlier figures are alike, one that is further trips every upper bound. Each group of an aggregate has a band of its own.",
			Example: "band: {of: row_count, over: 12, change: 200}\nwarn: 3\nfail: 6",
		},
		bind: bindBand, measures: measureFollowed, judge: judgeFollowed(findBand), follows: followed, lack: followedLack,
	}
}

// bandParams are the Params of band.
type bandParams struct {
	following
	over, least int
	change      checks.Bound
}

func bindBand(scope checks.BindScope, args *syntax.Value) any {
	p := &bandParams{following: following{args.Get("of").Text}, over: bandOver, least: bandLeast}
	if !periods(scope, args.Get("over"), &p.over, bandMost) {
		return nil
	}
	p.least = min(p.least, p.over)
	if !periods(scope, args.Get("least"), &p.least, p.over) {
		return nil
	}
	form := checks.BoundForm{Op: checks.LE, Percent: true}
	p.change, _ = checks.ParseBound("5%", form)
	v := args.Get("change")
	if v == nil {
		return p
	}
	b, err := checks.ParseBound(v.Text, form)
	if err == nil && (b.Op != checks.LE || b.Value.Sign() < 0) {
		err = &checks.BoundError{Message: "one number is needed here", Hint: "200, or 5% of the median"}
	}
	if err != nil {
		badBound(scope, v, err)
		return nil
	}
	p.change = b
	return p
}

// periods reads a number of periods.
func periods(scope checks.BindScope, v *syntax.Value, n *int, most int) bool {
	if v == nil {
		return true
	}
	value, err := strconv.Atoi(v.Text)
	if err != nil || value < 3 || value > most {
		scope.Report(v, codeParameter, v.Text+" is no number of periods", fmt.Sprintf("3 to %d", most))
		return false
	}
	*n = value
	return true
}

// robust is the scale at which the MAD of normally distributed figures is their standard
// deviation: 1 / Φ⁻¹(3/4), to four places.
func robust() *big.Rat { return big.NewRat(14826, 10000) }

func findBand(j checks.Judgement, of string, outcome checks.Outcome) finding {
	p, ok := j.Check.Params.(*bandParams)
	if !ok {
		return finding{failure: notMeasured()}
	}
	now := outcome.Measured
	f := finding{parts: map[string]string{"current": part(now.Value)}}
	past := measuredBefore(j.History, of, outcome.Group, p.over)
	if len(past) < p.least {
		f.skipped = fmt.Sprintf("no history yet (%d of %d periods)", len(past), p.least)
		return f
	}
	values := make([]*big.Rat, len(past))
	for i := range past {
		values[i] = past[i].Value
	}
	middle, deviation := spread(values)
	f.parts["median"], f.parts["deviation"], f.parts["periods"] = checks.Decimal(middle), checks.Decimal(deviation), strconv.Itoa(len(past))
	f.found = fmt.Sprintf("%s, around %s in %s", now, checks.Quantity{Value: middle, Unit: now.Unit}, plural(int64(len(past)), "period", "periods"))
	return p.off(f, now.Value, middle, deviation)
}

// off measures how far a figure is from the middle.
func (p *bandParams) off(f finding, now, middle, deviation *big.Rat) finding {
	distance := new(big.Rat).Sub(now, middle)
	distance.Abs(distance)
	near := p.near(middle)
	f.measured = checks.Quantity{Value: new(big.Rat)}
	switch {
	case distance.Cmp(near) <= 0:
		f.found += ", within " + checks.Decimal(near)
	case deviation.Sign() == 0:
		f.measured.Value, f.trips = nil, beyondAll
		f.found += ", which never changed"
	default:
		f.measured.Value = distance.Quo(distance, deviation)
		f.found += ", " + checks.Decimal(f.measured.Value) + " deviations off"
	}
	return f
}

// near is the change below which nothing alarms, in the figure's own unit.
func (p *bandParams) near(middle *big.Rat) *big.Rat {
	if !p.change.Percent {
		return p.change.Value
	}
	share := new(big.Rat).Mul(p.change.Value, new(big.Rat).Abs(middle))
	return share.Quo(share, big.NewRat(100, 1))
}

// spread gives the median of figures and their robust standard deviation.
func spread(values []*big.Rat) (middle, deviation *big.Rat) {
	middle = medianOf(values)
	apart := make([]*big.Rat, len(values))
	for i, v := range values {
		apart[i] = new(big.Rat).Sub(v, middle)
		apart[i].Abs(apart[i])
	}
	deviation = medianOf(apart)
	return middle, deviation.Mul(deviation, robust())
}

// medianOf gives the middle value, of two the mean; a value of its own.
func medianOf(values []*big.Rat) *big.Rat {
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, (*big.Rat).Cmp)
	n := len(sorted)
	middle := new(big.Rat).Add(sorted[(n-1)/2], sorted[n/2])
	return middle.Quo(middle, big.NewRat(2, 1))
}
