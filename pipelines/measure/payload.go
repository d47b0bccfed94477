package measure

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// readValues decodes the row that payload begins with, one value per column.
func readValues(columns []keyColumn, payload []byte) []ir.Value {
	values := make([]ir.Value, len(columns))
	for i, c := range columns {
		values[i], payload = readValue(c.typ, payload)
	}
	return values
}

// readValue is the counterpart of appendRow for one cell.
func readValue(t ir.Type, p []byte) (v ir.Value, rest []byte) {
	if p[0] == 0 {
		return ir.NullOf(t), p[1:]
	}
	p = p[1:]
	switch t.Base {
	case ir.Text:
		n, used := binary.Uvarint(p)
		end := used + int(n)
		return ir.TextOf(string(p[used:end])).WithType(t), p[end:]
	case ir.Integer:
		return ir.IntegerOf(int64(binary.LittleEndian.Uint64(p))), p[8:]
	case ir.Decimal:
		n := decimal128.New(int64(binary.LittleEndian.Uint64(p[8:])), binary.LittleEndian.Uint64(p))
		return ir.DecimalOf(n, t), p[16:]
	case ir.Float:
		return ir.FloatOf(math.Float64frombits(binary.LittleEndian.Uint64(p))), p[8:]
	case ir.Boolean:
		return ir.BooleanOf(p[0] == 1), p[1:]
	case ir.Date:
		return ir.DateOf(int64(int32(binary.LittleEndian.Uint32(p)))), p[4:]
	case ir.Month:
		return ir.MonthOf(int64(int32(binary.LittleEndian.Uint32(p)))), p[4:]
	case ir.Timestamp:
		return ir.TimestampOf(int64(binary.LittleEndian.Uint64(p))), p[8:]
	}
	return ir.NullOf(t), p
}

// keyCells renders the columns of an encoded key (see appendKey). A decimal has the
// scale of its column again.
func keyCells(columns []keyColumn, key []byte) []checks.Cell {
	cells := make([]checks.Cell, len(columns))
	for i, c := range columns {
		n, used := binary.Uvarint(key)
		end := used + int(n)
		cells[i] = valueCell(c, keyValue(c.typ, string(key[used:end])))
		key = key[end:]
	}
	return cells
}

// keyValue is the counterpart of appendScalar.
func keyValue(t ir.Type, part string) ir.Value {
	switch t.Base {
	case ir.Text:
		return ir.TextOf(part).WithType(t)
	case ir.Decimal:
		n, _, scale, _ := ir.ParseDecimal(part)
		unscaled, _ := ir.FitsDecimal(ir.Rescale(n.BigInt(), scale, t.Scale))
		return ir.DecimalOf(unscaled, t)
	case ir.Float:
		x, _ := strconv.ParseFloat(part, 64)
		return ir.FloatOf(x)
	case ir.Boolean:
		return ir.BooleanOf(part == "true")
	}
	n, _ := strconv.ParseInt(part, 10, 64)
	switch t.Base {
	case ir.Date:
		return ir.DateOf(n)
	case ir.Month:
		return ir.MonthOf(n)
	case ir.Timestamp:
		return ir.TimestampOf(n)
	}
	return ir.IntegerOf(n)
}

// decodeCells renders the row that a payload begins with.
func decodeCells(columns []keyColumn, payload []byte) []checks.Cell {
	cells := make([]checks.Cell, len(columns))
	for i, v := range readValues(columns, payload) {
		cells[i] = valueCell(columns[i], v)
	}
	return cells
}
