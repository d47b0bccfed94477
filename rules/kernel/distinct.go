package kernel

import (
	"math/bits"
	"slices"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// Codes, grades and districts repeat. What depends on one text column alone is judged
// once for each of the column's distinct values in a chunk, where there are few and the
// judging is dear, and the answers are spread over the rows.

const (
	// fewValues is the most distinct values of a chunk that are judged by themselves.
	fewValues = chunkRows / 4
	// restChunks is for how long a column with more is not tried again.
	restChunks = 15
	tableSize  = 4 * fewValues
	// leastRows is the least chunk that is worth it.
	leastRows = 64
)

// A cone is all steps that depend on one text column and on nothing else that varies.
type cone struct {
	column int   // its slot
	steps  []int // in order
	tops   []int // the slots that something outside reads
}

// dear names the functions whose answers are worth to be kept: a table, a pattern or a
// checksum for every text. The rest takes less than finding the text again.
func dear(name string) bool {
	return slices.Contains([]string{
		"matches", "extract", "lower", "upper", "fold_width", "name_key", "is_chinese_name", "date", "is_date", "month",
		"to_integer", "to_decimal", "credit_code_valid", "bank_card_valid", "disability_card_valid",
		"division_valid", "division_name", "code_valid", "code_title", "standard",
	}, name)
}

// findCones gives the steps of every text column their cone, if a dear one is among them.
func (p *Program) findCones() {
	source := p.sources()
	for _, column := range p.columns {
		if column < 0 || p.slots[column].constant != nil || p.slots[column].typ.Base != ir.Text {
			continue
		}
		c, worth := cone{column: column}, false
		for i, s := range p.steps {
			if source[s.out] == column {
				c.steps = append(c.steps, i)
				worth = worth || s.dear
			}
		}
		if !worth {
			continue
		}
		p.cones = append(p.cones, c)
		last := &p.cones[len(p.cones)-1]
		for _, i := range c.steps {
			p.steps[i].cone = len(p.cones)
			if p.readOutside(p.steps[i].out, column, source) {
				last.tops = append(last.tops, p.steps[i].out)
			}
		}
	}
}

const (
	nothing = -1 // a constant
	several = -2 // more than one column, or another sort of step
)

// sources gives for every slot the only column that it depends on.
func (p *Program) sources() []int {
	source := make([]int, len(p.slots))
	for i, s := range p.slots {
		if source[i] = several; s.constant != nil {
			source[i] = nothing
		}
	}
	for _, column := range p.columns {
		if column >= 0 {
			source[column] = column
		}
	}
	for _, s := range p.steps {
		only := nothing
		for _, a := range s.args {
			switch from := source[a]; {
			case from == nothing || from == only:
			case only == nothing:
				only = from
			default:
				only = several
			}
		}
		if source[s.out] = only; only == nothing {
			source[s.out] = several
		}
	}
	return source
}

// readOutside tells whether a slot of a column's cone is a root, or read by a step that
// is not in it.
func (p *Program) readOutside(at, column int, source []int) bool {
	return slices.Contains(p.roots, at) || slices.ContainsFunc(p.steps, func(s step) bool {
		return source[s.out] != column && slices.Contains(s.args, at)
	})
}

// few is the part of a frame that judges distinct values.
type few struct {
	frame *frame // with vectors for the slots of cones
	at    [chunkRows]uint16
	table [tableSize]uint16 // one more than the number of the value; 0: free
	rest  []int             // of every cone: the chunks until it is tried again
	done  []bool            // of every cone, in this chunk
}

func (p *Program) newFew() *few {
	w := &few{rest: make([]int, len(p.cones)), done: make([]bool, len(p.cones)), frame: &frame{slots: make([]*vector, len(p.slots))}}
	for i, s := range p.slots {
		w.frame.slots[i] = s.constant
	}
	for _, c := range p.cones {
		w.frame.slots[c.column] = newVector(p.slots[c.column].typ)
		for _, i := range c.steps {
			w.frame.slots[p.steps[i].out] = newVector(p.slots[p.steps[i].out].typ)
		}
	}
	return w
}

// judge fills the tops of a cone for the rows of f; false if there are too many values.
func (w *few) judge(p *Program, number int, f *frame) bool {
	c := &p.cones[number]
	switch {
	case f.n < leastRows:
		return false
	case w.rest[number] > 0:
		w.rest[number]--
		return false
	}
	n := w.number(f.slots[c.column], w.frame.slots[c.column], f.n)
	if n < 0 {
		w.rest[number] = restChunks
		return false
	}
	w.frame.n, w.frame.rows = n, firstRows(n)
	for _, i := range c.steps {
		w.frame.step(&p.steps[i])
	}
	for _, top := range c.tops {
		f.slots[top].spread(w.frame.slots[top], w.at[:f.n])
	}
	return true
}

// number finds the distinct values of n rows, null among them, and which one each row
// has; -1 if there are too many.
func (w *few) number(from, values *vector, n int) int {
	clear(w.table[:])
	values.null = mask{}
	count, null := 0, -1
	for i, x := range from.texts[:n] {
		if from.null.has(i) {
			if null < 0 {
				null, values.texts[count] = count, ""
				values.null.set(count)
				count++
			}
			w.at[i] = uint16(null)
			continue
		}
		at := textHash(x) % tableSize
		for w.table[at] != 0 && values.texts[w.table[at]-1] != x {
			at = (at + 1) % tableSize
		}
		if w.table[at] == 0 {
			values.texts[count] = x
			count++
			w.table[at] = uint16(count)
		}
		if count > fewValues {
			return -1
		}
		w.at[i] = w.table[at] - 1
	}
	return count
}

// textHash is made of the length, the first and the last eight bytes, and of a longer text
// of eight in the middle.
func textHash(x string) uint64 {
	const odd = 0x9e3779b97f4a7c15
	n := len(x)
	if n < 8 {
		return (packed(x) ^ uint64(n)<<56) * odd >> 40
	}
	h := (eightBytes(x)*odd ^ eightBytes(x[n-8:]) ^ uint64(n)<<56) * odd
	if n > 16 {
		h = (bits.RotateLeft64(h, 29) ^ eightBytes(x[n/2-4:])) * odd
	}
	return h >> 40
}

func eightBytes(x string) uint64 { return uint64(fourBytes(x)) | uint64(fourBytes(x[4:]))<<32 }

// spread gives every row the answer of its value.
func (v *vector) spread(from *vector, at []uint16) {
	v.null, v.fault, v.truth, v.wide = mask{}, mask{}, mask{}, false
	spreadRows(&v.null, &from.null, at)
	if v.base == ir.Boolean {
		spreadRows(&v.truth, &from.truth, at)
	}
	if !from.fault.empty() {
		for i, j := range at {
			if from.fault.has(int(j)) {
				v.fail(i, from.reasons[j])
			}
		}
	}
	switch {
	case v.texts != nil:
		for i, j := range at {
			v.texts[i] = from.texts[j]
		}
	case v.floats != nil:
		for i, j := range at {
			v.floats[i] = from.floats[j]
		}
	case v.ints != nil && !from.wide:
		for i, j := range at {
			v.ints[i] = from.ints[j]
		}
	case v.ints != nil:
		for i, j := range at {
			v.setWide(i, from.decimals[j])
		}
	}
}

func spreadRows(out, from *mask, at []uint16) {
	if from.empty() {
		return
	}
	for first := 0; first < len(at); first += 64 {
		var word uint64
		for k, j := range at[first:min(first+64, len(at))] {
			word |= from[j>>6&(words-1)] >> (j & 63) & 1 << (k & 63)
		}
		out[first/64] = word
	}
}
