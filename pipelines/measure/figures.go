package measure

import (
	"fmt"
	"math/big"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// figureTaker computes totals while the rows stream by.
type figureTaker struct {
	slot  *slot
	terms []streamedFigure
}

type streamedFigure struct {
	checks.Figure
	where int
	typ   ir.Type
	rows  int64
	sum   *big.Int // of unscaled decimals or integers
	best  ir.Value
}

func (p *patrol) figureTaker(r *reader, sc *scan, s *slot, m checks.Figures) taker {
	t := &figureTaker{slot: s}
	for _, term := range m.Terms {
		f := streamedFigure{Figure: term, where: r.rule(sc, term.Where), sum: new(big.Int)}
		if term.Column != "" {
			r.need(sc, term.Column)
			f.typ = r.bind.watch.Mapping(term.Column).Type
		}
		t.terms = append(t.terms, f)
	}
	return t
}

func (t *figureTaker) digest(b *batch, rows bitmap) error {
	t.slot.result.Rows += rows.count()
	for i := range t.terms {
		f := &t.terms[i]
		counted := rows
		if f.where >= 0 {
			yes, _, _ := b.truth(f.where)
			counted = rows.and(yes)
		}
		f.add(b, counted)
	}
	return nil
}

func (f *streamedFigure) add(b *batch, rows bitmap) {
	f.rows += rows.count()
	if f.Column == "" {
		return
	}
	column := b.column(f.Column)
	_ = rows.each(func(row int) error {
		f.addValue(column, row)
		return nil
	})
}

func (f *streamedFigure) addValue(column arrow.Array, row int) {
	v := ir.ValueAt(column, f.typ, row)
	if v.IsNull() {
		return
	}
	switch f.Func {
	case checks.FigureMax:
		if f.best.IsNull() || ir.Compare(v, f.best) > 0 {
			f.best = v
		}
	case checks.FigureMin:
		if f.best.IsNull() || ir.Compare(v, f.best) < 0 {
			f.best = v
		}
	case checks.FigureSum:
		f.sum.Add(f.sum, unscaled(v))
		f.best = v
	}
}

// unscaled gives the integer behind an integer or decimal value.
func unscaled(v ir.Value) *big.Int {
	if v.Type().Base == ir.Decimal {
		return v.Decimal().BigInt()
	}
	return big.NewInt(v.Number())
}

func (f *streamedFigure) value() (ir.Value, error) {
	switch f.Func {
	case checks.FigureRows:
		return ir.IntegerOf(f.rows), nil
	case checks.FigureSum:
		if f.best.IsNull() {
			return ir.NullOf(ir.DecimalType(ir.MaxPrecision, f.typ.Scale)), nil // as in SQL: nothing has no sum
		}
		return sumValue(f.typ, f.sum)
	}
	if f.best.IsNull() {
		return ir.NullOf(f.typ), nil
	}
	return f.best, nil
}

// sumValue types a sum: decimals keep their scale with 38 digits, integers stay.
func sumValue(t ir.Type, sum *big.Int) (ir.Value, error) {
	n, fits := ir.FitsDecimal(sum)
	if !fits {
		return ir.Value{}, fmt.Errorf("a sum is beyond 38 digits")
	}
	if t.Base == ir.Integer {
		return ir.DecimalOf(n, ir.DecimalType(38, 0)), nil
	}
	return ir.DecimalOf(n, ir.DecimalType(38, t.Scale)), nil
}

func (t *figureTaker) conclude() error {
	t.slot.result.Judged = t.slot.result.Rows
	t.slot.result.Denominator = t.slot.result.Rows
	t.slot.result.Figures = map[string]ir.Value{}
	for i := range t.terms {
		v, err := t.terms[i].value()
		if err != nil {
			return err
		}
		t.slot.result.Figures[t.terms[i].Name] = v
	}
	return nil
}
