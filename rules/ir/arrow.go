package ir

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// ValueAt reads one cell as a value of the column's type. The array must have the
// Arrow type of t (CheckArray); a cell of another type reads as null.
func ValueAt(column arrow.Array, t Type, row int) Value {
	if column.IsNull(row) {
		return NullOf(t)
	}
	switch a := column.(type) {
	case *array.String:
		return TextOf(a.Value(row)).WithType(t)
	case *array.Int64:
		return IntegerOf(a.Value(row))
	case *array.Decimal128:
		return DecimalOf(a.Value(row), t)
	case *array.Float64:
		return FloatOf(a.Value(row))
	case *array.Boolean:
		return BooleanOf(a.Value(row))
	case *array.Date32:
		return DateOf(int64(a.Value(row)))
	case *array.MonthInterval:
		return MonthOf(int64(a.Value(row)))
	case *array.Timestamp:
		return TimestampOf(int64(a.Value(row)))
	case *array.Dictionary:
		return ValueAt(a.Dictionary(), t, a.GetValueIndex(row))
	}
	return NullOf(t)
}

// CheckArray says whether a column of a record has the type that the schema
// promised. Decimals may be narrower but must have the same scale; texts may be
// encoded by a dictionary, whose entries may be null.
func CheckArray(name string, column arrow.Array, t Type) error {
	have := column.DataType()
	if d, ok := have.(*arrow.Decimal128Type); ok && t.Base == Decimal && d.Scale == t.Scale {
		return nil
	}
	if d, ok := have.(*arrow.DictionaryType); ok && t.Base == Text {
		have = d.ValueType
	}
	if arrow.TypeEqual(have, t.Arrow()) {
		return nil
	}
	return fmt.Errorf("column %s is %s in the record, %s was promised", name, have, t.Arrow())
}

// Append adds a value to a builder of the Arrow type of the value's type; another
// builder gets a null.
func Append(to array.Builder, v Value) {
	if v.IsNull() {
		to.AppendNull()
		return
	}
	switch b := to.(type) {
	case *array.StringBuilder:
		b.Append(v.Text())
	case *array.Int64Builder:
		b.Append(v.Number())
	case *array.Decimal128Builder:
		b.Append(v.Decimal())
	case *array.Float64Builder:
		b.Append(v.Float())
	case *array.BooleanBuilder:
		b.Append(v.Bool())
	case *array.Date32Builder:
		b.Append(arrow.Date32(v.Number()))
	case *array.MonthIntervalBuilder:
		b.Append(arrow.MonthInterval(v.Number()))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(v.Number()))
	default:
		to.AppendNull()
	}
}
