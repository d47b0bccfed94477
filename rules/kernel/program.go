package kernel

import (
	"sync"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Program is a list of expressions compiled together for one schema. It is
// immutable and may be used by several goroutines.
type Program struct {
	fields  ir.Schema
	columns []int // the slot of each field, -1 if no expression reads it
	slots   []slot
	steps   []step
	roots   []int // the slot of each expression
	cones   []cone
	frames  sync.Pool
}

// A slot is the place of one distinct expression.
type slot struct {
	typ      ir.Type
	constant *vector // nil: computed or read
	aliases  bool    // its vector points into a column
}

// An operation computes the rows of out, whose nulls and faults are inherited
// already if its function is strict. It must not fail on whatever stands in a row
// that has no value.
type operation func(f *frame, out *vector, in []*vector)

// A step computes one slot from others.
type step struct {
	run      operation
	out      int
	args     []int
	inherits bool // faults of the arguments, and
	nulls    bool // their nulls
	dear     bool
	cone     int // one more than its number; 0: it has none
}

// Compile compiles bound expressions over columns that come in the order of fields.
// It fails when an expression is not bound, reads a column that is not among the
// fields or has another type there, or calls a function without a kernel.
func Compile(exprs []*ir.Node, fields ir.Schema, dictionaries ir.Dictionaries) (*Program, error) {
	c := &compiler{program: &Program{fields: fields, columns: make([]int, len(fields))}, dictionaries: dictionaries,
		operations: operations(), byNode: map[*ir.Node]int{}, byKey: map[string]int{}}
	for i := range c.program.columns {
		c.program.columns[i] = -1
	}
	for _, e := range exprs {
		root, err := c.slot(e)
		if err != nil {
			return nil, err
		}
		c.program.roots = append(c.program.roots, root)
	}
	p := c.program
	p.findCones()
	p.frames.New = func() any { return p.newFrame() }
	return p, nil
}
