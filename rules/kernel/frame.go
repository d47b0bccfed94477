package kernel

import (
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A frame is the working memory of one judging goroutine: a vector for every slot
// of a program.
type frame struct {
	n     int  // rows of the present chunk
	rows  mask // the first n
	slots []*vector
	args  []*vector
	text  strings.Builder
	few   *few // nil if the program has no cones
}

// newFrame makes the vectors; constants are shared between frames and never written.
func (p *Program) newFrame() *frame {
	f := &frame{slots: make([]*vector, len(p.slots))}
	for i, s := range p.slots {
		if f.slots[i] = s.constant; s.constant == nil {
			f.slots[i] = newVector(s.typ)
		}
	}
	if len(p.cones) > 0 {
		f.few = p.newFew()
	}
	return f
}

// run computes every slot for the rows from first on.
func (f *frame) run(p *Program, columns []arrow.Array, first, n int) {
	f.n, f.rows = n, firstRows(n)
	for i, slot := range p.columns {
		if slot >= 0 {
			load(f.slots[slot], columns[i], first, n)
		}
	}
	for i := range p.cones {
		f.few.done[i] = f.few.judge(p, i, f)
	}
	for i := range p.steps {
		if s := &p.steps[i]; s.cone == 0 || !f.few.done[s.cone-1] {
			f.step(s)
		}
	}
}

func (f *frame) step(s *step) {
	out := f.slots[s.out]
	f.args = f.args[:0]
	for _, a := range s.args {
		f.args = append(f.args, f.slots[a])
	}
	out.null, out.fault, out.truth, out.wide = mask{}, mask{}, mask{}, false
	if s.inherits {
		inherit(out, f.args, s.nulls)
	}
	s.run(f, out, f.args)
	if out.base == ir.Boolean {
		out.truth.remove(&out.null)
		out.truth.remove(&out.fault)
	}
}

// inherit gives a strict result the first fault of its arguments, else their nulls.
func inherit(out *vector, args []*vector, nulls bool) {
	for _, a := range args {
		if nulls {
			out.null.add(&a.null)
		}
		if a.fault.empty() {
			continue
		}
		fresh := a.fault
		fresh.remove(&out.fault)
		out.failAs(&fresh, a)
	}
	out.null.remove(&out.fault)
}

// drop forgets what the frame holds of a batch, so that a pooled frame keeps no
// column alive.
func (f *frame) drop(p *Program) {
	for i, s := range p.slots {
		if v := f.slots[i]; v != nil && s.typ.Base == ir.Text && s.constant == nil {
			clear(v.texts)
		}
		if s.aliases && f.slots[i] != nil {
			f.slots[i].ints, f.slots[i].floats = nil, nil
		}
	}
	f.text = strings.Builder{}
	if f.few != nil {
		f.few.frame.drop(p)
	}
}

// room is the size of the blocks that computed texts are written to.
const room = 16 << 10

// keep copies bytes to a text that lives as long as it is used, without an
// allocation for each.
func (f *frame) keep(b []byte) string {
	if f.text.Cap()-f.text.Len() < len(b) {
		f.text = strings.Builder{}
		f.text.Grow(max(room, len(b)))
	}
	start := f.text.Len()
	f.text.Write(b)
	return f.text.String()[start:]
}
