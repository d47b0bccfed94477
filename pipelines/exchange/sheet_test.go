package exchange_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/pipelines/draft"
	"github.com/dogwatch/dogwatch/pipelines/exchange"
)

// shipped are the contracts of the catalog.
func shipped(t *testing.T) []*draft.Contract {
	t.Helper()
	list, err := exchange.ReadAll(catalog.FS)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestSheetRoundTrip: all but the checks comes back from a sheet, and the checks are
// named as lost.
func TestSheetRoundTrip(t *testing.T) {
	t.Parallel()
	for _, c := range shipped(t) {
		data, lost, err := exchange.WriteSheet(c)
		if err != nil {
			t.Fatal(err)
		}
		if len(lost) != len(c.Checks) {
			t.Errorf("%s: %d checks, lost %q", c.ID, len(c.Checks), lost)
		}
		got, notes, err := exchange.ReadSheets(bytes.NewReader(data))
		if err != nil || len(got) != 1 || len(notes) > 0 {
			t.Fatalf("%s: %v, %q", c.ID, err, notes)
		}
		want := *c
		want.Checks, got[0].Checks = nil, nil
		if !reflect.DeepEqual(*got[0], want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.ID, *got[0], want)
		}
	}
}

// workbook makes a sheet of rows, with merged ranges.
func workbook(t *testing.T, rows [][]any, merged ...[2]string) *bytes.Buffer {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range merged {
		if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetSheetName("Sheet1", "QZ_SWXX"); err != nil {
		t.Fatal(err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPartnersSheet(t *testing.T) {
	t.Parallel()
	book := workbook(t, [][]any{
		{"死亡信息接口规范"}, {}, {"表名", "QZ_SWXX", "", "提供方：", "民政局"},
		{"序号", "字段名称", "中文名称", "数据类型", "长度", "是否必填", "备注", "值域"},
		{"一、基本信息"},
		{1, "SFZH", "身份证号", "VARCHAR2", 18, "是"}, {2, "XM", "姓名", "VARCHAR2(60)", "", "Y"},
		{3, "XB", "性别", "CHAR", 1, "否", "", "1男 2女"}, {4, "SWRQ", "死亡日期", "DATE", "", "√", "精确到日"},
		{5, "JE", "金额", "NUMBER(12,2)"}, {6, "ZT", "状态", "枚举", "", "", "", "registration-states"},
	}, [2]string{"A1", "H1"})
	got, notes, err := exchange.ReadSheets(book)
	if err != nil {
		t.Fatal(err)
	}
	want := `contract: qz-swxx
title: QZ_SWXX
direction: inbound
counterparty: 民政局
key: [sfzh]
columns:
  sfzh: {title: 身份证号, type: id_card, required: true, class: sensitive}
  xm: {title: 姓名, type: text, required: true, max_length: 60, class: personal}
  xb: {title: 性别, type: text, max_length: 1, pattern: "1|2", class: personal}  # 1男 2女
  swrq: {title: 死亡日期, type: date, required: true, class: personal}  # 精确到日
  je: {title: 金额, type: "decimal(12,2)", class: personal}
  zt: {title: 状态, type: text, code: registration-states, class: internal}
checks:
  - row_count: 1..
    status: proposed
`
	if text := got[0].YAML(); text != want {
		t.Errorf("got\n%s", text)
	}
	if len(notes) != 2 || !strings.Contains(notes[0]+notes[1], `cell D11: the type "枚举"`) || !strings.Contains(notes[0]+notes[1], "no 主键") {
		t.Errorf("notes %q", notes)
	}
}

func TestSheetFaults(t *testing.T) {
	t.Parallel()
	header := []any{"字段名", "中文名", "类型"}
	for name, c := range map[string]struct {
		rows   [][]any
		merged [][2]string
		want   string
	}{
		"no header":        {[][]any{{"a", "b"}}, nil, "no sheet has a header with 字段名"},
		"too far down":     {append(make([][]any, 10), header, []any{"A", "甲", "字符"}), nil, "no sheet has a header"},
		"merged header":    {[][]any{{"规范"}, {"字段名", "中文名", "类型", ""}, {"A", "甲", "字符"}}, [][2]string{{"C2", "D2"}}, "sheet QZ_SWXX: the header's cells C2:D2 are merged"},
		"two-level header": {[][]any{header, {"", "", ""}, {"A", "甲", "字符"}}, [][2]string{{"A1", "A2"}}, "A1:A2 are merged"},
		"merged fields":    {[][]any{header, {"A", "甲", "字符"}, {"", "乙", "字符"}}, [][2]string{{"A2", "A3"}}, "the cells A2:A3 are merged"},
		"twice":            {[][]any{header, {"A", "甲", "字符"}, {"a", "乙", "字符"}}, nil, "cell A3: the field a stands in A2 already"},
		"a name":           {[][]any{header, {"A-1", "甲", "字符"}}, nil, `cell A2: "A-1" cannot name a column`},
		"no field":         {[][]any{header}, nil, "no field below the header in row 1"},
	} {
		_, _, err := exchange.ReadSheets(workbook(t, c.rows, c.merged...))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := exchange.ReadSheets(strings.NewReader("字段名,类型")); err == nil || !strings.Contains(err.Error(), "no workbook") {
		t.Errorf("a CSV: %v", err)
	}
}
