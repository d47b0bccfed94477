package report

import (
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// An idle is how many checks of a run wait for the same reason.
type idle struct {
	run    *store.Run
	reason string
	checks int
}

// waiting lists why checks wait, in the order of the runs: a patrol that judged nothing
// of a watch must say so beside what it did judge.
func waiting(v View) []idle {
	var list []idle
	for i := range v.Patrol.Runs {
		run := &v.Patrol.Runs[i]
		at := map[string]int{}
		for _, o := range run.Outcomes {
			if o.Verdict != "waiting" {
				continue
			}
			if _, ok := at[o.Reason]; !ok {
				at[o.Reason] = len(list)
				list = append(list, idle{run: run, reason: o.Reason})
			}
			list[at[o.Reason]].checks++
		}
	}
	return list
}

// waitingLine says of one of them what waits for what.
func (t tongue) waitingLine(w idle) string {
	return systemOf(w.run) + " › " + watchOf(w.run) + "  " + t.word("n checks", w.checks) + t.colon() + t.skipped(w.reason)
}

// tableWaiting writes the section of what waits; nothing if nothing does.
func (t tongue) tableWaiting(b *strings.Builder, v View) {
	list := waiting(v)
	if len(list) == 0 {
		return
	}
	b.WriteString("\n" + t.verdict("waiting") + "\n")
	for _, w := range list {
		fold(b, "  "+t.waitingLine(w), v.Width)
	}
}

// markdownWaiting is tableWaiting for Markdown.
func (t tongue) markdownWaiting(b *strings.Builder, v View) {
	list := waiting(v)
	if len(list) == 0 {
		return
	}
	b.WriteString("\n## " + t.verdict("waiting") + "\n\n")
	for _, w := range list {
		b.WriteString("- " + escapeMarkdown(t.waitingLine(w)) + "\n")
	}
}

// skipped is a reason for skipping or waiting in the language of the reader.
func (t tongue) skipped(reason string) string {
	if t.chinese {
		return t.skippedZH(reason)
	}
	return reason
}
