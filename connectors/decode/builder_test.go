package decode_test

import (
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

func TestAppendNative(t *testing.T) {
	t.Parallel()
	none := connectors.Form{}
	instant := time.Date(2026, 11, 23, 20, 0, 0, 5000, time.UTC)
	at := decode.Civil{Year: 2026, Month: 11, Day: 24, Hour: 8, Minute: 1, Second: 2, Nano: 500_000_000}
	for i, c := range []struct {
		typ    string
		form   connectors.Form
		append func(*decode.Builder)
		want   string
	}{
		{"int", none, func(b *decode.Builder) { b.AppendInt64(0, math.MinInt64) }, "-9223372036854775808"},
		{"text", none, func(b *decode.Builder) { b.AppendInt64(0, 7) }, "7"},
		{"dec", connectors.Form{Shift: 2}, func(b *decode.Builder) { b.AppendInt64(0, 12345) }, "123.45"},
		{"date", connectors.Form{Layout: "yyyyMMdd"}, func(b *decode.Builder) { b.AppendInt64(0, 20261124) }, "2026-11-24"},
		{"month", none, func(b *decode.Builder) { b.AppendInt64(0, 202611) }, "2026-11"},
		{"bool", connectors.Form{Values: map[string]string{"1": "t", "2": "f"}}, func(b *decode.Builder) { b.AppendInt64(0, 2) }, "false"},
		{"float", none, func(b *decode.Builder) { b.AppendFloat64(0, 0.1) }, "0.1"},
		{"dec", none, func(b *decode.Builder) { b.AppendFloat64(0, 0.1) }, "0.10"},
		{"int", none, func(b *decode.Builder) { b.AppendFloat64(0, 1e15) }, "1000000000000000"},
		{"float", none, func(b *decode.Builder) { b.AppendFloat64(0, math.NaN()) }, "fault: not a number"},
		{"dec", none, func(b *decode.Builder) { b.AppendDecimal128(0, decimal128.FromI64(12345), 2) }, "123.45"},
		{"dec", none, func(b *decode.Builder) { b.AppendDecimal128(0, decimal128.FromI64(12345), 3) }, "fault: too many decimal places"},
		{"bool", none, func(b *decode.Builder) { b.AppendBool(0, true) }, "true"},
		{"int", none, func(b *decode.Builder) { b.AppendBool(0, true) }, "1"},
		{"text", none, func(b *decode.Builder) { b.AppendBool(0, false) }, "false"},
		{"date", none, func(b *decode.Builder) { b.AppendDate(0, 2026, 11, 24) }, "2026-11-24"},
		{"date", none, func(b *decode.Builder) { b.AppendDate(0, 0, 0, 0) }, "fault: no such date or time"},
		{"date", none, func(b *decode.Builder) { b.AppendCivil(0, at) }, "2026-11-24"},
		{"month", none, func(b *decode.Builder) { b.AppendDate(0, 2026, 11, 24) }, "2026-11"},
		{"stamp", none, func(b *decode.Builder) { b.AppendDate(0, 1, 1, 1) }, "0001-01-01 00:00:00"},
		{"stamp", none, func(b *decode.Builder) { b.AppendTime(0, instant) }, "2026-11-24 04:00:00.000005"},
		{"stamp", connectors.Form{Zone: time.UTC}, func(b *decode.Builder) { b.AppendTime(0, instant) }, "2026-11-23 20:00:00.000005"},
		{"text", none, func(b *decode.Builder) { b.AppendDate(0, 2026, 11, 24) }, "2026-11-24"},
		{"text", none, func(b *decode.Builder) { b.AppendCivil(0, at) }, "2026-11-24 08:01:02.500000"},
		{"int", none, func(b *decode.Builder) { b.AppendCivil(0, at) }, "fault: not a number"},
		{"text", none, func(b *decode.Builder) { b.AppendCivil(0, decode.Civil{Year: -3}) }, "fault: no such date or time"},
		{"text", none, func(b *decode.Builder) { b.AppendNull(0) }, "null"},
		{"text", none, func(b *decode.Builder) { b.AppendText(0, nil) }, "null"},
		{"date", none, func(b *decode.Builder) { b.AppendFault(0, decode.ReasonEncoding, []byte("x")) }, "fault: invalid encoding"},
		{"text", connectors.Form{Join: "-"}, func(b *decode.Builder) { b.AppendParts(0, [][]byte{[]byte("11  "), []byte("01")}) }, "11-01"},
		{"text", none, func(b *decode.Builder) { b.AppendParts(0, [][]byte{{}, {}}) }, ""},
		{"text", none, func(b *decode.Builder) { b.AppendParts(0, [][]byte{[]byte("11"), nil}) }, "null"},
		{"stamp", connectors.Form{Join: " "}, func(b *decode.Builder) {
			b.AppendParts(0, [][]byte{[]byte("2026-11-24"), []byte("08:00:00")})
		}, "2026-11-24 08:00:00"},
	} {
		if got := one(t, c.typ, c.form, c.append); got != c.want {
			t.Errorf("case %d, %s: got %q, want %q", i, c.typ, got, c.want)
		}
	}
}

func TestNewBuilderRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typ  string
		form connectors.Form
		want string
	}{
		{"date", connectors.Form{Layout: "YYYYMMDD"}, "the letter Y has no meaning"},
		{"date", connectors.Form{Layout: "yyMMdd"}, "yy is not one of"},
		{"date", connectors.Form{Layout: "yyyyMM"}, "lacks the d"},
		{"date", connectors.Form{Layout: "yyyyMd"}, "M of varying width"},
		{"date", connectors.Form{Layout: "yyyyMMMM"}, "MMMM is not one of"},
		{"date", connectors.Form{Layout: "yyyyMMddMM"}, "M stands twice"},
		{"date", connectors.Form{Layout: "20yyMMdd"}, "a digit cannot stand for itself"},
		{"text", connectors.Form{Layout: "yyyyMMdd"}, "only dates"},
		{"text", connectors.Form{Shift: 2}, "a shift needs a number"},
		{"utcstamp", connectors.Form{}, "without zone"},
		{"none", connectors.Form{}, "no type"},
	} {
		column := connectors.Column{Name: "c", Type: typeOf(c.typ), Form: c.form}
		_, err := decode.NewBuilder(memory.DefaultAllocator, []connectors.Column{column}, 0)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "column c: ") {
			t.Errorf("%s %+v: got %v, want %q", c.typ, c.form, err, c.want)
		}
	}
}

