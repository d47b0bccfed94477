package diag

import (
	"fmt"
	"regexp"
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
	r := renderer{files: files, hidden: hiddenLines(list)}
	for i, d := range list {
		if i > 0 {
			r.b.WriteByte('\n')
		}
		r.one(d)
	}
	return r.b.String()
}

// renderer writes diagnostics. hidden are the lines that hold a secret: none of the
// list's diagnostics shows them.
type renderer struct {
	b      strings.Builder
	files  map[string][]byte
	hidden map[Pos]bool
}

func hiddenLines(list List) map[Pos]bool {
	hidden := map[Pos]bool{}
	for _, d := range list {
		if d.Hidden {
			hidden[Pos{File: d.Span.Start.File, Line: d.Span.Start.Line}] = true
		}
	}
	return hidden
}

func (r *renderer) one(d Diagnostic) {
	b := &r.b
	if !d.Span.Start.IsZero() {
		fmt.Fprintf(b, "%s: ", d.Span.Start)
	}
	fmt.Fprintf(b, "%s %s: %s\n", d.Severity, d.Code, d.Message)
	r.snippet(d.Span)
	for _, second := range d.Related {
		fmt.Fprintf(b, "  %s: %s\n", second.Span.Start, second.Message)
		r.snippet(second.Span)
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

// secretWord finds a key that may hold a secret, with a value behind it. Where YAML
// is broken, nobody knows what the value is.
var secretWord = regexp.MustCompile(`(?i)(password|token|secret)["']?\s*:\s*[^\s{]`)

// snippet draws the first line of a span with carets under it.
func (r *renderer) snippet(s Span) {
	line, ok := lineOf(r.files[s.Start.File], s.Start.Line)
	if !ok || r.hidden[Pos{File: s.Start.File, Line: s.Start.Line}] || secretWord.MatchString(line) {
		return
	}
	drawLine(&r.b, line, s)
}

// widest is how many characters of a line are shown; more would fold on a terminal
// and put the carets out of place.
const widest = 120

func drawLine(b *strings.Builder, line string, s Span) {
	number := fmt.Sprintf("%4d", s.Start.Line)
	from, to := s.Start.Column-1, s.End.Column-1
	if s.End.Line != s.Start.Line {
		to = utf8.RuneCountInString(strings.TrimRight(line, " "))
		if s.End.IsZero() {
			to = from + 1
		}
	}
	line, from, to = window(line, from, max(to, from+1))
	fmt.Fprintf(b, "%s | %s\n", number, strings.TrimRight(printable(line), " "))
	lead, marked := cut(line, from, to)
	fmt.Fprintf(b, "%s | %s%s\n", strings.Repeat(" ", len(number)),
		strings.Repeat(" ", cells(lead)), strings.Repeat("^", max(1, cells(marked))))
}

// window cuts a long line to what is around from.
func window(line string, from, to int) (shown string, start, end int) {
	runes := []rune(line)
	if len(runes) <= widest {
		return line, from, to
	}
	first := min(max(from-widest/3, 0), max(len(runes)-widest, 0))
	last := min(first+widest, len(runes))
	shown = string(runes[first:last])
	from, to = from-first, min(to, last)-first
	if first > 0 {
		shown, from, to = "…"+shown, from+1, to+1
	}
	if last < len(runes) {
		shown += "…"
	}
	return shown, from, to
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
