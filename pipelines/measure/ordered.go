package measure

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// appendOrderedKey encodes the cells of one row as a key whose bytes are ordered as the
// values are, part by part: text by its UTF-8 bytes, numbers by value. So streams that a
// server delivers in the order of a key can be merged by these bytes. Parts that meet in
// one order have one type. null tells that a part is null.
func appendOrderedKey(dst []byte, columns []arrow.Array, row int) (key []byte, null bool) {
	last := len(columns) - 1
	for i, c := range columns {
		if c.IsNull(row) {
			return dst, true
		}
		dst = appendOrderedPart(dst, c, row, i == last)
	}
	return dst, false
}

// appendOrderedPart writes one part of a key. A text that is not the last part ends with
// two zero bytes, and a zero byte within it is followed by 0xFF.
func appendOrderedPart(dst []byte, column arrow.Array, row int, last bool) []byte {
	switch c := column.(type) {
	case *array.String:
		if last {
			return append(dst, c.Value(row)...)
		}
		return appendTerminated(dst, c.Value(row))
	case *array.Int64:
		return binary.BigEndian.AppendUint64(dst, uint64(c.Value(row))^signBit)
	case *array.Decimal128:
		n := c.Value(row)
		return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(dst, uint64(n.HighBits())^signBit), n.LowBits())
	case *array.Float64:
		return binary.BigEndian.AppendUint64(dst, orderedFloat(c.Value(row)))
	case *array.Boolean:
		return appendCell(dst, c, row)
	case *array.Date32:
		return binary.BigEndian.AppendUint64(dst, uint64(c.Value(row))^signBit)
	case *array.MonthInterval:
		return binary.BigEndian.AppendUint64(dst, uint64(c.Value(row))^signBit)
	case *array.Timestamp:
		return binary.BigEndian.AppendUint64(dst, uint64(c.Value(row))^signBit)
	}
	return appendTerminated(dst, column.ValueStr(row))
}

const signBit = 1 << 63

func appendTerminated(dst []byte, text string) []byte {
	for {
		zero := strings.IndexByte(text, 0)
		if zero < 0 {
			return append(append(dst, text...), 0, 0)
		}
		dst = append(append(dst, text[:zero]...), 0, 0xFF)
		text = text[zero+1:]
	}
}

// orderedFloat gives bits that compare as the numbers do; the two zeros are one, and
// every NaN is one that stands behind all numbers.
func orderedFloat(f float64) uint64 {
	if math.IsNaN(f) {
		return math.MaxUint64
	}
	bits := math.Float64bits(f + 0)
	if bits&signBit != 0 {
		return ^bits
	}
	return bits | signBit
}

// orderedCells renders the parts of a key that appendOrderedKey encoded.
func orderedCells(columns []keyColumn, key []byte) []checks.Cell {
	cells := make([]checks.Cell, len(columns))
	for i, c := range columns {
		var v ir.Value
		v, key = readOrderedPart(c.typ, key, i == len(columns)-1)
		cells[i] = valueCell(c, v)
	}
	return cells
}

// readOrderedPart is the counterpart of appendOrderedPart.
func readOrderedPart(t ir.Type, key []byte, last bool) (v ir.Value, rest []byte) {
	switch t.Base {
	case ir.Text:
		if last {
			return ir.TextOf(string(key)).WithType(t), nil
		}
		text, rest := readTerminated(key)
		return ir.TextOf(text).WithType(t), rest
	case ir.Boolean:
		return ir.BooleanOf(key[0] == 1), key[1:]
	case ir.Decimal:
		n := decimal128.New(int64(binary.BigEndian.Uint64(key)^signBit), binary.BigEndian.Uint64(key[8:]))
		return ir.DecimalOf(n, t), key[16:]
	}
	word := binary.BigEndian.Uint64(key)
	number := int64(word ^ signBit)
	switch t.Base {
	case ir.Float:
		return ir.FloatOf(floatOf(word)), key[8:]
	case ir.Date:
		return ir.DateOf(number), key[8:]
	case ir.Month:
		return ir.MonthOf(number), key[8:]
	case ir.Timestamp:
		return ir.TimestampOf(number), key[8:]
	}
	return ir.IntegerOf(number), key[8:]
}

// floatOf is the counterpart of orderedFloat.
func floatOf(word uint64) float64 {
	switch {
	case word == math.MaxUint64:
		return math.NaN()
	case word&signBit == 0:
		return math.Float64frombits(^word)
	}
	return math.Float64frombits(word &^ signBit)
}

func readTerminated(key []byte) (text string, rest []byte) {
	var whole []byte
	for {
		zero := bytes.IndexByte(key, 0)
		whole = append(whole, key[:zero]...)
		if key[zero+1] == 0 {
			return string(whole), key[zero+2:]
		}
		whole, key = append(whole, 0), key[zero+2:]
	}
}
