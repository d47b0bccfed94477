package files_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/files"
)

// folder writes files and opens the folder as the source "drops".
func folder(t testing.TB, config connectors.Config, content map[string]string) (connectors.Source, string) {
	t.Helper()
	path := t.TempDir()
	config.Name, config.Driver, config.Path = "drops", "files", path
	for name, text := range content {
		if err := os.WriteFile(filepath.Join(config.Path, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	source, err := files.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	return source, path
}

func texts(names ...string) []connectors.Column {
	var columns []connectors.Column
	for _, name := range names {
		columns = append(columns, connectors.Column{Name: name, Physical: []string{name}, Type: arrow.BinaryTypes.String})
	}
	return columns
}

// read shows all rows: "a|b / c|(null)", with faults as "!reason", or the error.
func read(ctx context.Context, source connectors.Source, request connectors.Request) string {
	stream, err := source.Scan(ctx, request)
	if err != nil {
		return "error: " + err.Error()
	}
	defer stream.Close()
	var rows []string
	for stream.Next() {
		rows = append(rows, rowsOf(stream.Record(), stream.Faults())...)
	}
	if stream.Err() != nil {
		rows = append(rows, "error: "+stream.Err().Error())
	}
	return strings.Join(rows, " / ")
}

func rowsOf(record arrow.Record, faults []connectors.Fault) []string {
	reasons := map[[2]int]string{}
	for _, fault := range faults {
		reasons[[2]int{fault.Row, fault.Column}] = "!" + fault.Reason
	}
	rows := make([]string, record.NumRows())
	for i := range rows {
		cells := make([]string, record.NumCols())
		for j, column := range record.Columns() {
			cells[j] = column.ValueStr(i)
			if reason, ok := reasons[[2]int{i, j}]; ok {
				cells[j] = reason
			} else if text, ok := column.(*array.String); ok && !text.IsNull(i) {
				cells[j] = text.Value(i)
			}
		}
		rows[i] = strings.Join(cells, "|")
	}
	return rows
}

// A fileCase is a file and the rows of its columns a and b.
type fileCase struct {
	name, file string
	config     connectors.Config
	want       string
}

func checkFiles(t *testing.T, cases []fileCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			source, _ := folder(t, c.config, map[string]string{"f.csv": c.file})
			got := read(t.Context(), source, connectors.Request{From: connectors.Relation{Name: "f.csv"}, Columns: texts("a", "b")})
			if got != c.want {
				t.Errorf("got  %.300q\nwant %q", got, c.want)
			}
		})
	}
}

// option makes a configuration of pairs of key and value.
func option(pairs ...string) connectors.Config {
	options := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		options[pairs[i]] = pairs[i+1]
	}
	return connectors.Config{Options: options}
}

