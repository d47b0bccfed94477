package measure_test

import (
	"context"
	"math/big"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/sample"
	"github.com/dogwatch/dogwatch/connectors"
)

// compared are lists of columns to compare, with and without tolerance.
func compared() [][]checks.Compared {
	pair := func(left, right string, tolerance *big.Rat) checks.Compared {
		return checks.Compared{Pair: checks.Pair{Left: left, Right: right}, Tolerance: tolerance}
	}
	return [][]checks.Compared{
		nil,
		{pair("name", "name", nil)},
		{pair("n", "n", nil), pair("amount", "amount", big.NewRat(3, 2))},
		{pair("n", "id", big.NewRat(1, 1)), pair("code", "name", nil), pair("day", "day", big.NewRat(86400*30, 1))},
		{pair("month", "month", nil), pair("amount", "amount", big.NewRat(1, 1000)), pair("name", "code", nil)},
	}
}

func watermarks() []string {
	return []string{"", "", "", "n < 2", `day < date("2026-02-01")`, "10 / n > 3.0", "id < 9"}
}

// drawReconcile draws a reconciliation of the two tables.
func drawReconcile(t *rapid.T, p *pair) checks.Reconcile {
	m := checks.Reconcile{Other: p.farWatch, On: rapid.SampledFrom(joins()).Draw(t, "on"), Columns: rapid.SampledFrom(compared()).Draw(t, "columns")}
	m.Until = ruleOf(t, rapid.SampledFrom(watermarks()).Draw(t, "until"))
	m.OtherUntil = ruleOf(t, rapid.SampledFrom(watermarks()).Draw(t, "other until"))
	m.OtherWhere = ruleOf(t, rapid.SampledFrom(filters()).Draw(t, "other filter"))
	m.Settle = rapid.SampledFrom([]time.Duration{0, 1}).Draw(t, "settle") // data at rest: the second reading finds what the first did
	return m
}

// TestReconciliationsAreTheReferences: counts and keys are those of a comparison of every
// row with every other.
func TestReconciliationsAreTheReferences(t *testing.T) {
	property(t, func(t *rapid.T, p *pair) (checks.Measure, func(*expectation) []string) {
		m := drawReconcile(t, p)
		return m, func(e *expectation) []string { return e.parted(m) }
	})
}

// parted gives the keys that violate by themselves.
func (e *expectation) parted(m checks.Reconcile) []string {
	here, there := e.byKey(e.filtered(), m.On, func(p checks.Pair) string { return p.Left }), e.byKey(e.far["far_t"].Rows, m.On, func(p checks.Pair) string { return p.Right })
	for key := range there {
		if _, ok := here[key]; !ok {
			here[key] = nil
		}
	}
	keys := map[string]bool{}
	for key, rows := range here {
		if e.measure(m, e.one(rows...), e.one(there[key]...)).Violations > 0 {
			keys[key] = true
		}
	}
	return keysOf(keys)
}

// byKey sorts rows by the text of their key under this side's names; a null in it leaves
// a row out.
func (e *expectation) byKey(rows []sample.Row, on []checks.Pair, of func(checks.Pair) string) map[string][]sample.Row {
	all := map[string][]sample.Row{}
	for _, row := range rows {
		if key, ok := e.keyIn(row, on, of); ok {
			all[key] = append(all[key], row)
		}
	}
	return all
}

func (e *expectation) keyIn(row sample.Row, on []checks.Pair, of func(checks.Pair) string) (string, bool) {
	var cells []checks.Cell
	for _, p := range on {
		for at, f := range e.own.Schema {
			if f.Name != of(p) {
				continue
			}
			if row.Values[at].IsNull() {
				return "", false
			}
			cells = append(cells, checks.Cell{Name: p.Left, Text: row.Values[at].String()})
		}
	}
	return keyText(cells), true
}

