package kind

import (
	"math/big"
	"slices"
	"strconv"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// defaultConfirm is how many probes in a row must fail to count as an outage.
const defaultConfirm = 3

// stability: how the link held between patrols, by the probes that were recorded.
func stability() checks.Kind {
	return sort{
		doc: linkDoc(checks.KindDoc{
			Name: "stability", Title: "链路稳定", Dimension: checks.Stability,
			Shape: syntax.Object(
				syntax.Key{Name: "confirm", Shape: syntax.Integer(), Default: strconv.Itoa(defaultConfirm), Doc: "So many probes that fail in a row are an outage, and an outage fails the check. One bad probe is none."},
			).Titled("stability").Noted("the probes of the period"),
			DefaultOp: checks.LT, DefaultFail: "< 99%", Percent: "probes",
			Doc:     "The share of the period's probes (`dogwatch probe --every 30m`, or `dogwatch probe` by cron) that reached the source. Latency percentiles and the longest outage are shown.",
			Example: "stability: {confirm: 3}\nwarn: \"< 99.5%\"\nfail: \"< 99%\"",
		}),
		bind:     bindStability,
		measures: func(*checks.Watch, *checks.Check) []checks.Measure { return []checks.Measure{checks.Events{}} },
		find:     findStability,
	}
}

// stabilityParams are the Params of stability.
type stabilityParams struct{ confirm int }

func bindStability(scope checks.BindScope, args *syntax.Value) any {
	p := &stabilityParams{confirm: defaultConfirm}
	v := args.Get("confirm")
	if v == nil {
		return p
	}
	n, err := strconv.Atoi(v.Text)
	if err != nil || n < 1 || n > 1000 {
		scope.Report(v, codeParameter, v.Text+" is no number of probes", "1 to 1000")
		return nil
	}
	p.confirm = n
	return p
}

func findStability(j checks.Judgement) finding {
	p, known := j.Check.Params.(*stabilityParams)
	if !known {
		return finding{failure: notMeasured()}
	}
	events := j.Results[0].Events
	if len(events) == 0 {
		return finding{skipped: "no probes in this period: keep `dogwatch probe --every 30m` running"}
	}
	var latencies []time.Duration
	reached, streak, longest := int64(0), 0, 0
	for _, e := range events {
		if e.Reached {
			reached++
			streak = 0
			latencies = append(latencies, e.Latency)
			continue
		}
		streak++
		longest = max(longest, streak)
	}
	total := int64(len(events))
	f := finding{
		measured: count(reached, checks.UnitNone), denominator: total,
		counts: checks.Counts{Rows: total, Judged: total, Violations: total - reached},
		found:  share(reached, total, "probe", "probes") + " reached the source",
		parts:  map[string]string{"probes": strconv.FormatInt(total, 10), "longest outage": plural(int64(longest), "probe", "probes")},
	}
	percentiles(f.parts, latencies)
	if longest >= p.confirm {
		f.broken = plural(int64(longest), "probe", "probes") + " failed in a row"
	}
	return f
}

// percentiles adds the latency that half, 95 and 99 of a hundred probes kept to, by
// the nearest rank.
func percentiles(parts map[string]string, latencies []time.Duration) {
	if len(latencies) == 0 {
		return
	}
	slices.Sort(latencies)
	for _, p := range []int{50, 95, 99} {
		rank := (len(latencies)*p + 99) / 100
		seconds := new(big.Rat).SetFrac64(latencies[max(rank, 1)-1].Microseconds(), 1_000_000)
		parts["p"+strconv.Itoa(p)] = checks.Quantity{Value: seconds, Unit: checks.UnitSeconds}.String()
	}
}
