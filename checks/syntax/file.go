package syntax

import (
	"sort"
	"unicode/utf8"

	"github.com/dogwatch/dogwatch/checks/diag"
)

// A File is one text with its lines: it turns byte offsets into positions and back.
type File struct {
	Name  string
	text  string
	lines []int // byte offset of each line's first byte
}

// NewFile indexes text, which must be valid UTF-8.
func NewFile(name, text string) *File {
	f := &File{Name: name, text: text, lines: []int{0}}
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	return f
}

// Pos gives the place of a byte offset; an offset beyond the end is the end.
func (f *File) Pos(offset int) diag.Pos {
	offset = min(max(offset, 0), len(f.text))
	line := sort.SearchInts(f.lines, offset+1)
	start := f.lines[line-1]
	return diag.Pos{File: f.Name, Line: line, Column: utf8.RuneCountInString(f.text[start:offset]) + 1}
}

// Span gives the stretch from one byte offset to another.
func (f *File) Span(start, end int) diag.Span {
	return diag.Span{Start: f.Pos(start), End: f.Pos(end)}
}

// Offset gives the byte offset of a line and a column in code points, both 1-based.
// A column beyond the line's end is the line's end.
func (f *File) Offset(line, column int) int {
	if line < 1 {
		return 0
	}
	if line > len(f.lines) {
		return len(f.text)
	}
	at := f.lines[line-1]
	for ; column > 1 && at < len(f.text) && f.text[at] != '\n'; column-- {
		_, size := utf8.DecodeRuneInString(f.text[at:])
		at += size
	}
	return at
}
