package selftest

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/trial"
)

// figures asks for every figure of every column, and for the groups of the texts.
func (t *Trial) figures(ctx context.Context) error {
	if t.rows == nil {
		return nil
	}
	for i, field := range figureFields() {
		for _, f := range figuresOf(field) {
			finding, err := t.figure(ctx, f, i, field)
			if err != nil {
				return err
			}
			t.result.add(finding)
		}
	}
	return nil
}

// figureFields are the columns of the trial but the last, the truth.
func figureFields() ir.Schema {
	schema := trial.Schema()
	return schema[:len(schema)-1]
}

func figuresOf(field ir.Field) []connectors.Func {
	list := []connectors.Func{connectors.CountValues, connectors.CountDistinct, connectors.Min, connectors.Max}
	switch field.Type.Base {
	case ir.Text:
		list = append(list, Grouped)
	case ir.Integer, ir.Decimal:
		list = append(list, connectors.Sum)
	}
	return list
}

func (t *Trial) figure(ctx context.Context, name connectors.Func, at int, field ir.Field) (Finding, error) {
	f := Finding{Topic: TopicFigure, Name: string(name), Asked: fmt.Sprintf("%s(%s)", name, field.Name), Verdict: Agrees}
	request := connectors.Aggregate{From: t.from, Terms: []connectors.Term{{Name: "figure", Func: name, Column: column(field)}}}
	types := []ir.Type{figureType(name, field.Type)}
	if name == Grouped {
		request.GroupBy = []connectors.Column{column(field)}
		request.Terms = []connectors.Term{{Name: "figure", Func: connectors.Count}}
		types = []ir.Type{field.Type, ir.Of(ir.Integer)}
	}
	if field.Type.Base == ir.Integer && name == connectors.Sum {
		request.Terms[0].Column.Type = types[0].Arrow()
	}
	var got []string
	stream, err := t.querier.Aggregate(ctx, request)
	err = drain(stream, err, func(record arrow.Record, row int) {
		var cells []string
		for i, typ := range types {
			cells = append(cells, shown(ir.ValueAt(record.Column(i), typ, row)))
		}
		got = append(got, strings.Join(cells, ": "))
	})
	if e, ok := errors.AsType[*connectors.Error](err); ok && e.Code == connectors.NotPushable {
		f.Verdict, f.Why = Ours, "the stored type is not the contract's"
		return f, nil
	}
	if why, refused := refusal(err); refused {
		f.Verdict, f.Why = Differs, why
		return f, nil
	}
	if want := t.expected(name, at); !slices.Equal(nullFirst(got), want) {
		f.Verdict, f.We, f.Server = Differs, strings.Join(want, ", "), strings.Join(got, ", ")
	}
	return f, err
}

func figureType(name connectors.Func, t ir.Type) ir.Type {
	switch name {
	case connectors.Sum:
		return ir.DecimalType(ir.MaxPrecision, t.Scale)
	case connectors.Min, connectors.Max:
		return t
	}
	return ir.Of(ir.Integer)
}

// expected works a figure out from the rows.
func (t *Trial) expected(name connectors.Func, at int) []string {
	var values []ir.Value
	for _, row := range t.rows {
		if v := row.Values[at]; !v.IsNull() {
			values = append(values, v)
		}
	}
	slices.SortFunc(values, ir.Compare)
	distinct := slices.CompactFunc(slices.Clone(values), func(a, b ir.Value) bool { return ir.Compare(a, b) == 0 })
	switch name {
	case connectors.CountDistinct:
		return []string{fmt.Sprint(len(distinct))}
	case connectors.Min:
		return []string{shown(values[0])}
	case connectors.Max:
		return []string{shown(values[len(values)-1])}
	case connectors.Sum:
		return []string{total(values)}
	case Grouped:
		return groups(values, distinct, len(t.rows)-len(values))
	}
	return []string{fmt.Sprint(len(values))}
}

func total(values []ir.Value) string {
	sum := new(big.Rat)
	for _, v := range values {
		sum.Add(sum, v.Rat())
	}
	return sum.FloatString(int(values[0].Type().Scale))
}

// groups writes the sizes of the groups in the order of their keys, null first.
func groups(values, distinct []ir.Value, nulls int) []string {
	list := []string{fmt.Sprintf("null: %d", nulls)}
	for _, key := range distinct {
		n := 0
		for _, v := range values {
			if ir.Compare(v, key) == 0 {
				n++
			}
		}
		list = append(list, fmt.Sprintf("%s: %d", shown(key), n))
	}
	return list
}

// nullFirst moves the group of nulls to the front: where it stands, servers disagree,
// and nobody minds.
func nullFirst(list []string) []string {
	at := slices.IndexFunc(list, func(s string) bool { return strings.HasPrefix(s, "null: ") })
	if at <= 0 {
		return list
	}
	return slices.Concat(list[at:at+1], list[:at], list[at+1:])
}
