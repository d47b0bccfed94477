package kernel

import (
	"unicode/utf8"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// bounds finds the half-open range of code points that a function cuts out of a text
// of so many. a and b are the numbers given; the second is missing if whole.
type bounds func(size, a, b int64, whole bool) (from, to int64)

// part makes left, right, substr and slice: no text is copied.
func part(cut bounds) maker {
	return func(n *ir.Node, _ ir.Dictionaries) operation {
		whole := len(n.Args) < 3
		return func(f *frame, out *vector, in []*vector) {
			x, a, b := in[0], in[1], in[len(in)-1]
			dead := out.dead()
			for i := range f.n {
				if dead.has(i) {
					continue
				}
				text := x.texts[i&x.step]
				size := utf8.RuneCountInString(text)
				from, to := cut(int64(size), a.ints[i&a.step], b.ints[i&b.step], whole)
				out.texts[i] = points(text, size, from, to)
			}
		}
	}
}

func leftBounds(size, n, _ int64, _ bool) (from, to int64) { return 0, clamp(n, size) }

func rightBounds(size, n, _ int64, _ bool) (from, to int64) { return size - clamp(n, size), size }

// substrBounds takes the positions start to start+n-1, counted from 1, that exist.
func substrBounds(size, start, n int64, whole bool) (from, to int64) {
	switch {
	case start > size || !whole && n <= 0:
		return 0, 0
	case whole:
		return max(start, 1) - 1, size
	case start <= 0:
		return 0, max(0, min(start+n-1, size))
	case n-1 < size-start: // start+n-1 < size, written so that it cannot overflow
		return start - 1, start + n - 1
	}
	return start - 1, size
}

// sliceBounds resolves x[from:to]: a negative bound counts from the end.
func sliceBounds(size, from, to int64, whole bool) (int64, int64) {
	if whole {
		to = size
	}
	return fromEnd(from, size), fromEnd(to, size)
}

func fromEnd(n, size int64) int64 {
	if n < 0 {
		n = max(n, -size) + size
	}
	return clamp(n, size)
}

// clamp cuts a count to 0 … size.
func clamp(n, size int64) int64 { return max(0, min(n, size)) }

// points cuts code points out of a text that has size of them.
func points(text string, size int, from, to int64) string {
	if from >= to {
		return ""
	}
	if size == len(text) { // one byte each
		return text[from:to]
	}
	start := offset(text, from)
	return text[start : start+offset(text[start:], to-from)]
}

// offset is the place of the n-th code point, or the end.
func offset(text string, n int64) int {
	at := 0
	for ; n > 0 && at < len(text); n-- {
		_, width := utf8.DecodeRuneInString(text[at:])
		at += width
	}
	return at
}
