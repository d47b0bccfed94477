package ir

import "math/bits"

// Bits is a bitmap over the rows of a batch, bit i%64 of word i/64. Bits beyond the
// last row are zero.
type Bits []uint64

// NewBits makes an empty bitmap for n rows.
func NewBits(n int) Bits { return make(Bits, (n+63)/64) }

// Has reports whether row i is in the bitmap.
func (b Bits) Has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }

// Set adds row i.
func (b Bits) Set(i int) { b[i/64] |= 1 << (i % 64) }

// Count is the number of rows in the bitmap.
func (b Bits) Count() int {
	n := 0
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}

// Each calls visit for every row in the bitmap, in order.
func (b Bits) Each(visit func(row int)) {
	for i, word := range b {
		for word != 0 {
			visit(i*64 + bits.TrailingZeros64(word))
			word &= word - 1
		}
	}
}
