package kind

import (
	"math/big"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// What `every` may say instead of a duration.
const (
	everyDay     = "day"
	everyWorkday = "workday"
)

// heartbeat: something that happens elsewhere has told that it happened, in time.
func heartbeat() checks.Kind {
	return sort{
		doc: linkDoc(checks.KindDoc{
			Name: "heartbeat", Title: "推送心跳", Dimension: checks.Connectivity,
			Shape: syntax.Object(
				syntax.Key{Name: "every", Shape: syntax.Matching(`^(day|workday|[0-9]{1,9}[smhd])$`, "30m, 24h, day or workday"), Required: true,
					Doc: "A duration: at most so long after the last beat the next is due. `day` or `workday`: once in the `window` of each day, or of each working day by the table of holidays.", Example: "30m"},
				syntax.Key{Name: "window", Shape: syntax.Text(), Doc: "The time of day in which the beat is expected, in the workspace's zone; past midnight it ends on the next day. What comes before it does not count.", Example: `"01:00-05:00"`},
				syntax.Key{Name: "file", Shape: syntax.Text(), Doc: "A file of the watch's source, which is a folder of files: that it was written is the beat. Without, beats are those that `dogwatch beat` and `dogwatch heartbeat listen` recorded.", Example: "done.flag"},
				syntax.Key{Name: "time", Shape: syntax.Text(), Doc: "The layout of the time that the first line of the file holds, in the workspace's zone: that is the beat, not when the file was written.", Example: "yyyyMMddHHmmss"},
			).Titled("a heartbeat").Noted("how often it beats"),
			DefaultOp: checks.GT, DefaultFail: "> 0s", Unit: checks.UnitSeconds,
			Doc:     "How late the beat is of a push, a job or a partner's program: 0 if it came in time. In an open window it is waiting until the beat comes or the window closes; after that it is late until it comes, and stays as late as it came until the next window opens; one that has not come at all stays missing while that is open. A watch that has never had a beat fails, unless its first window is still open.",
			Example: "heartbeat: {every: workday, window: \"01:00-05:00\"}\nwarn: 0s\nfail: 2h",
		}),
		bind: bindHeartbeat, measures: measureHeartbeat, find: findHeartbeat,
	}
}

// heartbeatParams are the Params of heartbeat.
type heartbeatParams struct {
	every    time.Duration // 0: once in the window of a day
	workdays bool
	window   checks.Window
	measure  checks.Beats
}

func bindHeartbeat(scope checks.BindScope, args *syntax.Value) any {
	p := &heartbeatParams{}
	if !p.bindFile(scope, args) || !p.bindEvery(scope, args.Get("every"), args.Get("window")) {
		return nil
	}
	return p
}

func (p *heartbeatParams) bindFile(scope checks.BindScope, args *syntax.Value) bool {
	file, layout := args.Get("file"), args.Get("time")
	if file != nil {
		p.measure.File = file.Text
	}
	if layout == nil {
		return true
	}
	if file == nil {
		scope.Report(layout, codeParameter, "there is no file whose first line could hold a time", "add file: and its name")
		return false
	}
	if fault := ir.CheckLayout(layout.Text); fault != "" {
		scope.Report(layout, codeParameter, "not a layout: "+fault, "for example yyyyMMddHHmmss")
		return false
	}
	p.measure.Layout = layout.Text
	return true
}

// mostBetween is the longest time between two beats: the state keeps them no longer.
const mostBetween = 100 * 24 * time.Hour

func (p *heartbeatParams) bindEvery(scope checks.BindScope, every, window *syntax.Value) bool {
	daily := every.Text == everyDay || every.Text == everyWorkday
	switch {
	case daily && window == nil:
		scope.Report(every, codeParameter, "a beat of every "+every.Text+" has a window", "add window: \"01:00-05:00\", or write every: 24h")
		return false
	case !daily && window != nil:
		scope.Report(window, codeParameter, "a window is for a beat of every day", "write every: day, or take the window out")
		return false
	case daily:
		var ok bool
		p.workdays = every.Text == everyWorkday
		if p.window, ok = checks.ParseWindow(window.Text); !ok {
			scope.Report(window, codeWindow, "`"+window.Text+"` is no time of day from one clock to another", `write two times of day, "20:00-06:00": past midnight it ends on the next day`)
		}
		return ok
	}
	b, err := checks.ParseBound(every.Text, checks.BoundForm{Op: checks.LE, Unit: checks.UnitSeconds})
	if err != nil {
		badBound(scope, every, err)
		return false
	}
	p.every = time.Duration(b.Value.Num().Int64()) * time.Second
	if b.Value.Cmp(big.NewRat(int64(mostBetween/time.Second), 1)) > 0 || p.every <= 0 {
		scope.Report(every, codeParameter, every.Text+" is no time between two beats", "1s to 100d")
		return false
	}
	return true
}

func measureHeartbeat(_ *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*heartbeatParams)
	if !ok {
		return nil
	}
	return []checks.Measure{p.measure}
}

