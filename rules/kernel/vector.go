package kernel

import (
	"math/big"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A vector is the values of one expression for the rows of a chunk. A row is null,
// or faulted, or has a value, which only one of the slices holds (by base). What the
// slices hold for a null or faulted row means nothing. Bits beyond the last row mean
// nothing either, except in fault, where they are zero.
type vector struct {
	base  ir.Base
	scale int32
	// step is 0 for a constant, whose value is at index 0, else -1: the value of row
	// i is at i & step.
	step  int
	null  mask
	fault mask
	truth mask // Boolean; never together with null or fault

	reasons  []ir.Fault // of faulted rows; made with the first fault
	ints     []int64    // Integer, Date, Month, Timestamp, and Decimal unless wide
	floats   []float64
	texts    []string
	decimals []decimal128.Num // Decimal if wide
	wide     bool
}

// newVector makes room for a chunk of values.
func newVector(t ir.Type) *vector {
	v := &vector{base: t.Base, scale: t.Scale, step: -1}
	switch t.Base {
	case ir.Text:
		v.texts = make([]string, chunkRows)
	case ir.Float:
		v.floats = make([]float64, chunkRows)
	case ir.Boolean, ir.Null:
	default:
		v.ints = make([]int64, chunkRows)
	}
	return v
}

// newConstant makes a vector that has one value for all rows.
func newConstant(value ir.Value) *vector {
	v := &vector{base: value.Type().Base, scale: value.Type().Scale,
		ints: []int64{value.Number()}, floats: []float64{value.Float()}, texts: []string{value.Text()}}
	switch {
	case value.IsNull():
		v.null = allRows()
	case v.base == ir.Boolean && value.Bool():
		v.truth = allRows()
	case v.base == ir.Decimal:
		v.decimals = []decimal128.Num{value.Decimal()}
		v.wide = !fits(value.Decimal())
		v.ints[0] = int64(value.Decimal().LowBits())
	}
	return v
}

// fits reports whether an int64 holds the number.
func fits(n decimal128.Num) bool { return n.HighBits() == int64(n.LowBits())>>63 }

// dead is the set of rows without a value.
func (v *vector) dead() mask {
	m := v.null
	m.add(&v.fault)
	return m
}

// fail marks a row that had a value so far as faulted.
func (v *vector) fail(i int, why ir.Fault) {
	if v.reasons == nil {
		v.reasons = make([]ir.Fault, chunkRows)
	}
	v.fault.set(i)
	v.reasons[i] = why
}

// failAs marks rows as faulted for the reasons that another vector has.
func (v *vector) failAs(rows *mask, from *vector) {
	if !rows.empty() {
		rows.each(func(i int) { v.fail(i, from.reasons[i]) })
	}
}

// narrow gives the unscaled number of an integer or decimal, if an int64 holds it.
func (v *vector) narrow(i int) (int64, bool) {
	if !v.wide {
		return v.ints[i&v.step], true
	}
	n := v.decimals[i&v.step]
	return int64(n.LowBits()), fits(n)
}

// unscaled gives the unscaled number of an integer or decimal.
func (v *vector) unscaled(i int) *big.Int {
	if v.wide {
		return v.decimals[i&v.step].BigInt()
	}
	return big.NewInt(v.ints[i&v.step])
}

// setNarrow sets an integer or decimal.
func (v *vector) setNarrow(i int, n int64) {
	if v.wide {
		v.decimals[i] = decimal128.FromI64(n)
		return
	}
	v.ints[i] = n
}

// setWide sets a decimal that no int64 may hold, and moves the vector to wide form.
func (v *vector) setWide(i int, n decimal128.Num) {
	if v.decimals == nil {
		v.decimals = make([]decimal128.Num, chunkRows)
	}
	if !v.wide {
		v.wide = true
		for j, narrow := range v.ints {
			v.decimals[j] = decimal128.FromI64(narrow)
		}
	}
	v.decimals[i] = n
}

// setBig sets an integer or decimal, or the fault that it has no room.
func (v *vector) setBig(i int, n *big.Int) {
	switch {
	case n.IsInt64():
		v.setNarrow(i, n.Int64())
	case v.base == ir.Integer:
		v.fail(i, ir.Overflow)
	default:
		if d, ok := ir.FitsDecimal(n); ok {
			v.setWide(i, d)
		} else {
			v.fail(i, ir.Overflow)
		}
	}
}

// take copies rows of another vector of the same base: values, nulls and faults.
func (v *vector) take(rows mask, from *vector) {
	faulted, null := rows, rows
	faulted.keep(&from.fault)
	v.failAs(&faulted, from)
	null.keep(&from.null)
	v.null.add(&null)
	rows.remove(&faulted)
	rows.remove(&null)
	v.copyValues(&rows, from)
}

// copyValues copies the values of rows that have one.
func (v *vector) copyValues(rows *mask, from *vector) {
	switch v.base {
	case ir.Boolean:
		for w := range rows {
			v.truth[w] = v.truth[w]&^rows[w] | from.truth[w]&rows[w]
		}
	case ir.Text:
		rows.each(func(i int) { v.texts[i] = from.texts[i&from.step] })
	case ir.Float:
		rows.each(func(i int) { v.floats[i] = from.floats[i&from.step] })
	case ir.Decimal:
		rows.each(func(i int) {
			if n, ok := from.narrow(i); ok {
				v.setNarrow(i, n)
			} else {
				v.setWide(i, from.decimals[i&from.step])
			}
		})
	default:
		rows.each(func(i int) { v.ints[i] = from.ints[i&from.step] })
	}
}
