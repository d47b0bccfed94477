package oracle

import (
	"bytes"
	"strings"

	goora "github.com/sijms/go-ora/v2"
	"github.com/sijms/go-ora/v2/converters"
)

// charsetOf gives the driver's number of a character set in which bytes can be invalid
// and for which the driver puts a question mark; 0 for every other.
func charsetOf(name string) int {
	return map[string]int{"ZHS16CGB231280": 850, "ZHS16GBK": 852}[name]
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

// readStrictly sets the converter of the logins that a connector will make.
func readStrictly(connector goora.GetDriverInterface, charset int) {
	if known := converters.NewStringConverter(charset); known != nil {
		goora.SetStringConverter(connector, strict{known}, nil)
	}
}
