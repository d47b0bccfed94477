package oracle

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/sijms/go-ora/v2/converters"
)

// A paired converter reads and writes Oracle's UTF8, in which a character beyond the basic
// plane is the two halves of a surrogate pair, three bytes each (CESU-8). The driver takes
// it for UTF-8. A half by itself stays what it is: no UTF-8, and so a fault of its value.
type paired struct{ converters.IStringConverter }

// Decode implements the driver's converter.
func (p paired) Decode(stored []byte) string {
	text := p.IStringConverter.Decode(stored)
	at := strings.IndexByte(text, surrogate)
	if at < 0 {
		return text
	}
	var out strings.Builder
	for rest := text; ; rest = rest[at:] {
		if at = strings.IndexByte(rest, surrogate); at < 0 {
			out.WriteString(rest)
			return out.String()
		}
		out.WriteString(rest[:at])
		if r, ok := pair(rest[at:]); ok {
			out.WriteRune(r)
			at += 2 * half
			continue
		}
		out.WriteByte(surrogate)
		at++
	}
}

// A half of a pair begins with this byte and has this many; so do characters of Hangul,
// whose second byte is lower.
const (
	surrogate = 0xED
	half      = 3
)

// pair reads two halves of one character.
func pair(text string) (rune, bool) {
	if len(text) < 2*half {
		return 0, false
	}
	unit := func(b string) rune { return rune(b[0]&0x0F)<<12 | rune(b[1]&0x3F)<<6 | rune(b[2]&0x3F) }
	if text[half] != surrogate {
		return 0, false
	}
	r := utf16.DecodeRune(unit(text[:half]), unit(text[half:2*half]))
	return r, r != utf8.RuneError
}

// Encode implements the driver's converter.
func (p paired) Encode(text string) []byte {
	var out []byte
	for _, r := range text {
		high, low := utf16.EncodeRune(r)
		if high == utf8.RuneError {
			out = utf8.AppendRune(out, r)
			continue
		}
		for _, unit := range []rune{high, low} {
			out = append(out, surrogate, byte(unit>>6&0x3F|0x80), byte(unit&0x3F|0x80))
		}
	}
	return out
}

// Clone implements the driver's converter.
func (p paired) Clone() converters.IStringConverter { return paired{p.IStringConverter.Clone()} }
