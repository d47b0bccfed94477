package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// headerWithin is how far down the header may stand.
const headerWithin = 10

// largest is how big a workbook may be once unpacked.
const largest = 64 << 20

// names are what sheets call a column of theirs, ours first.
func names() map[string][]string {
	return map[string][]string{
		"字段名":  {"字段英文名", "英文名", "英文名称", "字段", "列名", "字段代码", "字段名称", "数据项"},
		"中文名":  {"字段中文名", "中文名称", "中文", "含义", "数据项名称", "字段含义"},
		"类型":   {"数据类型", "字段类型"},
		"长度":   {"字段长度", "数据长度", "精度"},
		"必填":   {"是否必填", "必录", "是否必录", "必输", "非空", "是否非空"},
		"可空":   {"是否为空", "允许为空", "是否可空", "能否为空"},
		"说明":   {"备注", "描述", "字段说明"},
		"代码":   {"代码表", "字典", "值域", "取值范围", "代码项", "代码值"},
		"主键":   {"是否主键", "键"},
		"安全级别": {"级别", "安全等级", "敏感级别"},
	}
}

// ReadSheets reads every specification of a workbook, a sheet each. notes name what
// stands in a sheet and could not be carried. Errors name the sheet and the cell.
func ReadSheets(r io.Reader) (contracts []*draft.Contract, notes []string, err error) {
	f, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: largest, UnzipXMLSizeLimit: largest})
	if err != nil {
		return nil, nil, fmt.Errorf("the file is no workbook (.xlsx): save it as one")
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		c, said, err := readSheet(f, name)
		if err != nil {
			return nil, nil, fmt.Errorf("sheet %s: %w", name, err)
		}
		if c != nil {
			contracts = append(contracts, c)
			notes = append(notes, said...)
		}
	}
	if len(contracts) == 0 {
		return nil, nil, fmt.Errorf("no sheet has a header with 字段名 and 类型 or 中文名 in its first %d rows", headerWithin)
	}
	return contracts, notes, nil
}

// A reader is one sheet while it is read.
type reader struct {
	rows   [][]string
	header int            // index of the header's row
	at     map[string]int // heading → column
	notes  []string
	sheet  string
}

// readSheet gives nil for a sheet that has no header, such as a cover page.
func readSheet(f *excelize.File, name string) (*draft.Contract, []string, error) {
	rows, err := f.GetRows(name)
	if err != nil {
		return nil, nil, fmt.Errorf("it cannot be read")
	}
	r := &reader{rows: rows, sheet: name}
	if !r.findHeader() {
		return nil, nil, nil
	}
	if err := r.unmerged(f); err != nil {
		return nil, nil, err
	}
	c := &draft.Contract{ID: draft.Slug(name), Title: name, Direction: "inbound"}
	r.top(c)
	if err := r.columns(c); err != nil {
		return nil, nil, err
	}
	if !c.MayBeNone {
		c.Checks = []string{"row_count: 1..\nstatus: proposed"}
	}
	return c, r.notes, nil
}

// findHeader looks for the row that has the names of fields and one thing more.
func (r *reader) findHeader() bool {
	for i, row := range r.rows[:min(len(r.rows), headerWithin)] {
		at := map[string]int{}
		for column, cell := range row {
			if heading := headingOf(cell); heading != "" {
				if _, twice := at[heading]; !twice {
					at[heading] = column
				}
			}
		}
		_, named := at["字段名"]
		_, typed := at["类型"]
		_, titled := at["中文名"]
		if named && (typed || titled) {
			r.header, r.at = i, at
			return true
		}
	}
	return false
}

func headingOf(cell string) string {
	word := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '*' || r == '＊' {
			return -1
		}
		return r
	}, cell)
	for heading, others := range names() {
		if word == heading || slices.Contains(others, word) {
			return heading
		}
	}
	return ""
}

