package files

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// replacement stands for bytes that are no character.
var replacement = []byte("\uFFFD")

// A damage is the place of bytes that do not decode.
type damage struct {
	line int
	at   int64 // offset in the file, from 0
}

// A decoder makes UTF-8 of the lines of a file.
type decoder struct {
	charset *encoding.Decoder // nil: UTF-8
	widest  int               // bytes of a character, beside one
	text    []byte
}

func newDecoder(charset encoding.Encoding) *decoder {
	d := &decoder{widest: 2}
	if charset != nil {
		d.charset = charset.NewDecoder()
	}
	if charset == simplifiedchinese.GB18030 {
		d.widest = 4
	}
	return d
}

// decode gives raw as UTF-8, valid until the next call. Each run of bytes that is no
// character becomes U+FFFD, and its offset in raw is added to bad.
func (d *decoder) decode(raw []byte, bad []int) (text []byte, damaged []int) {
	if ascii(raw) {
		return raw, bad
	}
	if d.charset == nil {
		if utf8.Valid(raw) && !bytes.Contains(raw, replacement) {
			return raw, bad
		}
		return d.slowly(raw, bad)
	}
	if room := 3 * len(raw); cap(d.text) < room {
		d.text = make([]byte, room)
	}
	d.charset.Reset()
	n, _, err := d.charset.Transform(d.text[:cap(d.text)], raw, true)
	if err == nil && !bytes.Contains(d.text[:n], replacement) {
		return d.text[:n], bad
	}
	return d.slowly(raw, bad)
}

func ascii(raw []byte) bool {
	for _, b := range raw {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// slowly decodes character by character.
func (d *decoder) slowly(raw []byte, bad []int) (text []byte, damaged []int) {
	text = make([]byte, 0, 3*len(raw))
	for i := 0; i < len(raw); {
		character, n := d.character(raw[i:])
		if character == utf8.RuneError {
			bad = append(bad, i)
		}
		text = utf8.AppendRune(text, character)
		i += n
	}
	return text, bad
}

// character decodes one; RuneError and 1 if there is none.
func (d *decoder) character(raw []byte) (character rune, size int) {
	if raw[0] < utf8.RuneSelf || d.charset == nil {
		return utf8.DecodeRune(raw)
	}
	var out [8]byte
	for size = 1; size <= min(d.widest, len(raw)); size++ {
		d.charset.Reset()
		n, _, err := d.charset.Transform(out[:], raw[:size], true)
		character, width := utf8.DecodeRune(out[:n])
		if err == nil && width == n && character != utf8.RuneError {
			return character, size
		}
	}
	return utf8.RuneError, 1
}
