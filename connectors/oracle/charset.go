package oracle

import (
	"bytes"
	"encoding/binary"
	"strings"

	goora "github.com/sijms/go-ora/v2"
	"github.com/sijms/go-ora/v2/converters"
)

// cesu is the driver's number of Oracle's UTF8, which is not UTF-8.
const cesu = 871

// charsetOf gives the driver's number of a character set that it does not read exactly: in
// which it puts a question mark for invalid bytes, or halves characters. 0 for every other.
func charsetOf(name string) int {
	return map[string]int{"ZHS16CGB231280": 850, "ZHS16GBK": 852, "UTF8": cesu}[name]
}

// A strict converter reads texts as the driver does, but lets none pass in which bytes
// were lost: what it gives for those is no UTF-8, and so becomes a fault of the value.
type strict struct{ converters.IStringConverter }

// lost begins a text that could not be read.
const lost = "\xff"

// Decode implements the driver's converter. In these sets 0x3F is a question mark
// wherever it stands: if the text has more of them, the driver made them up.
func (s strict) Decode(stored []byte) string {
	text := s.IStringConverter.Decode(stored)
	if strings.Count(text, "?") != bytes.Count(stored, []byte("?")) {
		return lost + text
	}
	return text
}

// Clone implements the driver's converter.
func (s strict) Clone() converters.IStringConverter { return strict{s.IStringConverter.Clone()} }

// national is the set of NVARCHAR2 and NCLOB that nearly every database has.
const national = 2000 // AL16UTF16

// A whole converter reads UTF-16 as the driver does, but lets none pass that is cut within
// a character, for which the driver puts U+FFFD.
type whole struct{ converters.IStringConverter }

// Decode implements the driver's converter.
func (w whole) Decode(stored []byte) string {
	text := w.IStringConverter.Decode(stored)
	if len(stored)%2 != 0 || strings.Count(text, "\uFFFD") != written(stored, 0xFFFD) {
		return lost + text
	}
	return text
}

// written counts a unit of UTF-16.
func written(stored []byte, unit uint16) (n int) {
	for ; len(stored) > 1; stored = stored[2:] {
		if binary.BigEndian.Uint16(stored) == unit {
			n++
		}
	}
	return n
}

// Clone implements the driver's converter.
func (w whole) Clone() converters.IStringConverter { return whole{w.IStringConverter.Clone()} }

// readStrictly sets the converters of the logins that a connector will make. Charset is as
// charsetOf numbers it: 0 leaves the driver's own.
func readStrictly(connector goora.GetDriverInterface, charset int) {
	var own converters.IStringConverter
	if known := converters.NewStringConverter(charset); charset == cesu {
		own = paired{known}
	} else if charset != 0 && known != nil {
		own = strict{known}
	}
	goora.SetStringConverter(connector, own, whole{converters.NewStringConverter(national)})
}
