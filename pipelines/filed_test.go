package pipelines_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const paidContract = `contract: paid
title: 发放
direction: inbound
counterparty: bank
key: [no]
columns:
  no: {title: 序号, type: text, required: true, class: internal}
  amount: {title: 金额, type: "decimal(12,2)", required: true, class: internal}
checks:
  - row_count: 1..
`

// A drop is a folder into which files are written at times of the test.
type drop struct {
	*town
	folder string
}

func newDrop(t *testing.T, from, more string) *drop {
	t.Helper()
	d := &drop{newTown(t), t.TempDir()}
	d.town.write("dogwatch.yaml", "version: 1\nzone: Asia/Shanghai\nuse: [builtin]\nsources:\n  drops: {driver: files, path: "+d.folder+"}\n")
	d.town.write("contracts/paid.yaml", paidContract)
	d.town.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - contract: paid\n    source: drops\n    from: "+from+"\n    cycle: {content: weekly}\n"+more)
	return d
}

// put writes a file that was last written to at a time.
func (d *drop) put(t *testing.T, name, content, at string) {
	t.Helper()
	path := filepath.Join(d.folder, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	written, err := time.ParseInLocation("2006-01-02 15:04", at, time.FixedZone("", 8*3600))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, written, written); err != nil {
		t.Fatal(err)
	}
}

func (d *drop) reason(t *testing.T, check, part string) {
	t.Helper()
	if got := d.reasons["paid/"+check]; !strings.Contains(got, part) {
		t.Errorf("%s says %q, want …%q…", check, got, part)
	}
}

// TestFileArrives: before it is due a missing file is waiting, after it late; October's
// is what comes in November; the newest that is not of the future is read.
func TestFileArrives(t *testing.T) {
	t.Parallel()
	d := newDrop(t, `{file: "FF_{period:yyyyMMdd}*.csv"}`, "    delivery: {mode: snapshot, every: month, due: 5wd 18:00}\n")
	d.put(t, "FF_20261103.csv", "no,amount\n1,2.50\n", "2026-11-03 09:00")
	d.put(t, "FF_20270101.csv", "no,amount\n", "2026-11-03 09:00")
	d.expect(t, "2026-11-20 12:00", "file=pass delivery=pass row_count=pass type(amount)=pass")
	d.reason(t, "file", "FF_20261103.csv of 17 bytes")
	d.expect(t, "2026-12-01 12:00", "file=waiting delivery=waiting row_count=waiting")
	d.expect(t, "2026-12-07 18:00", "file=fail delivery=warn row_count=waiting")
	d.put(t, "FF_20261208.csv.part", "no,am", "2026-12-08 08:00")
	d.expect(t, "2026-12-08 08:01", "file=fail delivery=warn row_count=waiting")
	d.reason(t, "file", "no complete file has come for the delivery that was due at 2026-12-07 18:00")
	d.put(t, "FF_20261208.csv", "no,amount\n1,2.50\n2,1\n", "2026-12-08 09:00")
	if err := os.Remove(filepath.Join(d.folder, "FF_20261208.csv.part")); err != nil {
		t.Fatal(err)
	}
	d.expect(t, "2026-12-08 10:00", "file=pass delivery=pass row_count=pass")
}

// TestFileNamedByMonth: a file that names its month as a whole is that month's delivery.
func TestFileNamedByMonth(t *testing.T) {
	t.Parallel()
	d := newDrop(t, `{file: "FF_{period:yyyyMM}.csv"}`, "    delivery: {mode: snapshot, every: month, due: 5wd 18:00}\n")
	d.put(t, "FF_202610.csv", "no,amount\n1,2.50\n", "2026-11-03 09:00")
	d.expect(t, "2026-11-20 12:00", "file=pass delivery=pass")
	d.expect(t, "2026-12-08 12:00", "file=fail delivery=warn")
	d.put(t, "FF_202611.csv", "no,amount\n1,2.60\n", "2026-12-08 13:00")
	d.expect(t, "2026-12-08 14:00", "file=pass delivery=pass")
}

// TestFileLoading: half a file is never judged, and one that nobody finishes fails.
func TestFileLoading(t *testing.T) {
	t.Parallel()
	d := newDrop(t, `{file: "FF_*.csv", companion: "{name}.ok", trailer: {begins: T, fields: [_, rows, amount]}}`, "    delivery: {mode: snapshot, ready: {quiet: 10m}}\n")
	d.expect(t, "2026-11-16 12:00", "file=fail row_count=waiting type(no)=waiting")
	d.reason(t, "file", "no file matches FF_*.csv")
	d.put(t, "FF_1.csv", "no,amount\n1,2.50\n", "2026-11-17 11:55")
	d.expect(t, "2026-11-17 12:00", "file=waiting delivery=waiting row_count=waiting")
	d.reason(t, "file", "FF_1.csv.ok is not there")
	d.put(t, "FF_1.csv.ok", "", "2026-11-17 11:56")
	d.expect(t, "2026-11-17 12:01", "file=waiting row_count=waiting file_total=waiting")
	d.reason(t, "file", "its trailer is not there")
	d.put(t, "FF_1.csv", "no,amount\n1,2.50\nT,1,2.50\n", "2026-11-17 11:58")
	d.expect(t, "2026-11-17 12:02", "file=waiting row_count=waiting")
	d.reason(t, "file", "FF_1.csv was written to at 11:58:00, less than 10m ago")
	d.put(t, "FF_1.csv", "no,amount\n1,2.50\n", "2026-11-17 11:58")
	d.expect(t, "2026-11-18 12:00", "file=fail row_count=waiting")
	d.reason(t, "file", "nobody has written to it since 2026-11-17 11:58")
	d.put(t, "FF_1.csv", "no,amount\n1,2.50\nT,1,2.50\n", "2026-11-18 13:00")
	d.expect(t, "2026-11-18 14:00", "file=pass delivery=pass row_count=pass file_total=pass")
}

