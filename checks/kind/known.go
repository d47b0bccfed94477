package kind

import (
	"github.com/dogwatch/dogwatch/checks"
)

// counting gives what bounds are compared with: the violations without the excepted
// ones, and for `of: new` without the stock.
func counting(j checks.Judgement, violations int64, of checks.Known, unit checks.Unit) checks.Quantity {
	n := violations - of.Excepted
	if j.Check.Of == checks.OfNew {
		n -= of.Stock
	}
	return count(n, unit)
}

// known says how many violations are stock or excepted, "" for none.
func known(c checks.Counts) string {
	var stock, excepted string
	if c.Stock > 0 {
		stock = commas(c.Stock) + " in stock"
	}
	if c.Excepted > 0 {
		excepted = commas(c.Excepted) + " excepted"
	}
	return join(stock, excepted)
}
