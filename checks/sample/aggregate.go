package sample

import (
	"math/big"
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// aggregate computes a figure the slow and obvious way: the values of a group are
// listed, sorted and looked at.
func aggregate(m checks.Aggregate, own Table, env rules.Env) (checks.Result, error) {
	r := checks.Result{Counts: checks.Counts{Rows: int64(len(own.Rows))}}
	bundles, unknown, err := bundled(checks.Groups{By: m.By}, own, env)
	if err != nil {
		return r, err
	}
	if len(m.By) == 0 && len(bundles) == 0 {
		bundles = []*bundle{{}}
	}
	r.Unknown = unknown
	for _, b := range bundles {
		g, err := groupFigure(m, own.only(b.rows), env)
		if err != nil {
			return r, err
		}
		for i, by := range m.By {
			g.Key = append(g.Key, checks.Cell{Name: by.Name, Type: by.Expr.Type(), Text: b.key[i].String()})
		}
		r.Judged, r.Unknown, r.Faulted = r.Judged+g.Judged, r.Unknown+g.Unknown, r.Faulted+g.Faulted
		r.ByGroup = append(r.ByGroup, g)
	}
	for _, text := range absent(m.Expect, bundles) {
		r.ByGroup = append(r.ByGroup, checks.GroupFigure{Gone: true, Key: []checks.Cell{{Name: m.By[0].Name, Class: mask.Public, Type: m.By[0].Expr.Type(), Text: text}}})
	}
	return r, nil
}

// only keeps some rows.
func (t Table) only(rows []int) Table {
	kept := Table{Schema: t.Schema}
	for _, i := range rows {
		kept.Rows = append(kept.Rows, t.Rows[i])
	}
	return kept
}

// undecoded counts the rows in which one of the columns could not be read.
func (t Table) undecoded(columns []string) int64 {
	var n int64
	for _, row := range t.Rows {
		if slices.ContainsFunc(columns, func(name string) bool { return row.Undecoded[name] }) {
			n++
		}
	}
	return n
}

func groupFigure(m checks.Aggregate, own Table, env rules.Env) (checks.GroupFigure, error) {
	g := checks.GroupFigure{Counts: checks.Counts{Rows: int64(len(own.Rows))}}
	if m.Of == nil {
		g.Judged, g.Value = g.Rows, ir.IntegerOf(g.Rows)
		return g, nil
	}
	if m.Func == checks.FigureShare {
		v, err := own.judge(m.Of, env)
		if err != nil {
			return g, err
		}
		holds, violated, unknown, faulted := v.Counts()
		g.Judged, g.Unknown, g.Faulted, g.Value = int64(holds+violated), int64(unknown), int64(faulted), ir.IntegerOf(int64(holds))
		return g, nil
	}
	all, faulted, err := own.valued(m.Of, env)
	if err != nil {
		return g, err
	}
	values := slices.DeleteFunc(all, ir.Value.IsNull)
	g.Judged, g.Faulted = int64(len(values)), faulted
	g.Unknown = g.Rows - g.Judged - g.Faulted
	if m.Func == checks.FigureValues {
		undecoded := own.undecoded(m.Of.Columns()) // something stands there; what is null is what is asked
		g.Judged, g.Unknown = g.Judged+g.Unknown-undecoded, undecoded
		g.Value = ir.IntegerOf(int64(len(values)))
		return g, nil
	}
	g.Value = figureOf(m, values)
	return g, nil
}

// figureOf computes a figure of values that are not null.
func figureOf(m checks.Aggregate, values []ir.Value) ir.Value {
	if m.Func == checks.FigureDistinct {
		seen := map[string]bool{}
		for _, v := range values {
			seen[v.String()] = true
		}
		return ir.IntegerOf(int64(len(seen)))
	}
	if len(values) == 0 || m.Func == checks.FigureDeviation && len(values) == 1 {
		return ir.NullOf(m.Result())
	}
	slices.SortFunc(values, ir.Compare)
	var numbers []*big.Rat
	sum := new(big.Rat)
	for _, v := range values {
		numbers = append(numbers, v.Rat())
		sum.Add(sum, v.Rat())
	}
	return typed(statistic(m, numbers, sum), m.Result())
}

// statistic looks at sorted numbers.
func statistic(m checks.Aggregate, numbers []*big.Rat, sum *big.Rat) *big.Rat {
	n := int64(len(numbers))
	mean := new(big.Rat).Quo(sum, big.NewRat(n, 1))
	switch m.Func {
	case checks.FigureSum:
		return sum
	case checks.FigureAverage:
		return mean
	case checks.FigureMin:
		return numbers[0]
	case checks.FigureMax:
		return numbers[n-1]
	case checks.FigureMedian:
		middle := new(big.Rat).Add(numbers[(n-1)/2], numbers[n/2])
		return middle.Quo(middle, big.NewRat(2, 1))
	case checks.FigurePercentile:
		return numbers[(n*m.At+99)/100-1]
	}
	squares := new(big.Rat)
	for _, x := range numbers {
		off := new(big.Rat).Sub(x, mean)
		squares.Add(squares, off.Mul(off, off))
	}
	return root(squares.Quo(squares, big.NewRat(n-1, 1)), m.Result().Scale)
}

// root finds the square root by halving, rounded half away from zero to so many places.
func root(x *big.Rat, places int32) *big.Rat {
	unit := ir.PowerOfTen(places)
	low, high := new(big.Int), new(big.Int).Lsh(big.NewInt(1), 280)
	for new(big.Int).Sub(high, low).Cmp(big.NewInt(1)) > 0 {
		middle := new(big.Int).Add(low, high)
		middle.Rsh(middle, 1)
		// The candidate counts if the half below it is not beyond the root.
		half := new(big.Rat).SetFrac(new(big.Int).Sub(new(big.Int).Lsh(middle, 1), big.NewInt(1)), new(big.Int).Lsh(unit, 1))
		if half.Mul(half, half).Cmp(x) <= 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return new(big.Rat).SetFrac(low, unit)
}

// typed rounds half away from zero; null beyond 38 digits.
func typed(x *big.Rat, t ir.Type) ir.Value {
	if t.Base == ir.Integer {
		return ir.IntegerOf(x.Num().Int64())
	}
	scaled := new(big.Int).Mul(x.Num(), ir.PowerOfTen(t.Scale))
	n, ok := ir.FitsDecimal(ir.RoundDiv(scaled, x.Denom()))
	if !ok {
		return ir.NullOf(t)
	}
	return ir.DecimalOf(n, t)
}
