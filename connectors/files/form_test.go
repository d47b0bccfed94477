package files_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/files"
)

// gb writes a text in GB18030.
func gb(t testing.TB, text string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// readAs reads the columns of one file that is written in some form.
func readAs(t *testing.T, content string, file connectors.File, columns ...connectors.Column) string {
	t.Helper()
	source, _ := folder(t, connectors.Config{}, map[string]string{"f": content})
	return read(t.Context(), source, connectors.Request{From: connectors.Relation{Name: "f", File: &file}, Columns: columns})
}

func TestForms(t *testing.T) {
	t.Parallel()
	widths := []connectors.Width{{Name: "a", Width: 4}, {Name: "b", Width: 3}}
	fixed := connectors.File{Format: connectors.FormatFixed, Widths: widths}
	bytesWide := connectors.File{Format: connectors.FormatFixed, Widths: widths, Bytes: true, Encoding: "gb18030"}
	total := &connectors.Trailer{Begins: "T", Fields: []string{"", "rows"}}
	for _, c := range []struct {
		name, content string
		file          connectors.File
		want          string
	}{
		{"names without a header", "1,2\n", connectors.File{Names: []string{"a", "b"}}, "1|2"},
		{"lines before the header", "report\n\na,b\n1,2\n", connectors.File{Skip: 2}, "1|2"},
		{"own delimiter and quote", "a|b\n'x|y'|\"\n", connectors.File{Delimiter: "|", Quote: "'"}, `x|y|"`},
		{"no quotes", "a,b\n\"1,2\"\n", connectors.File{Quote: "none"}, `"1|2"`},
		{"gb18030 with a bar in a character", "a|b\n" + gb(t, "锛") + "|2\n", connectors.File{Delimiter: "|", Encoding: "gb18030"}, "锛|2"},
		{"trailer", "a,b\n1,2\nT,1\n", connectors.File{Trailer: total}, "1|2"},
		{"trailer of as many fields", "a,b\n1,2\nT9,1\n", connectors.File{Trailer: total}, "1|2"},
		{"trailer missing", "a,b\n1,2\n", connectors.File{Trailer: total}, "1|2 / error: scan drops f: decode: the trailer is not there: the file may be half-written; let the partner write under another name and rename the finished file"},
		{"rows behind the trailer", "a,b\nT,1\n1,2\n", connectors.File{Trailer: total}, "error: scan drops f: decode: line 3: there are rows behind the trailer"},
		{"fixed", "张三  12 \n    345\n", fixed, "张三|12 / (null)|345"},
		{"fixed, short and long lines", "ab  1\nab  12 x\nab  12 \n", fixed, "!line 1: 5 characters, the columns have 7|!line 1: 5 characters, the columns have 7 / !line 2: 8 characters, the columns have 7|!line 2: 8 characters, the columns have 7 / ab|12"},
		{"fixed, half-written", "ab  12 \nab", fixed, "ab|12 / error: scan drops f: decode: line 2: 2 characters, the columns have 7: the last line may be half-written"},
		{"fixed by bytes", gb(t, "张三12 \n"), bytesWide, "张三|12"},
		{"fixed, a character cut", gb(t, "x张三2 \n"), bytesWide, "!invalid encoding in line 1, byte 3 of the file|!invalid encoding in line 1, byte 4 of the file"},
		{"fixed with a trailer", "ab  12 \nT 1\n", connectors.File{Format: connectors.FormatFixed, Widths: widths, Trailer: total}, "ab|12"},
		{"bad delimiter", "a,b\n", connectors.File{Delimiter: "||"}, `error: scan drops f: local: delimiter: not one ASCII character or "tab"`},
		{"bad quote", "a,b\n", connectors.File{Quote: ","}, `error: scan drops f: local: quote: not one ASCII character or "none"`},
		{"no xlsx", "<html>", connectors.File{Format: connectors.FormatXLSX}, "error: scan drops f: decode: this is no complete XLSX file: it may be half-written, or an XLS or HTML file under this name"},
		{"xls", "\xD0\xCF\x11\xE0....", connectors.File{Format: connectors.FormatXLSX}, "error: scan drops f: decode: this is an old XLS file, or a workbook with a password: let it be saved as XLSX without one"},
		{"no parquet", "PAR1....", connectors.File{Format: connectors.FormatParquet}, "error: scan drops f: decode: this is no complete Parquet file: it may be half-written"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := readAs(t, c.content, c.file, texts("a", "b")...); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestXLSXValues: dates are dates whatever their format shows, numbers have the digits
// that Excel keeps, and what Excel has lost is a fault.
func TestXLSXValues(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	defer book.Close()
	slashes := "yyyy/m/d;@"
	style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &slashes})
	if err != nil {
		t.Fatal(err)
	}
	for cell, value := range map[string]any{
		"A1": "a", "B1": "b",
		"A2": "张三", "B2": time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
		"A3": 0.1 + 0.2, "B3": time.Date(2026, 11, 24, 8, 30, 15, 0, time.UTC),
		"A4": 110105194912310021, "B4": 46350,
		"A5": true, "B5": nil, "A7": 1234567.891, "B7": "",
		"A8": "x", "B8": "y", "C8": "z",
	} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetCellStyle("Sheet1", "B4", "B4", style); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	got := readAs(t, out.String(), connectors.File{Format: connectors.FormatXLSX}, texts("a", "b")...)
	lost := "!a number of more than 15 digits, of which Excel has lost the last: it must be stored as text"
	ragged := "!line 8: 3 fields, the header has 2"
	want := "张三|2026-11-24 / 0.3|2026-11-24 08:30:15 / " + lost + "|2026-11-24 / true|(null) / 1234567.891| / " + ragged + "|" + ragged
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	day := connectors.Column{Name: "b", Physical: []string{"b"}, Type: arrow.FixedWidthTypes.Date32, Form: connectors.Form{Layout: "yyyyMMdd"}}
	if got := readAs(t, out.String(), connectors.File{Format: connectors.FormatXLSX}, day); !strings.HasPrefix(got, "2026-11-24 / 2026-11-24 / 2026-11-24 / (null)") {
		t.Errorf("as a date: %q", got)
	}
	sheet := connectors.File{Format: connectors.FormatXLSX, Sheet: "名单"}
	if got := readAs(t, out.String(), sheet, texts("a")...); got != "error: scan drops f: missing: the workbook has no such sheet" {
		t.Errorf("sheet: %q", got)
	}
}

// TestXLSXBomb: a small file that claims to hold gigabytes is given up early.
func TestXLSXBomb(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat(`<c t="inlineStr"><is><t>`+strings.Repeat("0", 1<<20)+`</t></is></c></row><row>`, 200)
	content := rezipped(t, xlsxOf(t, [][]any{{"a"}, {"1"}}), "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>a</t></is></c></row><row>"+zeros)
	if len(content) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(content))
	}
	got := readAs(t, content, connectors.File{Format: connectors.FormatXLSX}, texts("a")...)
	if !strings.HasSuffix(got, "error: scan drops f: decode: a part of the workbook unpacks to far more than it may hold: this is no honest file") {
		t.Errorf("got …%q", got[max(0, len(got)-200):])
	}
	one := rezipped(t, xlsxOf(t, [][]any{{"a"}}), "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c><v>"+strings.Repeat("0", 5<<20))
	if got := readAs(t, one, connectors.File{Format: connectors.FormatXLSX}, texts("a")...); !strings.Contains(got, "no honest file") {
		t.Errorf("one cell: %q", got)
	}
}

