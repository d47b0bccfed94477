package sqldb

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

// maxPrecision is what a Decimal128 holds.
const maxPrecision = 38

// errNotPushable marks figures that a server would give differently from a scan.
var errNotPushable = errors.New("the server cannot give this figure exactly")

// selectFigures is the statement of an aggregate, with the columns of its answer.
func selectFigures(d Dialect, request connectors.Aggregate) (connectors.Fragment, []connectors.Column, error) {
	w := &writer{dialect: d}
	columns, keys, err := figureColumns(d, request)
	if err != nil {
		return connectors.Fragment{}, nil, err
	}
	w.write("SELECT ")
	if h, ok := d.(Hinter); ok && len(keys) > 0 {
		w.write(h.GroupHint(), " ")
	}
	w.list(keys)
	for i, term := range request.Terms {
		if i > 0 || len(keys) > 0 {
			w.write(", ")
		}
		if err := w.term(term); err != nil {
			return connectors.Fragment{}, nil, err
		}
	}
	if err := w.from(request.From); err != nil {
		return connectors.Fragment{}, nil, err
	}
	if err := w.where(request.Where); err != nil {
		return connectors.Fragment{}, nil, err
	}
	w.group(keys, request.AtLeast)
	return w.done(), columns, nil
}

// figureColumns gives the columns of the answer and the expressions of the keys.
func figureColumns(d Dialect, request connectors.Aggregate) ([]connectors.Column, []string, error) {
	var columns []connectors.Column
	var keys []string
	for _, column := range request.GroupBy {
		if err := pushable(column); err != nil {
			return nil, nil, err
		}
		columns = append(columns, column)
		keys = append(keys, keyOf(d, column))
	}
	for _, term := range request.Terms {
		column, err := termColumn(term)
		if err != nil {
			return nil, nil, err
		}
		columns = append(columns, column)
	}
	if len(columns) == 0 {
		return nil, nil, fmt.Errorf("no figure is asked for")
	}
	return columns, keys, nil
}

// group writes GROUP BY, HAVING and the order of the keys.
func (w *writer) group(keys []string, atLeast int64) {
	if len(keys) > 0 {
		w.write(" GROUP BY ")
		w.list(keys)
	}
	if atLeast > 1 {
		w.write(" HAVING COUNT(*) >= ", strconv.FormatInt(atLeast, 10))
	}
	if len(keys) > 0 {
		w.write(" ORDER BY ")
		w.list(keys)
	}
}

// pushable refuses columns whose value a server does not see as we do.
func pushable(column connectors.Column) error {
	form := column.Form
	switch {
	case len(column.Physical) != 1:
		return fmt.Errorf("column %s joins several columns: %w", column.Name, errNotPushable)
	case form.Trim || form.Fold || form.Values != nil || form.Layout != "" || form.SM4:
		return fmt.Errorf("column %s is read in a form of its own: %w", column.Name, errNotPushable)
	case column.Type == nil:
		return fmt.Errorf("column %s has no type", column.Name)
	}
	return nil
}

// termColumn is the column of the answer that holds a term.
func termColumn(term connectors.Term) (connectors.Column, error) {
	count := connectors.Column{Name: term.Name, Type: arrow.PrimitiveTypes.Int64}
	if term.Func == connectors.Count {
		return count, nil
	}
	if err := pushable(term.Column); err != nil {
		return count, err
	}
	result := connectors.Column{Name: term.Name, Type: term.Column.Type, Form: term.Column.Form}
	switch term.Func {
	case connectors.CountValues, connectors.CountDistinct:
		return count, nil
	case connectors.Min, connectors.Max:
		return result, nil
	case connectors.Sum:
		var err error
		result.Type, err = sumType(term.Column)
		return result, err
	}
	return count, fmt.Errorf("term %s has an unknown function", term.Name)
}

func sumType(column connectors.Column) (arrow.DataType, error) {
	switch t := column.Type.(type) {
	case *arrow.Int64Type:
		return &arrow.Decimal128Type{Precision: maxPrecision}, nil
	case *arrow.Decimal128Type:
		return &arrow.Decimal128Type{Precision: maxPrecision, Scale: t.Scale}, nil
	case *arrow.Float64Type:
		return t, nil
	}
	return nil, fmt.Errorf("column %s is no number: it has no sum", column.Name)
}

// term writes one figure: only the rows of its own condition count.
func (w *writer) term(term connectors.Term) error {
	open, value := "", "1"
	switch term.Func {
	case connectors.Count:
		if open = "COUNT("; term.Where.Text == "" {
			value = "*"
		}
	case connectors.CountValues:
		open, value = "COUNT(", valueOf(w.dialect, term.Column)
	case connectors.CountDistinct:
		open, value = "COUNT(DISTINCT ", keyOf(w.dialect, term.Column)
	case connectors.Min:
		open, value = "MIN(", keyOf(w.dialect, term.Column)
	case connectors.Max:
		open, value = "MAX(", keyOf(w.dialect, term.Column)
	case connectors.Sum:
		open, value = "SUM(", keyOf(w.dialect, term.Column)
	}
	w.write(open)
	if term.Where.Text == "" {
		w.write(value, ")")
		return nil
	}
	w.write("CASE WHEN ")
	if err := w.fragment(term.Where); err != nil {
		return err
	}
	w.write(" THEN ", value, " END)")
	return nil
}

func isText(column connectors.Column) bool { return column.Type.ID() == arrow.STRING }

// keyOf is what values are grouped, counted and ordered by.
func keyOf(d Dialect, column connectors.Column) string {
	if isText(column) {
		return d.Key(d.Quote(column.Physical[0]))
	}
	return valueOf(d, column)
}

// valueOf is the column, null where it holds no value of the contract's type.
func valueOf(d Dialect, column connectors.Column) string {
	quoted := d.Quote(column.Physical[0])
	if p, ok := d.(Presenter); ok && isText(column) {
		return p.Present(quoted)
	}
	if b, ok := d.(Bounder); ok && !isText(column) {
		return b.Bound(quoted, column)
	}
	return quoted
}

// figureOperands are the columns whose stored type decides whether the server's
// figures are ours.
func figureOperands(request connectors.Aggregate) []connectors.Column {
	out := append([]connectors.Column(nil), request.GroupBy...)
	for _, term := range request.Terms {
		if term.Func != connectors.Count {
			out = append(out, term.Column)
		}
	}
	return out
}

// agrees reports whether a figure over the stored type is one over the contract's.
func agrees(contract arrow.DataType, stored arrow.DataType) bool {
	if stored == nil {
		return false
	}
	whole := stored.ID() == arrow.INT64 || stored.ID() == arrow.DECIMAL128
	switch contract.ID() {
	case arrow.STRING:
		return whole || stored.ID() == arrow.STRING
	case arrow.INT64, arrow.DECIMAL128:
		return whole
	case arrow.FLOAT64:
		return whole || stored.ID() == arrow.FLOAT64
	case arrow.DATE32: // a day of a timestamp would group by the second
		return stored.ID() == arrow.DATE32
	}
	return arrow.TypeEqual(contract, stored)
}
