package kernel_test

import (
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/rulestest"
)

// edgeSchema has two columns of every base.
func edgeSchema() ir.Schema {
	return ir.Schema{{Name: "t", Type: ir.Of(ir.Text)}, {Name: "u", Type: ir.Of(ir.Text)}, {Name: "i", Type: ir.Of(ir.Integer)}, {Name: "j", Type: ir.Of(ir.Integer)},
		{Name: "d", Type: ir.DecimalType(38, 2)}, {Name: "e", Type: ir.DecimalType(20, 5)}, {Name: "f", Type: ir.Of(ir.Float)}, {Name: "g", Type: ir.Of(ir.Float)},
		{Name: "b", Type: ir.Of(ir.Boolean)}, {Name: "c", Type: ir.Of(ir.Boolean)}, {Name: "a", Type: ir.Of(ir.Date)}, {Name: "z", Type: ir.Of(ir.Date)},
		{Name: "m", Type: ir.Of(ir.Month)}, {Name: "n", Type: ir.Of(ir.Month)}, {Name: "r", Type: ir.Of(ir.Timestamp)}, {Name: "s", Type: ir.Of(ir.Timestamp)}}
}

// edges are the values of a base that are easily got wrong, null among them.
func edges(f ir.Field) []ir.Value {
	values := []ir.Value{ir.NullOf(f.Type)}
	switch f.Type.Base {
	case ir.Text:
		for s := range strings.SplitSeq("|a|A|ab|张三|𠮷·田|·|　 x　|é|0|-3|+12.50|.5|1.|1e3|99999999999999999999|20240229|2023-02-29|2024-2-9|11010519491231002X|110105194912310021|"+
			"6222021234567894|91350100M000100Y43|13800138000|11010519491231002X11|123456789012345678901234567890123456789", "|") {
			values = append(values, ir.TextOf(s))
		}
	case ir.Integer:
		for _, n := range []int64{0, 1, -1, 3, -7, 18, 5000, math.MaxInt64, math.MinInt64} {
			values = append(values, ir.IntegerOf(n))
		}
	case ir.Decimal:
		for _, s := range []string{"0", "1", "-1", "49", "50", "-50", "149", "-150", "9223372036854775807", "-9223372036854775808", strings.Repeat("9", int(f.Type.Precision))} {
			n, _, _, _ := ir.ParseDecimal(s)
			values = append(values, ir.DecimalOf(n, f.Type), ir.DecimalOf(n.Negate(), f.Type))
		}
	case ir.Float:
		for _, x := range []float64{0, math.Copysign(0, -1), 0.5, -2.25, 1e300, math.Inf(1), math.NaN()} {
			values = append(values, ir.FloatOf(x))
		}
	case ir.Boolean:
		values = append(values, ir.BooleanOf(true), ir.BooleanOf(false))
	case ir.Month:
		values = append(values, ir.MonthOf(ir.MinMonth), ir.MonthOf(ir.MaxMonth), ir.MonthOf(ir.MonthNumber(2024, 2)))
	default:
		days := []int64{ir.MinDay, ir.MaxDay, 0, -1, 19782, 19781, 19417, 20424}
		for _, day := range days {
			if f.Type.Base == ir.Date {
				values = append(values, ir.DateOf(day))
			} else {
				values = append(values, ir.TimestampOf(day*ir.MicrosPerDay), ir.TimestampOf(day*ir.MicrosPerDay+1_234_567))
			}
		}
	}
	return values
}

// edgeRecord pairs the edges of the columns in many ways: the columns go through
// theirs at different paces.
func edgeRecord(mem memory.Allocator, rows int) arrow.Record {
	schema := edgeSchema()
	table := make([][]ir.Value, rows)
	for i := range table {
		for j, f := range schema {
			values := edges(f)
			pace := i
			if j%2 == 1 {
				pace = i / len(values)
			}
			table[i] = append(table[i], values[pace%len(values)])
		}
	}
	return rulestest.Record(mem, schema, table)
}

