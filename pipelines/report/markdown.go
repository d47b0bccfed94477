package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// writeMarkdown writes a page for a wiki or an issue: GitHub's tables, no HTML.
func writeMarkdown(w io.Writer, v View) error {
	t, d := tongueOf(v.Language), newDigest(v)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", escapeMarkdown(t.title(v)))
	for _, line := range t.headline(v, d) {
		fmt.Fprintf(&b, "**%s**\n\n", escapeMarkdown(line))
	}
	for _, f := range t.facts(v, d) {
		fmt.Fprintf(&b, "- %s%s%s\n", f.Name, t.colon(), escapeMarkdown(f.Text))
	}
	t.markdownSummary(&b, d)
	for _, state := range states() {
		t.markdownItems(&b, v, state, d.in(state))
	}
	t.markdownTrials(&b, d)
	t.markdownWaiting(&b, v)
	t.markdownDecisions(&b, v)
	t.markdownRevisions(&b, v)
	_, err := io.WriteString(w, b.String())
	return err
}

func (t tongue) markdownSummary(b *strings.Builder, d *digest) {
	heads := []string{t.word("dimension"), t.word("checks")}
	for _, verdict := range verdicts() {
		heads = append(heads, t.verdict(verdict))
	}
	var rows [][]string
	for _, name := range dimensions() {
		row := []string{t.dimension(name), fmt.Sprint(d.dimensions[name].total())}
		for _, verdict := range verdicts() {
			row = append(row, fmt.Sprint(d.dimensions[name][verdict]))
		}
		rows = append(rows, row)
	}
	fmt.Fprintf(b, "\n## %s\n\n", t.word("summary"))
	markdownTable(b, heads, rows)
}

func (t tongue) markdownItems(b *strings.Builder, v View, state string, items []item) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s (%d)\n\n", t.word("heading."+state), len(items))
	var heads []string
	for _, key := range []string{"grade", "system", "interface", "dimension", "check", "found", "bounds", "violations", "kept", "sample"} {
		heads = append(heads, t.word(key))
	}
	var rows [][]string
	for _, it := range items {
		rows = append(rows, t.markdownRow(v, it))
	}
	markdownTable(b, heads, rows)
}

func (t tongue) markdownRow(v View, it item) []string {
	o := it.Outcome
	if o == nil {
		return t.gridRow(v, it)[:5:5]
	}
	check := cmp.Or(o.Title, o.Check) + " (" + o.Check + groupText(o) + ")"
	if it.Source != "" {
		check = t.word("source") + " " + v.source(it.Source) + t.bracket(t.affected(it))
	}
	return []string{
		t.word("grade of", o.Grade), systemOf(it.Run), watchOf(it.Run), t.dimension(o.Dimension), check,
		t.found(o), t.bounds(o), violationsOf(o), t.moves(o), t.firstSample(v, it.Run, o),
	}
}

func (t tongue) firstSample(v View, r *store.Run, o *store.Outcome) string {
	if len(o.Samples) == 0 {
		return ""
	}
	return t.cells(v, r, o.Samples[0].Key)
}

func markdownTable(b *strings.Builder, heads []string, rows [][]string) {
	line := func(cells []string) {
		b.WriteString("|")
		for i := range heads {
			text := ""
			if i < len(cells) {
				text = escapeMarkdown(cells[i])
			}
			b.WriteString(" " + text + " |")
		}
		b.WriteString("\n")
	}
	line(heads)
	b.WriteString(strings.Repeat("|---", len(heads)) + "|\n")
	for _, row := range rows {
		line(row)
	}
}

// escapeMarkdown keeps data from becoming markup; masking stars must stay stars.
func escapeMarkdown(text string) string {
	return strings.NewReplacer(
		"\\", "\\\\", "|", "\\|", "*", "\\*", "_", "\\_", "<", "&lt;", "`", "\\`", "[", "\\[", "\n", " ",
	).Replace(text)
}
