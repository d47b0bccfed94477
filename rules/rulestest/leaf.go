package rulestest

import (
	"strconv"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// leaf writes a column or a literal.
func (w writer) leaf(base ir.Base) string {
	if w.chance(2) {
		return w.literal(base)
	}
	return w.column(base)
}

// column names a column of the base.
func (w writer) column(base ir.Base) string {
	var names []string
	for _, f := range w.schema {
		if f.Type.Base == base {
			names = append(names, f.Name)
		}
	}
	if len(names) == 0 {
		return w.literal(base)
	}
	return rapid.SampledFrom(names).Draw(w.t, "column")
}

// literal writes a constant whose base is plain without its surroundings.
func (w writer) literal(base ir.Base) string {
	switch base {
	case ir.Text:
		return strconv.Quote(rapid.SampledFrom(texts()).Draw(w.t, "text"))
	case ir.Integer:
		return strconv.FormatInt(rapid.Int64Range(-12, 12).Draw(w.t, "integer"), 10)
	case ir.Decimal:
		return w.pick([]string{"0.0", "-0.5", "12.50", "0.333", "1000000.00", "-7.000001", "20.0"})
	case ir.Float:
		return w.column(ir.Float)
	case ir.Boolean:
		return w.pick([]string{"true", "false"})
	case ir.Date:
		return w.pick([]string{`date("2024-02-29")`, `date("1948-05-01")`, `date("2026-11-24")`, "period.start", "today()"})
	case ir.Month:
		return w.pick([]string{`month("2026-11")`, `month("1999-12")`, "month(today())"})
	}
	return "now()"
}