// everyFunction calls each function in each of its forms.
func everyFunction() []string {
	return strings.Split(strings.TrimSpace(`
b and c; b or c; not b; b == c; b != c; if(b, t, u); if(b, d, e); if(b, f, g); if(c, a, z); if(b, i, j); if(b, b, c); coalesce(t, u); coalesce(d, i, e); coalesce(b, c)
t == nil; i != nil; t == u; t < u; i >= j; d < e; d == e; d <= i; f > g; f == g; a <= z; m != n; r > s; t in ["a", "张三", "0"]; t in [u, "a"]; i in [1, 3, j]; i in -1..3
i in [1, 2, 3, 4, 5, 6, 7, 18]; d in [0.5, -1.5]; d in [0.01, e]; f in [0.5, 1.5]; a in ["2024-02-29", "1970-01-01"]; m in [202402]; b in [true, c]; between(t, "A", u); between(d, e, i)
min(t, u); max(i, j, 3); min(d, e, 1); max(f, g); max(a, z); min(m, n); max(r, s)
i + j; i - j; i * j; i / j; i % j; -i; abs(i); d + e; d - e; d * 2.5; d / e; d + i; i - d; -d; abs(d); f + g; f - g; f * g; f / g; -f; abs(f)
a + i; a - i; a - z; m + i; m - i; m - n; t + u; round(d); round(d, 1); round(d, 4); round(e, 20); floor(d); ceil(d); floor(e); ceil(e)
to_integer(t); to_integer(d); to_decimal(t, 2); to_decimal(t, 0); to_decimal(i, 3); to_decimal(d, 1); to_decimal(f, 3); to_decimal(f, 30); is_number(t)
t startsWith u; t endsWith u; t contains u; t matches "^[0-9]+$"; t matches "a|三"; len(t); lower(t); upper(t); trim(t); blank(t); left(t, i); right(t, i); substr(t, i); substr(t, i, j)
t[i:j]; t[1:]; t[:-1]; replace(t, "a", u); replace(t, u, "x"); concat(t, u, "·"); pad_left(t, if(i < -9, -9, i), u); pad_left(t, 4, "0"); is_digits(t); is_chinese_name(t)
to_text(t); to_text(i); to_text(d); to_text(e); to_text(b); to_text(a); to_text(a, "yyyyMMdd"); to_text(m); to_text(m, "yyyyMM"); to_text(r); to_text(r, "yyyy年M月d日 HH:mm:ss")
date(t); date(t, "yyyyMMdd"); date(t, "yyyy-M-d"); date(a); date(m); date(r); is_date(t); is_date(t, "yyyyMMdd"); month(t, "yyyyMMdd"); month(a); month(r); month(m)
year(a); year(m); year(r); month_of(a); day(a); day(r); weekday(a); weekday(r); first_day(a); first_day(m); last_day(a); last_day(m); add_days(a, i); add_months(a, i); add_months(m, i)
fold_width(t); name_key(t); extract(t, "[0-9]+"); extract(t, "(a)|(b)"); extract(t, "三?"); working_days_between(a, z); working_days_between(z, a)
days_between(a, z); months_between(a, z); months_between(m, n); seconds_between(r, s); age(a); age(a, z)
id_card_valid(t); id_card_fault(t); id_card_birth(t); id_card_sex(t); id_card_division(t); credit_code_valid(t); bank_card_valid(t); disability_card_valid(t); phone_valid(t)
division_valid(t, a); division_name(t, a); code_valid("nation", t); code_title("nation", t, a); code_count("nation", a); code_count("nation"); standard("care", t, m); standard("care", t); "a" < t; 3 - i; 1 / i == 0.5 or b; 1 / 0 == 1; a > nil; i + nil == 1`), "; ")
}

// TestEveryFunctionOnEdges compares every function with the reference on values that
// are easily got wrong.
func TestEveryFunctionOnEdges(t *testing.T) {
	t.Parallel()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	schema, env := edgeSchema(), rulestest.Env()
	rec := edgeRecord(mem, 1200)
	defer rec.Release()
	called := map[string]bool{"today": true, "now": true}
	for source := range strings.SplitSeq(strings.ReplaceAll(strings.Join(everyFunction(), "; "), "\n", "; "), "; ") {
		n := bound(t, schema, source)[0]
		n.Walk(func(n *ir.Node) {
			if n.Kind == ir.Call {
				called[n.Function.Name] = true
			}
		})
		values, faults, err := program(t, schema, []*ir.Node{n}).Values(mem, 0, rec.Columns(), int(rec.NumRows()))
		if err != nil {
			t.Fatal(err)
		}
		reasons := map[int]ir.Fault{}
		for _, f := range faults {
			reasons[f.Row] = f.Reason
		}
		for row := range int(rec.NumRows()) {
			want := interp.Eval(n, at(schema, rec, row), env.Dictionaries)
			if got := ir.ValueAt(values, n.Type, row); want.Fault != reasons[row] || got.String() != want.Value.String() {
				t.Errorf("%s: row %d gives %q %v, want %q %v", source, row, got, reasons[row], want.Value, want.Fault)
				break
			}
		}
		values.Release()
	}
	for _, f := range ir.Functions() {
		if !called[f.Name] {
			t.Errorf("%s is not called", f.Name)
		}
	}
}
