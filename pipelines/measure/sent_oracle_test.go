package measure_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/oracle"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest/behind"
	"github.com/dogwatch/dogwatch/pipelines/measure"
)

// A recorded Oracle keeps what was sent to it. SQLite behind a scripted server answers.
type recorded struct {
	source connectors.Source
	code   func(statement string) int // the ORA code that a statement meets; nil, 0: none

	mu   sync.Mutex
	sent []tnstest.Statement
}

// recordOracle opens a source on tables of the schema QZK, whose login has been made.
func recordOracle(t *testing.T, tables ...behind.Table) *recorded {
	t.Helper()
	database := behind.Open(t, "READER")
	for _, table := range tables {
		table.Owner = "QZK"
		database.Create(t, table)
	}
	r, server := &recorded{}, database.Server()
	server.Ask = func(ctx context.Context, s tnstest.Statement) tnstest.Answer {
		r.mu.Lock()
		r.sent = append(r.sent, s)
		code := 0
		if r.code != nil {
			code = r.code(s.Text)
		}
		r.mu.Unlock()
		if code != 0 {
			return tnstest.Answer{Code: code}
		}
		return database.Ask(ctx, s)
	}
	config := connectors.Config{Name: "front", Host: "127.0.0.1", Port: tnstest.Listen(t, server.Serve), Database: "ORCL", User: "reader", Password: "x"}
	config.Limits.Connections = 1
	var err error
	if r.source, err = oracle.Open(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.source.Close() })
	r.take()
	return r
}

// take gives what was sent since it was called last.
func (r *recorded) take() []tnstest.Statement {
	r.mu.Lock()
	defer r.mu.Unlock()
	sent := r.sent
	r.sent = nil
	return sent
}

// payTable has n rows of ids from 1.
func payTable(name string, n int) behind.Table {
	table := behind.Table{Name: name, Key: []string{"ID"}, Columns: []behind.Column{
		{Name: "ID", Type: "NUMBER(10)", NotNull: true}, {Name: "CODE", Type: "VARCHAR2(20)"}, {Name: "NOTE", Type: "CHAR(4)"},
		{Name: "AMOUNT", Type: "NUMBER(12,2)"}, {Name: "DAY", Type: "DATE"}, {Name: "AT", Type: "TIMESTAMP(6)"},
	}}
	for i := range n {
		table.Rows = append(table.Rows, []any{fmt.Sprint(i + 1), fmt.Sprintf("K%d", i), "x", fmt.Sprintf("%d.50", i%7), "2026-01-01 00:00:00", "2026-01-01 08:00:00"})
	}
	return table
}

// A sending is one occasion to send statements.
type sending struct {
	name    string
	mode    measure.Mode
	slicing int64
	items   []*measure.Item
	far     connectors.Source // of the source "back"; nil: the same Oracle
}

