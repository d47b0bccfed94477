package measure_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
	_ "modernc.org/sqlite"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/checks/sample"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// failer is what *testing.T and *rapid.T have in common.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// columns of the drawn tables. A day and a month are stored as text.
func columns() []checks.Mapping {
	return []checks.Mapping{
		{Name: "id", Type: ir.Of(ir.Integer), Physical: []string{"ID"}},
		{Name: "code", Type: ir.Of(ir.Text), Physical: []string{"DM"}},
		{Name: "name", Type: ir.Of(ir.Text), Physical: []string{"XM"}, Trim: true, Class: mask.Personal},
		{Name: "n", Type: ir.Of(ir.Integer), Physical: []string{"SL"}},
		{Name: "amount", Type: ir.DecimalType(12, 2), Physical: []string{"JE"}},
		{Name: "day", Type: ir.Of(ir.Date), Physical: []string{"RQ"}, Layout: "yyyyMMdd"},
		{Name: "month", Type: ir.Of(ir.Month), Physical: []string{"YF"}, Layout: "yyyyMM"},
	}
}

const createColumns = `(ID INTEGER PRIMARY KEY, DM VARCHAR(20), XM VARCHAR(60), SL INTEGER, JE DECIMAL(12,2), RQ VARCHAR(8), YF VARCHAR(6))`

// A stored cell is what stands in the file beside what it means.
type stored struct {
	raw       any
	value     ir.Value
	undecoded bool
}

// cells gives, by column, what may be drawn. The nth table is drawn from the same.
func cells() map[string][]stored {
	text := func(raw, value string) stored { return stored{raw: raw, value: ir.TextOf(value)} }
	null := func(t ir.Type) stored { return stored{value: ir.NullOf(t)} }
	broken := func(t ir.Type, raw string) stored { return stored{raw: raw, value: ir.NullOf(t), undecoded: true} }
	number := func(n int64) stored { return stored{raw: n, value: ir.IntegerOf(n)} }
	amountType := ir.DecimalType(12, 2)
	amount := func(raw string, unscaled int64) stored {
		return stored{raw: raw, value: ir.DecimalOf(decimal128.FromI64(unscaled), amountType)}
	}
	day := func(raw string, y int, m time.Month, d int) stored {
		n, _ := ir.DayOf(y, int(m), d)
		return stored{raw: raw, value: ir.DateOf(int64(n))}
	}
	return map[string][]stored{
		"code": {null(ir.Of(ir.Text)), text("", ""), text("A", "A"), text("A  ", "A"), text("a", "a"), text("甲", "甲"), text("𠮷", "𠮷"), text("B\u3000", "B\u3000")},
		"name": {null(ir.Of(ir.Text)), text("  ", ""), text("甲", "甲"), text("\u3000甲 ", "甲"), text("AB", "AB")},
		"n":    {null(ir.Of(ir.Integer)), number(0), number(1), number(2), number(3), number(-1), broken(ir.Of(ir.Integer), "x")},
		"amount": {null(amountType), amount("0", 0), amount("1.00", 100), amount("1", 100), amount("2.5", 250), amount("-1.25", -125),
			amount("9999999999.99", 999999999999), broken(amountType, "一元")},
		"day":   {null(ir.Of(ir.Date)), day("20260101", 2026, 1, 1), day("20260228", 2026, 2, 28), day("20240229", 2024, 2, 29), broken(ir.Of(ir.Date), "20260230"), broken(ir.Of(ir.Date), "abc")},
		"month": {null(ir.Of(ir.Month)), {raw: "202611", value: ir.MonthOf(2026*12 + 10)}, {raw: "202612", value: ir.MonthOf(2026*12 + 11)}, broken(ir.Of(ir.Month), "202613")},
	}
}

// A drawn table stands in a file and in memory.
type drawn struct {
	table sample.Table
	raw   [][]any
}

// drawTable draws up to most rows with ids from 1.
func drawTable(t *rapid.T, label string, most int) drawn {
	d := drawn{}
	for _, c := range columns() {
		d.table.Schema = append(d.table.Schema, ir.Field{Name: c.Name, Type: c.Type})
	}
	choices := cells()
	for i := range rapid.IntRange(0, most).Draw(t, label) {
		id := int64(i + 1)
		raw, row := []any{id}, sample.Row{Values: []ir.Value{ir.IntegerOf(id)}, Undecoded: map[string]bool{}}
		for _, c := range columns()[1:] {
			cell := choices[c.Name][rapid.IntRange(0, len(choices[c.Name])-1).Draw(t, c.Name)]
			raw, row.Values = append(raw, cell.raw), append(row.Values, cell.value)
			if cell.undecoded {
				row.Undecoded[c.Name] = true
			}
		}
		d.raw, d.table.Rows = append(d.raw, raw), append(d.table.Rows, row)
	}
	return d
}

// A file is a SQLite file that a test writes and the connector reads.
type file struct {
	path string
	db   *sql.DB
}

