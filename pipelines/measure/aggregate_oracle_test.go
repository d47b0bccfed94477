package measure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// byGroup writes the figures of groups, in the order of their keys.
func byGroup(r checks.Result) []string {
	var list []string
	for _, g := range r.ByGroup {
		var key []string
		for _, c := range g.Key {
			key = append(key, c.Name+"="+c.Text)
		}
		list = append(list, fmt.Sprintf("%s gone %v %+v %s %s", strings.Join(key, ","), g.Gone, g.Counts, g.Value.Type(), g.Value))
	}
	slices.Sort(list)
	return list
}

// TestAggregatesAreTheReferences: pushed down or streamed, every figure is the one that
// sorting a list of the values gives.
func TestAggregatesAreTheReferences(t *testing.T) {
	drawn := map[checks.Func]bool{}
	property(t, func(t *rapid.T, _ *pair) (checks.Measure, func(*expectation) []string) {
		m := drawAggregate(t)
		drawn[m.Func] = true
		return m, func(*expectation) []string { return nil }
	})
	if !t.Failed() && len(drawn) != len(aggregateFuncs()) {
		t.Errorf("only %v were drawn", drawn)
	}
}

func aggregateFuncs() []checks.Func {
	return []checks.Func{checks.FigureRows, checks.FigureValues, checks.FigureDistinct, checks.FigureSum, checks.FigureAverage, checks.FigureMin,
		checks.FigureMax, checks.FigureMedian, checks.FigurePercentile, checks.FigureDeviation, checks.FigureShare}
}

// drawFigure draws a figure over all rows.
func drawFigure(t *rapid.T) checks.Aggregate {
	m := checks.Aggregate{Func: rapid.SampledFrom(aggregateFuncs()).Draw(t, "func")}
	sources := []string{"n", "amount", "n * 2", "amount / n", "id", "amount - 1.5"}
	result := ir.Null
	switch m.Func {
	case checks.FigureRows:
		sources = nil
	case checks.FigureValues, checks.FigureDistinct:
		sources = append(sources, "code", "name", "day", "month", "left(code, 1)")
	case checks.FigureShare:
		sources, result = judged(), ir.Boolean
	case checks.FigurePercentile:
		m.At = rapid.Int64Range(1, 99).Draw(t, "at")
	}
	if sources != nil {
		m.Of = exprOf(t, rapid.SampledFrom(sources).Draw(t, "of"), result)
	}
	return m
}

func drawAggregate(t *rapid.T) checks.Aggregate {
	m := drawFigure(t)
	by := rapid.SampledFrom([][]string{nil, nil, {"code"}, {"n"}, {"month", "code"}, {"left(code, 1)"}, {"amount"}, {"month(day)"}}).Draw(t, "by")
	for i, source := range by {
		m.By = append(m.By, checks.GroupKey{Name: fmt.Sprintf("k%d", i), Expr: exprOf(t, source, ir.Null)})
	}
	if len(by) > 0 && by[0] == "code" {
		m.Expect = rapid.SampledFrom([][]string{nil, {"A"}, {"A", "C", "甲", "C"}}).Draw(t, "expect")
	}
	return m
}
