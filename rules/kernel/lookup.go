package kernel

import (
	"slices"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// shortList is the length up to which a list is searched from front to back.
const shortList = 6

// lookup tests whether x is one of constants. A null among them makes unknown what
// is not found.
func lookup(x ir.Type, values []ir.Value) operation {
	known := make([]ir.Value, 0, len(values))
	for _, v := range values {
		if !v.IsNull() {
			known = append(known, v)
		}
	}
	find := finder(x, known)
	withNull := len(known) < len(values)
	return func(f *frame, out *vector, in []*vector) {
		find(f, &out.truth, in[0])
		if withNull {
			unknown := f.rows
			unknown.remove(&out.truth)
			unknown.remove(&out.fault)
			out.null.add(&unknown)
		}
	}
}

// finder picks the search by the base of x.
func finder(x ir.Type, values []ir.Value) func(f *frame, out *mask, x *vector) {
	switch x.Base {
	case ir.Text:
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = v.Text()
		}
		set := newShortSet(texts)
		return func(f *frame, out *mask, x *vector) {
			for i := range f.n {
				out.put(i, set.has(x.texts[i&x.step]))
			}
		}
	case ir.Integer, ir.Date, ir.Month, ir.Timestamp:
		numbers := make([]int64, len(values))
		for i, v := range values {
			numbers[i] = v.Number()
		}
		has := member(numbers)
		return func(f *frame, out *mask, x *vector) { search(out, x.ints, x.step, f.n, has) }
	}
	return oneByOne(x, values)
}

// oneByOne compares with every constant: decimals, floats and booleans.
func oneByOne(x ir.Type, values []ir.Value) func(f *frame, out *mask, x *vector) {
	relation := equalRows(x.Base)
	constants := make([]*vector, len(values))
	for i, v := range values {
		constants[i] = newConstant(v)
	}
	return func(f *frame, out *mask, x *vector) {
		for _, c := range constants {
			var same mask
			relation(f, &same, x, c)
			out.add(&same)
		}
	}
}

// member makes the membership test of a list.
func member[T comparable](list []T) func(T) bool {
	if len(list) <= shortList {
		return func(x T) bool { return slices.Contains(list, x) }
	}
	set := make(map[T]struct{}, len(list))
	for _, x := range list {
		set[x] = struct{}{}
	}
	return func(x T) bool {
		_, ok := set[x]
		return ok
	}
}

func search[T any](out *mask, x []T, step, n int, has func(T) bool) {
	for i := range n {
		out.put(i, has(x[i&step]))
	}
}
