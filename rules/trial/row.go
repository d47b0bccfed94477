package trial

import (
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// ID is the column beside those of the schema: the number of a row, from 1.
const ID = "ID"

// none stands for null in the table of rows.
const none = "∅"

// Schema gives the columns of the rows: text, text padded to a fixed width, integers,
// decimals, dates, a timestamp and a truth.
func Schema() ir.Schema {
	return ir.Schema{
		{Name: "S", Type: ir.Of(ir.Text)}, {Name: "C", Type: ir.Of(ir.Text)},
		{Name: "N", Type: ir.Of(ir.Integer)}, {Name: "M", Type: ir.Of(ir.Integer)},
		{Name: "D", Type: ir.DecimalType(12, 2)}, {Name: "E", Type: ir.DecimalType(5, 4)},
		{Name: "D1", Type: ir.Of(ir.Date)}, {Name: "D2", Type: ir.Of(ir.Date)},
		{Name: "TS", Type: ir.Of(ir.Timestamp)}, {Name: "B", Type: ir.Of(ir.Boolean)},
	}
}

// A Row is one case: a name for people and its values, in the order of the schema.
type Row struct {
	Name   string
	Values []ir.Value
}

// rowTable has a line for each row: its name, then its columns.
func rowTable() [][]string {
	plain := []string{"3", "2", "12.50", "0.0333", "2024-02-29", "2026-03-15", "2026-11-24 08:30:00", "1"}
	text := func(name, s, c string) []string { return append([]string{name, s, c}, plain...) }
	return [][]string{
		text("plain", "abc", "abc"),
		{"null", none, none, none, none, none, none, none, none, none, none},
		text("empty text", "", "a"),
		text("blank", "   ", "b"),
		text("ideographic blank", "　", "c"),
		text("padding", "abc  ", "abc"),
		text("leading blank", " abc", "ab"),
		text("capitals", "ABC", "ABC"),
		text("accent", "äbc", "abc"),
		text("combined accent", "a\u0308bc", "abc"),
		text("Chinese", "北京市东城区", "张三"),
		text("surrogates", "𠮷田", "abc"),
		text("LIKE characters", `100%_\n"?:1'`, "a%c"),
		text("control characters", "a\tb\nc", "abc"),
		text("full-width digits", "１１０１０５", "110105"),
		{"largest numbers", "110105", "b", "9223372036854775807", "1", "9999999999.99", "9.9999", "9999-12-31", "0001-01-01", "9999-12-31 23:59:59.999999", "0"},
		{"smallest numbers", "110106", "b", "-9223372036854775807", "-1", "-9999999999.99", "-9.9999", "0001-01-01", "9999-12-31", "0001-01-01 00:00:00", "0"},
		{"zeros", "0", "0", "0", "0", "0.00", "0.0000", "1970-01-01", "1970-01-01", "1970-01-01 00:00:00", "0"},
		{"before 1900", "x", "x", "-3", "3", "-0.01", "0.0001", "1899-12-31", "1900-02-28", "1899-12-31 23:59:59.000001", "1"},
		{"hour that a zone lacks", "x", "x", "4", "3", "0.01", "-0.0001", "1986-05-04", "1940-06-01", "1986-05-04 00:30:00", "1"},
	}
}

// Rows gives the rows as a dialect's server would hold them: text without trailing
// U+0020, and on Oracle no empty text.
func Rows(d sqlgen.Dialect) []Row {
	schema := Schema()
	var rows []Row
	for _, line := range rowTable() {
		row := Row{Name: line[0]}
		for i, field := range schema {
			row.Values = append(row.Values, valueOf(d, line[i+1], field.Type))
		}
		rows = append(rows, row)
	}
	return rows
}

func valueOf(d sqlgen.Dialect, text string, t ir.Type) ir.Value {
	if text == none {
		return ir.NullOf(t)
	}
	switch t.Base {
	case ir.Text:
		text = strings.TrimRight(text, " ")
		if text == "" && d == sqlgen.Oracle {
			return ir.NullOf(t)
		}
		return ir.TextOf(text)
	case ir.Boolean:
		return ir.BooleanOf(text == "1")
	case ir.Date, ir.Timestamp:
		return instantOf(text, t.Base)
	}
	v, problems := rules.Constant(text)
	if problems != nil {
		panic("a row of the trial is no value: " + text)
	}
	return v.WithType(t)
}

// instantOf reads a civil day or time.
func instantOf(text string, base ir.Base) ir.Value {
	layout := time.DateOnly
	if base == ir.Timestamp {
		layout = time.DateTime // fractions are read too
	}
	t, err := time.Parse(layout, text)
	switch {
	case err != nil:
		panic("a row of the trial has no such time: " + text)
	case base == ir.Date:
		return ir.DateOf(ir.DayOfMicros(t.UnixMicro()))
	}
	return ir.TimestampOf(t.UnixMicro())
}