// unmerged refuses merged cells where each cell must speak for itself: in the header,
// and among the names of fields.
func (r *reader) unmerged(f *excelize.File) error {
	merged, err := f.GetMergeCells(r.sheet)
	if err != nil {
		return fmt.Errorf("its merged cells cannot be read")
	}
	for _, m := range merged {
		left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil {
			continue
		}
		place := m.GetStartAxis() + ":" + m.GetEndAxis()
		name := r.at["字段名"] + 1
		switch {
		case top <= r.header+1 && bottom >= r.header+1:
			return fmt.Errorf("the header's cells %s are merged: split them, so that every column has one heading in row %d", place, r.header+1)
		case top > r.header+1 && left <= name && right >= name && bottom > top:
			return fmt.Errorf("the cells %s are merged: split them, so that every row has its own 字段名", place)
		}
	}
	return nil
}

// top reads what stands above the header: pairs such as 契约, death-records.
func (r *reader) top(c *draft.Contract) {
	for _, row := range r.rows[:r.header] {
		for i, cell := range row {
			cell = strings.TrimRight(strings.TrimSpace(cell), "：:")
			if cell == "可为空表" {
				c.MayBeNone = true
			}
			if i+1 >= len(row) || strings.TrimSpace(row[i+1]) == "" {
				continue
			}
			value := strings.TrimSpace(row[i+1])
			switch cell {
			case "契约":
				c.ID = draft.ID(value)
			case "表名", "数据表":
				c.ID = draft.Slug(value)
			case "名称", "接口名称", "表中文名":
				c.Title = value
			case "方向":
				if slices.Contains([]string{"inbound", "outbound", "call"}, value) {
					c.Direction = value
				}
			case "对方", "提供方", "数据来源":
				c.Partner = value
			}
		}
	}
}

func (r *reader) cell(row int, heading string) string {
	column, ok := r.at[heading]
	if !ok || column >= len(r.rows[row]) {
		return ""
	}
	return strings.TrimSpace(r.rows[row][column])
}

// place names a cell, as E7.
func (r *reader) place(row int, heading string) string {
	name, err := excelize.CoordinatesToCellName(r.at[heading]+1, row+1)
	if err != nil {
		return heading
	}
	return name
}

func (r *reader) columns(c *draft.Contract) error {
	seen, keys := map[string]string{}, map[int]string{}
	for row := r.header + 1; row < len(r.rows); row++ {
		field := r.cell(row, "字段名")
		if field == "" || r.cell(row, "类型") == "" && r.cell(row, "中文名") == "" {
			continue // a blank row, or the heading of a group
		}
		l, err := r.line(row, field)
		if err != nil {
			return err
		}
		if first, twice := seen[l.Name]; twice {
			return fmt.Errorf("cell %s: the field %s stands in %s already", r.place(row, "字段名"), field, first)
		}
		seen[l.Name] = r.place(row, "字段名")
		if order := r.keyOrder(row, len(keys)); order > 0 {
			keys[order] = l.Name
		}
		c.Columns = append(c.Columns, l)
	}
	if len(c.Columns) == 0 {
		return fmt.Errorf("there is no field below the header in row %d", r.header+1)
	}
	orders := make([]int, 0, len(keys))
	for order := range keys {
		orders = append(orders, order)
	}
	slices.Sort(orders)
	for _, order := range orders {
		c.Key = append(c.Key, keys[order])
	}
	if len(c.Key) == 0 {
		c.Key = []string{c.Columns[0].Name}
		r.notes = append(r.notes, r.sheet+": no 主键 is marked; the first field was taken")
	}
	return nil
}

// keyOrder is the place in the key: a number, or the next one for 是; 0 for none.
func (r *reader) keyOrder(row, have int) int {
	cell := r.cell(row, "主键")
	if n, err := strconv.Atoi(cell); err == nil {
		return n
	}
	if yes(cell) || strings.EqualFold(cell, "PK") {
		return have + 1
	}
	return 0
}

