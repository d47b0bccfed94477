package measure_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// asked counts the reads of a source.
type asked struct {
	connectors.Source
	reads  atomic.Int64
	before func(n int64, r connectors.Request) error // what the n-th read meets; nil: nothing
}

func (a *asked) Scan(ctx context.Context, r connectors.Request) (connectors.Stream, error) {
	n := a.reads.Add(1)
	if a.before != nil {
		if err := a.before(n, r); err != nil {
			return nil, err
		}
	}
	return a.Source.Scan(ctx, r)
}

func (a *asked) Slices(from connectors.Relation, key []connectors.PhysicalColumn) bool {
	return a.Source.(connectors.Slicer).Slices(from, key)
}
func (a *asked) Flavour(ctx context.Context) (connectors.Flavour, error) {
	return a.Source.(connectors.Querier).Flavour(ctx)
}
func (a *asked) Quote(name string) string { return a.Source.(connectors.Querier).Quote(name) }
func (a *asked) Aggregate(ctx context.Context, r connectors.Aggregate) (connectors.Stream, error) {
	if a.before != nil {
		return nil, errStale
	}
	return a.Source.(connectors.Querier).Aggregate(ctx, r)
}
func (a *asked) Render(r connectors.Request) (connectors.Fragment, error) {
	return a.Source.(connectors.Querier).Render(r)
}
func (a *asked) RenderAggregate(r connectors.Aggregate) (connectors.Fragment, error) {
	return a.Source.(connectors.Querier).RenderAggregate(r)
}

