package draft

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// form proposes how the stored values are read into the contract's type.
func (m *matcher) form(pair *Pairing) {
	if len(pair.Stored) != 1 {
		return
	}
	stored, t := pair.Stored[0], pair.Column.Type
	if hidden, why := stored.protection(); hidden != "" && t.Base == ir.Text {
		pair.Protection, pair.Unsure = hidden, append(pair.Unsure, why)
		return
	}
	switch t.Base {
	case ir.Date, ir.Month, ir.Timestamp:
		pair.Layout = stored.read().layout
	case ir.Decimal:
		whole := stored.Arrow.ID() == arrow.INT64
		pair.Fen = whole && (strings.HasSuffix(strings.ToUpper(stored.Name), "_FEN") || says(stored.Comment, "（分）", "(分)", "单位：分", "单位分"))
	case ir.Text:
		table := m.tables[pair.Column.Name]
		exact := t.Meaning != ir.NoMeaning || table != ""
		pair.Fold, pair.Trim = exact && stored.Wide > 0, exact && stored.Spaced > 0
		if table != "" {
			m.values(pair, m.dictionaries.Codes(table))
		}
	}
}

// values proposes what stored codes mean if they are not those of the code table: what
// the comment says, else the order of the table.
func (m *matcher) values(pair *Pairing, codes []string) {
	stored := pair.Stored[0]
	if stored.Values == nil || len(codes) > 99 || m.listed(codes, stored) {
		return
	}
	if told := toldValues(stored.Comment, codes); told != nil {
		pair.Values = told
		return
	}
	if pair.Values = byOrder(stored, codes); pair.Values != nil {
		pair.Unsure = append(pair.Unsure, "codes in the order of the code table")
		return
	}
	if pair.Values = byLetter(stored, codes); pair.Values != nil {
		pair.Unsure = append(pair.Unsure, "codes by their initials")
		return
	}
	pair.Unsure = append(pair.Unsure, "its values are not those of the code table: add `values`")
}

var toldPair = regexp.MustCompile(`([0-9A-Za-z]{1,3})\s*[-—=:：、.]?\s*(\p{Han}+)`)

// toldValues reads a comment such as 性别（1男 2女）; nil if it does not explain codes
// of the table.
func toldValues(comment string, codes []string) map[string]string {
	told := map[string]string{}
	for _, found := range toldPair.FindAllStringSubmatch(comment, -1) {
		if slices.Contains(codes, found[2]) {
			told[found[1]] = found[2]
		}
	}
	if len(told) < 2 {
		return nil
	}
	return told
}

// byOrder reads 1, 2, 3 or 01, 02, 03 as the entries of the table. A table that begins
// with what is still to come begins with 0.
func byOrder(stored *Column, codes []string) map[string]string {
	first, width := 1, stored.Longest
	if strings.HasPrefix(codes[0], "待") || strings.HasPrefix(codes[0], "未") || stored.Values[strings.Repeat("0", width)] > 0 {
		first = 0
	}
	values, known := map[string]string{}, int64(0)
	for i, code := range codes {
		number := strconv.Itoa(first + i)
		if len(number) > width {
			return nil
		}
		number = strings.Repeat("0", width-len(number)) + number
		values[number] = code
		known += stored.Values[number]
	}
	if known*10 < stored.Filled*9 {
		return nil
	}
	return values
}

// byLetter reads a letter as the one entry whose initials hold it and no other's do.
func byLetter(stored *Column, codes []string) map[string]string {
	values := map[string]string{}
	for value := range stored.Values {
		if len(value) != 1 || value[0] < 'A' || value[0] > 'Z' {
			return nil
		}
		for _, code := range codes {
			if strings.Contains(Initials(code), value) {
				if values[value] != "" {
					return nil
				}
				values[value] = code
			}
		}
		if values[value] == "" {
			return nil
		}
	}
	return values
}

// A flag is a left-over column that says whether a row counts.
type flag struct {
	stored *Column
	keep   string // the value of rows that count
}

// flagOf finds a column that marks rows as valid or as deleted.
func flagOf(left []*Column) *flag {
	for _, stored := range left {
		if stored.Values == nil || len(stored.Values) != 2 || stored.Longest != 1 {
			continue
		}
		switch {
		case says(stored.words(), "是否有效", "有效标志") && stored.Values["1"] > 0:
			return &flag{stored, "1"}
		case says(stored.words(), "删除标志", "是否删除", "作废标志") && stored.Values["0"] > 0:
			return &flag{stored, "0"}
		}
	}
	return nil
}

// Filter is the condition that a left-over column suggests, by the names of the
// contract's side; empty if none does.
func Filter(left []*Column) string {
	if f := flagOf(left); f != nil {
		return f.condition()
	}
	return ""
}

func (f *flag) condition() string { return f.name() + ` == "` + f.keep + `"` }

// name is what the extra column is called.
func (f *flag) name() string {
	if f.keep == "0" {
		return "deleted"
	}
	return "valid"
}
