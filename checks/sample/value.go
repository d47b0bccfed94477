package sample

import (
	"strconv"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// read turns a written cell into a value of a column's type; ok is false if the text
// cannot be read so. Dates are written 2026-11-24, months 2026-11, timestamps
// 2026-11-24 08:00:00.
func read(v *syntax.Value, t ir.Type) (value ir.Value, ok bool) {
	if v.Form == syntax.Null {
		return ir.NullOf(t), true
	}
	switch t.Base {
	case ir.Text:
		return ir.TextOf(v.Text).WithType(t), true
	case ir.Integer:
		n, err := strconv.ParseInt(v.Text, 10, 64)
		return ir.IntegerOf(n), err == nil
	case ir.Float:
		f, err := strconv.ParseFloat(v.Text, 64)
		return ir.FloatOf(f), err == nil
	case ir.Boolean:
		return ir.BooleanOf(v.Text == "true"), v.Text == "true" || v.Text == "false"
	case ir.Decimal:
		return readDecimal(v.Text, t)
	}
	return readDate(v.Text, t)
}

// readDecimal refuses digits that the column cannot hold.
func readDecimal(text string, t ir.Type) (ir.Value, bool) {
	n, _, scale, ok := ir.ParseDecimal(text)
	if !ok || scale > t.Scale {
		return ir.NullOf(t), false
	}
	moved := ir.Rescale(n.BigInt(), scale, t.Scale)
	unscaled, ok := ir.FitsDecimal(moved)
	if !ok || moved.CmpAbs(ir.PowerOfTen(t.Precision)) >= 0 {
		return ir.NullOf(t), false
	}
	return ir.DecimalOf(unscaled, t), true
}

func readDate(text string, t ir.Type) (ir.Value, bool) {
	switch t.Base {
	case ir.Date:
		p, ok := ir.ParseLayout(text, ir.DateLayout)
		return ir.DateOf(ir.DayOfMicros(p.Timestamp())), ok
	case ir.Month:
		p, ok := ir.ParseLayout(text, ir.MonthLayout)
		return ir.MonthOf(ir.MonthNumber(p.Year, p.Month)), ok
	case ir.Timestamp:
		if p, ok := ir.ParseLayout(text, ir.TimestampLayout); ok {
			return ir.TimestampOf(p.Timestamp()), true
		}
		p, ok := ir.ParseLayout(text, ir.DateLayout)
		return ir.TimestampOf(p.Timestamp()), ok
	}
	return ir.NullOf(t), false
}
