package rules

import (
	"github.com/dogwatch/dogwatch/rules/ir"
)

// oddPair finds the two arguments that do not go together: those of an operator, or
// the first two different ones among those that must share a type.
func oddPair(f *ir.Function, args []*ir.Node) (a, b *ir.Node) {
	if f.Form == ir.FormInfix && len(args) == 2 {
		return args[0], args[1]
	}
	for i, arg := range args {
		p, _ := f.Signatures[0].Param(i)
		switch {
		case !p.Same || arg.Type.Base == ir.Null:
		case a == nil:
			a = arg
		case arg.Type.Base != a.Type.Base:
			return a, arg
		}
	}
	return nil, nil
}

// pairHint tells the way out when an operator stands between two types that do not
// go together.
func pairHint(f *ir.Function, a, b *ir.Node) string {
	if f.Group == "arithmetic" {
		return arithmeticHint(f, a, b)
	}
	if hint := oneWayHint(a, b); hint != "" {
		return hint
	}
	if hint := oneWayHint(b, a); hint != "" {
		return hint
	}
	switch f.Name {
	case "and", "or":
		return "both sides must be true or false; write a comparison, such as x == 1"
	case "<", "<=", ">", ">=":
		if a.Type.Base == ir.Boolean {
			return "true and false have no order; use == or !="
		}
	}
	return "write " + f.Example
}

// arithmeticHint tells how to compute with texts, dates and floats.
func arithmeticHint(f *ir.Function, a, b *ir.Node) string {
	if a.Type.Base != ir.Text && b.Type.Base == ir.Text {
		a, b = b, a
	}
	switch (pair{a.Type.Base, b.Type.Base}) {
	case pair{ir.Text, ir.Integer}, pair{ir.Text, ir.Decimal}, pair{ir.Text, ir.Float}:
		hint := "to compute, write to_integer(" + a.Text + ") or to_decimal(" + a.Text + ", 2)"
		if f.Name == "+" {
			hint += "; to join, write to_text(" + b.Text + ")"
		}
		return hint
	case pair{ir.Date, ir.Date}:
		return "a date takes a number of days: pay_date + 30"
	case pair{ir.Date, ir.Month}, pair{ir.Month, ir.Date}:
		return "bring both to months: month(x)"
	case pair{ir.Timestamp, ir.Timestamp}:
		return "write seconds_between(a, b), or days_between(date(a), date(b))"
	case pair{ir.Timestamp, ir.Integer}:
		return "write add_days(date(" + a.Text + "), n)"
	case pair{ir.Float, ir.Integer}, pair{ir.Float, ir.Decimal}:
		return "floats are not exact; write to_decimal(" + a.Text + ", 2)"
	case pair{ir.Integer, ir.Float}, pair{ir.Decimal, ir.Float}:
		return "floats are not exact; write to_decimal(" + b.Text + ", 2)"
	}
	return "write " + f.Example
}

// oneWayHint covers a pair in one order.
func oneWayHint(a, b *ir.Node) string {
	switch (pair{a.Type.Base, b.Type.Base}) {
	case pair{ir.Text, ir.Integer}, pair{ir.Text, ir.Decimal}:
		if a.IsConstant() && b.IsConstant() {
			return "write both as texts or both as numbers"
		}
		if b.IsConstant() {
			return "put the number in quotes, or write to_integer(" + a.Text + ") or to_decimal(" + a.Text + ", 2)"
		}
		if a.IsConstant() {
			if _, _, _, ok := ir.ParseDecimal(a.Value.Text()); !ok {
				return "compare " + b.Text + " with a number"
			}
			return "write the number without quotes"
		}
		return "write to_integer(" + a.Text + "), to_decimal(" + a.Text + ", 2) or to_text(" + b.Text + ")"
	case pair{ir.Date, ir.Timestamp}:
		return "write date(" + b.Text + ")"
	case pair{ir.Date, ir.Month}:
		return "write month(" + a.Text + ")"
	case pair{ir.Month, ir.Timestamp}:
		return "write month(" + b.Text + ")"
	case pair{ir.Text, ir.Date}:
		return "write date(" + a.Text + `, "yyyyMMdd") with the layout of the text`
	case pair{ir.Text, ir.Month}:
		return "write month(" + a.Text + `, "yyyyMM") with the layout of the text`
	case pair{ir.Float, ir.Integer}, pair{ir.Float, ir.Decimal}:
		return "floats are not exact; write to_decimal(" + a.Text + ", 2)"
	case pair{ir.Boolean, ir.Integer}, pair{ir.Boolean, ir.Text}:
		return "compare with true or false"
	}
	return ""
}

// conversionHint names the function that makes an argument what a parameter wants.
func conversionHint(arg *ir.Node, wanted ir.Bases) string {
	have := arg.Type.Base
	switch {
	case wanted.Has(ir.Text) && ir.BasesOf(ir.Integer, ir.Decimal, ir.Date, ir.Month, ir.Timestamp).Has(have):
		return "write to_text(" + arg.Text + ")"
	case wanted.Has(ir.Integer) && have == ir.Text:
		return "write to_integer(" + arg.Text + ")"
	case wanted.Has(ir.Decimal) && have == ir.Text:
		return "write to_decimal(" + arg.Text + ", 2)"
	case wanted.Has(ir.Date) && have == ir.Text:
		return "write date(" + arg.Text + `, "yyyyMMdd") with the layout of the text`
	case wanted.Has(ir.Date) && (have == ir.Timestamp || have == ir.Month):
		return "write date(" + arg.Text + ")"
	}
	return ""
}

type pair struct{ a, b ir.Base }
