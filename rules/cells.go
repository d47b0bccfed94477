package rules

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// cells reads the columns of one record by name.
type cells map[string]cell

type cell struct {
	column arrow.Array
	typ    Type
}

// cellsOf finds the fields in the record and checks their types.
func cellsOf(rec arrow.Record, fields []Field) (cells, error) {
	columns, err := arraysOf(rec, fields)
	out := cells{}
	for i, column := range columns {
		out[fields[i].Name] = cell{column, fields[i].Type}
	}
	return out, err
}

// arraysOf gives the columns of a record in the order of the fields, which they
// must have the types of.
func arraysOf(rec arrow.Record, fields []Field) ([]arrow.Array, error) {
	var out []arrow.Array
	for _, f := range fields {
		places := rec.Schema().FieldIndices(f.Name)
		if len(places) != 1 {
			return nil, fmt.Errorf("the record has %d columns named %s, 1 is needed", len(places), f.Name)
		}
		column := rec.Column(places[0])
		if err := ir.CheckArray(f.Name, column, f.Type); err != nil {
			return nil, err
		}
		out = append(out, column)
	}
	return out, nil
}

// at gives one row.
func (c cells) at(row int) interp.Row {
	return func(name string) Value {
		cell, ok := c[name]
		if !ok {
			return Value{}
		}
		return ir.ValueAt(cell.column, cell.typ, row)
	}
}