func TestBatches(t *testing.T) {
	t.Parallel()
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	columns := []connectors.Column{{Name: "a", Type: typeOf("int")}, {Name: "b", Type: typeOf("text")}}
	b, err := decode.NewBuilder(mem, columns, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Release()
	for range 2 {
		b.AppendInt64(0, 1)
		b.AppendText(1, []byte("x"))
		if b.Full() {
			t.Fatal("full after one row of two")
		}
		b.AppendText(0, []byte("x"))
		b.AppendText(1, []byte("y"))
		if !b.Full() || b.Rows() != 2 {
			t.Fatalf("not full after %d rows", b.Rows())
		}
		record, faults := b.NewRecord()
		if len(faults) != 1 || faults[0].Row != 1 || faults[0].Column != 0 || faults[0].Raw != "x" {
			t.Fatalf("faults %+v", faults)
		}
		record.Release()
	}
	long := []byte(strings.Repeat("长", decode.MaxCell/3))
	b.AppendInt64(0, 1)
	b.AppendText(1, long)
	b.AppendText(0, long)
	b.AppendText(1, long)
	b.AppendInt64(0, 1)
	b.AppendText(1, long)
	if !b.Full() {
		t.Error("48 MiB of text do not fill a batch")
	}
	record, faults := b.NewRecord()
	defer record.Release()
	if len(faults) != 1 || len(faults[0].Raw) > 4<<10 || !strings.HasSuffix(faults[0].Raw, "长") {
		t.Errorf("raw of %d bytes", len(faults[0].Raw))
	}
}

func TestTranscode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ charset, bytes, want string }{
		{"", "张", "张"},
		{"UTF-8", "张", "张"},
		{"gbk", "\xd5\xc5", "张"},
		{"GB18030", "\x95\x32\x82\x36", "𠀀"},
		{"gbk", "a\xff,b", "a\uFFFD,b"},
		{"gbk", "\xd5,b", "\uFFFD,b"},
	} {
		r, err := decode.Transcode(strings.NewReader(c.bytes), c.charset)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != c.want {
			t.Errorf("%s % x: %q, %v; want %q", c.charset, c.bytes, got, err, c.want)
		}
	}
	if _, err := decode.Transcode(nil, "latin1"); err == nil {
		t.Error("latin1 is accepted")
	}
	lossy := func(b *decode.Builder) { b.Transcoded(); b.AppendText(0, []byte("a\uFFFD")) }
	if got := one(t, "text", connectors.Form{}, lossy); got != "fault: invalid encoding" {
		t.Errorf("a lost byte gives %q", got)
	}
	kept := func(b *decode.Builder) { b.AppendText(0, []byte("a\uFFFD")) }
	if got := one(t, "text", connectors.Form{}, kept); got != "a\uFFFD" {
		t.Errorf("a stored U+FFFD gives %q", got)
	}
}
