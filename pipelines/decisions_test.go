package pipelines_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

const itemsContract = `contract: items
title: 条目
direction: inbound
counterparty: platform
key: [no]
columns:
  no: {title: 编号, type: integer, class: internal}
  person: {title: 人员, type: text, class: internal}
  area: {title: 区县, type: text, class: internal}
checks:
  - {row_count: 1.., title: 有数据}
  - {unique: [person], title: 一人一条, of: new}
  - {id: few, group: {by: [area], holds: count <= 2}, title: 每区至多两条, of: new}
  - {id: known, exists_in: people, on: [person], title: 人员存在, of: new}
  - {id: positive, rule: no > 0, title: 编号为正, of: new}
`

const rosterContract = `contract: people
title: 人员
direction: inbound
counterparty: platform
key: [person]
columns:
  person: {title: 人员, type: text, class: internal}
checks:
  - {row_count: 1.., title: 有数据}
`

func itemsTown(t *testing.T, more string) *town {
	t.Helper()
	w := newTown(t, "CREATE TABLE PEOPLE (person TEXT)", "INSERT INTO PEOPLE VALUES ('a'),('b'),('c'),('d'),('e')",
		"CREATE TABLE ITEMS (no INTEGER, person TEXT, area TEXT)",
		"INSERT INTO ITEMS VALUES (1,'a','东'),(2,'a','东'),(3,'b','东'),(4,'x','西'),(-5,'x','西'),(6,'c','西')")
	w.write("contracts/items.yaml", itemsContract)
	w.write("contracts/people.yaml", rosterContract)
	w.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - {contract: people, source: front, from: PEOPLE}\n  - contract: items\n    source: front\n    from: ITEMS\n"+more)
	return w
}