// sliced runs items over own_t in slices, 0 for one read, and gives what was heard.
func sliced(t *testing.T, source connectors.Source, rows int64, own *checks.Watch, items ...*measure.Item) *trial {
	t.Helper()
	r := trialOn(source)
	r.mode, r.forgets, r.slicing.Rows = measure.Stream, true, rows
	r.spill, r.wait = &measure.Spill{Dir: t.TempDir()}, func(context.Context, time.Duration) error { return nil }
	if err := r.run(t.Context(), taskOf(own, items...)); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSlicesAreOneRead: slices of any size give what one read gives, and say that they
// are not one point in time.
func TestSlicesAreOneRead(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, far := bigPair(t, f, 1000)
	source := checkedSource(t, f)
	want := many(t, far)
	first := sliced(t, source, 0, own, want...)
	for _, rows := range []int64{1, 7, 999, 1000, 5000} {
		got := many(t, far)
		counted := &asked{Source: source}
		r := sliced(t, counted, rows, own, got...)
		for i, item := range got {
			equal(t, fmt.Sprint(item.Check.ID, " in slices of ", rows), item.Results[0], want[i].Results[0])
			if view := item.Results[0].View; view != map[bool]checks.View{true: checks.Ranges, false: checks.Snapshot}[rows < 1000] {
				t.Errorf("%s in slices of %d: %q", item.Check.ID, rows, view)
			}
			if !slices.Equal(r.heard(item.Check.ID), first.heard(item.Check.ID)) {
				t.Errorf("%s: other keys in slices of %d", item.Check.ID, rows)
			}
		}
		if least := 1000 / rows; counted.reads.Load() < 2*least {
			t.Errorf("%d reads of slices of %d", counted.reads.Load(), rows)
		}
	}
}

// errStale is what a server says that did not keep its undo.
var errStale = &connectors.Error{Op: "scan", Source: "front", Relation: "own_t", Class: connectors.Overloaded, Reason: "the undo was overwritten", Retryable: true, Stale: true}

// TestTooLongARead: the read begins again in slices, of which the server breaks off some
// too, and counts each row once; without a key it says what to do.
func TestTooLongARead(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, _ := bigPair(t, f, 3000)
	f.exec(t, "CREATE VIEW own_v AS SELECT * FROM own_t")
	every := func() *measure.Item { return itemOf("every", nil, checks.RowRule{Rule: ruleOf(t, "id < 0")}) }
	source := &asked{Source: checkedSource(t, f), before: func(n int64, r connectors.Request) error {
		if r.Limit == 0 || n%3 == 2 {
			return errStale
		}
		return nil
	}}
	item := every()
	r := sliced(t, source, 0, own, item)
	if got := item.Results[0]; got.Failure != nil || got.Rows != 3000 || got.Violations != 3000 || got.View != checks.Snapshot { // one slice holds all
		t.Errorf("%+v", got)
	}
	if keys := r.heard("every"); len(keys) != 3000 || len(slices.Compact(keys)) != 3000 {
		t.Errorf("%d keys", len(keys))
	}
	sum := itemOf("sum", nil, checks.Figures{Terms: []checks.Figure{{Name: "sum", Func: checks.FigureSum, Column: "id"}}})
	r.mode = measure.Pushdown
	if err := r.run(t.Context(), taskOf(own, sum)); err != nil {
		t.Fatal(err)
	}
	if got := sum.Results[0]; got.Failure != nil || got.Figures["sum"].String() != "4501500" || got.View != checks.Snapshot {
		t.Errorf("a question that takes too long: %+v", got)
	}
	view := *own
	view.From.Name = "own_v"
	item = every()
	sliced(t, source, 0, &view, item)
	wants(t, item, "overloaded", "the undo was overwritten")
	if hint := item.Results[0].Failure.Hint; !strings.Contains(hint, "it has no key or index") || !strings.Contains(hint, "scope: period") {
		t.Error(hint)
	}
	item = every()
	source.before = func(int64, connectors.Request) error { return errStale }
	sliced(t, source, 0, own, item)
	wants(t, item, "overloaded", "the undo was overwritten")
}

// TestReconcileTooLongARead: both sides abreast are read apart in slices then.
func TestReconcileTooLongARead(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, far := bigPair(t, f, 500)
	far.Source = "back"
	near, back := checkedSource(t, f), checkedSource(t, f)
	reconcile := func(rows int64, before func(int64, connectors.Request) error) *measure.Item {
		item := itemOf("same", nil, checks.Reconcile{Other: far, On: []checks.Pair{{Left: "id", Right: "id"}}, Columns: compared()[2]})
		r := trialOn(nil)
		r.slicing.Rows, r.forgets = rows, true
		r.open = func(_ context.Context, name string) (connectors.Source, error) {
			if name == "back" {
				return back, nil
			}
			return &orderly{asked{Source: near, before: before}}, nil
		}
		if err := r.run(t.Context(), taskOf(own, item)); err != nil {
			t.Fatal(err)
		}
		return item
	}
	want := reconcile(0, nil)
	if want.Results[0].Violations == 0 {
		t.Fatal("nothing differs")
	}
	for name, got := range map[string]*measure.Item{
		"abreast": reconcile(50, nil),
		"apart": reconcile(0, func(_ int64, r connectors.Request) error {
			if r.Limit == 0 {
				return errStale
			}
			return nil
		}),
	} {
		equal(t, name, got.Results[0], want.Results[0])
		if view := got.Results[0].View; view != map[string]checks.View{"abreast": checks.Ranges, "apart": checks.Snapshot}[name] {
			t.Errorf("%s: %q", name, view)
		}
	}
}

// orderly tells that it gives rows in order, as its source does.
type orderly struct{ asked }

func (o *orderly) Ordered(from connectors.Relation, schema connectors.Schema, columns []connectors.Column) bool {
	return o.Source.(connectors.Orderer).Ordered(from, schema, columns)
}

// keyed are tables that all servers have, by what their keys hold, with rows whose keys
// ascend by bytes or do not.
func keyed() []struct{ name, columns, rows, view, index string } {
	return []struct{ name, columns, rows, view, index string }{
		{"numbers", "ID INTEGER NOT NULL, DM VARCHAR(20), PRIMARY KEY (ID)", "(-3, 'a'), (0, 'b'), (7, 'c'), (8, 'd'), (9, null)", "ranges", ""},
		{"texts", "ID INTEGER, DM VARCHAR(18) NOT NULL, PRIMARY KEY (DM)", "(1, '110101199001011237'), (2, '11010119900101123X'), (3, '110101199001011245'), (4, 'A1'), (5, 'B')", "ranges", ""},
		{"padded", "ID INTEGER, DM CHAR(10) NOT NULL, PRIMARY KEY (DM)", "(1, 'A'), (2, 'AB'), (3, 'AC'), (4, 'B'), (5, 'C1')", "ranges", ""},
		{"two parts", "ID INTEGER NOT NULL, DM VARCHAR(20) NOT NULL, PRIMARY KEY (DM, ID)", "(1, 'a'), (2, 'a'), (3, 'a'), (1, 'b'), (2, 'b')", "ranges", ""},
		{"unique index", "ID INTEGER NOT NULL, DM VARCHAR(20), UNIQUE (ID)", "(5, 'a'), (4, 'b'), (3, 'c'), (2, 'd'), (1, 'e')", "ranges", ""},
		{"null in the key", "ID INTEGER, DM VARCHAR(20), UNIQUE (ID)", "(5, 'a'), (null, 'b'), (3, 'c'), (null, 'd'), (1, 'e')", "ranges always", ""},
		{"nothing but null", "ID INTEGER, DM VARCHAR(20), UNIQUE (ID)", "(null, 'a'), (null, 'b'), (null, 'c'), (null, 'd'), (null, 'e')", "ranges always", ""},
		{"an index", "ID INTEGER NOT NULL, DM VARCHAR(20)", "(5, 'a'), (5, 'b'), (3, 'c'), (3, 'd'), (5, 'e')", "ranges", "ID, DM"},
		{"an index of one value", "ID INTEGER, DM VARCHAR(20)", "(5, 'a'), (5, 'b'), (5, 'c'), (5, 'd'), (5, 'e')", "ranges always", "ID"},
		{"no key", "ID INTEGER NOT NULL, DM VARCHAR(20)", "(5, 'a'), (5, 'b'), (3, 'c'), (3, 'd'), (1, 'e')", "snapshot", ""},
	}
}

// TestSlicesOnServers: along keys of every sort each server gives each row once. Where
// it orders texts otherwise than by bytes, or there is no key, the table is read in one.
func TestSlicesOnServers(t *testing.T) {
	eachServer(t, func(t *testing.T, s server) {
		config := s.start(t)
		db, err := livetest.OpenDB(config)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		tables := keyed()
		collation, dates := "utf8mb4_general_ci", "DATE NOT NULL, D2 DATETIME(6) NOT NULL, J DECIMAL(10,2) NOT NULL"
		if s.name == "postgres" {
			collation, dates = `"zh-x-icu"`, "DATE NOT NULL, D2 TIMESTAMP NOT NULL, J DECIMAL(10,2) NOT NULL"
		}
		tables = append(tables, []struct{ name, columns, rows, view, index string }{
			{"another order", "ID INTEGER, DM VARCHAR(20) COLLATE " + collation + " NOT NULL, PRIMARY KEY (DM)", "(1, 'a'), (2, 'B'), (3, 'c'), (4, '甲'), (5, '乙')", "snapshot", ""},
			{"times", "ID INTEGER, DM VARCHAR(20), D1 " + dates + ", PRIMARY KEY (D1, D2, J)",
				"(1, 'a', '2026-01-01', '2026-01-01 10:00:00', 1.50), (2, 'b', '2026-01-01', '2026-01-01 10:00:00.000001', 1.50), " +
					"(3, 'c', '2026-01-01', '2026-01-01 10:00:00.000001', 10), (4, 'd', '1899-12-31', '1890-01-01 00:00:00', -1), (5, 'e', '2026-01-02', '2000-01-01 00:00:00', 0)", "ranges", ""},
			{"instants", "ID INTEGER, DM VARCHAR(20), Z " + map[bool]string{true: "TIMESTAMPTZ", false: "TIMESTAMP"}[s.name == "postgres"] + " NOT NULL, PRIMARY KEY (Z)",
				"(1, 'a', '2026-01-01 10:00:00'), (2, 'b', '2026-01-01 10:00:01'), (3, 'c', '2026-01-01 10:00:02'), (4, 'd', '2026-01-01 10:00:03'), (5, 'e', '2026-01-01 10:00:04')", "snapshot", ""},
		}...)
		source, err := s.open(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = source.Close() })
		for i, table := range tables {
			name := fmt.Sprintf("sliced_%d", i)
			for _, statement := range statementsOf(name, table.columns, table.rows, table.index) {
				if _, err := db.Exec(statement); err != nil {
					t.Fatal(statement, err)
				}
			}
			for _, rows := range []int64{1, 2, 3, 5, 6} {
				once(t, source, name, table.name, rows, table.view)
			}
		}
	})
}

