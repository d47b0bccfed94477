package decode

import (
	"bytes"
	"unicode/utf8"

	"github.com/dogwatch/dogwatch/connectors"
)

// tidy checks the encoding of a stored text and applies Fold, Trim and the cut of
// CHAR padding. The result is a part of raw or of the builder's own buffer.
func (b *Builder) tidy(form *connectors.Form, raw []byte) ([]byte, string) {
	if len(raw) > MaxCell {
		return nil, ReasonTooLong
	}
	if !utf8.Valid(raw) || b.transcoded && bytes.Contains(raw, []byte("\uFFFD")) {
		return nil, ReasonEncoding
	}
	text := raw
	if form.Fold {
		b.folded = fold(b.folded[:0], raw)
		text = b.folded
	}
	if form.Trim {
		text = bytes.TrimSpace(text)
	}
	return bytes.TrimRight(text, " "), ""
}

// fold appends text to out with the full-width forms U+FF01..U+FF5E and U+3000
// replaced by ASCII. In UTF-8 they are EF BC 81 … EF BD 9E and E3 80 80.
func fold(out, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		wide, ok := narrow(text[i:])
		if !ok {
			out = append(out, text[i])
			continue
		}
		out = append(out, wide)
		i += 2
	}
	return out
}

// narrow gives the ASCII form of the full-width character that text begins with.
func narrow(text []byte) (byte, bool) {
	if len(text) < 3 {
		return 0, false
	}
	switch {
	case text[0] == 0xE3 && text[1] == 0x80 && text[2] == 0x80:
		return ' ', true
	case text[0] == 0xEF && text[1] == 0xBC && text[2] >= 0x81: // U+FF01..U+FF3F
		return text[2] - 0x81 + '!', true
	case text[0] == 0xEF && text[1] == 0xBD && text[2] <= 0x9E: // U+FF40..U+FF5E
		return text[2] - 0x80 + '`', true
	}
	return 0, false
}
