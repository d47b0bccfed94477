package kernel

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Verdict is what one expression says of one batch: a row is in one of the bitmaps
// or in none, then the expression is false.
type Verdict struct {
	True    ir.Bits
	Unknown ir.Bits
	Fault   ir.Bits
	Reasons map[int]ir.Fault // of the rows in Fault
}

// Judge evaluates every expression, all of which must be boolean, for rows of the
// columns, which come in the order of the fields and stay the caller's. The verdicts
// hold nothing of them.
func (p *Program) Judge(columns []arrow.Array, rows int) ([]Verdict, error) {
	if err := p.check(columns, rows); err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(p.roots))
	for i, root := range p.roots {
		if p.slots[root].typ.Base != ir.Boolean {
			return nil, fmt.Errorf("expression %d gives %s, not true or false", i, p.slots[root].typ)
		}
		verdicts[i] = Verdict{True: ir.NewBits(rows), Unknown: ir.NewBits(rows), Fault: ir.NewBits(rows), Reasons: map[int]ir.Fault{}}
	}
	p.chunks(columns, rows, func(f *frame, first int) {
		for i, root := range p.roots {
			verdicts[i].collect(f.slots[root], f.rows, first)
		}
	})
	return verdicts, nil
}

// chunks runs the program chunk by chunk in a frame of the pool.
func (p *Program) chunks(columns []arrow.Array, rows int, visit func(f *frame, first int)) {
	f := p.frames.Get().(*frame)
	for first := 0; first < rows; first += chunkRows {
		f.run(p, columns, first, min(chunkRows, rows-first))
		visit(f, first)
	}
	f.drop(p)
	p.frames.Put(f)
}

// check holds the columns to the fields that are read.
func (p *Program) check(columns []arrow.Array, rows int) error {
	if len(columns) != len(p.fields) {
		return fmt.Errorf("%d columns for %d fields", len(columns), len(p.fields))
	}
	for i, f := range p.fields {
		if p.columns[i] < 0 {
			continue
		}
		if err := ir.CheckArray(f.Name, columns[i], f.Type); err != nil {
			return err
		}
		if columns[i].Len() < rows {
			return fmt.Errorf("column %s has %d rows of %d", f.Name, columns[i].Len(), rows)
		}
	}
	return nil
}

// collect adds a chunk to the verdict. Chunks begin at a multiple of 64.
func (v *Verdict) collect(from *vector, rows mask, first int) {
	for w := 0; w < words && first/64+w < len(v.True); w++ {
		at := first/64 + w
		v.True[at] = from.truth[w] & rows[w]
		v.Unknown[at] = from.null[w] & rows[w]
		v.Fault[at] = from.fault[w]
	}
	if !from.fault.empty() {
		from.fault.each(func(i int) { v.Reasons[first+i] = from.reasons[i] })
	}
}
