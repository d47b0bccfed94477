package kind

import (
	"math/big"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// rowCount: the number of rows lies in a range.
func rowCount() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "row_count", Title: "记录条数", Aspect: checks.Content, Dimension: checks.Completeness,
			Shape: syntax.OneOf(syntax.Bound(), syntax.Object(
				syntax.Key{Name: "range", Shape: syntax.Bound(), Required: true, Doc: "The range that must hold.", Example: "1.."},
			).Titled("a range")),
			DefaultOp: checks.InRange, Unit: checks.UnitRows,
			Doc:     "The number of rows; outside of the range it fails. An empty table is judged like any other number. `fail` replaces the range, `warn` adds a narrower one.",
			Example: "row_count: 1..",
		},
		bind: bindRowCount, measures: measureRowCount, find: findRowCount,
	}
}

// rowCountParams are the Params of row_count.
type rowCountParams struct{ allowed checks.Bound }

// The name of the only figure of row_count.
const rowsFigure = "rows"

func bindRowCount(scope checks.BindScope, args *syntax.Value) any {
	at := args
	if args.Form == syntax.Map {
		at = args.Get("range")
	}
	b, err := checks.ParseBound(at.Text, checks.BoundForm{Op: checks.InRange, Unit: checks.UnitRows})
	if err == nil && b.Op != checks.InRange {
		err = &checks.BoundError{Message: "a range is needed here", Hint: "1.. for at least one row, 1..500, ..500"}
	}
	if err != nil {
		badBound(scope, at, err)
		return nil
	}
	return &rowCountParams{b}
}

func measureRowCount(*checks.Watch, *checks.Check) []checks.Measure {
	return []checks.Measure{checks.Figures{Terms: []checks.Figure{{Name: rowsFigure, Func: checks.FigureRows}}}}
}

func findRowCount(j checks.Judgement) finding {
	p, ok := j.Check.Params.(*rowCountParams)
	if !ok {
		return finding{failure: notMeasured()}
	}
	n, ok := figure(j.Results[0], rowsFigure)
	if !ok {
		return finding{failure: notMeasured()}
	}
	f := finding{
		measured: checks.Quantity{Value: n, Unit: checks.UnitRows},
		counts:   checks.Counts{Rows: n.Num().Int64(), Judged: n.Num().Int64()},
		found:    rows(n.Num().Int64()),
	}
	if j.Check.Fail != nil {
		return f
	}
	f.ownFail = p.allowed.Text
	if p.allowed.Trips(f.measured, 0) {
		f.broken = "outside " + p.allowed.Text
	}
	return f
}

// figure reads a whole-number figure; ok is false if it is not there.
func figure(r checks.Result, name string) (n *big.Rat, ok bool) {
	v, ok := r.Figures[name]
	if !ok || v.IsNull() {
		return nil, false
	}
	return new(big.Rat).SetInt64(v.Number()), true
}
