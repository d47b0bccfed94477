package report

import (
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/pipelines/coverage"
)

// coverageXLSX writes what the page has: a sheet of the rows, and one of the runs.
func coverageXLSX(w io.Writer, c coverage.Table, t tongue) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", t.coverageTitle()); err != nil {
		return err
	}
	if _, err := f.NewSheet(t.runsTitle()); err != nil {
		return err
	}
	if err := t.clauseSheet(f, c); err != nil {
		return err
	}
	if err := t.runSheet(f, c); err != nil {
		return err
	}
	return f.Write(w)
}

// clauseSheet writes the headline, the heads, which stay in sight and filter, and the
// lines; counts are numbers.
func (t tongue) clauseSheet(f *excelize.File, c coverage.Table) error {
	heads := t.clauseHeads().cells()
	lines := [][]any{{t.coverageHeadline(c)}, anys(heads)}
	for _, l := range c.Lines {
		texts := clauseLine{l, t}.texts()
		line := anys(texts.cells())
		at := slices.Index(heads, t.clauseHeads().Due)
		line[at], line[at+1], line[at+2] = l.Due, l.Done, l.Missing
		lines = append(lines, line)
	}
	return streamed(f, t.coverageTitle(), 2, []float64{7, 13, 30, 40, 24, 28, 16, 14, 20, 7, 7, 7, 40, 60}, lines)
}

func (t tongue) runSheet(f *excelize.File, c coverage.Table) error {
	lines := [][]any{anys(t.runHeads())}
	for _, r := range c.Runs {
		lines = append(lines, []any{r.Name, r.System, r.Period, r.Command()})
	}
	return streamed(f, t.runsTitle(), 1, []float64{60, 30, 12, 70}, lines)
}

// streamed writes a sheet whose first rows stay in sight, and whose rows below the last of
// these can be filtered.
func streamed(f *excelize.File, sheet string, heads int, widths []float64, lines [][]any) error {
	stream, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i, width := range slices.Backward(widths) { // the writer puts the last one first, and Excel wants them in order
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: heads, TopLeftCell: fmt.Sprintf("A%d", heads+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, line := range lines {
		if err := stream.SetRow(fmt.Sprintf("A%d", i+1), line); err != nil {
			return err
		}
	}
	if len(lines) > heads { // a table has a row
		last, err := excelize.CoordinatesToCellName(len(widths), len(lines))
		if err != nil {
			return err
		}
		if err := stream.AddTable(&excelize.Table{Range: fmt.Sprintf("A%d:%s", heads, last), StyleName: "TableStyleLight1"}); err != nil {
			return err
		}
	}
	return stream.Flush()
}

func anys(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}