func TestScan(t *testing.T) {
	t.Parallel()
	gbk := connectors.Config{Encoding: "gbk"}
	none := connectors.Config{}
	checkFiles(t, []fileCase{
		{"plain", "a,b\n1,2\n3,4\n", none, "1|2 / 3|4"},
		{"crlf", "a,b\r\n1,2\r\n", none, "1|2"},
		{"no final newline", "a,b\n1,2", none, "1|2"},
		{"null and empty", "a,b\n,\"\"\n\"\",\n", none, "(null)| / |(null)"},
		{"quotes", "a,b\n\"x,\"\"y\"\"\",2\n", none, `x,"y"|2`},
		{"newline in quotes", "a,b\n\"x\r\ny\",2\n3,\"\n\"\n4,5\n", none, "x\ny|2 / 3|\n / 4|5"},
		{"quote inside a bare field", "a,b\n12\" x,2\n", none, `12" x|2`},
		{"blank lines", "\na,b\n\n1,2\n\r\n\n", none, "1|2"},
		{"header with blanks and order", " b , a\n2,1\n", none, "1|2"},
		{"padding", "a,b\n1  ,\" 2 \"\n", none, "1| 2"},
		{"four-byte character", "a,b\n𠮷,·\n", none, "𠮷|·"},
		{"utf-8 mark", "\uFEFFa,b\n1,2\n", none, "1|2"},
		{"utf-8 mark wins over gbk", "\uFEFFa,b\n张,2\n", gbk, "张|2"},
		{"mark and quoted header", "\uFEFF\"a\",b\n1,2\n", none, "1|2"},
		{"gbk", "a,b\n\xd5\xc5\xc8\xfd,2\n", gbk, "张三|2"},
		{"gbk bad byte", "a,b\n\xd5\xc5\xff,2\n3,4\n", gbk, "!invalid encoding in line 2, byte 6 of the file|2 / 3|4"},
		{"gbk half character before the delimiter", "a,b\n\xd5,2\n", gbk, "!invalid encoding in line 2, byte 4 of the file|2"},
		{"utf-8 bad byte", "a,b\n\xd5\xc5,2\n", none, "!invalid encoding in line 2, byte 4 of the file|2"},
		{"bad bytes in two fields", "a,b\n\xd5\xff,\"x\n\xff\"\n", none, "!invalid encoding in line 2, byte 4 of the file|!invalid encoding in line 3, byte 10 of the file"},
		{"bad byte behind a mark", "\uFEFFa,b\n1,\xff\n", gbk, "1|!invalid encoding in line 2, byte 9 of the file"},
		{"damaged upstream", "a,b\nx\uFFFD,2\n", none, "!invalid encoding in line 2, byte 5 of the file|2"},
		{"gb18030 by option", "a,b\n\x95\x32\x82\x36,2\n", option("encoding:f.csv", "gb18030"), "𠀀|2"},
		{"delimiter", "a;b\n1,5;2\n", option("delimiter", ";"), "1,5|2"},
		{"delimiter of one file", "a\tb\n1\t2\n", option("delimiter", ";", "delimiter:f.csv", "tab"), "1|2"},
		{"final newline required and there", "a,b\n1,2\n", option("final-newline", "required"), "1|2"},
		{"no rows", "a,b\n", none, ""},
	})
}

func TestMalformedFiles(t *testing.T) {
	t.Parallel()
	none := connectors.Config{}
	checkFiles(t, []fileCase{
		{"final newline missing", "a,b\n1,2", option("final-newline", "required"), "error: scan drops f.csv: decode: line 2: the last line has no line end: the file may be half-written"},
		{"half-written line", "a,b\n1,2\n3", none, "1|2 / error: scan drops f.csv: decode: line 3: 1 fields, the header has 2: the last line may be half-written"},
		{"half-written quote", "a,b\n1,2\n3,\"x\ny", none, "1|2 / error: scan drops f.csv: decode: line 3: a quote is opened and never closed: the file may be half-written"},
		{"ragged", "a,b\n1,2\n\"x\ny\",2\n3,4,5\n6,7\n", none, "1|2 / x\ny|2 / !line 5: 3 fields, the header has 2|!line 5: 3 fields, the header has 2 / 6|7"},
		{"header in another encoding", "\xd5,b\n1,2\n", none, "error: scan drops f.csv: decode: line 1: the header does not decode at byte 0 of the file: is the encoding right?"},
		{"after a quote", "a,b\n\"x\"y,2\n", none, "error: scan drops f.csv: decode: line 2: text after a closing quote"},
		{"empty file", "", none, "error: scan drops f.csv: decode: the file is empty: it has no header line"},
		{"utf-16", "\xff\xfea\x00", none, "error: scan drops f.csv: decode: the file is UTF-16"},
		{"missing column", "a,c\n1,2\n", none, "error: scan drops f.csv: missing: the header has no column b"},
		{"column twice", "a,b,b\n1,2,3\n", none, "error: scan drops f.csv: decode: the header has column b twice"},
		{"huge quoted field", "a,b\n\"" + strings.Repeat("x\n", 1<<20), none, "error: scan drops f.csv: decode: line 2: a quoted field is longer than 1 MiB: a closing quote may be missing"},
		{"huge line", "a,b\n" + strings.Repeat("x", 17<<20), none, "error: scan drops f.csv: decode: line 2: the line is longer than 16 MiB"},
	})
}

