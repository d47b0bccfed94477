package main

import (
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/report"
)

// A speaker says what stands on a screen in the workspace's language or --lang.
type speaker struct{ report.Phrases }

func (a *app) speaker(cat *checks.Catalog) speaker {
	return speaker{report.PhrasesIn(a.language(cat))}
}

// say fills one of two sentences.
func (s speaker) say(chinese, english string, args ...any) string {
	return s.Say(chinese, english, args...)
}

// count says how many of something there are: 项巡检, or the English word for one or
// for more.
func (s speaker) count(n int, chinese, one, many string) string {
	if s.Chinese() {
		return fmt.Sprintf("%d %s", n, chinese)
	}
	return plural(n, one, many)
}

// status names whether a check is in force.
func (s speaker) status(status string) string {
	if status == string(checks.Proposed) {
		return s.say("试行", status)
	}
	return s.say("已生效", status)
}

// label pads a name to a width in columns, of which a Chinese character takes two.
func label(name string, width int) string {
	for _, r := range name {
		width--
		if r >= 0x1100 {
			width--
		}
	}
	return name + strings.Repeat(" ", max(0, width))
}
