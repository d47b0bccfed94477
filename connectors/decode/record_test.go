package decode_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// recast reads one column written as JSON and shows cells and faults.
func recast(t *testing.T, sent arrow.DataType, json string, column connectors.Column) (string, arrow.Array) {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	from, _, err := array.FromJSON(mem, sent, strings.NewReader(json))
	if err != nil {
		t.Fatal(err)
	}
	b, err := decode.NewBuilder(mem, []connectors.Column{column}, 0)
	if err != nil {
		t.Fatal(err)
	}
	record, faults := b.Recast([]arrow.Array{from}, [][]int{{0}})
	t.Cleanup(func() {
		record.Release()
		from.Release()
		b.Release()
		mem.AssertSize(t, 0)
	})
	if !arrow.TypeEqual(record.Column(0).DataType(), column.Type) {
		t.Errorf("type %s, want %s", record.Column(0).DataType(), column.Type)
	}
	var out []string
	for row := range from.Len() {
		out = append(out, display(record.Column(0), row))
	}
	for _, f := range faults {
		if record.Column(0).IsValid(f.Row) {
			t.Errorf("the faulty cell %d is not null", f.Row)
		}
		out = append(out, f.Reason)
	}
	return strings.Join(out, " | "), record.Column(0)
}

func display(column arrow.Array, row int) string {
	if d, ok := column.(*array.Decimal128); ok && d.IsValid(row) {
		return d.Value(row).ToString(d.DataType().(*arrow.Decimal128Type).Scale)
	}
	if at, ok := column.(*array.Timestamp); ok && at.IsValid(row) {
		return at.Value(row).ToTime(arrow.Microsecond).Format("2006-01-02 15:04:05.999999")
	}
	return column.ValueStr(row)
}

var (
	text      = arrow.BinaryTypes.String
	integer   = arrow.PrimitiveTypes.Int64
	float     = arrow.PrimitiveTypes.Float64
	boolean   = arrow.FixedWidthTypes.Boolean
	date      = arrow.FixedWidthTypes.Date32
	amount    = &arrow.Decimal128Type{Precision: 12, Scale: 2}
	timestamp = connectors.TimestampType
)

func civil(unit arrow.TimeUnit) arrow.DataType { return &arrow.TimestampType{Unit: unit} }

func instant(unit arrow.TimeUnit, zone string) arrow.DataType {
	return &arrow.TimestampType{Unit: unit, TimeZone: zone}
}

