package decode_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// types by the short names of the tables below.
func typeOf(name string) arrow.DataType {
	return map[string]arrow.DataType{
		"text":     arrow.BinaryTypes.String,
		"int":      arrow.PrimitiveTypes.Int64,
		"dec":      &arrow.Decimal128Type{Precision: 10, Scale: 2},
		"dec38":    &arrow.Decimal128Type{Precision: 38, Scale: 10},
		"float":    arrow.PrimitiveTypes.Float64,
		"bool":     arrow.FixedWidthTypes.Boolean,
		"date":     arrow.FixedWidthTypes.Date32,
		"month":    arrow.FixedWidthTypes.MonthInterval,
		"stamp":    connectors.TimestampType,
		"utcstamp": &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"},
	}[name]
}

// one appends a single cell and shows it: its value, "null", or "fault: reason".
func one(t *testing.T, typ string, form connectors.Form, appendTo func(*decode.Builder)) string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	column := connectors.Column{Name: "c", Physical: []string{"C"}, Type: typeOf(typ), Form: form}
	b, err := decode.NewBuilder(mem, []connectors.Column{column}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Release()
	appendTo(b)
	record, faults := b.NewRecord()
	defer record.Release()
	if record.NumRows() != 1 {
		t.Fatalf("%d rows, want 1", record.NumRows())
	}
	if len(faults) > 0 {
		if !record.Column(0).IsNull(0) || faults[0].Row != 0 || faults[0].Column != 0 {
			t.Fatalf("fault %+v beside %v", faults[0], record.Column(0))
		}
		return "fault: " + faults[0].Reason
	}
	return show(record.Column(0), 0)
}

func show(values arrow.Array, i int) string {
	if values.IsNull(i) {
		return "null"
	}
	switch v := values.(type) {
	case *array.MonthInterval:
		return fmt.Sprintf("%04d-%02d", v.Value(i)/12, v.Value(i)%12+1)
	case *array.Date32:
		return v.Value(i).ToTime().Format("2006-01-02")
	case *array.Timestamp:
		return v.Value(i).ToTime(arrow.Microsecond).Format("2006-01-02 15:04:05.999999")
	case *array.Decimal128:
		return v.Value(i).ToString(v.DataType().(*arrow.Decimal128Type).Scale)
	}
	return values.ValueStr(i)
}

// A textCase is a stored text, how it is read, and the cell that it becomes.
type textCase struct {
	typ  string
	form connectors.Form
	raw  string
	want string
}

func checkTexts(t *testing.T, cases []textCase) {
	t.Helper()
	for _, c := range cases {
		got := one(t, c.typ, c.form, func(b *decode.Builder) { b.AppendText(0, []byte(c.raw)) })
		if got != c.want {
			t.Errorf("%s %+v %.40q: got %q, want %q", c.typ, c.form, c.raw, got, c.want)
		}
	}
}

func layout(s string) connectors.Form { return connectors.Form{Layout: s} }

func shift(n int32) connectors.Form { return connectors.Form{Shift: n} }

func TestTexts(t *testing.T) {
	t.Parallel()
	none := connectors.Form{}
	trim := connectors.Form{Trim: true}
	fold := connectors.Form{Fold: true}
	checkTexts(t, []textCase{
		{"text", none, "张三", "张三"},
		{"text", none, "𠮷田", "𠮷田"},
		{"text", none, " a  ", " a"},
		{"text", none, "a\u3000", "a\u3000"},
		{"text", none, "", ""},
		{"text", none, "   ", ""},
		{"text", none, "a\x80", "fault: invalid encoding"},
		{"text", none, strings.Repeat("a", decode.MaxCell+1), "fault: too long"},
		{"text", trim, "\u3000\t a b \u00a0", "a b"},
		{"text", fold, "１１０１０１Ｘ（甲）～　", "110101X(甲)~"},
		{"text", fold, "ｱ・“”。", "ｱ・“”。"},
	})
}

