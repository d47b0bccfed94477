package kind

import (
	"math/big"
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// controlTotal: what header rows declare is what the detail rows add up to.
func controlTotal() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "control_total", Title: "控制总数相符", Aspect: checks.Content, Dimension: checks.Completeness,
			Shape: totalsShape(), NeedsID: true, Keyed: true,
			DefaultOp: checks.GT, DefaultFail: "> 0", Unit: checks.UnitKeys, Percent: "the keys of both sides",
			Doc:     "This watch holds the headers. A header violates if the number or the sums of the other contract's rows with its key differ from what it declares; detail rows whose key no header has violate too. A null among the declared or the summed values is unknown.",
			Example: "control_total:\n  with: fund-payments\n  on: [batch_no]\n  count: declared_count\n  sum: {declared_amount: amount}",
		},
		bind: bindTotals, measures: measureTotals, find: findTotals, lack: lackWatch,
	}
}

func totalsShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "with", Shape: syntax.Name(), Required: true, Doc: "The contract of the detail rows.", Example: "fund-payments"},
		syntax.Key{Name: "on", Shape: pairsShape(), Required: true, Doc: "The key, as in exists_in.", Example: "[batch_no]"},
		syntax.Key{Name: "count", Shape: syntax.Column(), Doc: "The column that declares the number of detail rows."},
		syntax.Key{Name: "sum", Shape: syntax.MapOf(syntax.Column()), Doc: "Declared sums and the columns that are summed.", Example: "{declared_amount: amount}"},
		syntax.Key{Name: "other_where", Shape: syntax.Rule(), Doc: "Only detail rows for which this is true are counted."},
		syntax.Key{Name: "tolerance", Shape: syntax.Number(), Default: "0", Doc: "How far a sum may be off, absolute."},
	).Titled("a control total")
}

// totalsParams are the Params of control_total.
type totalsParams struct {
	other      string
	on         []checks.Pair
	count      string
	sums       []checks.Pair
	otherWhere *rules.Expr
	tolerance  *big.Rat
}

func bindTotals(scope checks.BindScope, args *syntax.Value) any {
	other := scope.Other(args.Get("with"))
	if other == nil {
		return nil
	}
	p := &totalsParams{other: other.ID, tolerance: new(big.Rat)}
	var onOK, sumOK, whereOK bool
	p.on, onOK = pairsOf(scope, args.Get("on"), other)
	p.sums, sumOK = sumsOf(scope, args.Get("sum"), other)
	p.otherWhere, whereOK = ruleOf(args.Get("other_where"), func(v *syntax.Value) *rules.Expr { return scope.Over(v, other.Schema(), ir.Boolean) })
	countOK := p.bindCount(scope, args)
	if v := args.Get("tolerance"); v != nil {
		p.tolerance.SetString(v.Text)
	}
	if !onOK || !sumOK || !whereOK || !countOK {
		return nil
	}
	return p
}

func (p *totalsParams) bindCount(scope checks.BindScope, args *syntax.Value) bool {
	v := args.Get("count")
	if v == nil {
		if args.Get("sum") != nil {
			return true
		}
		scope.Report(args, codeParameter, "there is nothing to compare", "give count, sum or both")
		return false
	}
	column := scope.Column(v)
	if column == nil {
		return false
	}
	p.count = column.Name
	return number(scope, v, column)
}

// sumsOf resolves {declared: summed}; both must be exact numbers.
func sumsOf(scope checks.BindScope, v *syntax.Value, other *checks.Contract) ([]checks.Pair, bool) {
	if v == nil {
		return nil, true
	}
	ok := true
	var pairs []checks.Pair
	for _, f := range v.Fields {
		declared, summed := scope.Column(f.Key), otherColumn(scope, f.Value, other)
		if declared == nil || summed == nil {
			ok = false
			continue
		}
		ok = number(scope, f.Key, declared) && number(scope, f.Value, summed) && ok
		pairs = append(pairs, checks.Pair{Left: declared.Name, Right: summed.Name})
	}
	return pairs, ok
}

// number makes sure that a column is exact.
func number(scope checks.BindScope, v *syntax.Value, c *checks.Column) bool {
	if c.Type.Base == ir.Integer || c.Type.Base == ir.Decimal {
		return true
	}
	scope.Report(v, codeParameter, "the column `"+c.Name+"` is "+c.Type.String(), "totals need an integer or a decimal")
	return false
}

func measureTotals(w *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*totalsParams)
	if !ok {
		return nil
	}
	other := otherWatch(w, p.other)
	if other == nil {
		return nil
	}
	return []checks.Measure{checks.Totals{
		Other: other, On: p.on, Count: p.count, Sums: p.sums, OtherWhere: p.otherWhere, Tolerance: p.tolerance,
	}}
}

func findTotals(j checks.Judgement) finding {
	r := j.Results[0]
	bad := violatingKeys(r)
	f := finding{
		measured: counting(j, bad, r.KnownGroups, checks.UnitKeys), denominator: r.Denominator, counts: r.Counts,
		samples: r.Samples, skipped: idle(r.Counts),
		parts: map[string]string{"keys": strconv.FormatInt(r.Denominator, 10)},
	}
	f.found = "the totals of " + plural(r.Denominator, "key", "keys") + " agree"
	if bad > 0 {
		f.found = "the totals of " + share(bad, r.Denominator, "key", "keys") + " do not agree"
	}
	f.found = join(f.found, known(r.Counts), unknown(r.Unknown))
	return f
}
