package pipelines_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/files"
	"github.com/dogwatch/dogwatch/connectors/httpapi"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A town is a small workspace over one SQLite database, patrolled in a test.
type town struct {
	dir   string
	asOf  time.Time
	files fstest.MapFS
	keys  map[string][]string // clear keys, by check
	// differences are those keys of which two sides part, with how.
	differences []string
	told        func() // called at every violation, in the midst of a read
	again       bool
	sleep       func(time.Duration) // nil: by the clock
	open        connectors.Opener   // of SQLite; nil: the connector's
	secrets     map[string]string   // by environment variable
	state       string              // its file; "": in dir
	late        time.Duration       // how far the clock has gone on since as-of

	selector pipelines.Selector
	runs     []store.Run       // of the last patrol
	lost     []string          // what it could not record
	reasons  map[string]string // of its outcomes, by watch/check
}

func newTown(t *testing.T, statements ...string) *town {
	t.Helper()
	w := &town{dir: t.TempDir(), asOf: time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC), files: fstest.MapFS{}}
	w.write("dogwatch.yaml", "version: 1\nzone: Asia/Shanghai\nsources:\n  front: {driver: sqlite, path: "+filepath.Join(w.dir, "front.db")+"}\n")
	w.exec(t, statements...)
	return w
}

func (w *town) write(name, text string) { w.files[name] = &fstest.MapFile{Data: []byte(text)} }