// TestRecastTypes reads every type that a server may send as every contract type that
// it makes sense for, as the Append calls would.
func TestRecastTypes(t *testing.T) {
	t.Parallel()
	words := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: text}
	for name, c := range map[string]struct {
		sent arrow.DataType
		json string
		want arrow.DataType
		form connectors.Form
		out  string
	}{
		"int8":              {arrow.PrimitiveTypes.Int8, "[-128, null, 127]", integer, connectors.Form{}, "-128 | (null) | 127"},
		"int16":             {arrow.PrimitiveTypes.Int16, "[-32768, 32767]", integer, connectors.Form{}, "-32768 | 32767"},
		"int32":             {arrow.PrimitiveTypes.Int32, "[-2147483648, 2147483647]", integer, connectors.Form{}, "-2147483648 | 2147483647"},
		"int64":             {integer, "[-9223372036854775808, null]", integer, connectors.Form{}, "-9223372036854775808 | (null)"},
		"uint8":             {arrow.PrimitiveTypes.Uint8, "[255]", integer, connectors.Form{}, "255"},
		"uint16":            {arrow.PrimitiveTypes.Uint16, "[65535]", integer, connectors.Form{}, "65535"},
		"uint32":            {arrow.PrimitiveTypes.Uint32, "[4294967295]", integer, connectors.Form{}, "4294967295"},
		"uint64":            {arrow.PrimitiveTypes.Uint64, `[7, "18446744073709551615"]`, integer, connectors.Form{}, "7 | (null) | out of range"},
		"uint64, decimal":   {arrow.PrimitiveTypes.Uint64, `["18446744073709551615"]`, &arrow.Decimal128Type{Precision: 20}, connectors.Form{}, "18446744073709551615"},
		"a layout":          {integer, "[20261124, 20260230]", date, connectors.Form{Layout: "yyyyMMdd"}, "2026-11-24 | (null) | no such date or time"},
		"fen":               {integer, "[12345]", amount, connectors.Form{Shift: 2}, "123.45"},
		"codes":             {integer, "[1, 3]", text, connectors.Form{Values: map[string]string{"1": "是"}}, "是 | (null) | not a listed value"},
		"float32":           {arrow.PrimitiveTypes.Float32, "[0.1, null]", text, connectors.Form{}, "0.1 | (null)"},
		"float64":           {float, "[0.1, -2.5]", float, connectors.Form{}, "0.1 | -2.5"},
		"float, decimal":    {float, "[0.1, 0.125]", amount, connectors.Form{}, "0.10 | (null) | too many decimal places"},
		"decimal, as it is": {amount, `["1.50", null]`, amount, connectors.Form{}, "1.50 | (null)"},
		"decimal, narrower": {&arrow.Decimal128Type{Precision: 38, Scale: 2}, `["1.50", "99999999999.00"]`, amount, connectors.Form{}, "1.50 | (null) | out of range"},
		"decimal, scale":    {&arrow.Decimal128Type{Precision: 20, Scale: 4}, `["1.5000", "1.2345"]`, amount, connectors.Form{}, "1.50 | (null) | too many decimal places"},
		"decimal256":        {&arrow.Decimal256Type{Precision: 60, Scale: 2}, `["1.50", "-0.01"]`, amount, connectors.Form{}, "1.50 | -0.01"},
		"boolean":           {boolean, "[true, null, false]", boolean, connectors.Form{}, "true | (null) | false"},
		"boolean, number":   {boolean, "[true, false]", integer, connectors.Form{}, "1 | 0"},
		"text":              {text, `["a", null, "", "中"]`, text, connectors.Form{}, "a | (null) |  | 中"},
		"padding":           {text, `["ab  ", "   ", " x"]`, text, connectors.Form{}, "ab |  |  x"},
		"trimmed":           {text, `["　张 三　"]`, text, connectors.Form{Trim: true}, "张 三"},
		"folded":            {text, `["ＡＢ１"]`, text, connectors.Form{Fold: true}, "AB1"},
		"text, number":      {text, `["42", "x", ""]`, integer, connectors.Form{}, "42 | (null) | (null) | not a number"},
		"large text":        {arrow.BinaryTypes.LargeString, `["a ", null]`, text, connectors.Form{}, "a | (null)"},
		"binary":            {arrow.BinaryTypes.Binary, `["5Lit", "/w==", null]`, text, connectors.Form{}, "中 | (null) | (null) | invalid encoding"},
		"large binary":      {arrow.BinaryTypes.LargeBinary, `["5Lit"]`, text, connectors.Form{}, "中"},
		"fixed binary":      {&arrow.FixedSizeBinaryType{ByteWidth: 4}, `["YWIgIA=="]`, text, connectors.Form{}, "ab"},
		"dictionary":        {words, `["a ", null, "b", "a "]`, text, connectors.Form{}, "a | (null) | b | a"},
		"date32":            {date, `["1986-05-04", null, "0001-01-01", "9999-12-31"]`, date, connectors.Form{}, "1986-05-04 | (null) | 0001-01-01 | 9999-12-31"},
		"date32, text":      {date, `["1986-05-04"]`, text, connectors.Form{}, "1986-05-04"},
		"date32, month":     {date, `["1986-05-04"]`, arrow.FixedWidthTypes.MonthInterval, connectors.Form{}, "23836"},
		"date64":            {arrow.FixedWidthTypes.Date64, `["1986-05-04"]`, date, connectors.Form{}, "1986-05-04"},
		"seconds":           {civil(arrow.Second), `["1986-05-04 00:30:00"]`, timestamp, connectors.Form{}, "1986-05-04 00:30:00"},
		"milliseconds":      {civil(arrow.Millisecond), `["2026-11-24 08:00:00.123"]`, timestamp, connectors.Form{}, "2026-11-24 08:00:00.123"},
		"microseconds":      {civil(arrow.Microsecond), `["2026-11-24 08:00:00.123456", null]`, timestamp, connectors.Form{}, "2026-11-24 08:00:00.123456 | (null)"},
		"nanoseconds":       {civil(arrow.Nanosecond), `["2026-11-24 08:00:00.123456789"]`, timestamp, connectors.Form{}, "2026-11-24 08:00:00.123456"},
		"an instant":        {instant(arrow.Microsecond, "UTC"), `["2026-11-24 16:30:00"]`, timestamp, connectors.Form{}, "2026-11-25 00:30:00"},
		"an instant's day":  {instant(arrow.Second, "America/New_York"), `["2026-11-24 16:30:00Z"]`, date, connectors.Form{}, "2026-11-25"},
		"a zone":            {instant(arrow.Millisecond, "UTC"), `["2026-11-24 16:30:00"]`, timestamp, connectors.Form{Zone: time.UTC}, "2026-11-24 16:30:00"},
		"time32":            {arrow.FixedWidthTypes.Time32s, `["08:05:09"]`, text, connectors.Form{}, "08:05:09"},
		"time64":            {arrow.FixedWidthTypes.Time64us, `["08:05:09.5"]`, text, connectors.Form{}, "08:05:09.5"},
		"nulls":             {arrow.Null, "[null, null]", date, connectors.Form{}, "(null) | (null)"},
		"nothing":           {text, "[]", text, connectors.Form{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := recast(t, c.sent, c.json, connectors.Column{Name: "c", Physical: []string{"C"}, Type: c.want, Form: c.form})
			if got != c.out {
				t.Errorf("got  %s\nwant %s", got, c.out)
			}
			if decode.NativeOf(c.sent) == nil {
				t.Error("NativeOf does not know it")
			}
		})
	}
}

