package measure

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// rows rebuilds Arrow columns from payloads.
type rows struct {
	columns  []keyColumn
	builders []array.Builder
	arrays   []arrow.Array
	n        int
}

func newRows(columns []keyColumn) *rows {
	r := &rows{columns: columns}
	for _, c := range columns {
		r.builders = append(r.builders, array.NewBuilder(memory.DefaultAllocator, c.typ.Arrow()))
	}
	return r
}

// put appends the cells that payload encodes to the columns from at on.
func (r *rows) put(at int, payload []byte) {
	for len(payload) > 0 {
		var v ir.Value
		v, payload = readValue(r.columns[at].typ, payload)
		ir.Append(r.builders[at], v)
		at++
	}
}

// finish turns what was appended into arrays, which live until release.
func (r *rows) finish() []arrow.Array {
	if r.arrays == nil {
		for _, b := range r.builders {
			r.arrays = append(r.arrays, b.NewArray())
		}
	}
	return r.arrays
}

func (r *rows) release() {
	for _, a := range r.arrays {
		a.Release()
	}
	for _, b := range r.builders {
		b.Release()
	}
	r.arrays, r.builders = nil, nil
}
