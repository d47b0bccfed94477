package rules

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Computed is one expression of any type bound to an Env: a group key, a filter,
// a measure. It is immutable and may be used by several goroutines.
type Computed struct {
	bound        *ir.Node
	columns      []Field
	dictionaries Dictionaries
}

// A RowFault is a row that has no value, and why.
type RowFault struct {
	Row    int
	Reason Fault
}

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
	return &Computed{bound: bound, columns: columns, dictionaries: env.Dictionaries}, nil
}

// Type is the type of the values.
func (c *Computed) Type() Type { return c.bound.Type }

// Columns lists what a record must have, sorted.
func (c *Computed) Columns() []string { return (&Set{columns: c.columns}).Columns() }

// Eval computes the value of every row as an array of Type().Arrow(), which the
// caller releases. Faulted rows are null in it and listed beside it, in order.
func (c *Computed) Eval(mem memory.Allocator, rec arrow.Record) (arrow.Array, []RowFault, error) {
	cells, err := cellsOf(rec, c.columns)
	if err != nil {
		return nil, nil, err
	}
	builder := array.NewBuilder(mem, c.Type().Arrow())
	defer builder.Release()
	var faults []RowFault
	for row := range int(rec.NumRows()) {
		r := interp.Eval(c.bound, cells.at(row), c.dictionaries)
		if r.Fault != ir.NoFault {
			faults = append(faults, RowFault{row, r.Fault})
		}
		ir.Append(builder, r.Value)
	}
	return builder.NewArray(), faults, nil
}