// TestRecastUnreal: values that Arrow can hold and a contract cannot.
func TestRecastUnreal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		build func(*array.RecordBuilder)
		sent  arrow.DataType
		want  arrow.DataType
	}{
		"a year of five digits": {func(b *array.RecordBuilder) { b.Field(0).(*array.Date32Builder).Append(2932897) }, date, date},
		"before the year 1":     {func(b *array.RecordBuilder) { b.Field(0).(*array.Date32Builder).Append(-719163) }, date, date},
		"a late moment":         {func(b *array.RecordBuilder) { b.Field(0).(*array.TimestampBuilder).Append(2932897 * 86_400_000_000) }, timestamp, timestamp},
		"not a number":          {func(b *array.RecordBuilder) { b.Field(0).(*array.Float64Builder).Append(nan()) }, float, float},
		"half a character":      {func(b *array.RecordBuilder) { b.Field(0).(*array.StringBuilder).Append("\xe4\xb8") }, text, text},
	} {
		t.Run(name, func(t *testing.T) {
			mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
			defer mem.AssertSize(t, 0)
			rows := array.NewRecordBuilder(mem, arrow.NewSchema([]arrow.Field{{Name: "c", Type: c.sent}}, nil))
			defer rows.Release()
			c.build(rows)
			sent := rows.NewRecord()
			defer sent.Release()
			b, err := decode.NewBuilder(mem, []connectors.Column{{Name: "c", Type: c.want}}, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer b.Release()
			record, faults := b.Recast(sent.Columns(), [][]int{{0}})
			defer record.Release()
			if len(faults) != 1 || record.Column(0).IsValid(0) {
				t.Errorf("%v, %v", record, faults)
			}
		})
	}
}

