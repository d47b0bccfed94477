package rulestest

import (
	"math"
	"math/big"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// Rows draws up to most rows for a schema; about one value in five is null unless
// the profile forbids it.
func Rows(t *rapid.T, p Profile, schema ir.Schema, most int) [][]ir.Value {
	rows := make([][]ir.Value, rapid.IntRange(0, most).Draw(t, "rows"))
	for i := range rows {
		rows[i] = make([]ir.Value, len(schema))
		for j, f := range schema {
			rows[i][j] = value(t, p, f)
		}
	}
	return rows
}

// Record makes a record of rows. The caller releases it.
func Record(mem memory.Allocator, schema ir.Schema, rows [][]ir.Value) arrow.Record {
	fields := make([]arrow.Field, len(schema))
	for i, f := range schema {
		fields[i] = arrow.Field{Name: f.Name, Type: f.Type.Arrow(), Nullable: true}
	}
	b := array.NewRecordBuilder(mem, arrow.NewSchema(fields, nil))
	defer b.Release()
	for _, row := range rows {
		for i, v := range row {
			ir.Append(b.Field(i), v)
		}
	}
	return b.NewRecord()
}

func value(t *rapid.T, p Profile, f ir.Field) ir.Value {
	if !p.NoNulls && rapid.IntRange(0, 4).Draw(t, "null") == 0 {
		return ir.NullOf(f.Type)
	}
	switch f.Type.Base {
	case ir.Text:
		return ir.TextOf(rapid.SampledFrom(texts()).Draw(t, f.Name)).WithType(f.Type)
	case ir.Integer:
		return ir.IntegerOf(integer(t, p, f.Name))
	case ir.Decimal:
		return decimal(t, f)
	case ir.Float:
		return ir.FloatOf(rapid.SampledFrom([]float64{0, 0.1, 0.5, -1.5, 3, 1e15, -2.25, 1e300}).Draw(t, f.Name))
	case ir.Boolean:
		return ir.BooleanOf(rapid.Bool().Draw(t, f.Name))
	case ir.Date:
		return ir.DateOf(day(t, f.Name))
	case ir.Month:
		return ir.MonthOf(rapid.Int64Range(ir.MonthNumber(1900, 1), ir.MonthNumber(2100, 12)).Draw(t, f.Name))
	}
	clock := rapid.SampledFrom([]int64{0, 1, 43_200_000_000, ir.MicrosPerDay - 1}).Draw(t, "clock")
	return ir.TimestampOf(day(t, f.Name)*ir.MicrosPerDay + clock)
}

// texts are the values of text columns and the literals compared with them.
func texts() []string {
	return []string{"", "a", "A", "ab", "aB", "b", "0", "7", "12.50", "-3", "1e3", "　", "\t", " a", "张三", "张", "三", "𠮷田", "𠮷", "迪丽热巴·迪力木拉提",
		"%", "_", "a%b", "a_b", `\`, "'", `"`, "é", "É", "ß", "ſ", "１２", "20240229", "2024-02-29", "202402", "110101", "999999",
		"11010519491231002X", "11010519491231002x", "110105194912310021", "91110000100000123X", "6222021234567890123", "13800138000", "null"}
}

func integer(t *rapid.T, p Profile, name string) int64 {
	if p.SmallNumbers {
		return rapid.Int64Range(-50, 50).Draw(t, name)
	}
	return rapid.OneOf(rapid.Int64Range(-10, 10), rapid.SampledFrom([]int64{0, 202611, 20240229, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1}),
		rapid.Int64()).Draw(t, name)
}

// decimal draws small numbers, and the largest of the precision.
func decimal(t *rapid.T, f ir.Field) ir.Value {
	most := ir.PowerOfTen(f.Type.Precision)
	most.Sub(most, big.NewInt(1))
	n := big.NewInt(rapid.Int64Range(-2000, 2000).Draw(t, f.Name))
	switch rapid.IntRange(0, 9).Draw(t, "extreme") {
	case 0:
		n = most
	case 1:
		n = most.Neg(most)
	}
	if n.CmpAbs(ir.PowerOfTen(f.Type.Precision)) >= 0 {
		n = big.NewInt(0)
	}
	d, _ := ir.FitsDecimal(n)
	return ir.DecimalOf(d, f.Type)
}

// day draws civil days that are easily got wrong, and any others.
func day(t *rapid.T, name string) int64 {
	special := strings.Fields(`1000-01-01 9999-12-31 1970-01-01 1969-12-31 2024-02-29 2023-02-28 1900-02-28 2000-02-29 2026-11-24 2026-12-31 2026-01-31
		1919-04-13 1940-06-01 1941-03-15 1942-01-31 1946-05-15 1947-04-15 1948-05-01 1949-05-01 1582-10-10 1986-05-04`)
	if rapid.Bool().Draw(t, "special") {
		p, _ := ir.ParseLayout(rapid.SampledFrom(special).Draw(t, name), ir.DateLayout)
		return ir.DayOfMicros(p.Timestamp())
	}
	return rapid.Int64Range(-25_567, 40_000).Draw(t, name)
}