func (w *town) exec(t *testing.T, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(w.dir, "front.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func (w *town) catalog(t *testing.T) *checks.Catalog {
	t.Helper()
	in := checks.Input{Workspace: w.files, Builtin: catalog.FS, Kinds: kind.All()}
	cat, list := checks.Load(in)
	if list.Errors() {
		t.Fatal(diag.Render(list.Sorted(), checks.Texts(in, list)))
	}
	return cat
}

// secret reads a secret from its file, or gives the one that stands for a variable.
func (w *town) secret(ref checks.Secret) (string, error) {
	if ref.File == "" {
		return w.secrets[ref.Env], nil
	}
	text, err := os.ReadFile(ref.File)
	return strings.TrimSuffix(string(text), "\n"), err
}

// patrol runs everything and gives the outcomes by check id (with the group behind).
func (w *town) patrol(t *testing.T) map[string]store.Outcome {
	t.Helper()
	cat := w.catalog(t)
	state, err := store.Open(t.Context(), store.Config{Path: cmp.Or(w.state, filepath.Join(w.dir, "state.db"))})
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	w.late = 0
	now := func() time.Time { return w.asOf.Add(w.late) }
	open := w.open
	if open == nil {
		open = sqlite.Open
	}
	sources := &pipelines.Sources{Deployment: &cat.Deployment, Store: state, Key: make([]byte, 32), Now: now, Random: rand.Reader, Secret: w.secret, Openers: map[string]connectors.Opener{"sqlite": open, "files": files.Open, "http": httpapi.Open}}
	defer sources.Close()
	w.keys = map[string][]string{}
	n := 0
	p := &pipelines.Patroller{
		Catalog: cat, Store: state, Sources: sources, Spill: &measure.Spill{Dir: t.TempDir()}, Key: make([]byte, 32), Owner: "test", Lease: time.Minute, Now: now,
		NewID: func() string { n++; return fmt.Sprint(w.asOf.UnixNano(), "-", n) },
		Reveal: func(run pipelines.PlannedRun, c *checks.Check, key []checks.Cell) error {
			text := ""
			for _, cell := range key {
				text += cell.Text + "|"
			}
			w.keys[c.ID] = append(w.keys[c.ID], text)
			if run.Difference != "" {
				w.differences = append(w.differences, string(run.Difference)+" "+text)
			}
			if w.told != nil {
				w.told()
			}
			return nil
		},
	}
	p.Again = w.again
	if w.sleep != nil {
		p.Sleep = func(ctx context.Context, d time.Duration) error { w.sleep(d); return ctx.Err() }
	}
	plan, err := pipelines.NewPlan(cat, pipelines.Request{AsOf: w.asOf, Selector: w.selector})
	if err != nil {
		t.Fatal(err)
	}
	report, err := p.Run(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	outcomes := map[string]store.Outcome{}
	w.runs, w.lost, w.reasons = report.Patrol.Runs, report.Unrecorded, map[string]string{}
	for _, run := range report.Patrol.Runs {
		for _, o := range run.Outcomes {
			w.reasons[run.Watch+"/"+o.Check] = o.Reason
			name := o.Check
			if o.Group != "" {
				name += "[" + o.Group + "]"
			}
			outcomes[name] = o
		}
	}
	return outcomes
}

const logContract = `contract: logs
title: 日志
direction: inbound
counterparty: platform
key: [log_no]
columns:
  log_no: {title: 流水号, type: integer, required: true, class: internal}
  kind: {title: 类型, type: text, required: true, class: internal}
checks:
  - row_count: 1..
  - unique: [log_no]
  - id: known-kind
    rule: kind in ["a", "b"]
    why: 类型只有两种
`

func logWatch(from string) string {
	return "system: demo\ntitle: 样例\nwatches:\n  - contract: logs\n    source: front\n    from: " + from + "\n    columns: {log_no: LSH, kind: LX}\n    cycle: {content: monthly}\n"
}

func logTable(name string, rows string) []string {
	return []string{"CREATE TABLE " + name + " (LSH INTEGER, LX TEXT)", "INSERT INTO " + name + " VALUES " + rows}
}

// TestUnion: several tables are read as one, duplicates between them included.
func TestUnion(t *testing.T) {
	t.Parallel()
	w := newTown(t, append(logTable("LOG_A", "(1,'a'),(2,'x')"), logTable("LOG_B", "(2,'b'),(3,'y')")...)...)
	w.write("contracts/logs.yaml", logContract)
	w.write("watches/demo.yaml", logWatch("{union: [LOG_A, LOG_B]}"))
	o := w.patrol(t)
	if o["row_count"].Measured != "4" || o["unique"].Violations != 2 || o["known-kind"].Violations != 2 || o["schema"].Verdict != "pass" {
		t.Errorf("row_count %+v, unique %+v, rule %+v", o["row_count"], o["unique"], o["known-kind"])
	}
	if fmt.Sprint(w.keys["known-kind"]) != "[2| 3|]" {
		t.Errorf("keys %v", w.keys)
	}
}

// TestUnionTableMissing: the table that is not there is named.
func TestUnionTableMissing(t *testing.T) {
	t.Parallel()
	w := newTown(t, logTable("LOG_A", "(1,'a')")...)
	w.write("contracts/logs.yaml", logContract)
	w.write("watches/demo.yaml", logWatch("{union: [LOG_A, LOG_B]}"))
	o := w.patrol(t)
	if o["schema"].Verdict != "fail" || o["schema"].Samples[0].Key[0].Text != "LOG_B" || o["known-kind"].Verdict != "error" {
		t.Errorf("schema %+v, rule %+v", o["schema"], o["known-kind"])
	}
}

// TestPattern: the table of the period is read.
func TestPattern(t *testing.T) {
	t.Parallel()
	w := newTown(t, append(logTable("LOG_202611", "(1,'a'),(2,'x')"), logTable("LOG_202612", "(3,'a')")...)...)
	w.write("contracts/logs.yaml", logContract)
	w.write("watches/demo.yaml", logWatch(`{pattern: "LOG_{period:yyyyMM}"}`))
	if o := w.patrol(t); o["row_count"].Measured != "2" || o["known-kind"].Violations != 1 {
		t.Errorf("November: %+v", o["row_count"])
	}
	w.asOf = w.asOf.AddDate(0, 1, 0)
	if o := w.patrol(t); o["row_count"].Measured != "1" || o["known-kind"].Verdict != "pass" {
		t.Errorf("December: %+v", o["row_count"])
	}
	w.asOf = w.asOf.AddDate(0, 1, 0)
	if o := w.patrol(t); o["schema"].Samples[0].Key[0].Text != "LOG_202701" || o["row_count"].Verdict != "error" {
		t.Errorf("January: %+v", o["schema"])
	}
}

// TestEach: shards are judged one by one, and one that is not there does not hide
// the others.
func TestEach(t *testing.T) {
	t.Parallel()
	w := newTown(t, append(logTable("LOG_E", "(1,'a'),(1,'x')"), logTable("LOG_W", "(1,'b')")...)...)
	w.write("contracts/logs.yaml", logContract)
	w.write("watches/demo.yaml", logWatch(`{each: {district: {"110101": LOG_E, "110102": LOG_W, "110105": LOG_N}}}`))
	o := w.patrol(t)
	for name, want := range map[string]string{
		"unique[110101]": "fail", "known-kind[110101]": "fail", "row_count[110101]": "pass",
		"unique[110102]": "pass", "known-kind[110102]": "pass", "schema[110105]": "fail", "row_count[110105]": "error",
	} {
		if o[name].Verdict != want {
			t.Errorf("%s: %s, want %s", name, o[name].Verdict, want)
		}
	}
	if blamed := o["row_count[110105]"].Parts["source"]; blamed != "front LOG_N" {
		t.Errorf("blamed: %q, not the one table that is missing", blamed)
	}
	if id := o["known-kind[110101]"]; id.New != 1 || id.ID != "demo/logs/known-kind[110101]@2026-11#1" {
		t.Errorf("%+v", id)
	}
	w.asOf = w.asOf.AddDate(0, 1, 0)
	w.exec(t, "DELETE FROM LOG_E WHERE LX = 'x'")
	if o := w.patrol(t); o["known-kind[110101]"].Gone != 1 || o["known-kind[110102]"].Verdict != "pass" {
		t.Errorf("a month later: %+v", o["known-kind[110101]"])
	}
}

// TestProtected: values that the source hides are not judged; that they are there,
// and for deterministic tokens that they are different, is.
func TestProtected(t *testing.T) {
	t.Parallel()
	contract := `contract: people
title: 人员
direction: inbound
counterparty: police
key: [row_no]
columns:
  row_no: {title: 序号, type: integer, required: true, class: internal}
  id_card: {title: 身份证号, type: id_card, required: true, class: sensitive}
  name: {title: 姓名, type: text, required: true, max_length: 4, class: personal}
checks:
  - row_count: 1..
  - unique: [id_card]
  - id: different-names
    unique: [name]
`
	w := newTown(t, "CREATE TABLE RY (XH INTEGER, SFZH TEXT, XM TEXT)", "INSERT INTO RY VALUES (1,'tok1','张**********'),(2,'tok1','张**********'),(3,NULL,'李**********')")
	w.write("contracts/people.yaml", contract)
	w.write("watches/demo.yaml", `system: demo
title: 样例
watches:
  - contract: people
    source: front
    from: RY
    columns:
      row_no: XH
      id_card: {column: SFZH, protection: deterministic}
      name: {column: XM, protection: masked}
`)
	o := w.patrol(t)
	for name, want := range map[string]string{
		"required(id_card)": "fail", "format(id_card)": "skipped", "unique": "fail",
		"required(name)": "pass", "length(name)": "skipped", "different-names": "skipped",
	} {
		if o[name].Verdict != want {
			t.Errorf("%s: %s (%s), want %s", name, o[name].Verdict, o[name].Reason, want)
		}
	}
	if o["length(name)"].Reason != "column name is protected (masked)" || o["unique"].Violations != 2 {
		t.Errorf("%+v %+v", o["length(name)"], o["unique"])
	}
}