// TestSlicesOfSQLite: the same on SQLite.
func TestSlicesOfSQLite(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	f.exec(t, "CREATE TABLE t (ID INTEGER)")
	source := checkedSource(t, f)
	for i, table := range append(keyed(), struct{ name, columns, rows, view, index string }{
		"another order", "ID INTEGER, DM VARCHAR(20) COLLATE NOCASE NOT NULL, PRIMARY KEY (DM)", "(1, 'a'), (2, 'B'), (3, 'c'), (4, 'D'), (5, 'e')", "snapshot", "",
	}) {
		name := fmt.Sprintf("sliced_%d", i)
		for _, statement := range statementsOf(name, table.columns, table.rows, table.index) {
			f.exec(t, statement)
		}
		for _, rows := range []int64{1, 2, 3, 5, 6} {
			once(t, source, name, table.name, rows, table.view)
		}
	}
}

func statementsOf(name, columns, rows, index string) []string {
	list := []string{"CREATE TABLE " + name + " (" + columns + ")", "INSERT INTO " + name + " VALUES " + rows}
	if index != "" {
		list = append(list, "CREATE INDEX ix_"+name+" ON "+name+" ("+index+")")
	}
	return list
}

// TestCrowdedKey: a key that very many rows share is no key to slice along.
func TestCrowdedKey(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	f.exec(t, "CREATE TABLE crowd (ID INTEGER, DM VARCHAR(20))")
	f.exec(t, "CREATE INDEX ix ON crowd (DM)")
	for i := range 100 {
		f.exec(t, "INSERT INTO crowd VALUES (?, ?)", i, map[bool]string{true: "A", false: "B"}[i < 30])
	}
	w := watchOf("crowd")
	w.Mappings = w.Mappings[:2]
	for rows, view := range map[int64]checks.View{5: checks.Snapshot, 20: checks.Ranges, 200: checks.Ranges} {
		item := itemOf("rows", nil, checks.RowRule{Rule: ruleOf(t, `code == "A"`)})
		sliced(t, checkedSource(t, f), rows, w, item)
		if got := item.Results[0]; got.Rows != 100 || got.Violations != 70 || got.View != view {
			t.Errorf("in slices of %d: %+v", rows, got)
		}
	}
}

