package feedback

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// mostRows is how many rows one sheet takes: Excel's limit is 1,048,576.
const mostRows = 1_000_000

// coverSheet says what the file is, to people and to Read.
const coverSheet = "说明"

// heads are the columns of a sheet. The last two are hidden: they name the row when
// the file comes back.
func heads() []string {
	return []string{"系统", "接口", "检查项", "问题说明", "主键", "依据", "首次发现", "对方答复", "处理结果", "检查标识", "行标识"}
}

// widths of the columns, in characters.
func widths() []float64 { return []float64{20, 18, 24, 36, 36, 30, 12, 36, 12, 10, 10} }

// The columns that Read looks for.
const (
	answerColumn   = 7
	handlingColumn = 8
	checkColumn    = 9
	rowColumn      = 10
)

// Write writes a form. Its rows stand in the order in which they are given; a sheet
// that takes no more goes on in another.
func Write(w io.Writer, form Form) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := cover(f, form); err != nil {
		return err
	}
	names := map[string]bool{coverSheet: true}
	for rows := form.Rows; len(rows) > 0; {
		n := run(rows)
		if err := sheet(f, sheetName(rows[0].Sheet, names), rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return f.Write(w)
}

// run counts the rows at the front that stand on one sheet.
func run(rows []Row) int {
	n := 0
	for n < len(rows) && n < mostRows && rows[n].Sheet == rows[0].Sheet {
		n++
	}
	return n
}

// cover explains the file.
func cover(f *excelize.File, form Form) error {
	if err := f.SetSheetName("Sheet1", coverSheet); err != nil {
		return err
	}
	keys := "主键已脱敏；如需明文请按规定申请。"
	if form.Revealed {
		keys = "主键为明文，含个人信息：按规定传递和销毁。"
	}
	lines := [][]any{
		{"问题数据反馈单"},
		{"反馈对象", form.Counterparty}, {"周期", form.Period}, {"制表日期", form.Made}, {"问题条数", len(form.Rows)},
		{"填写说明", "请在各表“对方答复”列填写核实情况，在“处理结果”列选择：" + strings.Join(Handlings(), "、") + "。请勿增删列或改动其他列。"},
		{"主键", keys},
	}
	for i, line := range lines {
		if err := f.SetSheetRow(coverSheet, fmt.Sprintf("A%d", i+1), &line); err != nil {
			return err
		}
	}
	if err := f.SetColWidth(coverSheet, "A", "A", 14); err != nil {
		return err
	}
	return f.SetColWidth(coverSheet, "B", "B", 90)
}

func sheet(f *excelize.File, name string, rows []Row) error {
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Color: []string{"E8EEF7"}, Pattern: 1}})
	if err != nil {
		return err
	}
	stream, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range widths() {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := stream.SetColVisible(checkColumn+1, rowColumn+1, false); err != nil {
		return err
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := lines(stream, bold, rows); err != nil {
		return err
	}
	return choices(f, name, len(rows)+1)
}

func lines(stream *excelize.StreamWriter, bold int, rows []Row) error {
	var head []any
	for _, name := range heads() {
		head = append(head, excelize.Cell{StyleID: bold, Value: name})
	}
	if err := stream.SetRow("A1", head); err != nil {
		return err
	}
	for i, r := range rows {
		cells := []any{r.SystemTitle, r.WatchTitle, r.CheckTitle, r.Why, r.Key, r.Basis, r.Found, r.Answer, r.Handling, strings.Join([]string{r.System, r.Watch, r.Check}, "/"), r.Fingerprint}
		if err := stream.SetRow(fmt.Sprintf("A%d", i+2), cells); err != nil {
			return err
		}
	}
	return stream.Flush()
}

// choices lets people pick a handling from a list.
func choices(f *excelize.File, name string, last int) error {
	v := excelize.NewDataValidation(true)
	column, err := excelize.ColumnNumberToName(handlingColumn + 1)
	if err != nil {
		return err
	}
	v.SetSqref(fmt.Sprintf("%s2:%s%d", column, column, max(last, 2)))
	if err := v.SetDropList(Handlings()); err != nil {
		return err
	}
	return f.AddDataValidation(name, v)
}

// sheetName makes a name that Excel takes and no other sheet has: 31 characters, none
// of []:*?/\ and no quote at the ends.
func sheetName(title string, taken map[string]bool) string {
	clean := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return '_'
		}
		return r
	}, title), "'")
	if clean == "" {
		clean = "接口"
	}
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf(" (%d)", n)
		}
		name := cut(clean, excelize.MaxSheetNameLength-utf8.RuneCountInString(suffix)) + suffix
		if !taken[strings.ToLower(name)] {
			taken[strings.ToLower(name)] = true
			return name
		}
	}
}

func cut(text string, n int) string {
	runes := []rune(text)
	return string(runes[:min(n, len(runes))])
}
