package pipelines_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestDifferencesAreKept: of every key that two sides part at, the state says how, and
// so does who is shown the clear keys.
func TestDifferencesAreKept(t *testing.T) {
	t.Parallel()
	w := newTown(t, "CREATE TABLE A (XH INTEGER PRIMARY KEY, LX TEXT)", "CREATE TABLE B (XH INTEGER PRIMARY KEY, LX TEXT)",
		"INSERT INTO A VALUES (1,'a'),(2,'b'),(3,'c')", "INSERT INTO B VALUES (2,'b'),(3,'z'),(4,'d')")
	w.write("contracts/feed.yaml", `contract: feed
title: 供数
direction: outbound
counterparty: platform
key: [row_no]
columns:
  row_no: {title: 序号, type: integer, required: true, class: internal}
  kind: {title: 类型, type: text, class: internal}
`)
	w.write("watches/demo.yaml", `system: demo
title: 样例
watches:
  - contract: feed
    source: front
    from: A
    columns: {row_no: XH, kind: LX}
    refs: {feed: other/feed}
    checks: [{id: same, title: 两边一致, reconcile: {with: feed, on: [row_no], columns: [kind]}}]
`)
	w.write("watches/other.yaml", "system: other\ntitle: 另一系统\nwatches:\n  - {contract: feed, source: front, from: B, columns: {row_no: XH, kind: LX}}\n")
	w.patrol(t)
	state, err := store.Open(t.Context(), store.Config{Path: filepath.Join(w.dir, "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	var kept []string
	for _, run := range w.runs {
		for _, o := range run.Outcomes {
			if o.Check == "same" {
				kept = append(kept, keptOf(t.Context(), t, state, run, o)...)
			}
		}
	}
	want := []string{"row_no=1 only here", "row_no=3 differs", "row_no=4 only there"}
	if !slices.Equal(kept, want) {
		t.Errorf("kept %q, want %q", kept, want)
	}
	slices.Sort(w.differences)
	if want := []string{"differs 3|", "only here 1|", "only there 4|"}; !slices.Equal(w.differences, want) {
		t.Errorf("told %q, want %q", w.differences, want)
	}
}

func keptOf(ctx context.Context, t *testing.T, state *store.Store, run store.Run, o store.Outcome) []string {
	t.Helper()
	found, err := state.Found(ctx, run, o)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range found {
		list = append(list, f.Masked+" "+f.Difference)
	}
	return list
}