func findHeartbeat(j checks.Judgement) finding {
	p, ok := j.Check.Params.(*heartbeatParams)
	if !ok {
		return finding{failure: notMeasured()}
	}
	beats := j.Results[0].Beats
	f := finding{counts: checks.Counts{Rows: int64(len(beats))}, parts: map[string]string{}}
	if len(beats) > 0 {
		f.parts["beat"] = beats[len(beats)-1].In(j.Zone).Format(time.DateTime)
	}
	if p.every > 0 {
		return p.findNext(j, f, beats)
	}
	return p.findInWindow(j, f, beats)
}

// findNext judges beats that follow one another.
func (p *heartbeatParams) findNext(j checks.Judgement, f finding, beats []time.Time) finding {
	if len(beats) == 0 {
		f.broken = "no beat has ever arrived"
		return f
	}
	due := beats[len(beats)-1].Add(p.every)
	return late(f, due, j.AsOf, "the last beat was at "+f.parts["beat"])
}

// findInWindow judges the beat of the last window that has opened. While that is open and
// nothing has come, one that is missing since the window before stays missing.
func (p *heartbeatParams) findInWindow(j checks.Judgement, f finding, beats []time.Time) finding {
	begin, end, failure := p.lastWindow(j, j.AsOf)
	if failure != nil {
		f.failure = failure
		return f
	}
	if at, ok := firstSince(beats, begin); ok {
		f.parts["beat"], f.parts["due"] = at.In(j.Zone).Format(time.DateTime), end.Format(minutes)
		return late(f, end, at, "the beat came at "+f.parts["beat"])
	}
	missing, due := begin, end
	if j.AsOf.Before(end) {
		f.parts["due"], f.waiting = end.Format(minutes), "beat not due until "+end.Format(minutes)
		if len(beats) == 0 {
			return f
		}
		if missing, due, failure = p.lastWindow(j, begin.Add(-time.Second)); failure != nil {
			f.failure = failure
			return f
		}
		if _, ok := firstSince(beats, missing); ok {
			return f
		}
		f.waiting = ""
	}
	f.parts["due"] = due.Format(minutes)
	return late(f, due, j.AsOf, "no beat since "+missing.Format(minutes))
}

// firstSince gives the first beat at or after an instant.
func firstSince(beats []time.Time, begin time.Time) (time.Time, bool) {
	for _, at := range beats {
		if !at.Before(begin) {
			return at, true
		}
	}
	return time.Time{}, false
}

// longestBreak is how many days in a row may be free.
const longestBreak = 60

// lastWindow is the last one that has opened at an instant.
func (p *heartbeatParams) lastWindow(j checks.Judgement, at time.Time) (begin, end time.Time, failure *checks.Failure) {
	for back := range longestBreak {
		begin, end = p.window.On(at.In(j.Zone).AddDate(0, 0, -back))
		if begin.After(at) {
			continue
		}
		if !p.workdays {
			return begin, end, nil
		}
		day := civilDay(begin)
		working, known := j.Calendar.IsWorkday(day)
		if !known {
			return begin, end, uncovered(j, day, day)
		}
		if working {
			return begin, end, nil
		}
	}
	return begin, end, &checks.Failure{Class: "definition", Message: "no window has opened for 60 days", Hint: "look at codes/holidays.csv"}
}

// late measures how long after it was due a beat came, or has not come.
func late(f finding, due, at time.Time, found string) finding {
	f.measured = checks.Quantity{Value: new(big.Rat), Unit: checks.UnitSeconds}
	f.found = found
	if at.After(due) {
		f.measured.Value = between(due, at)
		f.found = join(found, f.measured.String()+" late")
	}
	return f
}
