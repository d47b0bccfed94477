package kernel

import "math/bits"

// chunkRows is the number of rows judged at a time.
const chunkRows = 1024

// words is the number of 64-bit words of a mask.
const words = chunkRows / 64

// A mask is a set of rows of one chunk.
type mask [words]uint64

// firstRows is the set of rows 0 to n-1.
func firstRows(n int) mask {
	var m mask
	for w := range m {
		switch left := n - w*64; {
		case left >= 64:
			m[w] = ^uint64(0)
		case left > 0:
			m[w] = 1<<left - 1
		}
	}
	return m
}

// allRows is every row that a chunk can have.
func allRows() mask { return firstRows(chunkRows) }

func (m *mask) has(i int) bool { return m[i>>6&(words-1)]>>(i&63)&1 != 0 }

func (m *mask) set(i int) { m[i>>6&(words-1)] |= 1 << (i & 63) }

// put adds a row if it belongs, without a branch.
func (m *mask) put(i int, belongs bool) { m[i>>6&(words-1)] |= bit(belongs) << (i & 63) }

// bit is 1 for true.
func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// empty reports that no row is in the mask.
func (m *mask) empty() bool {
	var all uint64
	for _, word := range m {
		all |= word
	}
	return all == 0
}

// add adds the rows of another mask.
func (m *mask) add(other *mask) {
	for w := range m {
		m[w] |= other[w]
	}
}

// remove takes the rows of another mask out.
func (m *mask) remove(other *mask) {
	for w := range m {
		m[w] &^= other[w]
	}
}

// keep leaves only the rows that the other mask has too.
func (m *mask) keep(other *mask) {
	for w := range m {
		m[w] &= other[w]
	}
}

// each visits the rows in order.
func (m *mask) each(visit func(i int)) {
	for w, word := range m {
		for word != 0 {
			visit(w*64 + bits.TrailingZeros64(word))
			word &= word - 1
		}
	}
}
