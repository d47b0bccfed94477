package kernel

import "cmp"

// The loops of comparisons. They build a word of the mask at a time, without a branch a
// row: a bit enters at the top, and a last word that is not full is moved down.

// equalLoop finds the rows in which two slices are equal; a step of 0 is a constant.
func equalLoop[T comparable](out *mask, a, b []T, sa, sb, n int) {
	switch {
	case sb == 0 && sa != 0:
		equalTo(out, a[:n], b[0])
	case sa == 0 && sb != 0:
		equalTo(out, b[:n], a[0])
	default:
		for first := 0; first < n; first += 64 {
			var word uint64
			size := min(64, n-first)
			for j := range size {
				word = word>>1 | bit(a[(first+j)&sa] == b[(first+j)&sb])<<63
			}
			out[first/64] = word >> (64 - size)
		}
	}
}

func equalTo[T comparable](out *mask, a []T, constant T) {
	for first := 0; first < len(a); first += 64 {
		var word uint64
		part := a[first:min(first+64, len(a))]
		for _, x := range part {
			word = word>>1 | bit(x == constant)<<63
		}
		out[first/64] = word >> (64 - len(part))
	}
}

// lessLoop finds the rows in which a is below b.
func lessLoop[T cmp.Ordered](out *mask, a, b []T, sa, sb, n int) {
	switch {
	case sb == 0 && sa != 0:
		below(out, a[:n], b[0])
	case sa == 0 && sb != 0:
		above(out, b[:n], a[0])
	default:
		for first := 0; first < n; first += 64 {
			var word uint64
			size := min(64, n-first)
			for j := range size {
				word = word>>1 | bit(a[(first+j)&sa] < b[(first+j)&sb])<<63
			}
			out[first/64] = word >> (64 - size)
		}
	}
}

func below[T cmp.Ordered](out *mask, a []T, constant T) {
	for first := 0; first < len(a); first += 64 {
		var word uint64
		part := a[first:min(first+64, len(a))]
		for _, x := range part {
			word = word>>1 | bit(x < constant)<<63
		}
		out[first/64] = word >> (64 - len(part))
	}
}

func above[T cmp.Ordered](out *mask, a []T, constant T) {
	for first := 0; first < len(a); first += 64 {
		var word uint64
		part := a[first:min(first+64, len(a))]
		for _, x := range part {
			word = word>>1 | bit(x > constant)<<63
		}
		out[first/64] = word >> (64 - len(part))
	}
}