// TestRecastShares: what already is the contract's is not copied, a slice of it neither.
func TestRecastShares(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sent, want arrow.DataType
		json       string
	}{
		{text, text, `["ab", "中", null, "x"]`}, {integer, integer, "[1, 2, 3, 4]"}, {float, float, "[1, 2, 3, 4]"},
		{boolean, boolean, "[true, false, null, true]"}, {date, date, `["2026-11-24", "2026-11-25", null, "2026-11-26"]`},
		{timestamp, timestamp, `["2026-11-24 08:00:00", null, "2026-11-24 08:00:00", "2026-11-24 08:00:00"]`},
		{&arrow.Decimal128Type{Precision: 10, Scale: 2}, amount, `["1.00", "2.00", null, "3.00"]`},
	} {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		whole, _, err := array.FromJSON(mem, c.sent, strings.NewReader(c.json))
		if err != nil {
			t.Fatal(err)
		}
		sent := array.NewSlice(whole, 1, 4)
		b, err := decode.NewBuilder(mem, []connectors.Column{{Name: "c", Type: c.want}}, 0)
		if err != nil {
			t.Fatal(err)
		}
		before := mem.CurrentAlloc()
		record, faults := b.Recast([]arrow.Array{sent}, [][]int{{0}})
		if mem.CurrentAlloc() != before || len(faults) > 0 || !array.Equal(record.Column(0), sent) && c.sent != c.want && c.sent.ID() != arrow.DECIMAL128 {
			t.Errorf("%s: %d bytes were copied, %v", c.sent, mem.CurrentAlloc()-before, faults)
		}
		for row := range sent.Len() {
			if record.Column(0).ValueStr(row) != sent.ValueStr(row) {
				t.Errorf("%s: row %d is %s, want %s", c.sent, row, record.Column(0).ValueStr(row), sent.ValueStr(row))
			}
		}
		record.Release()
		sent.Release()
		whole.Release()
		b.Release()
		mem.AssertSize(t, 0)
	}
}

// TestRecastJoins joins columns of several types and keeps the rows of faults.
func TestRecastJoins(t *testing.T) {
	t.Parallel()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	var sent []arrow.Array
	for _, c := range []struct {
		sent arrow.DataType
		json string
	}{
		{text, `["11  ", "12", null, "13"]`}, {integer, "[105, 106, 107, 108]"},
		{arrow.BinaryTypes.Binary, `["YQ==", "/w==", "Yg==", "Yw=="]`},
	} {
		column, _, err := array.FromJSON(mem, c.sent, strings.NewReader(c.json))
		if err != nil {
			t.Fatal(err)
		}
		defer column.Release()
		sent = append(sent, column)
	}
	b, err := decode.NewBuilder(mem, []connectors.Column{
		{Name: "number", Type: integer}, {Name: "joined", Type: text, Form: connectors.Form{Join: "-"}},
	}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Release()
	record, faults := b.Recast(sent, [][]int{{1}, {0, 1, 2}})
	defer record.Release()
	want := []string{"11-105-a", "(null)", "(null)", "13-108-c"}
	for row, w := range want {
		if got := record.Column(1).ValueStr(row); got != w {
			t.Errorf("row %d: %s, want %s", row, got, w)
		}
	}
	if len(faults) != 1 || faults[0].Row != 1 || faults[0].Column != 1 || faults[0].Reason != decode.ReasonEncoding {
		t.Errorf("faults %v", faults)
	}
}

func TestNativeOfRefuses(t *testing.T) {
	t.Parallel()
	for _, refused := range []arrow.DataType{
		arrow.ListOf(text), arrow.StructOf(), arrow.FixedWidthTypes.MonthInterval, arrow.FixedWidthTypes.Duration_s,
		&arrow.DictionaryType{IndexType: integer, ValueType: arrow.ListOf(text)},
	} {
		if got := decode.NativeOf(refused); got != nil {
			t.Errorf("%s decodes to %s", refused, got)
		}
	}
}

func nan() float64 { return math.NaN() }