func TestScanTypesJoinAndLongLine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 200<<10) // longer than the buffer
	source, _ := folder(t, connectors.Config{}, map[string]string{
		"f.csv": "y,d,amount,note\n2026,1124,12345," + long + "\n2026,,x,\"\"\n2026,1131,1,n\n",
	})
	columns := []connectors.Column{
		{Name: "day", Physical: []string{"y", "d"}, Type: arrow.FixedWidthTypes.Date32, Form: connectors.Form{Layout: "yyyyMMdd"}},
		{Name: "amount", Physical: []string{"amount"}, Type: &arrow.Decimal128Type{Precision: 10, Scale: 2}, Form: connectors.Form{Shift: 2}},
		texts("note")[0],
	}
	got := read(t.Context(), source, connectors.Request{From: connectors.Relation{Name: "f.csv"}, Columns: columns})
	want := "2026-11-24|123.45|" + long + " / (null)|!not a number| / !no such date or time|0.01|n"
	if got != want {
		t.Errorf("got %.200q … %q", got, got[max(0, len(got)-100):])
	}
}

func TestGlobLimitAndBatches(t *testing.T) {
	t.Parallel()
	source, path := folder(t, connectors.Config{}, map[string]string{
		"births-20261117.csv": "a\nold\n", "births-20261124.csv": "a\n1\n2\n3\n4\n5\n", "deaths.csv": "a\nx\n",
	})
	if err := os.Mkdir(filepath.Join(path, "births-9.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	request := connectors.Request{From: connectors.Relation{Name: "births-*.csv"}, Columns: texts("a"), BatchRows: 2}
	if got := read(t.Context(), source, request); got != "1 / 2 / 3 / 4 / 5" {
		t.Errorf("glob: %q", got)
	}
	request.Limit = 3
	if got := read(t.Context(), source, request); got != "1 / 2 / 3" {
		t.Errorf("limit: %q", got)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	source, _ := folder(t, connectors.Config{}, map[string]string{"f.csv": "a\n1\n"})
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		ctx     context.Context
		request connectors.Request
		class   connectors.Class
	}{
		{t.Context(), connectors.Request{From: connectors.Relation{Name: "f.csv"}, Where: connectors.Fragment{Text: "a = 1"}}, connectors.Refused},
		{t.Context(), connectors.Request{From: connectors.Relation{Query: "select 1"}}, connectors.Refused},
		{t.Context(), connectors.Request{From: connectors.Relation{Name: "../f.csv"}}, connectors.Refused},
		{t.Context(), connectors.Request{From: connectors.Relation{Name: "/etc/passwd"}}, connectors.Refused},
		{t.Context(), connectors.Request{From: connectors.Relation{Name: "[.csv"}}, connectors.Refused},
		{t.Context(), connectors.Request{From: connectors.Relation{Name: "g.csv"}}, connectors.Missing},
		{t.Context(), connectors.Request{From: connectors.Relation{Name: "g*.csv"}}, connectors.Missing},
		{t.Context(), connectors.Request{From: connectors.Relation{Name: "."}}, connectors.Decode},
		{t.Context(), connectors.Request{From: connectors.Relation{Name: "f.csv"}, Columns: []connectors.Column{{Name: "a", Physical: []string{"a"}}}}, connectors.Local},
		{cancelled, connectors.Request{From: connectors.Relation{Name: "f.csv"}}, connectors.Cancelled},
		{t.Context(), connectors.Request{From: connectors.Relation{Name: "f.csv"}}, connectors.Local},
	} {
		if _, err := source.Scan(c.ctx, c.request); connectors.ClassOf(err) != c.class || err == nil {
			t.Errorf("%+v: %v, want %s", c.request.From, err, c.class)
		}
	}
	for _, options := range []map[string]string{{"delimeter": ";"}, {"delimiter": "||"}, {"encoding:f.csv": "big5"}, {"final-newline": "yes"}} {
		_, err := files.Open(t.Context(), connectors.Config{Name: "drops", Path: t.TempDir(), Options: options})
		if connectors.ClassOf(err) != connectors.Local || err == nil {
			t.Errorf("options %v: %v", options, err)
		}
	}
}

func TestFileChangesWhileRead(t *testing.T) {
	t.Parallel()
	source, path := folder(t, connectors.Config{}, map[string]string{"f.csv": "a\n1\n2\n"})
	stream, err := source.Scan(t.Context(), connectors.Request{From: connectors.Relation{Name: "f.csv"}, Columns: texts("a"), BatchRows: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	file, err := os.OpenFile(filepath.Join(path, "f.csv"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	fmt.Fprint(file, "3\n")
	for stream.Next() {
	}
	failure, ok := errors.AsType[*connectors.Error](stream.Err())
	if !ok || failure.Class != connectors.Decode || !failure.Retryable {
		t.Errorf("got %v", stream.Err())
	}
}

func TestCancelInMidRead(t *testing.T) {
	t.Parallel()
	source, _ := folder(t, connectors.Config{}, map[string]string{"f.csv": "a\n" + strings.Repeat("1\n", 10_000)})
	ctx, cancel := context.WithCancel(t.Context())
	stream, err := source.Scan(ctx, connectors.Request{From: connectors.Relation{Name: "f.csv"}, Columns: texts("a"), BatchRows: 100})
	if err != nil || !stream.Next() {
		t.Fatal(err)
	}
	defer stream.Close()
	cancel()
	for stream.Next() {
	}
	if connectors.ClassOf(stream.Err()) != connectors.Cancelled {
		t.Errorf("got %v", stream.Err())
	}
}

func TestSchemaAndProbe(t *testing.T) {
	t.Parallel()
	source, _ := folder(t, connectors.Config{}, map[string]string{"f.csv": "身份证号, b\n1,2\n"})
	schema, err := source.Schema(t.Context(), connectors.Relation{Name: "f.csv"})
	if err != nil || len(schema.Columns) != 2 || schema.Columns[0].Name != "身份证号" || schema.Columns[1].Name != "b" || schema.Rows != -1 {
		t.Errorf("schema %+v, %v", schema, err)
	}
	prober := source.(connectors.Prober)
	if _, err := prober.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeConnect}); err != nil {
		t.Error(err)
	}
	probe, err := prober.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbePrivilege, From: connectors.Relation{Name: "f.csv"}})
	if err != nil || len(probe.Granted) != 1 || len(probe.Missing) != 0 {
		t.Errorf("privilege %+v, %v", probe, err)
	}
	_, err = prober.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbePrivilege, From: connectors.Relation{Name: "g.csv"}})
	if connectors.ClassOf(err) != connectors.Missing {
		t.Errorf("no such file: %v", err)
	}
	_, err = prober.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCall})
	if connectors.ClassOf(err) != connectors.Refused {
		t.Errorf("call: %v", err)
	}
	_, err = files.Open(t.Context(), connectors.Config{Name: "drops", Path: filepath.Join(t.TempDir(), "gone")})
	if err == nil || err.Error() != "open drops: unreachable: no such folder" {
		t.Errorf("gone: %v", err)
	}
}

func TestUnreadableFile(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may read every file")
	}
	source, path := folder(t, connectors.Config{}, map[string]string{"f.csv": "a\n1\n"})
	if err := os.Chmod(filepath.Join(path, "f.csv"), 0); err != nil {
		t.Fatal(err)
	}
	probe, err := source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbePrivilege, From: connectors.Relation{Name: "f.csv"}})
	if err != nil || len(probe.Missing) != 1 {
		t.Errorf("privilege %+v, %v", probe, err)
	}
}
