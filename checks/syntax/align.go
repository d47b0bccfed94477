package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The styles of a scalar, which decide how its text stands in the file.
const (
	plain style = iota
	single
	double
	block // literal or folded
)

type style uint8

// origin says where a scalar's text stands: file and the byte offset of its first
// character (after an opening quote, or on the line after a block indicator).
type origin struct {
	file  *File
	start int
	style style
}

// aligner walks a scalar's decoded text and the file side by side. YAML only ever
// drops or folds white space and undoes escapes, so every other character of the
// text occurs in the file in the same order.
type aligner struct {
	source string
	at     int
	style  style
}

// offsets gives for each byte of text, and for its end, the byte offset in the file.
func (o origin) offsets(text string) []int {
	a := aligner{source: o.file.text, at: o.start, style: o.style}
	table := make([]int, 0, len(text)+1)
	for _, r := range text {
		at := a.next(r)
		for range utf8.RuneLen(r) {
			table = append(table, at)
		}
	}
	return append(table, a.at)
}

// literal tells whether the text stands in the file as it is, which most do: every byte
// of it is then at its own distance from the start.
func (o origin) literal(text string) bool {
	switch {
	case o.style == block, o.style == double && strings.Contains(text, `\`), o.style == single && strings.Contains(text, "'"):
		return false
	case o.start > len(o.file.text) || !o.opened():
		return false
	}
	return strings.HasPrefix(o.file.text[o.start:], text)
}

// opened tells whether the quote stands before the text, if there is to be one.
func (o origin) opened() bool {
	switch o.style {
	case single:
		return o.start > 0 && o.file.text[o.start-1] == '\''
	case double:
		return o.start > 0 && o.file.text[o.start-1] == '"'
	}
	return true
}

// end is the byte offset in the file behind the text.
func (o origin) end(text string) int {
	if o.literal(text) {
		return o.start + len(text)
	}
	a := aligner{source: o.file.text, at: o.start, style: o.style}
	for _, r := range text {
		a.next(r)
	}
	return a.at
}

// settled corrects a start that the parser has a little wrong, as it happens behind
// comments and in unusual layouts: the nearest place from which the text fits.
func (o origin) settled(text string) origin {
	const furthest = 4096
	if o.literal(text) || o.fits(text) {
		return o
	}
	for d := 1; d <= furthest; d++ {
		for _, start := range []int{o.start - d, o.start + d} {
			moved := origin{file: o.file, start: start, style: o.style}
			if start >= 0 && start < len(o.file.text) && moved.fits(text) {
				return moved
			}
		}
	}
	return o
}

// fits tells whether every visible character of the text stands where offsets says.
func (o origin) fits(text string) bool {
	if !o.opened() || !o.begins(text) {
		return false
	}
	a := aligner{source: o.file.text, at: o.start, style: o.style}
	for _, r := range text {
		at := a.next(r)
		if unicode.IsSpace(r) {
			continue
		}
		have, _ := utf8.DecodeRuneInString(a.source[at:])
		if have != r && (o.style != double || have != '\\') {
			return false
		}
	}
	return true
}

// begins tells whether the first visible character stands at the start, which most
// wrong places fail.
func (o origin) begins(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 || unicode.IsSpace(r) {
		return true
	}
	a := aligner{source: o.file.text, at: o.start, style: o.style}
	have, _ := utf8.DecodeRuneInString(o.file.text[a.next(r):])
	return have == r || have == '\\'
}

// next finds r, steps over it and returns where it stands.
func (a *aligner) next(r rune) int {
	switch {
	case a.joined():
		return a.next(r)
	case a.style == double && a.peek() == '\\':
		return a.step(a.escape())
	case r == '\n':
		a.skip(" \t")
		a.windowsEnd()
	case r == ' ' || r == '\t':
		a.windowsEnd()
	default:
		a.skip(" \t\r\n")
		if a.style == double && a.peek() == '\\' {
			return a.next(r)
		}
	}
	if a.style == single && r == '\'' {
		return a.step(2)
	}
	_, size := utf8.DecodeRuneInString(a.source[a.at:])
	return a.step(size)
}

// windowsEnd steps over the first character of a line end of Windows.
func (a *aligner) windowsEnd() {
	if strings.HasPrefix(a.source[a.at:], "\r\n") {
		a.at++
	}
}

func (a *aligner) peek() byte {
	if a.at >= len(a.source) {
		return 0
	}
	return a.source[a.at]
}

func (a *aligner) step(n int) int {
	at := a.at
	a.at = min(a.at+n, len(a.source))
	return at
}

func (a *aligner) skip(set string) {
	for a.at < len(a.source) {
		c := a.source[a.at]
		found := false
		for i := range len(set) {
			found = found || set[i] == c
		}
		if !found {
			return
		}
		a.at++
	}
}

// joined steps over a backslash at a line's end, which joins two lines.
func (a *aligner) joined() bool {
	if a.style != double || a.peek() != '\\' || a.at+1 >= len(a.source) {
		return false
	}
	if c := a.source[a.at+1]; c != '\n' && c != '\r' {
		return false
	}
	a.at++
	a.skip("\r\n")
	a.skip(" \t")
	return true
}

// escape is the length of the escape sequence at hand.
func (a *aligner) escape() int {
	if a.at+1 >= len(a.source) {
		return 1
	}
	switch a.source[a.at+1] {
	case 'x':
		return 4
	case 'u':
		return a.surrogates()
	case 'U':
		return 10
	}
	_, size := utf8.DecodeRuneInString(a.source[a.at+1:])
	return 1 + size
}

// surrogates takes \ud83d\ude00 as one character.
func (a *aligner) surrogates() int {
	const one = len(`\u0000`)
	s := a.source[a.at:]
	if len(s) >= 2*one && (s[2] == 'd' || s[2] == 'D') && s[3] >= '8' && s[one] == '\\' && s[one+1] == 'u' {
		return 2 * one
	}
	return one
}

// after gives the file offset just behind the character that ends at byte end of
// text: the next character may stand on another line, behind indentation.
func (o origin) after(text string, table []int, end int) int {
	_, size := utf8.DecodeLastRuneInString(text[:end])
	at := table[end-size]
	if o.style == double && o.file.text[at] == '\\' || o.style == single && o.file.text[at] == '\'' {
		return table[end]
	}
	return at + runeLen(o.file.text[at:])
}
