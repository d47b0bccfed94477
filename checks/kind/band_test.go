package kind_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// before is a history of row counts, newest first.
func before(values ...int64) past {
	var p past
	for _, v := range values {
		p = append(p, checks.Past{Period: "2026-W40", Value: rat(v), Verdict: checks.Pass})
	}
	return p
}

// judging binds a list of checks once and judges figures of so many rows by the first.
func judging(t testing.TB, list string) func(rows int64, values ...int64) checks.Outcome {
	catalog, w, c := bound(t, list)
	return func(rows int64, values ...int64) checks.Outcome {
		return c.Kind.Judge(checks.Judgement{
			Watch: w, Check: c, Results: one(number(rows)), AsOf: asOf, Zone: shanghai, Calendar: catalog.Calendar, History: before(values...),
		})[0]
	}
}

const wideBand = "- band: {of: row_count, over: 20, least: 3, change: 0}\n  warn: 2\n  fail: 4\n- row_count: 0.."

func drawHistory(rt *rapid.T) []int64 {
	return rapid.SliceOfN(rapid.Int64Range(0, 1000), 3, 20).Draw(rt, "history")
}

// TestBandOfAnyOrder: the order of earlier periods does not count, nor does a step that
// all figures make together, nor their unit.
func TestBandOfAnyOrder(t *testing.T) {
	t.Parallel()
	banded := judging(t, wideBand)
	rapid.Check(t, func(rt *rapid.T) {
		values, now := drawHistory(rt), rapid.Int64Range(0, 3000).Draw(rt, "now")
		want := banded(now, values...)
		sorted := slices.Sorted(slices.Values(values))
		moved, times := slices.Clone(values), slices.Clone(values)
		for i := range values {
			moved[i] += 500
			times[i] *= 7
		}
		for name, got := range map[string]checks.Outcome{
			"sorted": banded(now, sorted...), "moved": banded(now+500, moved...), "times 7": banded(now*7, times...),
		} {
			if got.Verdict != want.Verdict || (got.Measured.Value == nil) != (want.Measured.Value == nil) ||
				got.Measured.Value != nil && got.Measured.Value.Cmp(want.Measured.Value) != 0 {
				rt.Fatalf("%s: %s %s, not %s %s", name, got.Verdict, got.Measured, want.Verdict, want.Measured)
			}
		}
	})
}

// TestBandIsMonotone: further from the middle is never better, and within the least
// change nothing alarms whatever the history.
func TestBandIsMonotone(t *testing.T) {
	t.Parallel()
	gravity := []checks.Verdict{checks.Skipped, checks.Pass, checks.Warn, checks.Fail}
	banded := judging(t, "- band: {of: row_count, over: 20, least: 3, change: 50}\n  warn: 2\n  fail: 4\n- row_count: 0..")
	rapid.Check(t, func(rt *rapid.T) {
		values := drawHistory(rt)
		middle := median(values)
		step, more := rapid.Int64Range(0, 500).Draw(rt, "step"), rapid.Int64Range(0, 500).Draw(rt, "more")
		closer, further := banded(middle+step, values...), banded(middle+step+more, values...)
		if slices.Index(gravity, further.Verdict) < slices.Index(gravity, closer.Verdict) {
			rt.Fatalf("%d: %s, %d: %s", step, closer.Verdict, step+more, further.Verdict)
		}
		if step <= 49 && closer.Verdict != checks.Pass { // 49: the middle of an even number may lie half a row off
			rt.Fatalf("%d rows off: %s %s", step, closer.Verdict, closer.Reason)
		}
	})
}

func median(values []int64) int64 {
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// TestChangeTurnsAround: what grew by a share fell by the share that undoes it.
func TestChangeTurnsAround(t *testing.T) {
	t.Parallel()
	changed := judging(t, "- compare: {of: row_count, to: previous}\n- row_count: 0..")
	rapid.Check(t, func(rt *rapid.T) {
		a, b := rapid.Int64Range(1, 1e9).Draw(rt, "a"), rapid.Int64Range(1, 1e9).Draw(rt, "b")
		up, down := changed(max(a, b), min(a, b)), changed(min(a, b), max(a, b))
		factor := func(q checks.Quantity, sign int64) *big.Rat {
			share := new(big.Rat).Mul(q.Value, big.NewRat(sign, 100))
			return share.Add(share, big.NewRat(1, 1))
		}
		if whole := new(big.Rat).Mul(factor(up.Measured, 1), factor(down.Measured, -1)); whole.Cmp(big.NewRat(1, 1)) != 0 {
			rt.Fatalf("%d and %d: %s and %s", a, b, up.Measured, down.Measured)
		}
	})
}

// TestFollowersDoNotFollowEachOther: a comparison of a comparison is refused, as is one
// of nothing.
func TestFollowersDoNotFollowEachOther(t *testing.T) {
	t.Parallel()
	for _, of := range []string{"change", "nobody", "band"} {
		_, w, c := bound(t, "- band: {of: "+of+"}\n- id: change\n  compare: {of: row_count, to: previous}\n- row_count: 0..")
		if list := c.Kind.Measures(w, c); list != nil {
			t.Errorf("of %s: measures %v", of, list)
		}
		if o := judge(t, "- band: {of: "+of+"}\n- id: change\n  compare: {of: row_count, to: previous}\n- row_count: 0..", nil); o.Verdict != checks.Errored {
			t.Errorf("of %s: %s", of, o.Verdict)
		}
	}
	if f, ok := kind.All()[0].(checks.Follower); !ok || f.Follows(nil, &checks.Check{}) != nil {
		t.Error("connect follows something")
	}
}
