package sample

import (
	"math/big"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// Tables gives the rows of each contract that a measure may look at.
type Tables map[string]Table

// Measure carries out one measure of a check in memory. own is the table of the
// check's watch before where, which picks the rows that the check looks at; nil: all. A
// probe is skipped: there is no source.
func Measure(m checks.Measure, where *rules.Expr, own Table, others Tables, env rules.Env) checks.Result {
	rows, err := own.where(where, env)
	var r checks.Result
	if err == nil {
		r, err = measured(m, rows, others, env)
	}
	if err != nil {
		return checks.Result{Failure: &checks.Failure{Class: "rule", Message: err.Error()}}
	}
	return r
}

func measured(m checks.Measure, own Table, others Tables, env rules.Env) (checks.Result, error) {
	switch m := m.(type) {
	case checks.RowRule:
		return rowRule(m, own, env)
	case checks.Decode:
		return decode(m, own), nil
	case checks.Figures:
		return figures(m, own, env)
	case checks.Keys:
		return keys(m, own), nil
	case checks.Match:
		return match(m, own, others, env)
	case checks.Totals:
		return totals(m, own, others, env)
	case checks.Reconcile:
		return reconcile(m, own, others, env)
	case checks.Groups:
		return groups(m, own, env)
	case checks.Aggregate:
		return aggregate(m, own, env)
	}
	return checks.Result{Skipped: "a probe needs a source"}, nil
}

func rowRule(m checks.RowRule, own Table, env rules.Env) (checks.Result, error) {
	verdict, err := own.judge(m.Rule, env)
	if err != nil {
		return checks.Result{}, err
	}
	holds, violated, unknown, faulted := verdict.Counts()
	r := checks.Result{Counts: checks.Counts{
		Rows: int64(len(own.Rows)), Judged: int64(holds + violated), Violations: int64(violated),
		Unknown: int64(unknown), Faulted: int64(faulted),
	}}
	r.Denominator = r.Judged
	return r, nil
}

func decode(m checks.Decode, own Table) checks.Result {
	r := checks.Result{Counts: checks.Counts{Rows: int64(len(own.Rows)), Judged: int64(len(own.Rows))}}
	for _, row := range own.Rows {
		if row.Undecoded[m.Column] {
			r.Violations++
		}
	}
	r.Denominator = r.Judged
	return r
}

func keys(m checks.Keys, own Table) checks.Result {
	r := checks.Result{Counts: checks.Counts{Rows: int64(len(own.Rows))}}
	seen := map[string]int64{}
	for i := range own.Rows {
		values, ok := own.values(i, m.Columns)
		if !ok {
			r.Unknown++
			continue
		}
		seen[keyOf(values)]++
	}
	for _, n := range seen {
		if n > 1 {
			r.Violations += n
			r.Groups++
		}
	}
	r.Judged, r.Denominator = r.Rows-r.Unknown, r.Rows
	return r
}

func figures(m checks.Figures, own Table, env rules.Env) (checks.Result, error) {
	r := checks.Result{Counts: checks.Counts{Rows: int64(len(own.Rows)), Judged: int64(len(own.Rows))}, Figures: map[string]ir.Value{}}
	for _, term := range m.Terms {
		rows, err := own.where(term.Where, env)
		if err != nil {
			return r, err
		}
		r.Figures[term.Name] = figure(term, rows)
	}
	return r, nil
}

func figure(term checks.Figure, rows Table) ir.Value {
	if term.Func == checks.FigureRows {
		return ir.IntegerOf(int64(len(rows.Rows)))
	}
	var best ir.Value
	for i := range rows.Rows {
		v := rows.value(i, term.Column)
		switch {
		case v.IsNull():
		case best.IsNull():
			best = v
		case term.Func == checks.FigureSum:
			best = sum(best, v)
		case term.Func == checks.FigureMax && ir.Compare(v, best) > 0, term.Func == checks.FigureMin && ir.Compare(v, best) < 0:
			best = v
		}
	}
	return best
}

// sum adds two integers or decimals of one type.
func sum(a, b ir.Value) ir.Value {
	if a.Type().Base == ir.Integer {
		return ir.IntegerOf(a.Number() + b.Number())
	}
	n, ok := ir.FitsDecimal(new(big.Int).Add(a.Decimal().BigInt(), b.Decimal().BigInt()))
	if !ok {
		return ir.NullOf(a.Type())
	}
	return ir.DecimalOf(n, a.Type())
}