// TestNewest: which file a pattern means.
func TestNewest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		files   string // in the order in which they were written
		pattern string
		file    connectors.File
		want    string // name, and why it is not complete
	}{
		{"newest by date", "x_20261124.csv x_20261117.csv", "x_{period:yyyyMMdd}*.csv", connectors.File{}, "x_20261124.csv"},
		{"last of a day by name", "x_20261124_2.csv x_20261124_1.csv", "x_{period:yyyyMMdd}*.csv", connectors.File{}, "x_20261124_2.csv"},
		{"not of the future", "x_20261124.csv x_20261131.csv x_20261201.csv", "x_{period:yyyyMMdd}.csv", connectors.File{Before: 20788}, "x_20261124.csv"},
		{"by month", "x_202610.csv x_202609.csv", "x_{period:yyyyMM}.csv", connectors.File{}, "x_202610.csv"},
		{"no date in it", "x_2026112.csv", "x_{period:yyyyMMdd}.csv", connectors.File{}, ""},
		{"newest by time", "b.csv a.csv", "*.csv", connectors.File{}, "a.csv"},
		{"in a folder", "in/x_20261124.csv", "in/x_{period:yyyyMMdd}.csv", connectors.File{}, "in/x_20261124.csv"},
		{"one being written", "x_20261117.csv x_20261124.csv.part", "x_{period:yyyyMMdd}.csv", connectors.File{}, "x_20261117.csv: x_20261124.csv.part is still being written"},
		{"only one being written", "a.csv.tmp", "*.csv", connectors.File{}, ": a.csv.tmp is still being written"},
		{"an old one given up", "x_20261117.csv.part x_20261124.csv", "x_{period:yyyyMMdd}.csv", connectors.File{}, "x_20261124.csv"},
		{"companion missing", "a.csv", "*.csv", connectors.File{Companion: "{name}.ok"}, "a.csv: a.csv.ok is not there"},
		{"companion there", "a.csv a.ok", "*", connectors.File{Companion: "{stem}.ok"}, "a.csv"},
		{"control missing", "a.csv", "*.csv", connectors.File{Control: &connectors.Control{Name: "{stem}.ctl"}}, "a.csv: a.ctl is not there"},
		{"trailer missing", "a.csv", "*.csv", connectors.File{Trailer: &connectors.Trailer{Begins: "T"}}, "a.csv: its trailer is not there"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			source, path := folder(t, connectors.Config{}, nil)
			for i, name := range strings.Fields(c.files) {
				name = filepath.Join(path, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte("a,b\n1,2\n"), 0o600); err != nil {
					t.Fatal(err)
				}
				at := time.Date(2026, 11, 24, 8, i, 0, 0, time.UTC)
				if err := os.Chtimes(name, at, at); err != nil {
					t.Fatal(err)
				}
			}
			state, err := source.(connectors.Filer).File(t.Context(), connectors.Relation{Name: c.pattern, File: &c.file}, false)
			got := state.Name
			if state.Loading != "" {
				got += ": " + state.Loading
			}
			if err != nil || got != c.want {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestDeclared(t *testing.T) {
	t.Parallel()
	source, path := folder(t, connectors.Config{}, map[string]string{
		"a.csv": "a,b\n1,2\nT,1,2.50\n", "a.ctl": gb(t, "1|2.50|完成\n"), "f.txt": "T 12 3.5\r\n",
		"s.xlsx": string(xlsxOf(t, [][]any{{"a", "b"}, {"1", 2}, {"合计", 1, 2.5}})),
	})
	fields := []string{"", "rows", "b"}
	for _, c := range []struct {
		pattern string
		file    connectors.File
		rows    string
		sum     string
	}{
		{"a.csv", connectors.File{Trailer: &connectors.Trailer{Begins: "T", Fields: fields}}, "1", "2.50"},
		{"a.csv", connectors.File{Encoding: "gbk", Control: &connectors.Control{Name: "{stem}.ctl", Delimiter: "|", Fields: fields[1:]}}, "1", "2.50"},
		{"f.txt", connectors.File{Format: connectors.FormatFixed, Trailer: &connectors.Trailer{Begins: "T", Fields: fields}}, "12", "3.5"},
		{"s.xlsx", connectors.File{Format: connectors.FormatXLSX, Trailer: &connectors.Trailer{Begins: "合计", Fields: fields}}, "1", "2.5"},
	} {
		state, err := source.(connectors.Filer).File(t.Context(), connectors.Relation{Name: c.pattern, File: &c.file}, true)
		if err != nil || state.Declared["rows"] != c.rows || state.Declared["b"] != c.sum || state.Loading != "" {
			t.Errorf("%s: %+v, %v", c.pattern, state, err)
		}
		if len(state.Digest) != 64 || state.Size == 0 || state.Modified.IsZero() {
			t.Errorf("%s: %+v", c.pattern, state)
		}
	}
	if err := os.Remove(filepath.Join(path, "a.csv")); err != nil {
		t.Fatal(err)
	}
	state, err := source.(connectors.Filer).File(t.Context(), connectors.Relation{Name: "a.csv", File: &connectors.File{}}, true)
	if err != nil || state.Name != "" {
		t.Errorf("nothing there: %+v, %v", state, err)
	}
}

// TestClosed: a closed source looks at nothing.
func TestClosed(t *testing.T) {
	t.Parallel()
	source, err := files.Open(t.Context(), connectors.Config{Name: "drops", Path: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := source.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = source.(connectors.Filer).File(t.Context(), connectors.Relation{Name: "*", File: &connectors.File{}}, false)
	if connectors.ClassOf(err) != connectors.Local || err == nil {
		t.Errorf("got %v", err)
	}
}