// TestOracleSent holds what goes to an Oracle while a patrol runs, beside the plan of it:
// links, keys that are looked at once more, suspects, slices, unions.
func TestOracleSent(t *testing.T) {
	t.Parallel()
	r := recordOracle(t, payTable("PAY", 1200), payTable("PAY_2", 3))
	other := oraclePay()
	other.ID, other.From.Name, other.Source = "far", "qzk.pay_2", "back"
	far := newFile(t)
	far.exec(t, "CREATE TABLE pay (id INTEGER PRIMARY KEY, code VARCHAR(20), amount DECIMAL(12,2))")
	far.exec(t, "INSERT INTO pay VALUES (1, 'K0', '0.50'), (2, 'K1', '9.00')")
	file := far.open(t)
	t.Cleanup(func() { _ = file.Close() })
	elsewhere := payWatch()
	elsewhere.ID, elsewhere.Source = "elsewhere", "back"
	id, code := []checks.Pair{{Left: "id", Right: "id"}}, []checks.Pair{{Left: "code", Right: "code"}, {Left: "id", Right: "id"}}
	amount := []checks.Compared{{Pair: checks.Pair{Left: "amount", Right: "amount"}}}
	one := func(m checks.Measure) []*measure.Item { return []*measure.Item{itemOf("one", nil, m)} }
	var out strings.Builder
	for _, s := range []sending{
		{name: "a link", items: []*measure.Item{itemOf("connect", nil, checks.Probe{Aspect: checks.ProbeConnect}), itemOf("privilege", nil, checks.Probe{Aspect: checks.ProbePrivilege}), itemOf("schema", nil, checks.Probe{Aspect: checks.ProbeSchema})}},
		{name: "a reconciliation abreast, 1,199 keys looked at once more", items: one(checks.Reconcile{Other: elsewhere, On: id, Columns: amount, Settle: time.Minute}), far: file},
		{name: "a reconciliation by two columns, in part once more", items: one(checks.Reconcile{Other: elsewhere, On: code, Columns: amount, Settle: time.Minute}), far: file},
		{name: "a reconciliation that asks for checksums, of which Oracle makes none", items: one(checks.Reconcile{Other: elsewhere, On: id, Columns: amount, Transfer: checks.TransferChecksums}), far: file},
		{name: "a reconciliation of two tables of one Oracle", items: one(checks.Reconcile{Other: other, On: id, Columns: amount})},
		{name: "keys that exist elsewhere", items: one(checks.Match{Other: other, On: code[:1], Want: true})},
		{name: "totals", items: one(checks.Totals{Other: other, On: code[:1], Count: "id", Sums: []checks.Pair{{Left: "amount", Right: "amount"}}})},
		{name: "keys over an index", mode: measure.Pushdown, items: one(checks.Keys{Columns: []string{"id"}})},
		{name: "keys without one", mode: measure.Pushdown, items: one(checks.Keys{Columns: []string{"code"}})},
		{name: "suspects", mode: measure.Pushdown, items: one(checks.RowRule{Rule: payRule(t, "amount > 0")})},
		{name: "slices", mode: measure.Stream, slicing: 1000, items: one(checks.RowRule{Rule: payRule(t, "amount > 0")})},
	} {
		s.send(t, r, &out)
	}
	union := oraclePay()
	union.From = checks.From{Union: []string{"qzk.pay", "qzk.pay_2"}}
	(&sending{name: "a union of tables", mode: measure.Stream, items: one(checks.RowRule{Rule: payRule(t, `amount > 0 and day >= "2026-01-01"`)})}).over(t, union, r, &out)
	golden(t, "oracle_sent.golden", out.String())
}

func (s *sending) send(t *testing.T, r *recorded, out *strings.Builder) {
	t.Helper()
	s.over(t, oraclePay(), r, out)
}

// over runs the items of a watch and writes what was sent.
func (s *sending) over(t *testing.T, w *checks.Watch, r *recorded, out *strings.Builder) {
	t.Helper()
	runner := &measure.Runner{
		Spill: &measure.Spill{Dir: t.TempDir()}, Mode: s.mode, Parallel: 1, Now: time.Now,
		Slices: func(string) measure.Slicing { return measure.Slicing{Rows: s.slicing} },
		Wait:   func(context.Context, time.Duration) error { return nil },
		Open: func(_ context.Context, name string) (connectors.Source, error) {
			if name == "back" && s.far != nil {
				return s.far, nil
			}
			return r.source, nil
		},
	}
	if err := runner.Measure(t.Context(), []*measure.Task{taskOf(w, s.items...)}); err != nil {
		t.Fatal(err)
	}
	for _, item := range s.items {
		if got := item.Results[0]; got.Failure != nil || got.Skipped != "" {
			t.Errorf("%s: %+v %q", s.name, got.Failure, got.Skipped)
		}
	}
	fmt.Fprintf(out, "-- %s\n", s.name)
	for _, statement := range r.take() {
		lintOracle(t, statement.Text)
		if shown := shortened(statement.Text) + bindsOf(statement); !strings.Contains(shown, " FROM ALL_") || !strings.Contains(out.String(), shown) {
			fmt.Fprintln(out, shown)
		}
	}
}

// manyBinds are placeholders in a row of which only the ends are shown.
var manyBinds = regexp.MustCompile(`:(\d+)(?:, :\d+){8,}, :(\d+)`)

// shortened leaves out the middle of what a thousand keys make long.
func shortened(text string) string {
	text = manyBinds.ReplaceAllString(text, ":$1, … :$2")
	if len(text) > 1000 {
		text = text[:400] + " … " + text[len(text)-100:]
	}
	return text
}

// bindsOf writes the values of a statement, the first few of many.
func bindsOf(s tnstest.Statement) string {
	var list []string
	for i, b := range s.Binds {
		if i == 6 {
			list = append(list, fmt.Sprintf("… %d in all", len(s.Binds)))
			break
		}
		if b.Kind == tnstest.NumberKind {
			list = append(list, tnstest.ParseNumber(b.Value))
		} else {
			list = append(list, fmt.Sprintf("%q", b.Value))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return "   -- " + strings.Join(list, ", ")
}
