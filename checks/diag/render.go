package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Render writes diagnostics for a person: place, severity, code and message, the
// source line with carets under the span, the hint, and every related place with its
// own line. files gives the content of a file by its name in the positions; a file
// that is not there is shown without its line. Carets stand under the right
// characters in a terminal that gives a wide character two cells.
func Render(list List, files map[string][]byte) string {
	var b strings.Builder
	for i, d := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		renderOne(&b, d, files)
	}
	return b.String()
}

func renderOne(b *strings.Builder, d Diagnostic, files map[string][]byte) {
	if !d.Span.Start.IsZero() {
		fmt.Fprintf(b, "%s: ", d.Span.Start)
	}
	fmt.Fprintf(b, "%s %s: %s\n", d.Severity, d.Code, d.Message)
	if !d.Hidden {
		snippet(b, d.Span, files)
	}
	for _, r := range d.Related {
		fmt.Fprintf(b, "  %s: %s\n", r.Span.Start, r.Message)
		snippet(b, r.Span, files)
	}
	if d.Hint != "" {
		fmt.Fprintf(b, "  hint: %s\n", d.Hint)
	}
}

// String gives file:line:column, leaving out what is not known.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// snippet draws the first line of a span with carets under it.
func snippet(b *strings.Builder, s Span, files map[string][]byte) {
	line, ok := lineOf(files[s.Start.File], s.Start.Line)
	if !ok {
		return
	}
	number := fmt.Sprintf("%4d", s.Start.Line)
	fmt.Fprintf(b, "%s | %s\n", number, strings.TrimRight(printable(line), " "))
	from, to := s.Start.Column-1, s.End.Column-1
	if s.End.Line != s.Start.Line {
		to = utf8.RuneCountInString(strings.TrimRight(line, " "))
		if s.End.IsZero() {
			to = from + 1
		}
	}
	lead, marked := cut(line, from, max(to, from+1))
	fmt.Fprintf(b, "%s | %s%s\n", strings.Repeat(" ", len(number)),
		strings.Repeat(" ", cells(lead)), strings.Repeat("^", max(1, cells(marked))))
}

func lineOf(data []byte, n int) (string, bool) {
	if n < 1 || len(data) == 0 {
		return "", false
	}
	lines := strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n")
	if n > len(lines) {
		return "", false
	}
	return strings.TrimSuffix(lines[n-1], "\r"), true
}

// cut returns the runes before from and those in from..to.
func cut(line string, from, to int) (lead, marked string) {
	runes := []rune(line)
	from = min(max(from, 0), len(runes))
	to = min(max(to, from), len(runes))
	return string(runes[:from]), string(runes[from:to])
}

// printable shows a tab as one space and an unreadable byte as a question mark, so
// that one rune stays one unit.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError:
			return '?'
		case r < ' ' || r == 0x7f:
			return ' '
		}
		return r
	}, s)
}

// cells is the width of s on a terminal: East Asian wide and full-width characters
// and emoji take two cells, combining marks none.
func cells(s string) int {
	n := 0
	for _, r := range s {
		n += runeCells(r)
	}
	return n
}

func runeCells(r rune) int {
	if isMark(r) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

func isMark(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) }
