package kind

import (
	"slices"
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// aggregate: one figure of many rows, for the whole or group by group.
func aggregate() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "aggregate", Title: "汇总指标", Aspect: checks.Content, Dimension: checks.Accuracy,
			Shape: aggregateShape(), NeedsID: true,
			Doc: "One figure of many rows; bounds are levels of the figure itself. With `by` every group has an outcome of its own, and one for the whole counts the groups; " +
				"an expected group without a row fails, and more than 1,000 groups are an error. Null values are left out and counted as unknown, as are rows with a null in the key of their group. " +
				"No rows: skipped, but a number of rows may be 0. A figure of personal values is skipped if it rests on fewer than 3 of them. A sum beyond 38 digits is an error. Without bounds the figure is only recorded, for `compare` and for reports.",
			Example: "aggregate:\n  avg: amount\n  by: left(district_code, 6)\nwarn: 300..800",
		},
		bind: bindAggregate, measures: measureAggregate, judge: judgeAggregate, form: aggregateForm,
	}
}

// figureKeys are the functions of an aggregate, each with its key.
func figureKeys() []syntax.Key {
	of := func(f checks.Func, doc, example string) syntax.Key {
		return syntax.Key{Name: string(f), Shape: syntax.Rule(), Doc: doc, Example: example}
	}
	percentile := syntax.Object(
		syntax.Key{Name: "of", Shape: syntax.Rule(), Required: true, Doc: "An integer or a decimal.", Example: "amount"},
		syntax.Key{Name: "at", Shape: syntax.Integer(), Required: true, Doc: "1 to 99.", Example: "95"},
	).Titled("a percentile")
	return []syntax.Key{
		{Name: "count", Shape: syntax.Enum("rows"), Doc: "The number of rows.", Example: "rows"},
		of(checks.FigureValues, "The number of rows in which the column or expression is not null.", "phone"),
		of(checks.FigureDistinct, "The number of different values, exact.", "id_card"),
		of(checks.FigureSum, "The sum, exact.", "amount * months"),
		of(checks.FigureAverage, "The mean with max(6, scale) places, rounded half away from zero.", "amount"),
		of(checks.FigureMin, "The least value.", "amount"),
		of(checks.FigureMax, "The greatest value.", "days_between(applied, paid)"),
		of(checks.FigureMedian, "The middle value, exact; of two middle ones their mean.", "amount"),
		{Name: string(checks.FigurePercentile), Shape: percentile, Doc: "The smallest value that `at` percent of the values do not exceed, exact.", Example: "{of: amount, at: 95}"},
		of(checks.FigureDeviation, "The standard deviation of a sample (n - 1), worked out exactly and rounded like an average; of one value there is none.", "amount"),
		of(checks.FigureShare, "Of the rows for which the rule is true or false, the share for which it is true, in percent.", `status == "1"`),
	}
}

func aggregateShape() syntax.Shape { return figureShape("an aggregate", byKey(false), expectKey()) }

// figureShape is the shape of one figure and of what stands beside it.
func figureShape(title string, beside ...syntax.Key) syntax.Shape {
	keys := figureKeys()
	var names []string
	for _, k := range keys {
		names = append(names, k.Name)
	}
	return syntax.Object(append(keys, beside...)...).Titled(title).Choosing(names...)
}

// aggregateParams are the Params of aggregate.
type aggregateParams struct{ measure checks.Aggregate }

func aggregateForm(params any) checks.BoundForm {
	unit := checks.UnitNone
	if p, ok := params.(*aggregateParams); ok {
		unit = unitOf(p.measure.Func)
	}
	return checks.BoundForm{Unit: unit}
}

func unitOf(f checks.Func) checks.Unit {
	switch f {
	case checks.FigureShare:
		return checks.UnitPercent
	case checks.FigureRows, checks.FigureValues:
		return checks.UnitRows
	}
	return checks.UnitNone
}

func bindAggregate(scope checks.BindScope, args *syntax.Value) any {
	p := &aggregateParams{}
	if !p.bindFigure(scope, args) {
		return nil
	}
	if by := args.Get("by"); by != nil {
		keys := &groupParams{}
		if !keys.bindKeys(scope, by) || !keys.bindExpected(scope, args.Get("expect")) {
			return nil
		}
		p.measure.By, p.measure.Expect = keys.measure.By, keys.measure.Expect
	} else if at := args.Get("expect"); at != nil {
		scope.Report(at, codeParameter, "without `by` there are no groups to expect", "add `by`, or take `expect` out")
		return nil
	}
	if why := p.reveals(columnClass(scope, args)); why != nil {
		scope.Report(args, codeParameter, why.Message, why.Hint)
		return nil
	}
	return p
}

// bindFigure reads the one key that names the figure.
func (p *aggregateParams) bindFigure(scope checks.BindScope, args *syntax.Value) bool {
	for _, key := range figureKeys() {
		v := args.Get(key.Name)
		if v == nil {
			continue
		}
		p.measure.Func = checks.Func(key.Name)
		switch key.Name {
		case "count":
			p.measure.Func = checks.FigureRows
			return true
		case string(checks.FigurePercentile):
			n, err := strconv.ParseInt(v.Get("at").Text, 10, 64)
			if err != nil || n < 1 || n > 99 {
				scope.Report(v.Get("at"), codeParameter, "a percentile is at 1 to 99", "for the extremes there are min and max")
				return false
			}
			p.measure.At, v = n, v.Get("of")
		}
		return p.bindValue(scope, v)
	}
	return false
}

// bindValue compiles what the figure is computed from.
func (p *aggregateParams) bindValue(scope checks.BindScope, v *syntax.Value) bool {
	result := ir.Null
	if p.measure.Func == checks.FigureShare {
		result = ir.Boolean
	}
	if p.measure.Of = scope.Over(v, nil, result); p.measure.Of == nil {
		return false
	}
	base := p.measure.Of.Type().Base
	if free := []checks.Func{checks.FigureValues, checks.FigureDistinct, checks.FigureShare}; slices.Contains(free, p.measure.Func) || base == ir.Integer || base == ir.Decimal {
		return true
	}
	hint := "figures are exact: they need an integer or a decimal"
	if base == ir.Float {
		hint += "; write to_decimal(" + v.Text + ", 2)"
	}
	scope.Report(v, codeParameter, "`"+v.Text+"` is "+p.measure.Of.Type().String(), hint)
	return false
}

func measureAggregate(_ *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*aggregateParams)
	if !ok {
		return nil
	}
	return []checks.Measure{p.measure}
}
