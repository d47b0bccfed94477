package kind

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// freshness: how old the newest row is.
func freshness() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "freshness", Title: "数据及时", Aspect: checks.Content, Dimension: checks.Availability,
			Shape: syntax.OneOf(syntax.Column(), syntax.Object(
				syntax.Key{Name: "column", Shape: syntax.Column(), Required: true, Doc: "A date or timestamp column."},
				syntax.Key{Name: "future", Shape: syntax.Bound(), Default: "> 0", Doc: "How many values in the future fail.", Example: `"> 0"`},
			).Titled("a column with its bound for the future")),
			DefaultOp: checks.GT, Unit: checks.UnitSeconds,
			Doc:     "The age of the newest value that is not in the future, at the instant of the patrol, or, in a watch whose `delivery` is due regularly, at the instant when its newest delivery was due if that is earlier, since nothing newer can be expected before the next: a duration, or working days after that day up to and including today if the bound is written in wd. Rows with a future value violate and fail by themselves. Null is unknown.",
			Example: "freshness: registered_at\nwarn: 8wd\nfail: 15wd",
		},
		bind: bindFreshness, measures: measureFreshness, find: findFreshness,
	}
}

// freshnessParams are the Params of freshness.
type freshnessParams struct {
	column string
	past   *rules.Expr // the value is not in the future
	future checks.Bound
}

// The name of the only figure of freshness.
const newestFigure = "newest"

func bindFreshness(scope checks.BindScope, args *syntax.Value) any {
	at := args
	p := &freshnessParams{}
	p.future, _ = checks.ParseBound("> 0", checks.BoundForm{})
	if args.Form == syntax.Map {
		at = args.Get("column")
		if v := args.Get("future"); v != nil {
			var err *checks.BoundError
			if p.future, err = checks.ParseBound(v.Text, checks.BoundForm{Op: checks.GT, Unit: checks.UnitRows}); err != nil {
				badBound(scope, v, err)
				return nil
			}
		}
	}
	column := scope.Column(at)
	if column == nil {
		return nil
	}
	now := map[ir.Base]string{ir.Date: "today()", ir.Timestamp: "now()"}[column.Type.Base]
	if now == "" {
		scope.Report(at, codeParameter, "the column `"+column.Name+"` is "+column.Type.String()+", not a date or timestamp",
			"name the column that says when a row was registered or changed")
		return nil
	}
	p.column = column.Name
	p.past = scope.Rule(&syntax.Value{Form: syntax.Scalar, Text: column.Name + " <= " + now, Span: at.Span}, nil)
	if p.past == nil {
		return nil
	}
	return p
}

// measureFreshness asks for the newest value of the past, and judges every row, so
// that rows of the future are shown and remembered like any other violation.
func measureFreshness(_ *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*freshnessParams)
	if !ok {
		return nil
	}
	newest := checks.Figure{Name: newestFigure, Func: checks.FigureMax, Column: p.column, Where: p.past}
	return []checks.Measure{checks.Figures{Terms: []checks.Figure{newest}}, checks.RowRule{Rule: p.past}}
}

func findFreshness(j checks.Judgement) finding {
	p, ok := j.Check.Params.(*freshnessParams)
	if !ok || len(j.Results) < 2 {
		return finding{failure: notMeasured()}
	}
	r := j.Results[1]
	f := finding{counts: r.Counts, samples: r.Samples, skipped: idle(r.Counts), ownFail: "future " + p.future.Text}
	f.parts = map[string]string{"future": strconv.FormatInt(r.Violations, 10)}
	if p.future.Trips(count(r.Violations, checks.UnitRows), 0) {
		f.broken = plural(r.Violations, "row lies", "rows lie") + " in the future"
	}
	newest := j.Results[0].Figures[newestFigure]
	if newest.IsNull() {
		f.found, f.doubt = "no value of the past", "its age is not known"
		f.trips = func(*checks.Bound) bool { return true }
		return f
	}
	f.parts[newestFigure] = newest.String()
	if a := j.Arrival; a != nil && !a.Due.IsZero() && a.Due.Before(j.AsOf) {
		j.AsOf = a.Due
	}
	return ages(j, f, newest)
}

// ages compares the newest value with bounds in working days or in time.
func ages(j checks.Judgement, f finding, newest ir.Value) finding {
	age := ageSeconds(j, newest)
	f.measured = checks.Quantity{Value: age, Unit: checks.UnitSeconds}
	f.found = fmt.Sprintf("the newest value is %s, %s old", newest, f.measured)
	f.trips = func(b *checks.Bound) bool { return b.Trips(checks.Quantity{Value: age}, 0) }
	if !worksInDays(j.Check) {
		return f
	}
	from, to := dayNumber(newest), ir.Env{AsOf: j.AsOf, Zone: j.Zone}.Today()
	to = max(to, int64(from)) // what came after it was due is not older than nothing
	n, known := j.Calendar.WorkdaysBetween(from, int32(to))
	if !known {
		f.failure = uncovered(j, from, int32(to))
		return f
	}
	days := new(big.Rat).SetInt64(int64(n))
	f.measured = checks.Quantity{Value: days, Unit: checks.UnitWorkingDays}
	f.found = fmt.Sprintf("the newest value is %s, %s old", newest, plural(int64(n), "working day", "working days"))
	f.trips = func(b *checks.Bound) bool {
		if b.Unit == checks.UnitWorkingDays {
			return b.Trips(f.measured, 0)
		}
		return b.Trips(checks.Quantity{Value: age}, 0)
	}
	return f
}

func worksInDays(c *checks.Check) bool {
	return c.Fail != nil && c.Fail.Unit == checks.UnitWorkingDays || c.Warn != nil && c.Warn.Unit == checks.UnitWorkingDays
}

// ageSeconds counts whole days for a date, exact time for a timestamp.
func ageSeconds(j checks.Judgement, newest ir.Value) *big.Rat {
	env := ir.Env{AsOf: j.AsOf, Zone: j.Zone}
	if newest.Type().Base == ir.Date {
		return new(big.Rat).SetInt64(max(env.Today()-newest.Number(), 0) * 86400)
	}
	return new(big.Rat).SetFrac64(max(env.Now()-newest.Number(), 0), 1_000_000)
}

func dayNumber(v ir.Value) int32 {
	if v.Type().Base == ir.Date {
		return int32(v.Number())
	}
	return int32(ir.DayOfMicros(v.Number()))
}

// uncovered names the first year that the table of holidays does not have.
func uncovered(j checks.Judgement, from, to int32) *checks.Failure {
	first, _, _ := ir.CivilOf(int64(from))
	last, _, _ := ir.CivilOf(int64(to))
	year := first
	for year < last && j.Calendar.Covers(year) {
		year++
	}
	return &checks.Failure{
		Class:   "definition",
		Message: fmt.Sprintf("working days of %d are not known", year),
		Hint:    fmt.Sprintf("add the holidays and adjusted working days of %d to codes/holidays.csv, or write the bound in d", year),
	}
}

func notMeasured() *checks.Failure {
	return &checks.Failure{Class: "definition", Message: "what this kind needs was not measured"}
}