// TestSettle: keys that no longer differ when they are read again are no violations; the
// others are read as they are by then. Asking for keys and reading all find the same.
func TestSettle(t *testing.T) {
	t.Parallel()
	for name, through := range map[string]func(connectors.Source) connectors.Source{
		"asked": func(s connectors.Source) connectors.Source { return s },
		"read":  func(s connectors.Source) connectors.Source { return scanOnly{s} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFile(t)
			own, far := twins(t, f)
			f.exec(t, "UPDATE own_t SET SL = 9 WHERE ID IN (3, 5)")
			f.exec(t, "DELETE FROM own_t WHERE ID IN (10, 11)")
			f.exec(t, "INSERT INTO own_t VALUES (900, 'k900', '甲', 1, '1.00', '20260101', '202611')")
			source := through(f.open(t))
			defer source.Close()
			m := checks.Reconcile{Other: far, On: []checks.Pair{{Left: "code", Right: "code"}, {Left: "id", Right: "id"}}, Columns: compared()[2], Settle: 5 * time.Minute}
			r := trialOn(source)
			var rested time.Duration
			r.wait = func(_ context.Context, d time.Duration) error {
				rested += d
				f.exec(t, "UPDATE far_t SET SL = 9 WHERE ID = 3")
				f.exec(t, "UPDATE far_t SET JE = '77.00' WHERE ID = 5")
				f.exec(t, "DELETE FROM far_t WHERE ID = 10")
				f.exec(t, "UPDATE far_t SET SL = 8 WHERE ID = 20") // it was the same when it was read
				return nil
			}
			item := itemOf("same", nil, m)
			if err := r.run(t.Context(), taskOf(own, item)); err != nil {
				t.Fatal(err)
			}
			got := item.Results[0]
			want := checks.Differences{OnlyHere: 1, OnlyThere: 1, Differing: 1, Columns: map[string]int64{"n": 1, "amount": 1}, Settled: 2}
			if got.Failure != nil || !reflect.DeepEqual(*got.Differences, want) || got.Violations != 3 || rested != 5*time.Minute {
				t.Errorf("%+v %+v after %v, want %+v", got, got.Differences, rested, want)
			}
			if keys := r.heard("same"); !slices.Equal(keys, []string{"code=k11|id=11", "code=k5|id=5", "code=k900|id=900"}) {
				t.Errorf("keys %v", keys)
			}
		})
	}
}

// twins are two tables of 50 equal rows.
func twins(t *testing.T, f *file) (own, far *checks.Watch) {
	for _, name := range []string{"own_t", "far_t"} {
		f.exec(t, "CREATE TABLE "+name+" "+createColumns)
		f.exec(t, "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 50) INSERT INTO "+name+
			" SELECT i, 'k' || i, '甲', i % 4, i || '.50', '20260101', '202611' FROM s")
	}
	return watchOf("own_t"), watchOf("far_t")
}

// countedOrderer counts too, and does not hide that its source knows an order.
type countedOrderer struct {
	*counted
	connectors.Orderer
}

func countOrdered(s connectors.Source) countedOrderer {
	return countedOrderer{count(s), s.(connectors.Orderer)}
}

// TestOrders: a server whose order is that of our bytes is walked as it reads; one whose
// order is another is believed no longer than it lasts, be it one batch or many, and both
// sides are then read anew and sorted here.
func TestOrders(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		key   string
		scans int64
	}{
		"ours":         {"printf('k%05d', i)", 1},
		"never ours":   {"CASE i % 3 WHEN 0 THEN 'a' ELSE 'B' END || printf('%05d', i)", 2},
		"ours a while": {"CASE WHEN i < 6000 THEN 'A' WHEN i < 8000 THEN 'y' ELSE 'Z' END || printf('%05d', i)", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFile(t)
			for _, name := range []string{"own_t", "far_t"} {
				f.exec(t, "CREATE TABLE "+name+" (ID INTEGER, DM VARCHAR(20) COLLATE NOCASE PRIMARY KEY, XM VARCHAR(60), SL INTEGER, JE DECIMAL(12,2), RQ VARCHAR(8), YF VARCHAR(6)) WITHOUT ROWID")
				f.exec(t, "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 9000) INSERT INTO "+name+
					" SELECT i, "+c.key+", '甲', i % 4, i || '.50', '20260101', '202611' FROM s")
			}
			f.exec(t, "UPDATE far_t SET SL = 9 WHERE ID IN (7, 8999)")
			f.exec(t, "DELETE FROM own_t WHERE ID = 4000")
			own, far := watchOf("own_t"), watchOf("far_t")
			far.Source = "back"
			m := checks.Reconcile{Other: far, On: []checks.Pair{{Left: "code", Right: "code"}}, Columns: compared()[2]}
			front, back := countOrdered(f.open(t)), countOrdered(f.open(t))
			defer front.Close()
			defer back.Close()
			r := trialOn(front)
			r.open = func(_ context.Context, name string) (connectors.Source, error) {
				return map[string]connectors.Source{"front": front, "back": back}[name], nil
			}
			item := itemOf("same", ruleOf(t, "id != 2"), m)
			if err := r.run(t.Context(), taskOf(own, item)); err != nil {
				t.Fatal(err)
			}
			got := item.Results[0]
			if got.Failure != nil || got.Rows != 17998 || got.Judged != 17998 || got.Denominator != 9000 || got.Violations != 4 {
				t.Errorf("%+v", got)
			}
			if len(r.heard("same")) != 4 || front.scans.Load() != c.scans || back.scans.Load() != c.scans {
				t.Errorf("keys %v after %d and %d scans, want %d", r.heard("same"), front.scans.Load(), back.scans.Load(), c.scans)
			}
		})
	}
}
