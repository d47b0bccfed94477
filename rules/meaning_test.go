package rules_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/civil"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// codes is a tiny dictionary: tables begin with 1949-10-01.
type codes struct{}

func (codes) Valid(name, code string, on int32) ir.Tri {
	if _, known := (codes{}).Title(name, code, on); known != ir.False {
		return known
	}
	return ir.False
}

func (codes) Title(name, code string, on int32) (string, ir.Tri) {
	titles := map[string]string{"nation/01": "汉族", "divisions/110101": "东城区"}
	if on < -7397 {
		return "", ir.Unknown
	}
	title, ok := titles[name+"/"+code]
	return title, ir.TriOf(ok)
}

func (codes) Count(name string, on int32) (int64, ir.Tri) {
	if on < -7397 {
		return 0, ir.Unknown
	}
	return map[string]int64{"nation": 1, "divisions": 1}[name], ir.True
}

func (codes) Workdays(from, to int32) (int64, ir.Tri) {
	calendar, err := civil.ParseCalendar([]byte("date,name,off\n2026-10-01,国庆节,true\n"))
	if err != nil {
		return 0, ir.Unknown
	}
	n, known := calendar.WorkdaysBetween(from, to)
	if !known {
		return 0, ir.Unknown
	}
	return int64(n), ir.True
}

func (codes) Number(name, key string, on int32) (decimal128.Num, ir.Tri) {
	if on < -7397 {
		return decimal128.Num{}, ir.Unknown
	}
	return decimal128.FromI64(3_000_000), ir.TriOf(name+key == "care1")
}

func sampleEnv() rules.Env {
	shanghai := time.FixedZone("CST", 8*3600)
	start, _ := ir.DayOf(2026, 11, 1)
	return rules.Env{AsOf: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Zone: shanghai, PeriodStart: start, PeriodEnd: start + 30,
		Dictionaries: codes{}, Constants: map[string]rules.Value{"limits.age": ir.IntegerOf(60)}}
}

// sampleRow is the row of testdata/meaning.txt.
func sampleRow() (rules.Schema, []rules.Value) {
	days := func(y, m, d int) ir.Value {
		n, _ := ir.DayOf(y, m, d)
		return ir.DateOf(int64(n))
	}
	dec := func(text string, p, s int32) ir.Value {
		n, _, _, _ := ir.ParseDecimal(text)
		return ir.DecimalOf(n, ir.DecimalType(p, s))
	}
	noon, _ := ir.ParseLayout("2026-11-24 08:30:00", ir.TimestampLayout)
	names := strings.Fields("a b d e f s t k yes no day later m at big wide nil_int nil_dec nil_text nil_flag nil_day")
	values := []ir.Value{ir.IntegerOf(7), ir.IntegerOf(0), dec("12.50", 10, 2), dec("0.0333", 8, 4), ir.FloatOf(0.5),
		ir.TextOf(" Ab张三𠮷　"), ir.TextOf("北京市"), ir.TextOf("20240229"), ir.BooleanOf(true), ir.BooleanOf(false), days(2024, 2, 29), days(2026, 3, 15),
		ir.MonthOf(ir.MonthNumber(2026, 11)), ir.TimestampOf(noon.Timestamp()), ir.IntegerOf(9223372036854775807),
		dec(strings.Repeat("9", 38), 38, 0), ir.NullOf(ir.Of(ir.Integer)), ir.NullOf(ir.DecimalType(10, 2)), ir.NullOf(ir.Of(ir.Text)),
		ir.NullOf(ir.Of(ir.Boolean)), ir.NullOf(ir.Of(ir.Date))}
	var schema rules.Schema
	for i, name := range names {
		schema = append(schema, rules.Field{Name: name, Type: values[i].Type()})
	}
	return schema, values
}

// recordOf makes a record of the rows; the caller releases it.
func recordOf(mem memory.Allocator, schema rules.Schema, rows ...[]rules.Value) arrow.Record {
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

func TestMeaning(t *testing.T) {
	t.Parallel()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	schema, row := sampleRow()
	rec := recordOf(mem, schema, row)
	defer rec.Release()
	text, err := os.ReadFile("testdata/meaning.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if source, want, ok := strings.Cut(line, " => "); ok && !strings.HasPrefix(line, "#") {
			if got := evaluate(t, mem, schema, rec, source); got != want {
				t.Errorf("%s gives %q, want %q", source, got, want)
			}
		}
	}
}

// evaluate gives the value, "null" or "fault: reason".
func evaluate(t *testing.T, mem memory.Allocator, schema rules.Schema, rec arrow.Record, source string) string {
	expr, problems := rules.Compile(source, rules.Scope{Schema: schema})
	if problems != nil {
		return problems[0].String()
	}
	computed, err := rules.CompileValue(expr, schema, sampleEnv())
	if err != nil {
		t.Errorf("%s: %v", source, err)
		return ""
	}
	values, faults, err := computed.Eval(mem, rec)
	if err != nil {
		t.Errorf("%s: %v", source, err)
		return ""
	}
	defer values.Release()
	if len(faults) > 0 {
		return "fault: " + faults[0].Reason.String()
	}
	return ir.ValueAt(values, computed.Type(), 0).String()
}
