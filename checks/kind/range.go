package kind

import (
	"math/big"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// within: the number lies in a closed range. Its kind is called range.
func within() checks.Kind {
	return sort{
		doc: rowDoc(checks.KindDoc{
			Name: "range", Title: "取值范围",
			Sparse:  true,
			Shape:   withinShape("the least and the greatest value, both allowed"),
			Doc:     "A row violates if the number lies outside. Null is unknown. For dates write a rule.",
			Example: "range: {column: age, within: 0..150}",
		}),
		bind: bindRange, measures: ruleMeasures, find: findRows,
	}
}

func bindRange(scope checks.BindScope, args *syntax.Value) any {
	column := scope.Column(args.Get("column"))
	if column == nil {
		return nil
	}
	switch column.Type.Base {
	case ir.Integer, ir.Decimal, ir.Float:
	default:
		scope.Report(args.Get("column"), codeParameter, "the column `"+column.Name+"` is "+column.Type.String()+", not a number",
			"use length for text, and a rule for dates: "+column.Name+` >= "1900-01-01"`)
		return nil
	}
	bound, ok := interval(scope, args.Get("within"))
	if !ok {
		return nil
	}
	return compileAt(scope, args.Get("within"), bound.source(column.Name))
}

// numbers is a closed range of exact numbers; a nil end is open.
type numbers struct{ low, high *numberEnd }

// numberEnd is one end as it was written.
type numberEnd struct {
	text  string
	value *big.Rat
}

// interval reads `1..60`, `1..`, `..60` or a single number.
func interval(scope checks.BindScope, v *syntax.Value) (numbers, bool) {
	b, err := checks.ParseBound(v.Text, checks.BoundForm{Op: checks.EQ})
	if err == nil && b.Op != checks.InRange && b.Op != checks.EQ {
		err = &checks.BoundError{Message: "a range is needed here", Hint: "what is allowed: 1..60, 1.. or ..60"}
	}
	if err != nil {
		badBound(scope, v, err)
		return numbers{}, false
	}
	if b.Op == checks.EQ {
		end := &numberEnd{strings.TrimPrefix(b.Text, string(checks.EQ)+" "), b.Value}
		return numbers{end, end}, true
	}
	low, high, _ := strings.Cut(b.Text, "..")
	var n numbers
	if b.Low != nil {
		n.low = &numberEnd{low, b.Low}
	}
	if b.High != nil {
		n.high = &numberEnd{high, b.High}
	}
	return n, true
}

// source writes the range as a rule over x.
func (n numbers) source(x string) string {
	switch {
	case n.low == nil:
		return x + " <= " + n.high.text
	case n.high == nil:
		return x + " >= " + n.low.text
	case n.low == n.high:
		return x + " == " + n.low.text
	}
	return x + " >= " + n.low.text + " and " + x + " <= " + n.high.text
}
