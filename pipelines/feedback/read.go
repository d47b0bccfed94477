package feedback

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Read reads a form that came back. Rows without answer and handling are left out. A
// file that is none of ours, or whose columns were changed, is refused with the sheet
// and what is missing.
func Read(r io.Reader) (Form, error) {
	f, err := excelize.OpenReader(r)
	if err != nil {
		return Form{}, fmt.Errorf("the file cannot be read as a spreadsheet: save it as .xlsx")
	}
	defer f.Close()
	form, err := readCover(f)
	if err != nil {
		return Form{}, err
	}
	for _, name := range f.GetSheetList() {
		if name == coverSheet {
			continue
		}
		rows, err := readSheet(f, name)
		if err != nil {
			return Form{}, err
		}
		form.Rows = append(form.Rows, rows...)
	}
	return form, nil
}

func readCover(f *excelize.File) (Form, error) {
	if !slices.Contains(f.GetSheetList(), coverSheet) {
		return Form{}, fmt.Errorf("this is no feedback form: it has no sheet %q", coverSheet)
	}
	lines, err := f.GetRows(coverSheet)
	if err != nil {
		return Form{}, fmt.Errorf("the sheet %q cannot be read", coverSheet)
	}
	facts := map[string]string{}
	for _, line := range lines {
		if len(line) > 1 {
			facts[line[0]] = strings.TrimSpace(line[1])
		}
	}
	if facts["反馈对象"] == "" {
		return Form{}, fmt.Errorf("this is no feedback form: the sheet %q does not say 反馈对象", coverSheet)
	}
	return Form{Counterparty: facts["反馈对象"], Period: facts["周期"], Made: facts["制表日期"]}, nil
}

// readSheet finds the columns by their heads, so that columns may be moved.
func readSheet(f *excelize.File, name string) ([]Row, error) {
	lines, err := f.GetRows(name)
	if err != nil {
		return nil, fmt.Errorf("the sheet %q cannot be read", name)
	}
	if len(lines) == 0 {
		return nil, nil
	}
	at := map[int]int{}
	for _, column := range []int{answerColumn, handlingColumn, checkColumn, rowColumn} {
		found := slices.IndexFunc(lines[0], func(h string) bool { return strings.TrimSpace(h) == heads()[column] })
		if found < 0 {
			return nil, fmt.Errorf("the sheet %q has no column %s in its first row (is it a merged heading?): answer in the file as it was sent", name, heads()[column])
		}
		at[column] = found
	}
	var rows []Row
	for i, line := range lines[1:] {
		cell := func(column int) string {
			if at[column] < len(line) {
				return strings.TrimSpace(line[at[column]])
			}
			return ""
		}
		row := Row{Sheet: name, Answer: cell(answerColumn), Handling: cell(handlingColumn), Fingerprint: cell(rowColumn), Line: i + 2}
		if row.Answer == "" && row.Handling == "" {
			continue
		}
		parts := strings.SplitN(cell(checkColumn), "/", 3)
		if len(parts) != 3 || row.Fingerprint == "" {
			return nil, fmt.Errorf("the sheet %q, row %d: the hidden columns %s and %s are gone: answer in the file as it was sent", name, row.Line, heads()[checkColumn], heads()[rowColumn])
		}
		row.System, row.Watch, row.Check = parts[0], parts[1], parts[2]
		rows = append(rows, row)
	}
	return rows, nil
}
