package oracle

import (
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/sijms/go-ora/v2/converters"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// arrives reads one column of one value a row from the scripted server.
func arrives(t *testing.T, described tnstest.Column, asked connectors.Column, values ...[]byte) string {
	t.Helper()
	described.Name = "V"
	var rows []tnstest.Row
	for _, value := range values {
		rows = append(rows, tnstest.Row{value})
	}
	own := described.Charset
	if own == tnstest.AL16UTF16 {
		own = tnstest.AL32UTF8 // no database has the national set for its own
	}
	source, err := play(t, &tnstest.Server{Charset: own, Answers: []tnstest.Answer{{
		Part: `"V"`, Columns: []tnstest.Column{described}, Batches: [][]tnstest.Row{rows},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	asked.Name, asked.Physical = "v", []string{"V"}
	got, err := read(t.Context(), source, connectors.Request{From: connectors.Relation{Name: "T"}, Columns: []connectors.Column{asked}})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestNumbers: 38 digits, fractions, negative scale and the edges of integers are exact;
// what a type cannot hold is a fault of that value.
func TestNumbers(t *testing.T) {
	number := tnstest.Column{Kind: tnstest.NumberKind, Precision: 38}
	wide := connectors.Column{Type: &arrow.Decimal128Type{Precision: 38, Scale: 4}}
	whole := connectors.Column{Type: arrow.PrimitiveTypes.Int64}
	for _, c := range []struct {
		described tnstest.Column
		asked     connectors.Column
		values    []string
		want      string
	}{
		{number, connectors.Column{Type: &arrow.Decimal128Type{Precision: 38}}, []string{strings.Repeat("9", 38), "-" + strings.Repeat("9", 38), "0"}, strings.Repeat("9", 38) + " / -" + strings.Repeat("9", 38) + " / 0"},
		{number, wide, []string{"0.0001", "-0.0100", "12345.6789", "100", "-100.5"}, "0.0001 / -0.0100 / 12345.6789 / 100.0000 / -100.5000"},
		{tnstest.Column{Kind: tnstest.NumberKind, Precision: 5}, whole, []string{"12300", "-500"}, "12300 / -500"}, // NUMBER(5,-2)
		{number, whole, []string{"9223372036854775807", "-9223372036854775808"}, "9223372036854775807 / -9223372036854775808"},
		{number, whole, []string{"9223372036854775808"}, "(null) / !out of range"},
		{number, whole, []string{"1.5"}, "(null) / !too many decimal places"},
		{tnstest.Column{Kind: tnstest.NumberKind}, wide, []string{"0.5", "1000000"}, "0.5000 / 1000000.0000"}, // without precision
		{number, wide, []string{"0.00001"}, "(null) / !too many decimal places"},
		{tnstest.Column{Kind: tnstest.NumberKind, Scale: -127}, whole, []string{"1" + strings.Repeat("0", 37), "7"}, "(null) / 7 / !out of range"},
		{tnstest.Column{Kind: tnstest.NumberKind, Precision: 38, Scale: -10}, connectors.Column{Type: &arrow.Decimal128Type{Precision: 38}}, []string{"12" + strings.Repeat("0", 36)}, "12" + strings.Repeat("0", 36)},
		{number, connectors.Column{Type: arrow.BinaryTypes.String}, []string{strings.Repeat("9", 38), "-0.5"}, strings.Repeat("9", 38) + " / -0.5"},
	} {
		var values [][]byte
		for _, v := range c.values {
			values = append(values, tnstest.Number(v))
		}
		if got := arrives(t, c.described, c.asked, values...); got != c.want {
			t.Errorf("%v: got %s, want %s", c.values, got, c.want)
		}
	}
}

// TestOddNumbers: what NUMBER can hold beside numbers is a fault of its value.
func TestOddNumbers(t *testing.T) {
	number := tnstest.Column{Kind: tnstest.NumberKind, Precision: 38}
	for name, stored := range map[string][]byte{"infinity": {0xFF, 0x65}, "negative infinity": {0x00}} {
		for _, asked := range []arrow.DataType{arrow.PrimitiveTypes.Int64, &arrow.Decimal128Type{Precision: 38, Scale: 4}} {
			if got := arrives(t, number, connectors.Column{Type: asked}, stored, tnstest.Number("5")); !strings.HasPrefix(got, "(null) / 5") || !strings.HasSuffix(got, " / !not a number") {
				t.Errorf("%s as %s: %s", name, asked, got)
			}
		}
	}
}

// TestTimes: civil times from the first year on, hours that a zone lacks, and instants of
// any offset as civil time in Shanghai.
func TestTimes(t *testing.T) {
	at := func(text string) time.Time {
		v, err := time.Parse("2006-01-02 15:04:05", text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	stamp := connectors.Column{Type: connectors.TimestampType}
	day := connectors.Column{Type: arrow.FixedWidthTypes.Date32}
	for _, c := range []struct {
		kind   byte
		asked  connectors.Column
		values [][]byte
		want   string
	}{
		{tnstest.DateKind, stamp, [][]byte{tnstest.Date(at("1899-12-31 23:59:59")), tnstest.Date(at("0001-01-01 00:00:00")), tnstest.Date(at("9999-12-31 00:00:00"))},
			"1899-12-31 23:59:59 / 0001-01-01 00:00:00 / 9999-12-31 00:00:00"},
		{tnstest.DateKind, stamp, [][]byte{tnstest.Date(at("1986-05-04 00:30:00")), tnstest.Date(at("1940-06-01 00:00:00"))}, "1986-05-04 00:30:00 / 1940-06-01 00:00:00"},
		{tnstest.DateKind, day, [][]byte{tnstest.Date(at("1582-10-15 00:00:00"))}, "1582-10-15"},
		{tnstest.StampKind, stamp, [][]byte{tnstest.Timestamp(at("1899-12-31 23:59:59").Add(123456 * time.Microsecond))}, "1899-12-31 23:59:59.123456"},
		{tnstest.DateKind, stamp, [][]byte{{53, 88, 1, 1, 1, 1, 1}, {100, 100, 1, 1, 1, 1, 1}}, "(null) / (null) / !no such date or time / !no such date or time"},                          // 4712 BC, and no year
		{tnstest.StampLTZKind, stamp, [][]byte{tnstest.Timestamp(at("2026-11-24 08:30:00")), tnstest.Timestamp(at("1899-12-31 23:59:59"))}, "2026-11-24 08:30:00 / 1900-01-01 00:05:42"},    // local time of Shanghai was 8:05:43 then
		{tnstest.StampTZKind, stamp, [][]byte{tnstest.Region(at("2026-11-24 00:30:00"), 250), tnstest.Region(at("1986-07-01 00:30:00"), 250)}, "2026-11-24 08:30:00 / 1986-07-01 09:30:00"}, // Asia/Shanghai
		{tnstest.StampTZKind, stamp, [][]byte{tnstest.Instant(at("2026-11-24 00:30:00"), 8), tnstest.Instant(at("2026-11-24 00:30:00"), -5)}, "2026-11-24 08:30:00 / 2026-11-24 08:30:00"},
	} {
		if got := arrives(t, tnstest.Column{Kind: c.kind}, c.asked, c.values...); got != c.want {
			t.Errorf("kind %d: got %s, want %s", c.kind, got, c.want)
		}
	}
}

// TestCharacters: GBK is read as what it is, its user-defined areas as those of Unicode;
// a byte that is none of it is a fault with its row, and never a wrong character.
func TestCharacters(t *testing.T) {
	for _, c := range []struct {
		name    string
		charset tnstest.Charset
		values  [][]byte
		want    string
	}{
		{"GBK", tnstest.ZHS16GBK, [][]byte{{0xd5, 0xc5, 0xc8, 0xfd}, {'a', 'b', ' ', ' '}}, "张三 / ab"},
		{"question marks", tnstest.ZHS16GBK, [][]byte{{'?', 0xa3, 0xbf, '?'}}, "?？?"},
		{"half a character", tnstest.ZHS16GBK, [][]byte{{0xd5}}, "(null) / !invalid encoding"},
		{"invalid bytes", tnstest.ZHS16GBK, [][]byte{{0xff, 0xff}}, "(null) / !invalid encoding"},
		{"user-defined area", tnstest.ZHS16GBK, [][]byte{{0xaa, 0xa1}}, "\ue000"},
		{"UTF-8 beyond the basic plane", tnstest.AL32UTF8, [][]byte{[]byte("𠮷田")}, "𠮷田"},
		{"CESU-8", tnstest.UTF8, [][]byte{{0xed, 0xa1, 0x82, 0xed, 0xbe, 0xb7, 'x'}, []byte("张三"), []byte("한국𠮷"), {'a', 0xed, 0xa1, 0x82}, {0xed, 0xbe, 0xb7, 0xed, 0xa1, 0x82}},
			"𠮷x / 张三 / 한국𠮷 / (null) / (null) / !invalid encoding / !invalid encoding"},
		{"broken UTF-8", tnstest.AL32UTF8, [][]byte{{'a', 0xe4, 0xb8}}, "(null) / !invalid encoding"},
		{"blank is null, as the empty text is", tnstest.AL32UTF8, [][]byte{[]byte("   "), nil}, "(null) / (null)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := arrives(t, tnstest.Column{Kind: tnstest.VarChar, Charset: c.charset}, connectors.Column{Type: arrow.BinaryTypes.String}, c.values...); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestPairs: what is sent to a database in Oracle's UTF8 is what is read from it.
func TestPairs(t *testing.T) {
	t.Parallel()
	p := paired{converters.NewStringConverter(cesu)}
	for text, want := range map[string]string{"abc 张三 한": "abc 张三 한", "𠮷": "\xed\xa1\x82\xed\xbe\xb7", "a𠮷\U0010ffffz": "a\xed\xa1\x82\xed\xbe\xb7\xed\xaf\xbf\xed\xbf\xbfz", "": ""} {
		sent := p.Encode(text)
		if string(sent) != want || p.Decode(sent) != text {
			t.Errorf("%q is sent as %x and read as %q", text, sent, p.Decode(sent))
		}
	}
}

// TestLongTexts: CLOB, NCLOB and LONG are read as text, in the set that they are stored in,
// beside other columns and over many fetches; one that is too long is a fault.
func TestLongTexts(t *testing.T) {
	for _, c := range []struct {
		name    string
		kind    byte
		charset tnstest.Charset
		values  [][]byte
		want    string
	}{
		{"CLOB", tnstest.ClobKind, tnstest.AL32UTF8, [][]byte{[]byte("张三  "), nil, []byte(strings.Repeat("长", 5000))}, "张三 / (null) / " + strings.Repeat("长", 5000)},
		{"CLOB in GBK", tnstest.ClobKind, tnstest.ZHS16GBK, [][]byte{{0xd5, 0xc5}, {0xff, 0xff}}, "张 / (null) / !invalid encoding"},
		{"NCLOB", tnstest.ClobKind, tnstest.AL16UTF16, [][]byte{{0xd8, 0x42, 0xdf, 0xb7}, {0xd8, 0x42}}, "𠮷 / (null) / !invalid encoding"},
		{"LONG", tnstest.LongKind, tnstest.AL32UTF8, [][]byte{[]byte("a\nb"), []byte("   ")}, "a\nb / (null)"},
		{"at the limit", tnstest.ClobKind, tnstest.AL32UTF8, [][]byte{[]byte(strings.Repeat("x", maxText))}, strings.Repeat("x", maxText)},
		{"beyond it", tnstest.ClobKind, tnstest.AL32UTF8, [][]byte{[]byte(strings.Repeat("x", maxText+1)), []byte("y")}, "(null) / y / !too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := arrives(t, tnstest.Column{Kind: c.kind, Charset: c.charset}, connectors.Column{Type: arrow.BinaryTypes.String}, c.values...); got != c.want {
				t.Errorf("got %.300s, want %.300s", got, c.want)
			}
		})
	}
}

// TestLongTextsInFetches: rows with long columns are fetched on and on, like others.
func TestLongTextsInFetches(t *testing.T) {
	one := func(n, text string) tnstest.Row { return tnstest.Row{tnstest.Number(n), []byte(text)} }
	source, err := play(t, &tnstest.Server{Answers: []tnstest.Answer{{
		Part: `"V"`, Columns: []tnstest.Column{{Name: "N", Kind: tnstest.NumberKind, Precision: 5}, {Name: "V", Kind: tnstest.ClobKind}},
		Batches: [][]tnstest.Row{{one("1", "a"), one("2", "")}, {one("3", "c")}, {one("4", "d"), one("5", "e")}, {one("6", "f")}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	request := connectors.Request{From: connectors.Relation{Name: "T"}, Columns: []connectors.Column{number("n", "N"), text("v", "V")}}
	if got, err := read(t.Context(), source, request); err != nil || got != "1|a / 2|(null) / 3|c / 4|d / 5|e / 6|f" {
		t.Errorf("%s, %v", got, err)
	}
}

// TestBytes: RAW is read as hexadecimal digits, alone and joined; the keys that are made of
// texts stay texts.
func TestBytes(t *testing.T) {
	stored := connectors.Column{Type: arrow.BinaryTypes.String}
	if got := arrives(t, tnstest.Column{Kind: tnstest.RawKind}, stored, []byte{0x0a, 0xff, 0x00}, nil, []byte("abc")); got != "0AFF00 / (null) / 616263" {
		t.Errorf("got %s", got)
	}
	source, err := play(t, &tnstest.Server{Answers: []tnstest.Answer{{
		Part: `"V"`, Columns: []tnstest.Column{{Name: "V", Kind: tnstest.RawKind}, {Name: "XM", Kind: tnstest.VarChar}},
		Batches: [][]tnstest.Row{{{{0xab}, []byte("x")}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	request := connectors.Request{From: connectors.Relation{Name: "T"}, Columns: []connectors.Column{{
		Name: "v", Physical: []string{"V", "XM"}, Type: arrow.BinaryTypes.String, Form: connectors.Form{Join: "-"},
	}}}
	if got, err := read(t.Context(), source, request); err != nil || got != "AB-x" {
		t.Errorf("joined: %s, %v", got, err)
	}
	for name, want := range map[string]bool{
		`UTL_I18N.STRING_TO_RAW(RTRIM("`: true, `MIN(UTL_I18N.STRING_TO_RAW(RTR`: true, `MAX(CASEWHEN("ID"<:1)THENUTL_I`: true, "XM": false, "金额(元)": false,
	} {
		if isKey(name) != want {
			t.Errorf("%s is a key: %v", name, !want)
		}
	}
}

// TestUnreadTypes: a value of a type that is not read is a fault, whatever column of the
// contract asks for it; the others arrive.
func TestUnreadTypes(t *testing.T) {
	source, err := play(t, &tnstest.Server{Answers: []tnstest.Answer{{
		Part: `"V"`, Columns: []tnstest.Column{{Name: "V", Kind: tnstest.BlobKind}, {Name: "XM", Kind: tnstest.VarChar}},
		Batches: [][]tnstest.Row{{{[]byte("looks like text"), []byte("x")}, {nil, []byte("y")}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	request := connectors.Request{From: connectors.Relation{Name: "T"}, Columns: []connectors.Column{
		text("v", "V"), text("name", "XM"), {Name: "joined", Physical: []string{"V", "XM"}, Type: arrow.BinaryTypes.String},
	}}
	want := "(null)|x|(null) / (null)|y|(null) / !a form that is not read / !invalid encoding"
	if got, err := read(t.Context(), source, request); err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
}

// TestNationalText: NVARCHAR2 is UTF-16, whatever the set of the database is; half a
// surrogate pair is a fault, and U+FFFD is one only where it was not stored.
func TestNationalText(t *testing.T) {
	source, err := play(t, &tnstest.Server{Charset: tnstest.ZHS16GBK, Answers: []tnstest.Answer{{
		Part: `"V"`, Columns: []tnstest.Column{{Name: "V", Kind: tnstest.VarChar, Charset: tnstest.AL16UTF16}, {Name: "XM", Kind: tnstest.VarChar, Charset: tnstest.ZHS16GBK}},
		Batches: [][]tnstest.Row{{{{0xd8, 0x42, 0xdf, 0xb7, 0x75, 0x30}, {0xd5, 0xc5}}, {{0x00, '?'}, {'?'}}, {{0xd8, 0x42}, {'a'}}, {{0xff, 0xfd}, {'b'}}, {{0x00}, {'c'}}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	request := connectors.Request{From: connectors.Relation{Name: "T"}, Columns: []connectors.Column{text("v", "V"), text("name", "XM")}}
	if got, err := read(t.Context(), source, request); err != nil || got != "𠮷田|张 / ?|? / (null)|a / \uFFFD|b / (null)|c / !invalid encoding / !invalid encoding" {
		t.Errorf("%s, %v", got, err)
	}
}