// decide lets a test decide something about the checks of the items.
func (w *town) decide(t *testing.T, decide func(state *store.Store, watch *checks.Watch)) {
	t.Helper()
	state, err := store.Open(t.Context(), store.Config{Path: filepath.Join(w.dir, "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	for _, watch := range w.catalog(t).Systems[0].Watches {
		if watch.ID == "items" {
			decide(state, watch)
		}
	}
}

// TestStockOfKinds: whatever a kind counts (rows, keys, groups), stock is taken off, and
// what came after is not. A key with one new row is new.
func TestStockOfKinds(t *testing.T) {
	t.Parallel()
	w := itemsTown(t, "")
	first := w.patrol(t)
	measured := func(o map[string]store.Outcome, want map[string]string) {
		t.Helper()
		for check, figure := range want {
			if o[check].Measured != figure {
				t.Errorf("%s: %s %s, not %s; %s", check, o[check].Verdict, o[check].Measured, figure, o[check].Reason)
			}
		}
	}
	measured(first, map[string]string{"unique": "4", "few": "2", "known": "1", "positive": "1"})
	w.decide(t, func(state *store.Store, watch *checks.Watch) {
		for _, c := range watch.Checks {
			if !c.Kind.Doc().Keyed {
				continue
			}
			if _, err := pipelines.Baseline(t.Context(), state, watch, c, "li", "old", w.asOf); err != nil {
				t.Error(err)
			}
		}
	})
	w.asOf = w.asOf.Add(7 * 24 * time.Hour)
	second := w.patrol(t)
	measured(second, map[string]string{"unique": "0", "few": "0", "known": "0", "positive": "0"})
	for _, check := range []string{"unique", "few", "known", "positive"} {
		if o := second[check]; o.Verdict != "pass" || o.StockLeft != o.Stock || o.Stock == 0 {
			t.Errorf("%s: %+v", check, o)
		}
	}
	w.exec(t, "INSERT INTO ITEMS VALUES (7,'b','南'),(8,'x','南'),(9,'d','南'),(-10,'e','北')", "DELETE FROM ITEMS WHERE no = -5")
	w.asOf = w.asOf.Add(7 * 24 * time.Hour)
	third := w.patrol(t)
	measured(third, map[string]string{"unique": "2", "few": "1", "known": "1", "positive": "1"})
	if o := third["positive"]; o.Stock != 1 || o.StockLeft != 0 || o.New != 1 || o.Gone != 1 {
		t.Errorf("positive: %+v", o)
	}
}

// TestAcceptance: a proposed check opens nothing until it is accepted, and is proposed
// again once its bounds change.
func TestAcceptance(t *testing.T) {
	t.Parallel()
	const proposed = "    checks: [{id: positive, status: proposed, of: all}]\n"
	w := itemsTown(t, proposed)
	if o := w.patrol(t)["positive"]; o.Status != "proposed" || o.Verdict != "fail" {
		t.Errorf("proposed: %+v", o)
	}
	w.decide(t, func(state *store.Store, watch *checks.Watch) {
		accepted, err := pipelines.Accept(t.Context(), state, watch, "", "li", "tried", w.asOf)
		if err != nil || len(accepted) != 1 || accepted[0].ID != "positive" {
			t.Errorf("accepted: %v %v", accepted, err)
		}
		if again, err := pipelines.Accept(t.Context(), state, watch, "", "li", "tried", w.asOf); err != nil || len(again) != 0 {
			t.Errorf("accepted again: %v %v", again, err)
		}
	})
	w.asOf = w.asOf.Add(7 * 24 * time.Hour)
	if o := w.patrol(t)["positive"]; o.Status != "in-force" || o.Accepted == nil || o.Accepted.Actor != "li" {
		t.Errorf("accepted: %+v", o)
	}
	w.decide(t, func(state *store.Store, _ *checks.Watch) {
		if open, err := state.Anomalies(t.Context(), w.asOf.AddDate(1, 0, 0)); err != nil || len(open) == 0 {
			t.Errorf("no anomaly was opened: %v %v", open, err)
		}
	})
	w.write("watches/demo.yaml", string(w.files["watches/demo.yaml"].Data[:len(w.files["watches/demo.yaml"].Data)-len(proposed)])+"    checks: [{id: positive, status: proposed, of: all, fail: '> 5'}]\n")
	w.asOf = w.asOf.Add(7 * 24 * time.Hour)
	if o := w.patrol(t)["positive"]; o.Status != "proposed" || len(o.Void) != 1 || o.Void[0].Decision != store.DecidedAccept {
		t.Errorf("void: %+v", o)
	}
}

// TestExceptions: by key, by rule and for the whole watch; they end with their day, and
// no kind counts them.
func TestExceptions(t *testing.T) {
	t.Parallel()
	w := itemsTown(t, `    exceptions:
      - {keys: [{person: a}], reason: 同名, owner: 平台, expires: 2026-11-25}
    checks:
      - id: known
        of: all
        exceptions: [{keys: [{no: 4}, {no: -5}], reason: 外地, owner: 平台, expires: 2026-11-25}]
      - id: positive
        exceptions: [{rule: 'area == "西"', reason: 冲正, owner: 平台, expires: 2026-11-25}]
`)
	first := w.patrol(t)
	for check, want := range map[string][2]string{"unique": {"fail", "2"}, "known": {"pass", "0"}, "positive": {"pass", "0"}} {
		if o := first[check]; o.Verdict != want[0] || o.Measured != want[1] || o.Excepted == 0 || o.Violations <= o.Excepted-1 {
			t.Errorf("%s: %+v", check, o)
		}
	}
	w.asOf = w.asOf.Add(7 * 24 * time.Hour)
	for _, check := range []string{"unique", "known", "positive"} {
		if o := w.patrol(t)[check]; o.Verdict != "fail" || o.Excepted != 0 {
			t.Errorf("expired: %s: %+v", check, o)
		}
		w.asOf = w.asOf.Add(7 * 24 * time.Hour)
	}
}
