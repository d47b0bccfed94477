package kind_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/checks"
)

func civil(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, shanghai)
	if err != nil {
		panic(err)
	}
	return at
}

// beating binds a heartbeat once and judges beats at an instant.
func beating(t testing.TB, list string) func(at time.Time, beats ...time.Time) checks.Outcome {
	catalog, w, c := bound(t, list)
	return func(at time.Time, beats ...time.Time) checks.Outcome {
		heard := slices.DeleteFunc(slices.Clone(beats), func(b time.Time) bool { return b.After(at) })
		return c.Kind.Judge(checks.Judgement{
			Watch: w, Check: c, Results: one(checks.Result{Beats: heard}), AsOf: at, Zone: shanghai, Calendar: catalog.Calendar,
		})[0]
	}
}

func TestHeartbeat(t *testing.T) {
	t.Parallel()
	const (
		hourly  = "- heartbeat: {every: 1h}\n  warn: 0s\n  fail: 30m"
		nightly = "- heartbeat: {every: day, window: '22:00-02:00'}\n  warn: 0s\n  fail: 2h"
		working = "- heartbeat: {every: workday, window: '01:00-05:00'}"
	)
	for _, c := range []struct {
		name, list, at string
		beats          []string
		want           string
	}{
		{"never", hourly, "2026-11-24 09:30", nil, "fail no beat has ever arrived"},
		{"in time", hourly, "2026-11-24 09:30", []string{"2026-11-24 07:00", "2026-11-24 08:30"}, "pass the last beat was at 2026-11-24 08:30:00"},
		{"a little late", hourly, "2026-11-24 09:50", []string{"2026-11-24 08:30"}, "warn the last beat was at 2026-11-24 08:30:00; 20m late; warns at > 0s"},
		{"late", hourly, "2026-11-24 10:30", []string{"2026-11-24 08:30"}, "fail the last beat was at 2026-11-24 08:30:00; 1h late; fails at > 30m"},

		{"the first window is open", nightly, "2026-11-24 23:00", nil, "waiting beat not due until 2026-11-25 02:00"},
		{"the first window has closed", nightly, "2026-11-25 05:00", nil, "fail no beat since 2026-11-24 22:00; 3h late; fails at > 2h"},
		{"in its window, past midnight", nightly, "2026-11-25 05:00", []string{"2026-11-25 01:59"}, "pass the beat came at 2026-11-25 01:59:00"},
		{"before its window", nightly, "2026-11-25 03:00", []string{"2026-11-24 21:59"}, "warn no beat since 2026-11-24 22:00; 1h late"},
		{"came after its window", nightly, "2026-11-25 20:00", []string{"2026-11-25 02:30"}, "warn the beat came at 2026-11-25 02:30:00; 30m late; warns at > 0s"},
		{"came far too late", nightly, "2026-11-25 20:00", []string{"2026-11-25 19:00"}, "fail the beat came at 2026-11-25 19:00:00; 17h late"},
		{"the next window opens after a late one", nightly, "2026-11-25 22:30", []string{"2026-11-25 19:00"}, "waiting beat not due until 2026-11-26 02:00"},
		{"the next window opens and the last is still missing", nightly, "2026-11-25 22:30", []string{"2026-11-24 01:00"}, "fail no beat since 2026-11-24 22:00; 20h 30m late"},
		{"the next window opens and beats", nightly, "2026-11-25 22:30", []string{"2026-11-24 01:00", "2026-11-25 22:10"}, "pass the beat came at 2026-11-25 22:10:00"},

		{"free days have no window", working, "2026-11-22 20:00", []string{"2026-11-20 04:00"}, "pass the beat came at 2026-11-20 04:00:00"},
		{"a worked Saturday has one", working, "2026-10-10 09:00", []string{"2026-10-09 04:00"}, "fail no beat since 2026-10-10 01:00; 4h late"},
		{"a year that the table does not have", working, "2031-10-10 09:00", nil, "error could not be evaluated: working days of 2031 are not known"},
	} {
		var beats []time.Time
		for _, b := range c.beats {
			beats = append(beats, civil(b))
		}
		o := beating(t, c.list)(civil(c.at), beats...)
		if got := string(o.Verdict) + " " + o.Reason; !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestHeartbeatIsMonotone: until a beat comes it is never less late, and a beat more
// never makes it later.
func TestHeartbeatIsMonotone(t *testing.T) {
	t.Parallel()
	gravity := []checks.Verdict{checks.Pass, checks.Warn, checks.Fail}
	judge := beating(t, "- heartbeat: {every: 3h}\n  warn: 0s\n  fail: 2h")
	rapid.Check(t, func(rt *rapid.T) {
		begin := civil("2026-11-24 00:00")
		minute := rapid.IntRange(0, 3000)
		last, wait, more := minute.Draw(rt, "last"), minute.Draw(rt, "wait"), minute.Draw(rt, "more")
		after := func(minutes int) time.Time { return begin.Add(time.Duration(minutes) * time.Minute) }
		sooner, later := judge(after(last+wait), after(last)), judge(after(last+wait+more), after(last))
		if slices.Index(gravity, later.Verdict) < slices.Index(gravity, sooner.Verdict) {
			rt.Fatalf("%s, later %s", sooner.Verdict, later.Verdict)
		}
		again := judge(after(last+wait+more), after(last), after(last+wait))
		if again.Measured.Value.Cmp(later.Measured.Value) > 0 {
			rt.Fatalf("%s late, with a beat more %s", later.Measured, again.Measured)
		}
	})
}