func TestIntegers(t *testing.T) {
	t.Parallel()
	none := connectors.Form{}
	fold := connectors.Form{Fold: true}
	checkTexts(t, []textCase{
		{"int", none, "42", "42"},
		{"int", none, " +42 ", "42"},
		{"int", none, "-0", "0"},
		{"int", none, "007", "7"},
		{"int", none, "3.00", "3"},
		{"int", none, "1e3", "1000"},
		{"int", none, "3.5", "fault: too many decimal places"},
		{"int", none, "9223372036854775807", "9223372036854775807"},
		{"int", none, "-9223372036854775808", "-9223372036854775808"},
		{"int", none, "9223372036854775808", "fault: out of range"},
		{"int", none, "1e30", "fault: out of range"},
		{"int", none, "12a", "fault: not a number"},
		{"int", none, "1,234", "fault: not a number"},
		{"int", none, "-", "fault: not a number"},
		{"int", none, ".", "fault: not a number"},
		{"int", none, "1e", "fault: not a number"},
		{"int", none, "", "null"},
		{"int", none, "  ", "null"},
		{"int", none, "１２", "fault: not a number"},
		{"int", fold, "１２", "12"},
		{"int", shift(2), "1200", "12"},
		{"int", shift(2), "1250", "fault: too many decimal places"},
	})
}

func TestDecimals(t *testing.T) {
	t.Parallel()
	none := connectors.Form{}
	checkTexts(t, []textCase{
		{"dec", none, "123.4", "123.40"},
		{"dec", none, "-.5", "-0.50"},
		{"dec", none, "1.", "1.00"},
		{"dec", none, "123.450", "123.45"},
		{"dec", none, "123.456", "fault: too many decimal places"},
		{"dec", none, "99999999.99", "99999999.99"},
		{"dec", none, "100000000", "fault: out of range"},
		{"dec", none, "1E+2", "100.00"},
		{"dec", none, "-0.00", "0.00"},
		{"dec", shift(2), "12345", "123.45"},
		{"dec", shift(2), "-12345", "-123.45"},
		{"dec", shift(2), "12345.5", "fault: too many decimal places"},
		{"dec", shift(-4), "1.5", "15000.00"},
		{"dec38", none, "9999999999999999999999999999.9999999999", "9999999999999999999999999999.9999999999"},
		{"dec38", none, "10000000000000000000000000000", "fault: out of range"},
		{"dec38", none, "0." + strings.Repeat("1", 39), "fault: too many decimal places"},
		{"dec38", none, strings.Repeat("1", 60), "fault: out of range"},
		{"dec38", none, "1e999999999999", "fault: out of range"},
		{"dec38", none, "1e-999999999999", "fault: too many decimal places"},
		{"dec38", none, "0e999999999999", "0.0000000000"},
	})
}

func TestFloatsAndBooleans(t *testing.T) {
	t.Parallel()
	none := connectors.Form{}
	checkTexts(t, []textCase{
		{"float", none, "2.5", "2.5"},
		{"float", none, "1e400", "fault: out of range"},
		{"float", none, "NaN", "fault: not a number"},
		{"float", none, "0x1p-2", "fault: not a number"},
		{"float", shift(2), "250", "2.5"},
		{"bool", none, "T", "true"},
		{"bool", none, "0", "false"},
		{"bool", none, "FALSE", "false"},
		{"bool", none, "是", "fault: not a boolean"},
	})
}

func TestDates(t *testing.T) {
	t.Parallel()
	none := connectors.Form{}
	checkTexts(t, []textCase{
		{"date", none, "2026-11-24", "2026-11-24"},
		{"date", none, "2026-11-24T23:59:59", "2026-11-24"},
		{"date", none, "2024-02-29", "2024-02-29"},
		{"date", none, "2026-02-29", "fault: no such date or time"},
		{"date", none, "1900-02-29", "fault: no such date or time"},
		{"date", none, "0000-00-00", "fault: no such date or time"},
		{"date", none, "20261124", "fault: not a date"},
		{"date", none, "2026-11", "fault: not a date"},
		{"date", none, "2026-1-2", "fault: not a date"},
		{"date", none, "", "null"},
		{"date", layout("yyyyMMdd"), "20261124", "2026-11-24"},
		{"date", layout("yyyyMMdd"), "20261131", "fault: no such date or time"},
		{"date", layout("yyyyMMdd"), "2026112", "fault: not a date"},
		{"date", layout("yyyyMMdd"), "202611240", "fault: not a date"},
		{"date", layout("yyyyMMdd"), "        ", "null"},
		{"date", layout("yyyy/M/d"), "2026/1/2", "2026-01-02"},
		{"date", layout("yyyy/M/d"), "2026/11/24", "2026-11-24"},
		{"date", layout("yyyy年M月d日"), "2026年1月24日", "2026-01-24"},
		{"date", layout("yyyyMMddHHmmss"), "20261124235959", "2026-11-24"},
	})
}

