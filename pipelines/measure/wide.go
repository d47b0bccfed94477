package measure

import (
	"encoding/binary"
	"math/big"
	"math/bits"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A wide is a sum of 192 bits in two's complement: 2^63 values of 38 digits do not
// overflow it, and unlike a big.Int it needs no memory of its own.
type wide struct {
	low, middle uint64
	high        int64
}

// wideSize is the size of an encoded wide.
const wideSize = 24

func (w *wide) add(n decimal128.Num) {
	w.plus(wide{n.LowBits(), uint64(n.HighBits()), n.HighBits() >> 63})
}

func (w *wide) plus(o wide) {
	var carry uint64
	w.low, carry = bits.Add64(w.low, o.low, 0)
	w.middle, carry = bits.Add64(w.middle, o.middle, carry)
	w.high += o.high + int64(carry)
}

func (w wide) number() *big.Int {
	n := big.NewInt(w.high)
	n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(w.middle))
	return n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(w.low))
}

func (w wide) append(dst []byte) []byte {
	dst = binary.LittleEndian.AppendUint64(dst, w.low)
	dst = binary.LittleEndian.AppendUint64(dst, w.middle)
	return binary.LittleEndian.AppendUint64(dst, uint64(w.high))
}

func readWide(src []byte) wide {
	return wide{binary.LittleEndian.Uint64(src), binary.LittleEndian.Uint64(src[8:]), int64(binary.LittleEndian.Uint64(src[16:]))}
}

// unscaledAt gives the integer behind a cell of an integer or decimal column that is
// not null.
func unscaledAt(column arrow.Array, row int) decimal128.Num {
	if d, ok := column.(*array.Decimal128); ok {
		return d.Value(row)
	}
	return decimal128.FromI64(column.(*array.Int64).Value(row))
}

// numberOf gives the value of an unscaled number of a type.
func numberOf(n decimal128.Num, t ir.Type) ir.Value {
	if t.Base == ir.Integer {
		return ir.IntegerOf(int64(n.LowBits()))
	}
	return ir.DecimalOf(n, t)
}

// appendOrdered writes a number so that bytes order as numbers do.
func appendOrdered(dst []byte, n decimal128.Num) []byte {
	dst = binary.BigEndian.AppendUint64(dst, uint64(n.HighBits())^1<<63)
	return binary.BigEndian.AppendUint64(dst, n.LowBits())
}

// orderedSize is the size of what appendOrdered writes.
const orderedSize = 16

func readOrdered(src []byte) decimal128.Num {
	return decimal128.New(int64(binary.BigEndian.Uint64(src)^1<<63), binary.BigEndian.Uint64(src[8:]))
}
