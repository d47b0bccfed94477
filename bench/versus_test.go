package bench_test

import (
	"slices"
	"testing"
	"time"
)

// versus runs ours and the reference in turn, so that both meet the same machine, and
// reports the ratio of their wall times: the median of all pairs, and its range. One
// iteration is one pair; -benchtime 7x gives seven. Both run once before.
func versus(b *testing.B, ours, reference func()) {
	b.Helper()
	ours()
	reference()
	var ratios, mine, theirs []float64
	for b.Loop() {
		// The second of a pair meets warmer caches: they take turns at being it.
		var m, t float64
		if len(ratios)%2 == 0 {
			m, t = seconds(ours), seconds(reference)
		} else {
			t, m = seconds(reference), seconds(ours)
		}
		ratios, mine, theirs = append(ratios, m/t), append(mine, m), append(theirs, t)
	}
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(slices.Min(ratios), "ratio-min")
	b.ReportMetric(slices.Max(ratios), "ratio-max")
	b.ReportMetric(median(mine), "ours-s")
	b.ReportMetric(median(theirs), "reference-s")
	b.ReportMetric(0, "ns/op") // of a pair: says nothing
}

func seconds(work func()) float64 {
	start := time.Now()
	work()
	return time.Since(start).Seconds()
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
