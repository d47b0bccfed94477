package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// headings are the columns of our sheet, the usual ones first.
func headings() []string {
	return []string{"字段名", "中文名", "类型", "长度", "必填", "说明", "代码", "主键", "安全级别"}
}

// WriteSheet writes a contract as the specification sheet of an interface. lost names
// what a sheet cannot carry. The contract's columns must have passed checks.Load.
func WriteSheet(c *draft.Contract) (data []byte, lost []string, err error) {
	f := excelize.NewFile()
	defer f.Close()
	s := sheet{file: f, name: "接口规范"}
	s.fail(f.SetSheetName("Sheet1", s.name))
	s.row(1, []any{"接口规范：" + c.Title})
	s.fail(f.MergeCell(s.name, "A1", "I1"))
	s.row(2, []any{"契约", c.ID, "名称", c.Title, "方向", c.Direction, "对方", c.Partner})
	if c.MayBeNone {
		s.fail(f.SetCellValue(s.name, "I2", "可为空表"))
	}
	var header []any
	for _, h := range headings() {
		header = append(header, h)
	}
	s.row(3, header)
	for i, l := range c.Columns {
		key := ""
		if n := slices.Index(c.Key, l.Name); n >= 0 {
			key = fmt.Sprint(n + 1)
		}
		s.row(4+i, rowOf(l, key))
	}
	s.look(len(c.Columns))
	if s.err != nil {
		return nil, nil, fmt.Errorf("the sheet cannot be made: %w", s.err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, nil, fmt.Errorf("the sheet cannot be written: %w", err)
	}
	return out.Bytes(), lostOf(c), nil
}

// lostOf names the checks, which a sheet has no place for.
func lostOf(c *draft.Contract) (lost []string) {
	for _, check := range c.Checks {
		first, _, _ := strings.Cut(check, "\n")
		lost = append(lost, "check "+first)
	}
	return lost
}

// rowOf is a column as a row of the sheet.
func rowOf(l draft.Line, key string) []any {
	word, length := typeWords()[l.Type], ""
	if digits := digitPair.FindStringSubmatch(l.Type); word == "" && digits != nil {
		word, length = "数值", digits[1]+","+digits[2]
	}
	switch {
	case l.Length != "":
		length = "=" + l.Length
	case l.MinLength > 0 && l.MaxLength > 0:
		length = fmt.Sprintf("%d..%d", l.MinLength, l.MaxLength)
	case l.MinLength > 0:
		length = fmt.Sprintf("%d..", l.MinLength)
	case l.MaxLength > 0:
		length = fmt.Sprint(l.MaxLength)
	}
	required := "否"
	if l.Required {
		required = "是"
	}
	return []any{l.Name, l.Title, word, length, required, noteOf(l), codeOf(l), key, classWords()[l.Class]}
}

// noteOf is what has no column of its own: a range and a pattern.
func noteOf(l draft.Line) string {
	var notes []string
	if l.Range != "" {
		notes = append(notes, "范围："+l.Range)
	}
	if l.Pattern != "" {
		notes = append(notes, "格式："+l.Pattern)
	}
	return strings.Join(notes, "\n")
}

func codeOf(l draft.Line) string {
	if l.CodeOn != "" {
		return l.Code + "（按 " + l.CodeOn + "）"
	}
	return l.Code
}

// A sheet keeps the first error of many small writes.
type sheet struct {
	file *excelize.File
	name string
	err  error
}

func (s *sheet) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *sheet) row(n int, cells []any) {
	s.fail(s.file.SetSheetRow(s.name, fmt.Sprintf("A%d", n), &cells))
}

// look makes the sheet pleasant: a bold header that stays, wide columns, texts as texts.
func (s *sheet) look(rows int) {
	bold, err := s.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}}})
	s.fail(err)
	s.fail(s.file.SetCellStyle(s.name, "A3", "I3", bold))
	wrap, err := s.file.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	s.fail(err)
	if rows > 0 {
		s.fail(s.file.SetCellStyle(s.name, "A4", fmt.Sprintf("I%d", 3+rows), wrap))
	}
	for column, width := range map[string]float64{"A": 18, "B": 26, "C": 18, "D": 10, "E": 8, "F": 36, "G": 32, "H": 8, "I": 10} {
		s.fail(s.file.SetColWidth(s.name, column, column, width))
	}
	s.fail(s.file.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: 3, TopLeftCell: "A4", ActivePane: "bottomLeft"}))
}
