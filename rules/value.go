package rules

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/kernel"
)

// A Computed is one expression of any type bound to an Env: a group key, a filter,
// a measure. It is immutable and may be used by several goroutines.
type Computed struct {
	program *kernel.Program
	typ     Type
	columns []Field
}

// A RowFault is a row that has no value, and why.
type RowFault = kernel.RowFault

// CompileValue binds one expression; see CompileSet for the demands on the schema.
func CompileValue(e *Expr, schema Schema, env Env) (*Computed, error) {
	bound, err := e.Bind(env)
	if err != nil {
		return nil, err
	}
	columns, err := columnsOf([]*Expr{e}, schema)
	if err != nil {
		return nil, err
	}
	program, err := kernel.Compile([]*ir.Node{bound}, columns, env.Dictionaries)
	if err != nil {
		return nil, err
	}
	return &Computed{program: program, typ: bound.Type, columns: columns}, nil
}

// Type is the type of the values.
func (c *Computed) Type() Type { return c.typ }

// Columns lists what a record must have, sorted.
func (c *Computed) Columns() []string { return (&Set{columns: c.columns}).Columns() }

// Eval computes the value of every row as an array of Type().Arrow(), which the
// caller releases. Faulted rows are null in it and listed beside it, in order.
func (c *Computed) Eval(mem memory.Allocator, rec arrow.Record) (arrow.Array, []RowFault, error) {
	columns, err := arraysOf(rec, c.columns)
	if err != nil {
		return nil, nil, err
	}
	return c.program.Values(mem, 0, columns, int(rec.NumRows()))
}
