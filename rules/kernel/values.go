package kernel

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A RowFault is a row that has no value, and why.
type RowFault struct {
	Row    int
	Reason ir.Fault
}

// Values evaluates one expression to an array of its type's Arrow type, which the
// caller releases. Faulted rows are null in it and listed beside it, in order.
func (p *Program) Values(mem memory.Allocator, expr int, columns []arrow.Array, rows int) (arrow.Array, []RowFault, error) {
	if err := p.check(columns, rows); err != nil {
		return nil, nil, err
	}
	if expr < 0 || expr >= len(p.roots) {
		return nil, nil, fmt.Errorf("there is no expression %d", expr)
	}
	root := p.roots[expr]
	builder := array.NewBuilder(mem, p.slots[root].typ.Arrow())
	defer builder.Release()
	builder.Reserve(rows)
	var faults []RowFault
	p.chunks(columns, rows, func(f *frame, first int) {
		v := f.slots[root]
		appendValues(builder, v, f.n)
		v.fault.each(func(i int) { faults = append(faults, RowFault{first + i, v.reasons[i]}) })
	})
	return builder.NewArray(), faults, nil
}

// appendValues adds n rows to a builder of the vector's type.
func appendValues(to array.Builder, v *vector, n int) {
	dead := v.dead()
	add := adder(to, v)
	for i := range n {
		if dead.has(i) {
			to.AppendNull()
		} else {
			add(i)
		}
	}
}

// adder gives what appends the value of a row.
func adder(to array.Builder, v *vector) func(i int) {
	switch b := to.(type) {
	case *array.StringBuilder:
		return func(i int) { b.Append(v.texts[i&v.step]) }
	case *array.Int64Builder:
		return func(i int) { b.Append(v.ints[i&v.step]) }
	case *array.Decimal128Builder:
		return func(i int) { b.Append(v.decimal(i)) }
	case *array.Float64Builder:
		return func(i int) { b.Append(v.floats[i&v.step]) }
	case *array.BooleanBuilder:
		return func(i int) { b.Append(v.truth.has(i)) }
	case *array.Date32Builder:
		return func(i int) { b.Append(arrow.Date32(v.ints[i&v.step])) }
	case *array.MonthIntervalBuilder:
		return func(i int) { b.Append(arrow.MonthInterval(v.ints[i&v.step])) }
	case *array.TimestampBuilder:
		return func(i int) { b.Append(arrow.Timestamp(v.ints[i&v.step])) }
	}
	return func(int) { to.AppendNull() }
}

// decimal gives the unscaled number of a decimal.
func (v *vector) decimal(i int) decimal128.Num {
	if v.wide {
		return v.decimals[i&v.step]
	}
	return decimal128.FromI64(v.ints[i&v.step])
}
