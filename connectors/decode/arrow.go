package decode

import (
	"math"
	"unsafe"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/connectors"
)

// The days and microseconds of the years 1 to 9999.
const (
	firstDay    = -719162
	lastDay     = 2932896
	firstMicros = firstDay * 86_400_000_000
	lastMicros  = (lastDay+1)*86_400_000_000 - 1
)

func finite(v float64) bool                { return !math.IsNaN(v) && !math.IsInf(v, 0) }
func realDay(v arrow.Date32) bool          { return v >= firstDay && v <= lastDay }
func realMicros(v arrow.Timestamp) bool    { return v >= firstMicros && v <= lastMicros }
func (c *cell) fits(v decimal128.Num) bool { return v.FitsInPrecision(c.precision) }

// NativeOf is the contract type that a column of an Arrow type decodes to without a
// Form; nil: Recast does not read it. A column of nulls decodes to anything, here text.
func NativeOf(t arrow.DataType) arrow.DataType {
	switch t := t.(type) {
	case *arrow.StringType, *arrow.LargeStringType, *arrow.BinaryType, *arrow.LargeBinaryType,
		*arrow.FixedSizeBinaryType, *arrow.NullType, *arrow.Time32Type, *arrow.Time64Type:
		return arrow.BinaryTypes.String
	case *arrow.Int8Type, *arrow.Int16Type, *arrow.Int32Type, *arrow.Int64Type,
		*arrow.Uint8Type, *arrow.Uint16Type, *arrow.Uint32Type:
		return arrow.PrimitiveTypes.Int64
	case *arrow.Uint64Type:
		return &arrow.Decimal128Type{Precision: 20}
	case *arrow.Float32Type, *arrow.Float64Type:
		return arrow.PrimitiveTypes.Float64
	case *arrow.Decimal128Type:
		return t
	case *arrow.Decimal256Type:
		return &arrow.Decimal128Type{Precision: min(t.Precision, maxDigits), Scale: min(t.Scale, maxDigits)}
	case *arrow.BooleanType:
		return arrow.FixedWidthTypes.Boolean
	case *arrow.Date32Type, *arrow.Date64Type:
		return arrow.FixedWidthTypes.Date32
	case *arrow.TimestampType:
		return connectors.TimestampType
	case *arrow.DictionaryType:
		return NativeOf(t.ValueType)
	}
	return nil
}

// A valueReader appends the value of a row that is not null.
type valueReader func(b *Builder, col, row int)

// readerOf is the way of a column's values into a builder. A type that NativeOf does
// not know gives faults.
func readerOf(column arrow.Array) valueReader {
	switch a := column.(type) {
	case *array.Int8:
		return integers(a.Int8Values())
	case *array.Int16:
		return integers(a.Int16Values())
	case *array.Int32:
		return integers(a.Int32Values())
	case *array.Int64:
		return integers(a.Int64Values())
	case *array.Uint8:
		return integers(a.Uint8Values())
	case *array.Uint16:
		return integers(a.Uint16Values())
	case *array.Uint32:
		return integers(a.Uint32Values())
	case *array.Uint64:
		return func(b *Builder, col, row int) { b.AppendUint64(col, a.Value(row)) }
	case *array.Float32:
		return func(b *Builder, col, row int) { b.AppendFloat32(col, a.Value(row)) }
	case *array.Float64:
		return func(b *Builder, col, row int) { b.AppendFloat64(col, a.Value(row)) }
	case *array.Boolean:
		return func(b *Builder, col, row int) { b.AppendBool(col, a.Value(row)) }
	case *array.Decimal128:
		scale := a.DataType().(*arrow.Decimal128Type).Scale
		return func(b *Builder, col, row int) { b.AppendDecimal128(col, a.Value(row), scale) }
	case *array.Decimal256:
		scale := a.DataType().(*arrow.Decimal256Type).Scale
		return func(b *Builder, col, row int) { b.AppendText(col, []byte(a.Value(row).ToString(scale))) }
	case *array.Dictionary:
		return entries(a)
	case *array.Null: // its IsNull does not tell
		return func(b *Builder, col, _ int) { b.AppendNull(col) }
	}
	if texts := textReader(column); texts != nil {
		return texts
	}
	if moments := momentReader(column); moments != nil {
		return moments
	}
	return func(b *Builder, col, _ int) { b.AppendFault(col, ReasonForm, nil) }
}

func integers[T int8 | int16 | int32 | int64 | uint8 | uint16 | uint32](values []T) valueReader {
	return func(b *Builder, col, row int) { b.AppendInt64(col, int64(values[row])) }
}

// entries reads a dictionary's entry, which may be null itself.
func entries(a *array.Dictionary) valueReader {
	dictionary := a.Dictionary()
	value := readerOf(dictionary)
	return func(b *Builder, col, row int) {
		entry := a.GetValueIndex(row)
		if dictionary.IsNull(entry) {
			b.AppendNull(col)
			return
		}
		value(b, col, entry)
	}
}

func textReader(column arrow.Array) valueReader {
	switch a := column.(type) {
	case *array.String:
		return func(b *Builder, col, row int) { b.AppendText(col, bytesOf(a.Value(row))) }
	case *array.LargeString:
		return func(b *Builder, col, row int) { b.AppendText(col, bytesOf(a.Value(row))) }
	case *array.Binary:
		return func(b *Builder, col, row int) { b.AppendText(col, notNil(a.Value(row))) }
	case *array.LargeBinary:
		return func(b *Builder, col, row int) { b.AppendText(col, notNil(a.Value(row))) }
	case *array.FixedSizeBinary:
		return func(b *Builder, col, row int) { b.AppendText(col, notNil(a.Value(row))) }
	}
	return nil
}

func momentReader(column arrow.Array) valueReader {
	switch a := column.(type) {
	case *array.Date32:
		return func(b *Builder, col, row int) { b.appendMoment(col, CivilOf(a.Value(row).ToTime()), true) }
	case *array.Date64:
		return func(b *Builder, col, row int) { b.appendMoment(col, CivilOf(a.Value(row).ToTime()), true) }
	case *array.Time32:
		unit := a.DataType().(*arrow.Time32Type).Unit
		return func(b *Builder, col, row int) {
			b.AppendText(col, a.Value(row).ToTime(unit).AppendFormat(nil, clock))
		}
	case *array.Time64:
		unit := a.DataType().(*arrow.Time64Type).Unit
		return func(b *Builder, col, row int) {
			b.AppendText(col, a.Value(row).ToTime(unit).AppendFormat(nil, clock))
		}
	case *array.Timestamp:
		return instants(a)
	}
	return nil
}

// clock is how a time of day is written.
const clock = "15:04:05.999999999"

// instants reads timestamps: with a zone they are instants, without one civil times.
func instants(a *array.Timestamp) valueReader {
	t := a.DataType().(*arrow.TimestampType)
	if t.TimeZone != "" {
		return func(b *Builder, col, row int) { b.AppendTime(col, a.Value(row).ToTime(t.Unit)) }
	}
	return func(b *Builder, col, row int) { b.AppendCivil(col, CivilOf(a.Value(row).ToTime(t.Unit))) }
}

// bytesOf is the text's bytes without a copy: they are only read. Empty is not nil,
// which would be null.
func bytesOf(text string) []byte {
	if text == "" {
		return []byte{}
	}
	return unsafe.Slice(unsafe.StringData(text), len(text))
}

func notNil(raw []byte) []byte {
	if raw == nil {
		return []byte{}
	}
	return raw
}