func TestMonths(t *testing.T) {
	t.Parallel()
	none := connectors.Form{}
	checkTexts(t, []textCase{
		{"month", none, "2026-11", "2026-11"},
		{"month", none, "202611", "2026-11"},
		{"month", none, "2026-11-24", "2026-11"},
		{"month", none, "2026-11-24 10:00:00", "2026-11"},
		{"month", none, "202613", "fault: no such date or time"},
		{"month", none, "2026", "fault: not a month"},
		{"month", layout("yyyyMM"), "202611", "2026-11"},
		{"month", layout("yyyy-MM"), "2026-11", "2026-11"},
		{"month", layout("yyyyMMdd"), "20261124", "2026-11"},
	})
}

func TestTimestamps(t *testing.T) {
	t.Parallel()
	none := connectors.Form{}
	checkTexts(t, []textCase{
		{"stamp", none, "2026-11-24", "2026-11-24 00:00:00"},
		{"stamp", none, "2026-11-24 08:01", "2026-11-24 08:01:00"},
		{"stamp", none, "2026-11-24 08:01:02.1234567", "2026-11-24 08:01:02.123456"},
		{"stamp", none, "2026-11-24 24:00:00", "fault: no such date or time"},
		{"stamp", none, "2026-11-24 08:01:02x", "fault: not a timestamp"},
		{"stamp", none, "2026-11-24 08:01:02.", "fault: not a timestamp"},
		{"stamp", none, "2026-11-23T20:00:00Z", "2026-11-24 04:00:00"},
		{"stamp", none, "2026-11-23 20:00:00.5+00", "2026-11-24 04:00:00.5"},
		{"stamp", none, "2026-11-24 00:00:00 +0900", "2026-11-23 23:00:00"},
		{"stamp", none, "1969-12-31 15:59:59.25+00:00", "1969-12-31 23:59:59.25"},
		{"stamp", none, "2026-11-24 00:00:00+08:", "fault: not a timestamp"},
		{"stamp", connectors.Form{Zone: time.UTC}, "2026-11-24 08:00:00+08:00", "2026-11-24 00:00:00"},
		{"stamp", layout("yyyy-MM-dd HH:mm:ss"), "2026-11-24 08:01:02", "2026-11-24 08:01:02"},
		{"stamp", layout("yyyyMMddHHmmssSSS"), "20261124080102345", "2026-11-24 08:01:02.345"},
		{"stamp", layout("yyyy-MM-dd HH:mm:ss.S"), "2026-11-24 08:01:02.123456789", "2026-11-24 08:01:02.123456"},
		{"stamp", layout("yyyy-MM-ddTHH:mm"), "2026-11-24T08:01", "2026-11-24 08:01:00"},
		{"stamp", layout("yyyyMMddHHmmss"), "20261124256000", "fault: no such date or time"},
	})
}

func TestValues(t *testing.T) {
	t.Parallel()
	values := connectors.Form{Values: map[string]string{"1": "true", "2": "false", "9": "", "d": "2026-11-24"}}
	checkTexts(t, []textCase{
		{"text", values, "1 ", "true"},
		{"text", values, "3", "fault: not a listed value"},
		{"text", values, "", "fault: not a listed value"},
		{"bool", values, "2", "false"},
		{"bool", values, "9", "null"},
		{"bool", values, "", "null"},
		{"date", connectors.Form{Values: values.Values, Layout: "yyyyMMdd"}, "d", "2026-11-24"},
	})
}