func yes(cell string) bool {
	return slices.Contains([]string{"是", "Y", "YES", "√", "✓", "必填", "必录", "M", "1", "TRUE", "T", "非空", "NOT NULL"}, strings.ToUpper(cell))
}

// line reads one field.
func (r *reader) line(row int, field string) (draft.Line, error) {
	l := draft.Line{Name: strings.ToLower(field), Title: r.cell(row, "中文名"), Required: yes(r.cell(row, "必填"))}
	if i := strings.IndexFunc(l.Name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '_' }); i >= 0 || unicode.IsDigit([]rune(l.Name)[0]) {
		return l, fmt.Errorf("cell %s: %q cannot name a column: use letters, digits and _, beginning with a letter", r.place(row, "字段名"), field)
	}
	if l.Title == "" {
		l.Title = field
	}
	if _, ok := r.at["可空"]; ok {
		l.Required = slices.Contains([]string{"否", "N", "NO", "不可空", "非空"}, strings.ToUpper(r.cell(row, "可空")))
	}
	length, known := r.cell(row, "长度"), false
	word := r.cell(row, "类型")
	if l.Type, known = typeOf(word, length); !known {
		r.notes = append(r.notes, fmt.Sprintf("%s: cell %s: the type %q is not known; taken as text", r.sheet, r.place(row, "类型"), draft.Clip(word)))
	}
	if own := typeWords()["text"]; l.Type == "text" && word != own {
		l.Type = meant(l.Title)
	}
	r.length(&l, word, length)
	r.coded(&l, row)
	l.Class = classOf(r.cell(row, "安全级别"), l.Title, l.Type)
	return l, nil
}

// length reads 18, 2..60, =18, or the length within VARCHAR2(18).
func (r *reader) length(l *draft.Line, word, length string) {
	if strings.HasPrefix(l.Type, "decimal") || l.Type != "text" && length == "" {
		return
	}
	if exact, ok := strings.CutPrefix(length, "="); ok {
		l.Length = exact
		return
	}
	if low, high, ok := strings.Cut(length, ".."); ok {
		l.MinLength, _ = strconv.Atoi(low)
		l.MaxLength, _ = strconv.Atoi(high)
		return
	}
	if length == "" {
		if _, inside, ok := strings.Cut(strings.ReplaceAll(strings.ReplaceAll(word, "（", "("), "）", ")"), "("); ok {
			length = strings.TrimSuffix(strings.Fields(inside + " ")[0], ")")
		}
	}
	if n, err := strconv.Atoi(length); err == nil && n > 0 && (l.Type == "text" || l.Type == "bank_account") {
		l.MaxLength = n
	}
}

// coded reads the code table and the remark: a table's name, or codes with their
// meanings, which become the only values allowed.
func (r *reader) coded(l *draft.Line, row int) {
	code, note := r.cell(row, "代码"), r.cell(row, "说明")
	if name, on, ok := strings.Cut(strings.TrimSuffix(code, "）"), "（按 "); ok {
		l.Code, l.CodeOn = name, on
	} else if isTable(code) {
		l.Code = code
	} else if codes := draft.CodesIn(code); len(codes) > 1 && l.Type == "text" {
		l.Codes = codes
		l.Note = draft.Clip(code)
	} else if code != "" {
		l.Note = draft.Clip(code)
	}
	for line := range strings.SplitSeq(note, "\n") {
		if text, ok := strings.CutPrefix(line, "范围："); ok {
			l.Range = text
		} else if text, ok := strings.CutPrefix(line, "格式："); ok {
			l.Pattern = text
		} else if line = strings.TrimSpace(line); line != "" {
			l.Note = strings.TrimPrefix(l.Note+"; "+draft.Clip(line), "; ")
		}
	}
}

// isTable tells the name of a code table: small letters and hyphens.
func isTable(code string) bool {
	return len(code) > 2 && strings.Trim(code, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && strings.IndexFunc(code, unicode.IsLetter) == 0
}