func newFile(t testing.TB) *file {
	t.Helper()
	f := &file{path: filepath.Join(t.TempDir(), "front.db")}
	db, err := sql.Open("sqlite", "file:"+f.path+"?_pragma=journal_mode(wal)&_pragma=synchronous(0)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	f.db = db
	t.Cleanup(func() { _ = db.Close() })
	return f
}

func (f *file) exec(t failer, statement string, args ...any) {
	t.Helper()
	if _, err := f.db.Exec(statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// fill makes a table of its own name anew.
func (f *file) fill(t failer, name string, d drawn, indexes ...string) {
	t.Helper()
	f.exec(t, "DROP TABLE IF EXISTS "+name)
	f.exec(t, "CREATE TABLE "+name+" "+createColumns)
	for i, columns := range indexes {
		f.exec(t, fmt.Sprintf("CREATE INDEX %s_%d ON %s (%s)", name, i, name, columns))
	}
	for _, row := range d.raw {
		f.exec(t, "INSERT INTO "+name+" VALUES (?,?,?,?,?,?,?)", row...)
	}
}

func (f *file) config() connectors.Config {
	return connectors.Config{Name: "front", Driver: "sqlite", Path: f.path}
}

func (f *file) open(t failer) connectors.Source {
	t.Helper()
	source, err := sqlite.Open(context.Background(), f.config())
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// scanOnly hides that a source can answer questions: everything is streamed.
type scanOnly struct{ connectors.Source }

// watchOf binds a contract of the drawn columns to a relation.
func watchOf(relation string) *checks.Watch {
	contract := &checks.Contract{ID: relation, Title: relation, Key: []string{"id"}}
	w := &checks.Watch{System: &checks.System{ID: "test"}, ID: relation, Contract: contract, Source: "front", From: checks.From{Name: relation}, Scope: "all"}
	for _, c := range columns() {
		contract.Columns = append(contract.Columns, checks.Column{Name: c.Name, Type: c.Type, Class: c.Class})
		w.Mappings = append(w.Mappings, c)
	}
	return w
}

func testEnv() rules.Env {
	start, _ := ir.DayOf(2026, 11, 1)
	return rules.Env{AsOf: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC), Zone: time.UTC, PeriodStart: start, PeriodEnd: start + 30}
}

// ruleOf compiles a rule over the drawn columns, and over other.* for pairs.
func ruleOf(t failer, source string) *rules.Expr {
	t.Helper()
	return exprOf(t, source, ir.Boolean)
}

func exprOf(t failer, source string, result ir.Base) *rules.Expr {
	t.Helper()
	if source == "" {
		return nil
	}
	var schema ir.Schema
	for _, c := range columns() {
		schema = append(schema, ir.Field{Name: c.Name, Type: c.Type}, ir.Field{Name: "other." + c.Name, Type: c.Type})
	}
	e, problems := rules.Compile(source, rules.Scope{Schema: schema, Result: result})
	if problems != nil {
		t.Fatalf("%s: %v", source, problems)
	}
	return e
}

// A trial is one patrol in a test.
type trial struct {
	open    func(ctx context.Context, name string) (connectors.Source, error)
	spill   *measure.Spill
	mode    measure.Mode
	differs []measure.Difference
	slicing measure.Slicing // of every source
	extents []measure.Extent

	progress func(measure.Progress)
	forgets  bool // it can take back what it heard

	wait  func(context.Context, time.Duration) error
	seen  func(measure.Observation)
	onKey func() // nil, or called for the first violating key of a check

	mu   sync.Mutex
	keys map[string][]string // what the sink heard, by check
}

// trialOn patrols one open source.
func trialOn(source connectors.Source) *trial {
	return &trial{open: func(context.Context, string) (connectors.Source, error) { return source, nil }}
}

// run measures checks of watches; each check has an id of its own.
func (r *trial) run(ctx context.Context, tasks ...*measure.Task) error {
	r.keys = map[string][]string{}
	if r.spill == nil {
		r.spill = &measure.Spill{}
	}
	runner := &measure.Runner{Slices: func(string) measure.Slicing { return r.slicing }, Open: r.open, Spill: r.spill, Sink: r.hear, Mode: r.mode, Statistics: measure.Statistics{Relations: r.extents}, Progress: r.progress, Wait: r.wait,
		Observe: r.seen, Now: time.Now, Differs: func(string, connectors.Flavour) []measure.Difference { return r.differs }}
	if r.forgets {
		runner.Forget = r.forget
	}
	return runner.Measure(ctx, tasks)
}

func (r *trial) hear(_ *measure.Task, item *measure.Item, key []checks.Cell) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.onKey != nil && len(r.keys[item.Check.ID]) == 0 {
		r.onKey()
	}
	r.keys[item.Check.ID] = append(r.keys[item.Check.ID], keyText(key))
	return nil
}

func (r *trial) forget(_ context.Context, _ *measure.Task, item *measure.Item) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.keys, item.Check.ID)
	return nil
}

// heard gives the keys of one check, sorted.
func (r *trial) heard(check string) []string { return slices.Sorted(slices.Values(r.keys[check])) }

func keyText(key []checks.Cell) string {
	var parts []string
	for _, c := range key {
		text := c.Text
		if c.Null {
			text = "null"
		}
		parts = append(parts, c.Name+"="+text)
	}
	return strings.Join(parts, "|")
}

// taskOf makes a task without kinds: the measures are given.
func taskOf(w *checks.Watch, items ...*measure.Item) *measure.Task {
	return &measure.Task{Watch: w, Env: testEnv(), Items: items}
}

func itemOf(id string, where *rules.Expr, measures ...checks.Measure) *measure.Item {
	return &measure.Item{Check: &checks.Check{ID: id}, Where: where, Measures: measures, Results: make([]checks.Result, len(measures))}
}
