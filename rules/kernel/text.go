package kernel

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// test makes a boolean function of one text. Rows without a value are tested too:
// what they hold is harmless, and the frame takes the answers out.
func test(holds func(x string) bool) maker {
	return func(*ir.Node, ir.Dictionaries) operation {
		return func(f *frame, out *vector, in []*vector) {
			x := in[0]
			for i := range f.n {
				out.truth.put(i, holds(x.texts[i&x.step]))
			}
		}
	}
}

// testPair makes a boolean function of two texts.
func testPair(holds func(x, y string) bool) maker {
	return func(*ir.Node, ir.Dictionaries) operation {
		return func(f *frame, out *vector, in []*vector) {
			x, y := in[0], in[1]
			for i := range f.n {
				out.truth.put(i, holds(x.texts[i&x.step], y.texts[i&y.step]))
			}
		}
	}
}

// change makes a function from text to text.
func change(to func(x string) string) maker {
	return func(*ir.Node, ir.Dictionaries) operation {
		return func(f *frame, out *vector, in []*vector) {
			x := in[0]
			dead := out.dead()
			for i := range f.n {
				if !dead.has(i) {
					out.texts[i] = to(x.texts[i&x.step])
				}
			}
		}
	}
}

// matches tests a pattern that is prepared once.
func matches(n *ir.Node, d ir.Dictionaries) operation {
	return test(patternTest(n.Args[1].Value.Text()))(n, d)
}

// extracted gives the first group of the first match, or the match.
func extracted(n *ir.Node, d ir.Dictionaries) operation {
	pattern := regexp.MustCompile(n.Args[1].Value.Text())
	group := min(pattern.NumSubexp(), 1)
	return textPart(func(x string) (string, bool) {
		at := pattern.FindStringSubmatchIndex(x)
		if at == nil || at[2*group] < 0 {
			return "", false
		}
		return x[at[2*group]:at[2*group+1]], true
	})(n, d)
}

// length counts code points.
func length(*ir.Node, ir.Dictionaries) operation {
	return func(f *frame, out *vector, in []*vector) {
		x := in[0]
		for i := range f.n {
			out.ints[i] = int64(utf8.RuneCountInString(x.texts[i&x.step]))
		}
	}
}

// blank is true of null, the empty text and white space.
func blank(*ir.Node, ir.Dictionaries) operation {
	return func(f *frame, out *vector, in []*vector) {
		x := in[0]
		for i := range f.n {
			if x.null.has(i) || strings.TrimFunc(x.texts[i&x.step], unicode.IsSpace) == "" {
				out.truth.set(i)
			}
		}
	}
}

func trimmed(x string) string { return strings.TrimFunc(x, unicode.IsSpace) }

func digitsOnly(x string) bool {
	for i := range len(x) {
		if x[i] < '0' || x[i] > '9' {
			return false
		}
	}
	return x != ""
}

// chineseName is 2 to 60 Han characters with single · between them.
func chineseName(x string) bool {
	count, dotted := 0, true
	for _, r := range x {
		count++
		switch {
		case r == '·' && dotted:
			return false
		case r == '·':
			dotted = true
		case unicode.Is(unicode.Han, r):
			dotted = false
		default:
			return false
		}
	}
	return count >= 2 && count <= 60 && !dotted
}

// joined is + and concat of texts.
func joined(f *frame, out *vector, in []*vector) {
	dead := out.dead()
	var buffer []byte
	for i := range f.n {
		if dead.has(i) {
			continue
		}
		buffer = buffer[:0]
		for _, a := range in {
			buffer = append(buffer, a.texts[i&a.step]...)
		}
		out.texts[i] = f.keep(buffer)
	}
}

func replaced(f *frame, out *vector, in []*vector) {
	x, old, with := in[0], in[1], in[2]
	dead := out.dead()
	for i := range f.n {
		if dead.has(i) {
			continue
		}
		out.texts[i] = x.texts[i&x.step]
		if what := old.texts[i&old.step]; what != "" {
			out.texts[i] = strings.ReplaceAll(out.texts[i], what, with.texts[i&with.step])
		}
	}
}

// padded fills from the left up to n code points.
func padded(f *frame, out *vector, in []*vector) {
	x, n, fill := in[0], in[1], in[2]
	dead := out.dead()
	var buffer []byte
	for i := range f.n {
		if dead.has(i) {
			continue
		}
		text, size := x.texts[i&x.step], n.ints[i&n.step]
		if size > ir.MaxTextLength {
			out.fail(i, ir.TooLong)
			continue
		}
		missing := int(max(size, 0)) - utf8.RuneCountInString(text)
		with := fill.texts[i&fill.step]
		if missing <= 0 || with == "" {
			out.texts[i] = text
			continue
		}
		buffer = append(filled(buffer[:0], with, missing), text...)
		out.texts[i] = f.keep(buffer)
	}
}

// filled appends the first code points of a text that is repeated without end.
func filled(to []byte, text string, points int) []byte {
	for {
		for _, r := range text {
			if points == 0 {
				return to
			}
			to = utf8.AppendRune(to, r)
			points--
		}
	}
}
