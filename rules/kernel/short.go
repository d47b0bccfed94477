package kernel

import (
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// Codes are short: a text of up to eight bytes is compared as a number, which spares a
// call for each comparison.

// shortText is the longest text that is a number.
const shortText = 8

// packed is a text of up to eight bytes as a number; no two of one length have the same.
func packed(x string) uint64 {
	switch n := len(x); {
	case n >= 4:
		return uint64(fourBytes(x)) | uint64(fourBytes(x[n-4:]))<<32
	case n > 0:
		return uint64(x[0]) | uint64(x[n>>1])<<8 | uint64(x[n-1])<<16
	}
	return 0
}

func fourBytes(x string) uint32 {
	_ = x[3]
	return uint32(x[0]) | uint32(x[1])<<8 | uint32(x[2])<<16 | uint32(x[3])<<24
}

// equalTexts compares texts; with a short constant as numbers.
func equalTexts(f *frame, out *mask, a, b *vector) {
	if a.step == 0 {
		a, b = b, a
	}
	if a.step == 0 || b.step != 0 || len(b.texts[0]) > shortText {
		equalLoop(out, a.texts, b.texts, a.step, b.step, f.n)
		return
	}
	size, want := len(b.texts[0]), packed(b.texts[0])
	for i, x := range a.texts[:f.n] {
		out.put(i, len(x) == size && packed(x) == want)
	}
}

// startsWith compares the beginning; a short constant as a number.
func startsWith(n *ir.Node, d ir.Dictionaries) operation {
	if !n.Args[1].IsConstant() || n.Args[1].Value.IsNull() || len(n.Args[1].Value.Text()) > shortText {
		return testPair(strings.HasPrefix)(n, d)
	}
	prefix := n.Args[1].Value.Text()
	size, want := len(prefix), packed(prefix)
	return func(f *frame, out *vector, in []*vector) {
		if in[0].step == 0 {
			out.truth = firstRows(f.n * int(bit(strings.HasPrefix(in[0].texts[0], prefix))))
			return
		}
		for i, x := range in[0].texts[:f.n] {
			out.truth.put(i, len(x) >= size && packed(x[:size]) == want)
		}
	}
}

// A shortSet holds texts, those of up to eight bytes as numbers by length.
type shortSet struct {
	few    [shortText + 1][]uint64 // a short list, looked through
	many   [shortText + 1]map[uint64]struct{}
	longer map[string]struct{}
}

func newShortSet(texts []string) *shortSet {
	s := &shortSet{longer: map[string]struct{}{}}
	for _, x := range texts {
		if len(x) > shortText {
			s.longer[x] = struct{}{}
		} else {
			s.few[len(x)] = append(s.few[len(x)], packed(x))
		}
	}
	for size, list := range s.few {
		if len(list) <= shortList {
			continue
		}
		s.few[size], s.many[size] = nil, make(map[uint64]struct{}, len(list))
		for _, n := range list {
			s.many[size][n] = struct{}{}
		}
	}
	return s
}

func (s *shortSet) has(x string) bool {
	if len(x) > shortText {
		_, ok := s.longer[x]
		return ok
	}
	if many := s.many[len(x)]; many != nil {
		_, ok := many[packed(x)]
		return ok
	}
	few := s.few[len(x)]
	return len(few) > 0 && slices.Contains(few, packed(x))
}
