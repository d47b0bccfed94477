package kernel

import (
	"encoding/binary"
	"math"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// load reads rows of a column into a vector. Integers and floats are not copied.
func load(v *vector, column arrow.Array, first, n int) {
	v.null, v.fault, v.truth, v.wide = mask{}, mask{}, mask{}, false
	if column.NullN() > 0 {
		loadBits(&v.null, column.NullBitmapBytes(), column.Data().Offset()+first, n)
		for w := range v.null {
			v.null[w] = ^v.null[w]
		}
	}
	switch a := column.(type) {
	case *array.String:
		for i := range n {
			v.texts[i] = a.Value(first + i)
		}
	case *array.Dictionary:
		loadEntries(v, a, first, n)
	case *array.Int64:
		v.ints = a.Int64Values()[first : first+n]
	case *array.Float64:
		v.floats = a.Float64Values()[first : first+n]
		loadNaN(v)
	case *array.Decimal128:
		loadDecimals(v, a, first, n)
	case *array.Boolean:
		if values := a.Data().Buffers()[1]; values != nil { // nil where all are null
			loadBits(&v.truth, values.Bytes(), a.Data().Offset()+first, n)
		}
		v.truth.remove(&v.null)
	case *array.Date32:
		loadNumbers(v.ints, a.Date32Values()[first:first+n])
	case *array.MonthInterval:
		loadNumbers(v.ints, a.MonthIntervalValues()[first:first+n])
	case *array.Timestamp:
		loadNumbers(v.ints, a.TimestampValues()[first:first+n])
	}
}

// loadEntries reads texts by their entries, which may be null and of which nothing is
// known for a null row.
func loadEntries(v *vector, a *array.Dictionary, first, n int) {
	texts, ok := a.Dictionary().(*array.String)
	for i := range n {
		if !ok || a.IsNull(first+i) {
			v.null.set(i)
			continue
		}
		entry := a.GetValueIndex(first + i)
		v.texts[i] = texts.Value(entry)
		v.null.put(i, texts.IsNull(entry))
	}
}

// aliases reports whether load makes a vector point into the column.
func aliases(b ir.Base) bool { return b == ir.Integer || b == ir.Float }

func loadNumbers[T arrow.Date32 | arrow.MonthInterval | arrow.Timestamp](to []int64, from []T) {
	for i, n := range from {
		to[i] = int64(n)
	}
}

// loadNaN makes NaN null, as it is in every rule.
func loadNaN(v *vector) {
	for i, x := range v.floats {
		if math.IsNaN(x) {
			v.null.set(i)
		}
	}
}

func loadDecimals(v *vector, a *array.Decimal128, first, n int) {
	for i := range n {
		d := a.Value(first + i)
		if fits(d) {
			v.setNarrow(i, int64(d.LowBits()))
		} else {
			v.setWide(i, d)
		}
	}
}

// loadBits reads n bits of an Arrow bitmap from a bit offset on.
func loadBits(m *mask, from []byte, offset, n int) {
	for w := 0; w*64 < n; w++ {
		m[w] = wordAt(from, offset+w*64, min(64, n-w*64))
	}
}

// wordAt reads size (1 to 64) bits.
func wordAt(from []byte, at, size int) uint64 {
	from, at = from[at/8:], at%8
	var word uint64
	if len(from) >= 8 {
		word = binary.LittleEndian.Uint64(from)
	} else {
		for i, b := range from {
			word |= uint64(b) << (8 * i)
		}
	}
	word >>= at
	if at+size > 64 {
		word |= uint64(from[8]) << (64 - at)
	}
	return word & (^uint64(0) >> (64 - size))
}