// TestFileTotals: rows and sums against a trailer, and against a control file.
func TestFileTotals(t *testing.T) {
	t.Parallel()
	d := newDrop(t, `{file: "FF_*.csv", control: {file: "{stem}.ctl", delimiter: "|", fields: [rows, amount]}}`, "")
	d.put(t, "FF_1.csv", "no,amount\n1,2.50\n2,0.25\n", "2026-11-17 11:00")
	d.put(t, "FF_1.ctl", "2|2.75\n", "2026-11-17 11:00")
	d.expect(t, "2026-11-17 12:00", "file_total=pass row_count=pass")
	d.put(t, "FF_2.csv", "no,amount\n1,2.50\n", "2026-11-24 11:00")
	d.put(t, "FF_2.ctl", "2|2.75\n", "2026-11-24 11:00")
	d.expect(t, "2026-11-24 12:00", "file=pass file_total=fail")
	d.reason(t, "file_total", "rows 1, declared 2; amount 2.50, declared 2.75")
	d.put(t, "FF_3.csv", "no,amount\n1,2.50\n", "2026-12-01 11:00")
	d.put(t, "FF_3.ctl", "1|张三\n", "2026-12-01 11:00")
	d.expect(t, "2026-12-01 12:00", "file_total=fail")
	d.reason(t, "file_total", "amount 2.50, declared nothing that is a number")
}

// TestFileSentAgain: the same bytes as the last accepted delivery warn; an empty file
// fails; the same file in the next period is the same delivery.
func TestFileSentAgain(t *testing.T) {
	t.Parallel()
	d := newDrop(t, `{file: "FF_*.csv"}`, "")
	d.put(t, "FF_1.csv", "no,amount\n1,2.50\n", "2026-11-17 11:00")
	d.expect(t, "2026-11-17 12:00", "file=pass")
	d.expect(t, "2026-11-24 12:00", "file=pass")
	d.put(t, "FF_2.csv", "no,amount\n1,2.50\n", "2026-12-01 11:00")
	d.expect(t, "2026-12-01 12:00", "file=warn row_count=pass")
	d.reason(t, "file", "it was sent again unchanged: the same bytes as FF_1.csv of 2026-W48")
	d.put(t, "FF_3.csv", "", "2026-12-08 11:00")
	d.expect(t, "2026-12-08 12:00", "file=fail row_count=error")
	d.reason(t, "file", "outside 1..")
}

// TestFileRows: what does not decode and what is ragged is told by line and byte.
func TestFileRows(t *testing.T) {
	t.Parallel()
	d := newDrop(t, `{file: "FF_*.csv"}`, "")
	d.put(t, "FF_1.csv", "no,amount\n\xff,2.50\n2\n3,4.00\n", "2026-11-17 11:00")
	d.at("2026-11-17 12:00")
	got := d.patrol(t)
	for check, want := range map[string]string{
		"type(no)":     "invalid encoding in line 2, byte 10 of the file",
		"type(amount)": "line 3: 1 fields, the header has 2",
	} {
		found := ""
		for _, s := range got[check].Samples {
			found += s.Reason + "; "
		}
		if got[check].Verdict != "fail" || !strings.Contains(found, want) {
			t.Errorf("%s: %s, %q", check, got[check].Verdict, found)
		}
	}
}

// TestFileComesMeanwhile: what was measured while another file came is of neither, and is
// not judged; the next patrol reads the new one.
func TestFileComesMeanwhile(t *testing.T) {
	t.Parallel()
	d := newDrop(t, `{file: "FF_*.csv"}`, "")
	d.put(t, "FF_1.csv", "no,amount\n1,nothing\n", "2026-11-17 11:00")
	d.told = func() { d.put(t, "FF_2.csv", "no,amount\n1,2.50\n2,3.50\n", "2026-11-17 11:59") }
	d.expect(t, "2026-11-17 12:00", "file=waiting row_count=waiting type(amount)=waiting")
	d.reason(t, "file", "a file came while the last was read")
	d.told = nil
	d.expect(t, "2026-11-17 12:01", "file=pass row_count=pass type(amount)=pass")
}
