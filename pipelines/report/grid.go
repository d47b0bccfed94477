package report

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// columnsOf tells how many columns of a terminal a character takes: two for wide East
// Asian ones, none for marks that combine. Ambiguous ones take one, as terminals with
// a UTF-8 locale draw them. Source: Unicode Standard Annex 11.
func columnsOf(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

func widthOf(text string) int {
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

// wrap breaks a text into lines of at most limit columns: at line ends that it has,
// at spaces, around wide characters, and inside a word only if it is too long.
func wrap(text string, limit int) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrapLine(line, max(limit, 2))...)
	}
	return lines
}

func wrapLine(line string, limit int) []string {
	var lines []string
	runes := []rune(line)
	for widthOf(string(runes)) > limit {
		at := breakAt(runes, limit)
		lines = append(lines, strings.TrimRight(string(runes[:at]), " "))
		runes = runes[at:]
		for len(runes) > 0 && runes[0] == ' ' {
			runes = runes[1:]
		}
	}
	return append(lines, string(runes))
}

// breakAt finds where a line that is too long may best be broken: at a space of its
// second half, else at any place where a break may be.
func breakAt(runes []rune, limit int) int {
	used, best, space, last := 0, 0, 0, 0
	for i, r := range runes {
		used += columnsOf(r)
		if used > limit {
			break
		}
		last = i + 1
		wide := columnsOf(r) == 2 || i+1 < len(runes) && columnsOf(runes[i+1]) == 2
		closing := i+1 < len(runes) && strings.ContainsRune("，。；：、）”！？％=", runes[i+1])
		if (r == ' ' || r == '/' || r == '_' || r == '=' || wide) && !closing && !strings.ContainsRune("（“", r) {
			best = i + 1
		}
		if r == ' ' {
			space = i + 1
		}
	}
	switch {
	case space*2 > last:
		return space
	case best == 0:
		return max(last, 1)
	}
	return best
}

// A grid is a table of text with wrapped cells.
type grid struct {
	heads []string
	caps  []int // widest a column may be
	right []bool
	rows  [][]string
}

// unbounded is wider than any line.
const unbounded = 1 << 16

// Grid writes rows below heads, column by column as wide as what stands in it: a wide
// East Asian character takes two columns of a terminal. width is that of the terminal,
// in which the widest cells are broken into lines; 0 for no limit.
func Grid(heads []string, rows [][]string, width int) string {
	g := grid{heads: heads, rows: rows}
	for range heads {
		g.caps = append(g.caps, unbounded)
	}
	return g.render(width)
}

// widths gives each column the width it needs, at most its cap; if a total is given
// the widest columns give way first.
func (g *grid) widths(total int) []int {
	list := make([]int, len(g.heads))
	for i, head := range g.heads {
		list[i] = widthOf(head)
		for _, row := range g.rows {
			for line := range strings.SplitSeq(row[i], "\n") {
				list[i] = max(list[i], widthOf(line))
			}
		}
		list[i] = min(list[i], max(g.caps[i], widthOf(head)))
	}
	sum := func() int {
		n := 2 * (len(list) - 1)
		for _, w := range list {
			n += w
		}
		return n
	}
	for total > 0 && sum() > total {
		widest := 0
		for i := range list {
			if list[i]-widthOf(g.heads[i]) > list[widest]-widthOf(g.heads[widest]) {
				widest = i
			}
		}
		if list[widest] <= max(widthOf(g.heads[widest]), 6) {
			break
		}
		list[widest]--
	}
	return list
}

// render writes the grid with a rule below its heads.
func (g *grid) render(total int) string {
	widths := g.widths(total)
	var b strings.Builder
	g.line(&b, g.heads, widths)
	for i, w := range widths {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString(strings.Repeat("─", w))
	}
	b.WriteByte('\n')
	for _, row := range g.rows {
		g.line(&b, row, widths)
	}
	return b.String()
}

// line writes one row, which takes as many lines as its tallest cell.
func (g *grid) line(b *strings.Builder, row []string, widths []int) {
	cells := make([][]string, len(row))
	height := 0
	for i, text := range row {
		cells[i] = wrap(text, widths[i])
		height = max(height, len(cells[i]))
	}
	for n := range height {
		var line strings.Builder
		for i := range cells {
			text := ""
			if n < len(cells[i]) {
				text = cells[i][n]
			}
			space := strings.Repeat(" ", max(widths[i]-widthOf(text), 0))
			if i > 0 {
				line.WriteString("  ")
			}
			if g.right != nil && g.right[i] {
				line.WriteString(space + text)
			} else {
				line.WriteString(text + space)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}
