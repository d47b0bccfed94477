package checks

import (
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// The further functions of an Aggregate. Those of a Figure are rows, min, max and sum.
const (
	FigureValues     Func = "values"     // rows in which Of is not null
	FigureDistinct   Func = "distinct"   // different values of Of
	FigureAverage    Func = "avg"        // with AggregateScale places, half away from zero
	FigureMedian     Func = "median"     // the middle value; of two middle ones their mean
	FigurePercentile Func = "percentile" // the smallest value that At % of the values do not exceed
	FigureDeviation  Func = "stddev"     // of a sample (n - 1), exact until it is rounded as avg is
	FigureShare      Func = "share"      // of the rows that could be judged, those for which Of holds: their number
)

// An Aggregate computes one figure of the values of Of, over all rows or by group. A
// null value is left out and counted as unknown, as is every row with a null in its key.
type Aggregate struct {
	Func   Func
	Of     *rules.Expr // nil for rows; boolean for share
	At     int64       // of percentile, 1 to 99
	By     []GroupKey  // nil: one figure over all rows
	Expect []string    // texts of the first key that must occur; nil: none
}

func (Aggregate) measure() {}

// A GroupFigure is the figure of one group of rows.
type GroupFigure struct {
	Key []Cell // clear; nil without groups
	Counts
	Value ir.Value // null: no value to compute it from
	Gone  bool     // the group is expected and no row has its key
}

// Result is the type of the figure. An average has as many places as a quotient.
func (a Aggregate) Result() ir.Type {
	switch a.Func {
	case FigureRows, FigureValues, FigureDistinct, FigureShare:
		return ir.Of(ir.Integer)
	case FigureSum:
		return ir.DecimalType(ir.MaxPrecision, a.Of.Type().Scale)
	case FigureAverage, FigureDeviation:
		return ir.DecimalType(ir.MaxPrecision, max(6, a.Of.Type().Scale))
	case FigureMedian:
		return ir.DecimalType(ir.MaxPrecision, a.Of.Type().Scale+1)
	}
	return a.Of.Type()
}

// Column is the type of the figure as a column of its group: a share is in percent, with
// ShareScale places, half away from zero.
func (a Aggregate) Column() ir.Type {
	if a.Func == FigureShare {
		return ir.DecimalType(ir.MaxPrecision, ShareScale)
	}
	return a.Result()
}

// ShareScale is the number of places of a share in percent.
const ShareScale = 6
