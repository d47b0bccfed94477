package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// writeTable writes what a person at a terminal wants to see first: the verdict,
// what is not well, and the totals.
func writeTable(w io.Writer, v View) error {
	t, d := tongueOf(v.Language), newDigest(v)
	var b strings.Builder
	for _, line := range t.headline(v, d) {
		fold(&b, line, v.Width)
	}
	for _, state := range states() {
		items := d.in(state)
		if len(items) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s (%d)\n", t.word("heading."+state), len(items))
		if v.Width > 0 && v.Width < leastGrid {
			t.stack(&b, v, items)
			continue
		}
		b.WriteString(t.grid(v, items).render(v.Width))
	}
	t.tableTrials(&b, v, d)
	t.tableWaiting(&b, v)
	t.tableDecisions(&b, v)
	b.WriteString("\n")
	fold(&b, t.totals(d), v.Width)
	_, err := io.WriteString(w, b.String())
	return err
}

// fold writes a text in lines of at most limit columns, 0 for no limit.
func fold(b *strings.Builder, text string, limit int) {
	if limit == 0 {
		b.WriteString(text + "\n")
		return
	}
	for _, line := range wrap(text, limit) {
		b.WriteString(line + "\n")
	}
}

// leastGrid is the width of a terminal from which columns can be read.
const leastGrid = 120

// stack sets items out one below the other, for narrow terminals.
func (t tongue) stack(b *strings.Builder, v View, items []item) {
	for _, it := range items {
		row := t.gridRow(v, it)
		check, id, _ := strings.Cut(row[4], "\n")
		lines := []string{strings.TrimSpace(row[0] + "  " + check + "  " + id)}
		lines = append(lines, strings.TrimSpace(row[1]+" › "+row[2]+"  "+row[3]))
		lines = append(lines, strings.ReplaceAll(row[5], "\n", "  "))
		if row[6] != "" {
			lines = append(lines, strings.TrimSpace(t.word("violations")+" "+strings.ReplaceAll(row[6], "\n", " ")+"  "+row[7]))
		}
		for i, text := range lines {
			indent := ""
			if i > 0 {
				indent = "     "
			}
			for _, part := range wrap(text, v.Width-len(indent)) {
				if part != "" {
					b.WriteString(indent + part + "\n")
				}
			}
		}
	}
}

// headline is the verdict in a few lines, the gravest first.
func (t tongue) headline(v View, d *digest) []string {
	fresh, old := len(d.in(stateNew))+len(d.in(stateFound)), len(d.in(statePersisting))
	first := t.word("sound")
	if idle := d.checks["skipped"] + d.checks["waiting"]; idle > 0 && idle == d.checks.total() {
		first = t.word("nothing judged", idle) // silence must not look like a clean result
	}
	if d.checks.total() == 0 && d.proposed.total() > 0 {
		first = t.word("only proposed", d.proposed.total(), len(d.trials))
	}
	if d.unwell() > 0 {
		first = t.join(t.word("unwell", commas(int64(d.unwell())))+t.bracket(t.word("of which", fresh, old)), t.gravest(d))
	}
	if n := d.checks["error"]; n > 0 {
		first = t.join(first, t.word("unjudged", n))
	}
	var lines []string
	if left := v.Patrol.LeftOut; len(left) > 0 {
		lines = append(lines, t.word("left out", len(left))+t.colon()+t.leftOut(left))
	}
	if len(lines) == 0 || d.checks.total()+d.proposed.total() > 0 {
		lines = append(lines, first)
	}
	if d.elsewhere > 0 {
		lines = append(lines, t.word("elsewhere", d.elsewhere))
	}
	if unfinished(v) {
		lines = append(lines, t.word("unfinished"))
	}
	for _, held := range v.Held {
		lines = append(lines, t.word("held")+t.colon()+held)
	}
	return lines
}

func (t tongue) gravest(d *digest) string {
	n := 0
	for _, it := range d.items {
		if it.grade() == 1 && (it.State == stateNew || it.State == stateFound || it.State == statePersisting) {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return t.word("gravest", n)
}

// unfinished tells whether some run of the patrol has no result.
func unfinished(v View) bool {
	for _, r := range v.Patrol.Runs {
		if r.State != store.Finished && r.State != "" {
			return true
		}
	}
	return v.Patrol.Finished.IsZero()
}

func (t tongue) bracket(text string) string {
	if t.chinese {
		return "（" + text + "）"
	}
	return " (" + text + ")"
}

func (t tongue) colon() string {
	if t.chinese {
		return "："
	}
	return ": "
}

// grid sets items out in columns.
func (t tongue) grid(v View, items []item) *grid {
	g := &grid{caps: []int{5, 30, 28, 12, 34, 34, 10, 42}, right: []bool{false, false, false, false, false, false, true, false}}
	for _, key := range []string{"grade", "system", "interface", "dimension", "check", "measured", "violations", "sample"} {
		g.heads = append(g.heads, t.word(key))
	}
	for _, it := range items {
		g.rows = append(g.rows, t.gridRow(v, it))
	}
	return g
}

func (t tongue) gridRow(v View, it item) []string {
	o := it.Outcome
	if o == nil {
		a := it.Anomaly
		return []string{"", a.System, a.Watch, "", cmp.Or(a.Check, v.source(a.Source)), "", "", ""}
	}
	measured := t.shown(o)
	if bounds := t.boundLines(o); len(bounds) > 0 && o.Verdict != "error" {
		measured += "\n" + strings.Join(bounds, "\n")
	}
	if seen := t.seen(o); seen != "" && !strings.Contains(measured, seen) {
		measured += "\n" + seen
	}
	sample := ""
	if len(o.Samples) > 0 {
		sample = t.cells(v, it.Run, o.Samples[0].Key)
	}
	check := cmp.Or(o.Title, o.Check) + "\n" + o.Check + groupText(o)
	if it.Source != "" {
		check = t.word("source") + t.colon() + v.source(it.Source) + "\n" + t.affected(it)
	}
	return []string{
		t.word("grade of", o.Grade), systemOf(it.Run), watchOf(it.Run), t.dimension(o.Dimension), check,
		measured, strings.Join(append([]string{violationsOf(o)}, t.moveLines(o)...), "\n"), sample,
	}
}

func (t tongue) affected(it item) string {
	return t.word("affected") + t.colon() + commas(int64(len(it.Also)+1))
}

// violationsOf shows the number of violations of kinds that count any.
func violationsOf(o *store.Outcome) string {
	if o.Violations == 0 {
		return ""
	}
	return commas(o.Violations)
}

// cells writes masked values on one line.
func (t tongue) cells(v View, r *store.Run, cells []store.Cell) string {
	var parts []string
	for _, c := range cells {
		parts = append(parts, t.column(v, r, c.Name)+"="+c.Text)
	}
	return strings.Join(parts, " ")
}

func systemOf(r *store.Run) string { return cmp.Or(r.SystemTitle, r.System) }

func watchOf(r *store.Run) string { return cmp.Or(r.WatchTitle, r.Watch) }

// totals counts the outcomes on one line.
func (t tongue) totals(d *digest) string {
	parts := []string{t.word("checks") + " " + commas(int64(d.checks.total()))}
	for _, verdict := range []string{"pass", "fail", "error", "warn", "skipped", "waiting"} {
		if n := d.checks[verdict]; n > 0 {
			parts = append(parts, t.verdict(verdict)+" "+commas(int64(n)))
		}
	}
	if n := d.proposed.total(); n > 0 {
		parts = append(parts, t.word("proposed briefly")+" "+commas(int64(n)))
	}
	return strings.Join(parts, "  ")
}
