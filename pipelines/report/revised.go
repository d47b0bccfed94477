package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A Revision is a check whose first result in a period is not its present one: the run
// was repeated, and both are kept.
type Revision struct {
	Run    store.Run // the present result, for its titles and its reason
	First  store.Outcome
	Now    store.Outcome
	Before int // the number of the first attempt
}

// Revisions compares the first finished attempt of a run with its result.
func Revisions(first, now store.Run) []Revision {
	var list []Revision
	for _, o := range now.Outcomes {
		for _, f := range first.Outcomes {
			if f.Check == o.Check && f.Group == o.Group && (f.Verdict != o.Verdict || f.Measured != o.Measured) {
				list = append(list, Revision{Run: now, First: f, Now: o, Before: first.Attempt})
			}
		}
	}
	return list
}

// corrects says which issued report this one corrects, "" for none.
func (t tongue) corrects(v View) string {
	c := v.Corrects
	if c == nil {
		return ""
	}
	return t.word("corrected", t.moment(v, c.At), c.File, short(c.SHA256))
}

func (t tongue) revisionHeads() []string {
	return []string{t.word("interface"), t.word("check"), t.word("period"), t.word("first result"), t.word("present result"), t.word("repeated why")}
}

func (t tongue) revisionLines(v View) [][]string {
	var lines [][]string
	for _, r := range v.Revisions {
		result := func(attempt int, o store.Outcome) string {
			return strings.TrimSpace(fmt.Sprintf("#%d %s %s", attempt, t.verdict(o.Verdict), t.measured(&o)))
		}
		lines = append(lines, []string{
			systemOf(&r.Run) + " › " + watchOf(&r.Run), cmp.Or(r.Now.Title, r.Now.Check) + groupText(&r.Now), r.Run.Period,
			result(r.Before, r.First), result(r.Run.Attempt, r.Now), r.Run.Reason,
		})
	}
	return lines
}

func (t tongue) markdownRevisions(b *strings.Builder, v View) {
	if lines := t.revisionLines(v); len(lines) > 0 {
		fmt.Fprintf(b, "\n## %s (%d)\n\n", t.word("revised"), len(lines))
		markdownTable(b, t.revisionHeads(), lines)
	}
}

// ResultRevision is a check whose first result in a period is not its present one.
type ResultRevision struct {
	First  string `json:"first" jsonschema_description:"Id of the first outcome."`
	Now    string `json:"now" jsonschema_description:"Id of the present outcome."`
	Was    string `json:"was" jsonschema_description:"The first verdict."`
	Is     string `json:"is" jsonschema_description:"The present verdict."`
	Reason string `json:"reason" jsonschema_description:"Why the run was repeated."`
}

// ResultCorrected is an issued report that this one corrects.
type ResultCorrected struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

func (r *Result) revise(v View) {
	for _, revision := range v.Revisions {
		r.Revisions = append(r.Revisions, ResultRevision{revision.First.ID, revision.Now.ID, revision.First.Verdict, revision.Now.Verdict, revision.Run.Reason})
	}
	if v.Corrects != nil {
		r.Corrects = &ResultCorrected{v.Corrects.File, v.Corrects.SHA256}
	}
}
