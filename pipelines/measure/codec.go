package measure

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// appendKey encodes the cells of one row so that two keys are equal exactly if
// their values are, whatever engine they came from: text by its bytes, numbers by
// value (an integer equals a decimal without fraction). null tells that a part is null.
func appendKey(dst []byte, columns []arrow.Array, row int) (key []byte, null bool) {
	for _, c := range columns {
		if c.IsNull(row) {
			return dst, true
		}
		dst = appendPart(dst, c, row)
	}
	return dst, false
}

// appendPart writes one length-prefixed key part.
func appendPart(dst []byte, column arrow.Array, row int) []byte {
	if text, ok := column.(*array.String); ok {
		value := text.Value(row)
		dst = binary.AppendUvarint(dst, uint64(len(value)))
		return append(dst, value...)
	}
	var buffer [64]byte
	value := appendScalar(buffer[:0], column, row)
	dst = binary.AppendUvarint(dst, uint64(len(value)))
	return append(dst, value...)
}

// appendScalar writes a non-text value in a form that is equal for equal values.
func appendScalar(dst []byte, column arrow.Array, row int) []byte {
	switch c := column.(type) {
	case *array.Int64:
		return strconv.AppendInt(dst, c.Value(row), 10)
	case *array.Decimal128:
		return append(dst, canonicalDecimal(c.Value(row), c.DataType().(*arrow.Decimal128Type).Scale)...)
	case *array.Float64:
		return strconv.AppendFloat(dst, c.Value(row)+0, 'g', -1, 64)
	case *array.Boolean:
		return strconv.AppendBool(dst, c.Value(row))
	case *array.Date32:
		return strconv.AppendInt(dst, int64(c.Value(row)), 10)
	case *array.MonthInterval:
		return strconv.AppendInt(dst, int64(c.Value(row)), 10)
	case *array.Timestamp:
		return strconv.AppendInt(dst, int64(c.Value(row)), 10)
	}
	return append(dst, column.ValueStr(row)...)
}

// canonicalDecimal renders a decimal without trailing zeros after the point.
func canonicalDecimal(n decimal128.Num, scale int32) string {
	text := ir.FormatDecimal(n, scale)
	if scale <= 0 {
		return text
	}
	end := len(text)
	for end > 0 && text[end-1] == '0' {
		end--
	}
	if end > 0 && text[end-1] == '.' {
		end--
	}
	return text[:end]
}

// appendRow encodes the cells of one row for a sorter's payload: a null flag, then
// the value in a fixed or length-prefixed form.
func appendRow(dst []byte, columns []arrow.Array, row int) []byte {
	for _, c := range columns {
		if c.IsNull(row) {
			dst = append(dst, 0)
			continue
		}
		dst = appendCell(append(dst, 1), c, row)
	}
	return dst
}

func appendCell(dst []byte, column arrow.Array, row int) []byte {
	switch c := column.(type) {
	case *array.String:
		value := c.Value(row)
		dst = binary.AppendUvarint(dst, uint64(len(value)))
		return append(dst, value...)
	case *array.Int64:
		return binary.LittleEndian.AppendUint64(dst, uint64(c.Value(row)))
	case *array.Decimal128:
		n := c.Value(row)
		dst = binary.LittleEndian.AppendUint64(dst, n.LowBits())
		return binary.LittleEndian.AppendUint64(dst, uint64(n.HighBits()))
	case *array.Float64:
		return binary.LittleEndian.AppendUint64(dst, math.Float64bits(c.Value(row)))
	case *array.Boolean:
		if c.Value(row) {
			return append(dst, 1)
		}
		return append(dst, 0)
	case *array.Date32:
		return binary.LittleEndian.AppendUint32(dst, uint32(c.Value(row)))
	case *array.MonthInterval:
		return binary.LittleEndian.AppendUint32(dst, uint32(c.Value(row)))
	case *array.Timestamp:
		return binary.LittleEndian.AppendUint64(dst, uint64(c.Value(row)))
	}
	return dst
}