// once has a table of five rows read in slices and every row counted. The rows without a
// key are always a slice of their own.
func once(t *testing.T, source connectors.Source, table, what string, rows int64, view string) {
	t.Helper()
	w := watchOf(table)
	w.Mappings = slices.DeleteFunc(w.Mappings, func(m checks.Mapping) bool { return m.Name != "id" && m.Name != "code" })
	for i := range w.Mappings {
		w.Mappings[i].Physical = []string{strings.ToLower(w.Mappings[i].Physical[0])} // as all servers fold it
	}
	item := itemOf("rows", nil, checks.Groups{By: []checks.GroupKey{{Name: "id", Expr: exprOf(t, "id", ir.Integer)}, {Name: "code", Expr: exprOf(t, "code", ir.Text)}}})
	sliced(t, source, rows, w, item)
	if view == "ranges" && rows >= 5 {
		view = "snapshot" // one slice holds all
	}
	got := item.Results[0]
	if got.Failure != nil || got.Rows != 5 || string(got.View) != strings.TrimSuffix(view, " always") {
		t.Errorf("%s in slices of %d: %d rows %q %+v, want %q", what, rows, got.Rows, got.View, got.Failure, view)
	}
}

// TestLostInASlice: a connection that breaks costs a slice and not the read, which could
// not begin again: the sink cannot take back what it was told.
func TestLostInASlice(t *testing.T) {
	eachServer(t, func(t *testing.T, s server) {
		config := s.filled(t)
		patrol := func(mode string, rows int64) (checks.Result, []string) {
			relayed, r := through(t, config, mode, 300<<10)
			p := s.patrol(t, relayed, r)
			p.trial.mode, p.trial.slicing.Rows = measure.Stream, rows
			p.task.Items = []*measure.Item{itemOf("violated", nil, checks.RowRule{Rule: ruleOf(t, "id > 20")})}
			if err := p.trial.run(t.Context(), p.task); err != nil {
				t.Fatal(err)
			}
			return p.task.Items[0].Results[0], p.trial.heard("violated")
		}
		got, keys := patrol(cutsOnce, 30000)
		if got.Failure != nil || got.Rows != netRows || got.Violations != 20 || len(keys) != 20 || got.View != checks.Ranges {
			t.Errorf("%+v, %d keys", got, len(keys))
		}
		if whole, _ := patrol(cutsOnce, 0); whole.Failure == nil {
			t.Error("one read was not cut: the test is of no use")
		}
	})
}
