package handbook

import (
	"fmt"
	"strconv"
	"strings"
)

// A page is Markdown that is being written.
type page struct{ strings.Builder }

// line writes a line.
func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// table begins a table with these heads.
func (p *page) table(heads ...string) {
	p.row(heads...)
	p.line("|%s", strings.Repeat("---|", len(heads)))
}

// row writes a row of a table. A bar inside a cell, and a line break, would end it.
func (p *page) row(cells ...string) {
	clean := strings.NewReplacer("|", `\|`, "\n", " ")
	for i, cell := range cells {
		cells[i] = clean.Replace(cell)
	}
	p.line("| %s |", strings.Join(cells, " | "))
}

// linked is a link.
func linked(text, to string) string { return "[" + text + "](" + to + ")" }

// count writes how many there are; nothing if there are none.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// code sets a text in code; nothing stays nothing.
func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}
