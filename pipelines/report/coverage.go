package report

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/pipelines/coverage"
)

// CoverageFormats lists the formats that WriteCoverage writes.
func CoverageFormats() []string { return []string{"table", "json", "html", "xlsx"} }

// WriteCoverage writes the coverage of a service year in one of CoverageFormats. The
// language is "zh" or "en"; width is of the terminal, 0 for no limit, and counts for
// tables only.
func WriteCoverage(w io.Writer, format string, t coverage.Table, language string, width int) error {
	chinese := language != "en"
	switch format {
	case "table":
		return coverageText(w, t, chinese, width)
	case "json":
		return coverageJSON(w, t)
	case "html":
		return coverageHTML(w, t, chinese)
	case "xlsx":
		return coverageXLSX(w, t, chinese)
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

// clauseCells are the lines of the table in words.
func clauseCells(t coverage.Table, chinese bool) [][]string {
	var rows [][]string
	speak := tongue{chinese, vocabulary()}
	for _, l := range t.Lines {
		rows = append(rows, clauseLine{l, speak}.cells())
	}
	return rows
}

func coverageText(w io.Writer, t coverage.Table, chinese bool, width int) error {
	g := grid{
		heads: clauseHeads(chinese), caps: []int{5, 12, 30, 44, 22, 20, 6, 6, 6, 46, 60},
		right: []bool{6: true, 7: true, 8: true, 10: false}, rows: clauseCells(t, chinese),
	}
	var b strings.Builder
	fold(&b, coverageHeadline(t, chinese), width)
	b.WriteString("\n" + g.render(width))
	_, err := io.WriteString(w, b.String())
	return err
}

//go:embed coverage.html
var coveragePage string

func coverageHTML(w io.Writer, t coverage.Table, chinese bool) error {
	page, err := template.New("coverage").Parse(coveragePage)
	if err != nil {
		return err
	}
	type row struct {
		Cells []string
		Runs  []string // names of runs, which stand below
		Short bool     // something that was due is missing
		Later bool     // nothing serves it yet
	}
	var rows []row
	for i, cells := range clauseCells(t, chinese) {
		rows = append(rows, row{cells, t.Lines[i].Runs, t.Lines[i].Missing > 0, t.Lines[i].Served == coverage.NotYet})
	}
	language, title, heads := "en", "Service coverage", []string{"last run", "system", "period", "its report"}
	if chinese {
		language, title, heads = "zh-CN", "服务条款完成情况", []string{"最近运行", "系统", "周期", "巡检报告"}
	}
	return page.Execute(w, map[string]any{
		"Language": language, "Title": title, "Style": template.CSS(pageStyle), "Headline": coverageHeadline(t, chinese), "Heads": clauseHeads(chinese), "Rows": rows,
		"Runs": t.Runs, "RunHeads": heads,
	})
}

func coverageXLSX(w io.Writer, t coverage.Table, chinese bool) error {
	f := excelize.NewFile()
	defer f.Close()
	sheet := "coverage"
	if chinese {
		sheet = "条款完成情况"
	}
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	stream, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i, width := range []float64{7, 13, 30, 40, 16, 14, 7, 7, 7, 40, 60} {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 2, TopLeftCell: "A3", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := coverageRows(stream, t, chinese); err != nil {
		return err
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// coverageRows writes the headline, the heads and the lines; counts are numbers.
func coverageRows(stream *excelize.StreamWriter, t coverage.Table, chinese bool) error {
	if err := stream.SetRow("A1", []any{coverageHeadline(t, chinese)}); err != nil {
		return err
	}
	lines := [][]any{anys(clauseHeads(chinese))}
	for i, cells := range clauseCells(t, chinese) {
		line := anys(cells)
		line[6], line[7], line[8] = t.Lines[i].Due, t.Lines[i].Done, t.Lines[i].Missing
		lines = append(lines, line)
	}
	for i, line := range lines {
		if err := stream.SetRow(fmt.Sprintf("A%d", i+2), line); err != nil {
			return err
		}
	}
	return nil
}

func anys(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}
