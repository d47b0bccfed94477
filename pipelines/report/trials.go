package report

import (
	"cmp"
	"fmt"
	"strings"
)

// Proposed checks that do not hold count for nothing, and yet a person must see what they
// found to decide whether they may.

// tableTrials writes their section; nothing if all of them hold.
func (t tongue) tableTrials(b *strings.Builder, v View, d *digest) {
	if len(d.trials) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s (%d)\n", t.word("proposed"), len(d.trials))
	for _, trial := range d.trials {
		fold(b, "  "+strings.Join(t.trialLine(trial), "  "), v.Width)
	}
}

// markdownTrials is tableTrials for Markdown.
func (t tongue) markdownTrials(b *strings.Builder, d *digest) {
	if len(d.trials) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s (%d)\n\n", t.word("proposed"), len(d.trials))
	for _, trial := range d.trials {
		line := t.trialLine(trial)
		for i := range line {
			line[i] = escapeMarkdown(line[i])
		}
		b.WriteString("- " + strings.Join(line, "  ") + "\n")
	}
}

// trialLine says of a proposed check where it stands, what it found and how that moved.
func (t tongue) trialLine(trial behind) []string {
	r, o := trial.Run, trial.Outcome
	place := systemOf(r) + " › " + watchOf(r) + " › " + cmp.Or(o.Title, o.Check)
	return []string{t.verdict(o.Verdict), place, o.Check + groupText(o), t.join(t.found(o), t.moves(o))}
}
