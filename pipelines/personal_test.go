package pipelines_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

const peopleContract = `contract: people
title: 人员
direction: inbound
counterparty: police
key: [id_card]
columns:
  id_card: {title: 身份证号, type: text, required: true, class: sensitive}
  name: {title: 姓名, type: text, class: personal}
  amount: {title: 金额, type: integer, class: internal}
checks:
  - row_count: 1..
    title: 有数据
  - unique: [id_card]
    title: 一人一条
  - {id: known-name, rule: name != "x", title: 姓名不为 x}
  - {id: long-name, rule: 'name matches "[a-z]+"', title: 姓名为小写}
  - {id: amount-right, rule: amount > 0, title: 金额为正}
`

// A listener notes which stored columns are read from a source, in scans and as bounds
// or groups of aggregates.
type listener struct {
	connectors.Source
	connectors.Querier
	connectors.Prober
	read []string
}

func (l *listener) Scan(ctx context.Context, r connectors.Request) (connectors.Stream, error) {
	for _, c := range r.Columns {
		l.read = append(l.read, c.Physical...)
	}
	return l.Source.Scan(ctx, r)
}

func (l *listener) Aggregate(ctx context.Context, a connectors.Aggregate) (connectors.Stream, error) {
	for _, c := range a.GroupBy {
		l.read = append(l.read, c.Physical...)
	}
	for _, t := range a.Terms {
		if t.Func != connectors.Count && t.Func != connectors.CountValues {
			l.read = append(l.read, t.Column.Physical...)
		}
	}
	return l.Querier.Aggregate(ctx, a)
}

// TestPushdownOnly: no column of class personal or sensitive leaves a source that keeps
// personal data; what the server can count it counts, and the rest says why not.
func TestPushdownOnly(t *testing.T) {
	t.Parallel()
	w := newTown(t, "CREATE TABLE RY (SFZH TEXT, XM TEXT, JE INTEGER)", "CREATE INDEX RY_SFZH ON RY (SFZH)",
		"INSERT INTO RY VALUES ('1', 'x', 5), ('1', NULL, -1), ('2', 'b', 7)")
	w.write("contracts/people.yaml", peopleContract)
	w.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - {contract: people, source: front, from: RY, columns: {id_card: SFZH, name: XM, amount: JE}}\n")
	w.write("dogwatch.yaml", "version: 1\nsources:\n  front: {driver: sqlite, personal: pushdown-only, path: "+filepath.Join(w.dir, "front.db")+"}\n")
	heard := &listener{}
	w.open = func(ctx context.Context, c connectors.Config) (connectors.Source, error) {
		source, err := sqlite.Open(ctx, c)
		if err == nil {
			heard.Source, heard.Querier, heard.Prober = source, source.(connectors.Querier), source.(connectors.Prober)
		}
		return heard, err
	}
	outcomes := w.patrol(t)
	for check, want := range map[string]string{
		"row_count": "pass", "known-name": "fail", "amount-right": "fail", "unique": "skipped", "long-name": "skipped", "type(name)": "skipped",
	} {
		if o := outcomes[check]; o.Verdict != want || want == "skipped" && o.Reason != "personal data may not leave this source" {
			t.Errorf("%s: %s, %s", check, o.Verdict, o.Reason)
		}
	}
	if o := outcomes["known-name"]; o.Violations != 1 || o.Unknown != 1 || o.Judged != 2 || o.Rows != 3 || len(o.Samples) != 0 {
		t.Errorf("counted by the server: %+v", o)
	}
	if o := outcomes["amount-right"]; o.Violations != 1 || len(o.Samples) != 1 || !slices.Equal(o.Samples[0].Key, []store.Cell{{Name: "amount", Text: "-1"}}) {
		t.Errorf("judged here: %+v", o)
	}
	if slices.Contains(heard.read, "SFZH") || slices.Contains(heard.read, "XM") || !slices.Contains(heard.read, "JE") {
		t.Errorf("columns read: %q", heard.read)
	}
}
