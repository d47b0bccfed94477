package measure

import "math/bits"

// A bitmap marks rows of a batch, least significant bit first.
type bitmap []uint64

// allRows marks the first n rows.
func allRows(n int) bitmap {
	b := make(bitmap, (n+63)/64)
	for i := range b {
		b[i] = ^uint64(0)
	}
	if rest := n % 64; rest != 0 {
		b[len(b)-1] = 1<<rest - 1
	}
	return b
}

// and gives the rows marked in both.
func (b bitmap) and(other bitmap) bitmap {
	out := make(bitmap, len(b))
	for i := range b {
		out[i] = b[i] & other[i]
	}
	return out
}

// or gives the rows marked in either.
func (b bitmap) or(other bitmap) bitmap {
	out := make(bitmap, len(b))
	for i := range b {
		out[i] = b[i] | other[i]
	}
	return out
}

// without gives the rows of b that none of the others marks.
func (b bitmap) without(others ...bitmap) bitmap {
	out := append(bitmap(nil), b...)
	for _, o := range others {
		for i := range out {
			out[i] &^= o[i]
		}
	}
	return out
}

func (b bitmap) count() int64 {
	var n int
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return int64(n)
}

func (b bitmap) has(row int) bool { return b[row/64]>>(row%64)&1 == 1 }

func (b bitmap) set(row int) { b[row/64] |= 1 << (row % 64) }

// each visits the marked rows in order and stops at the first error.
func (b bitmap) each(visit func(row int) error) error {
	for i, w := range b {
		for w != 0 {
			row := i*64 + bits.TrailingZeros64(w)
			if err := visit(row); err != nil {
				return err
			}
			w &= w - 1
		}
	}
	return nil
}
