package report

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/coverage"
)

// CoverageFormats lists the formats that WriteCoverage writes.
func CoverageFormats() []string { return []string{"table", "json", "html", "xlsx"} }

// WriteCoverage writes the coverage of a service year in one of CoverageFormats. The
// language is "zh" or "en"; width is of the terminal, 0 for no limit, and counts for
// tables only.
func WriteCoverage(w io.Writer, format string, t coverage.Table, language string, width int) error {
	words := tongueOf(language)
	switch format {
	case "table":
		return coverageText(w, t, words, width)
	case "json":
		return coverageJSON(w, t)
	case "html":
		return coverageHTML(w, t, words)
	case "xlsx":
		return coverageXLSX(w, t, words)
	}
	return fmt.Errorf("there is no format %q: write %s", format, strings.Join(CoverageFormats(), ", "))
}

// A Coverage is the published form.
type Coverage struct {
	SchemaVersion int `json:"schema_version" jsonschema:"const=1"`
	coverage.Table
}

func coverageJSON(w io.Writer, t coverage.Table) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(Coverage{SchemaVersion: SchemaVersion, Table: t})
}

// coverageText leaves out what a screen has no room for: scope and steps. What is asked
// of the count stands among the remarks.
func coverageText(w io.Writer, c coverage.Table, t tongue, width int) error {
	g := grid{
		heads: t.clauseHeads().narrow(), caps: []int{5, 12, 30, 44, 22, 20, 6, 6, 6, 46, 60},
		right: []bool{6: true, 7: true, 8: true, 10: false},
	}
	for _, l := range c.Lines {
		texts := clauseLine{l, t}.texts()
		texts.Remarks = t.join(texts.Counts, texts.Remarks)
		g.rows = append(g.rows, texts.narrow())
	}
	var b strings.Builder
	fold(&b, t.coverageHeadline(c), width)
	b.WriteString("\n" + g.render(width))
	_, err := io.WriteString(w, b.String())
	return err
}

//go:embed coverage.html
var coveragePage string

func coverageHTML(w io.Writer, c coverage.Table, t tongue) error {
	page, err := template.New("coverage").Parse(coveragePage)
	if err != nil {
		return err
	}
	type run struct{ To, Name string }
	type row struct {
		clauseTexts
		Links []run    // to what stands below
		Idle  []string // watches without a run
		Notes []string // the remarks one by one
		Short bool     // something that was due is missing
		Later bool     // nothing serves it yet
	}
	var rows []row
	for _, l := range c.Lines {
		line := clauseLine{l, t}
		r := row{clauseTexts: line.texts(), Idle: line.idle(), Notes: line.remarks(), Short: l.Missing > 0, Later: l.Served == coverage.NotYet}
		for i, name := range line.runNames() {
			r.Links = append(r.Links, run{l.Runs[i], name})
		}
		rows = append(rows, r)
	}
	return page.Execute(w, map[string]any{
		"Language": t.say("zh-CN", "en"), "Title": t.coverageTitle(), "Style": template.CSS(pageStyle), "Headline": t.coverageHeadline(c), "Heads": t.clauseHeads(), "Rows": rows,
		"Runs": c.Runs, "RunHeads": t.runHeads(), "RunsTitle": t.runsTitle(), "Colon": t.say("：", ": "), "Only": t.say("只看欠缺的行", "only rows that lack something"),
	})
}
