package measure

// A textForm packs texts of one length over an alphabet whose characters stand in the
// order of their bytes: the first so many as one number, those behind them as another.
// Together they have 120 bits, since the length takes eight.
type textForm struct {
	first int // characters in the first number
	base  uint64
	bits  int // of the second number
}

const (
	longestAlphanumeric = 23 // 36^12 is below 2^63, 36^11 below 2^57
	longestNumeric      = 36 // 10^18 is below 2^60
)

func formOf(length int) (f textForm, ok bool) {
	if length <= longestAlphanumeric {
		return textForm{first: 12, base: 36, bits: 57}, true
	}
	return textForm{first: 18, base: 10, bits: 60}, length <= longestNumeric
}

// packText packs a text alone of more than 15 characters; ok is false if it is too long or
// a character is none of the form for its length.
func packText(text []byte) (p packed, ok bool) {
	f, ok := formOf(len(text))
	if !ok {
		return p, false
	}
	first, ok := f.number(text[:f.first])
	if !ok {
		return p, false
	}
	second, ok := f.number(text[f.first:])
	return packed{uint64(len(text))<<56 | first>>(64-f.bits), first<<f.bits | second}, ok
}

// number reads characters as the digits of a number.
func (f textForm) number(text []byte) (n uint64, ok bool) {
	for _, c := range text {
		d := uint64(c - '0')
		if d > 9 {
			if d = uint64(c-'A') + 10; c < 'A' {
				return 0, false
			}
		}
		if d >= f.base {
			return 0, false
		}
		n = n*f.base + d
	}
	return n, true
}

// appendText gives back a text of so many characters.
func (p packed) appendText(dst []byte, length int) []byte {
	f, _ := formOf(length)
	first := p.high<<8>>8<<(64-f.bits) | p.low>>f.bits
	second := p.low & (1<<f.bits - 1)
	at := len(dst)
	dst = append(dst, make([]byte, length)...)
	f.write(dst[at:at+f.first], first)
	f.write(dst[at+f.first:], second)
	return dst
}

func (f textForm) write(text []byte, n uint64) {
	for i := len(text) - 1; i >= 0; i-- {
		text[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n%f.base]
		n /= f.base
	}
}
