package checks_test

import (
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// shippedCatalog is a small catalog of one system on two sources.
func shippedCatalog() fstest.MapFS {
	contract := func(name, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("contract: " + name + "\ntitle: 表\ndirection: inbound\nkey: [no]\ncolumns: {no: {title: 号, type: text, class: internal}}\nchecks:\n  - row_count: 1..\n" + more)}
	}
	return fstest.MapFS{
		"contracts/deaths.yaml":   contract("deaths", ""),
		"contracts/payments.yaml": contract("payments", "  - {id: not-dead, absent_from: deaths, on: [no], title: 不在死亡表}\n"),
		"contracts/cards.yaml":    contract("cards", ""),
		"watches/sys.yaml": {Data: []byte("system: sys\ntitle: 系统\nwatches:\n" +
			"  - {contract: deaths, source: other, cycle: {content: monthly}}\n" +
			"  - contract: payments\n    source: front\n    tags: [money]\n    checks:\n      - {id: short, rule: len(no) < 9, title: 号不长, fail: '> 5'}\n" +
			"  - {contract: cards, source: front}\n")},
	}
}

func loadShipped(t *testing.T, deployment, own string) *checks.Catalog {
	t.Helper()
	files := fstest.MapFS{"dogwatch.yaml": {Data: []byte("version: 1\nuse: [builtin]\nsources:\n" + deployment)}}
	if own != "" {
		files["watches/sys.yaml"] = &fstest.MapFile{Data: []byte("system: sys\ntitle: 本地系统\nwatches:\n" + own)}
	}
	in := checks.Input{Workspace: files, Builtin: shippedCatalog(), Kinds: kind.All()}
	c, list := checks.Load(in)
	if list.Errors() {
		t.Fatal(diag.Render(list, checks.Texts(in, list)))
	}
	return c
}

const (
	frontSource = "  front: {driver: sqlite, path: f.db}\n"
	otherSource = "  other: {driver: sqlite, path: o.db}\n"
)

func watchOf(c *checks.Catalog, path string) *checks.Watch {
	for _, s := range c.Systems {
		for _, w := range s.Watches {
			if w.Path() == path {
				return w
			}
		}
	}
	return nil
}

func checkOf(w *checks.Watch, id string) *checks.Check {
	for _, c := range w.Checks {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// TestShippedWatchNeedsItsSource: a shipped watch is in effect where its source is
// declared; a check that compares with one that is not says so.
func TestShippedWatchNeedsItsSource(t *testing.T) {
	t.Parallel()
	if c := loadShipped(t, "  third: {driver: sqlite, path: t.db}\n", ""); len(c.Systems) != 0 || len(c.Unbound) != 3 {
		t.Errorf("%d systems, %d not bound", len(c.Systems), len(c.Unbound))
	}
	c := loadShipped(t, frontSource, "")
	w := watchOf(c, "sys/payments")
	if w == nil || w.From.Name != "payments" || len(w.Tags) != 1 || checkOf(w, "short") == nil {
		t.Fatalf("%+v", w)
	}
	if len(c.Unbound) != 1 || c.Unbound[0].Path() != "sys/deaths" || c.Unbound[0].Source != "other" || c.Unbound[0].Contract == nil {
		t.Errorf("%+v", c.Unbound)
	}
	if got := checkOf(w, "not-dead").Lacks(); got != "sys/deaths is not bound here" {
		t.Errorf("%q", got)
	}
	both := loadShipped(t, frontSource+otherSource, "")
	if got := checkOf(watchOf(both, "sys/payments"), "not-dead").Lacks(); got != "" || len(both.Unbound) != 0 {
		t.Errorf("%q", got)
	}
}

// TestWorkspaceLaysOver: what a workspace says of a shipped watch replaces that and
// nothing else.
func TestWorkspaceLaysOver(t *testing.T) {
	t.Parallel()
	c := loadShipped(t, frontSource, "  - {contract: deaths, source: front, from: QZ_SW}\n"+
		"  - {contract: payments, from: QZ_FF, columns: {no: LSH}, checks: [{id: short, fail: '> 9'}, {id: row_count, grade: 1}, {id: long, rule: len(no) > 1, title: 号不短}]}\n"+
		"  - {contract: cards, absent: 没有这张卡}\n"+
		"  - {contract: cards, id: old-cards, source: front, from: QZ_K}\n")
	if c.Systems[0].Title != "本地系统" || len(c.Systems[0].Watches) != 3 {
		t.Errorf("%+v", c.Systems[0])
	}
	deaths, payments := watchOf(c, "sys/deaths"), watchOf(c, "sys/payments")
	if deaths.Source != "front" || deaths.From.Name != "QZ_SW" || deaths.Cycle.Content != "monthly" {
		t.Errorf("%+v", deaths)
	}
	if payments.Source != "front" || payments.From.Name != "QZ_FF" || payments.Mapping("no").Physical[0] != "LSH" || len(payments.Tags) != 1 {
		t.Errorf("%+v", payments)
	}
	if fail := checkOf(payments, "short").Fail.String(); fail != "> 9" {
		t.Errorf("fail %s", fail)
	}
	if checkOf(payments, "row_count").Grade != 1 || checkOf(payments, "long") == nil || checkOf(payments, "not-dead").Lacks() != "" {
		t.Errorf("%+v", payments.Checks)
	}
	if len(c.Unbound) != 1 || c.Unbound[0].Absent != "没有这张卡" || c.Unbound[0].Title != "表" {
		t.Errorf("%+v", c.Unbound)
	}
}

// TestCheckOfWatchTakesPlace: a check with the id and kind of a contract's check is that
// check here, with other parameters.
func TestCheckOfWatchTakesPlace(t *testing.T) {
	t.Parallel()
	c := loadShipped(t, frontSource, "  - {contract: payments, checks: [{id: not-dead, absent_from: cards, on: [no], title: 不在卡表, grade: 1}]}\n")
	w := watchOf(c, "sys/payments")
	got := checkOf(w, "not-dead")
	if got.Lacks() != "" || got.Grade != 1 || w.Refs["cards"] == nil || w.Refs["deaths"] != nil {
		t.Errorf("%+v, %v", got, w.Refs)
	}
	count := 0
	for _, check := range w.Checks {
		if check.ID == "not-dead" {
			count++
		}
	}
	if count != 1 {
		t.Errorf("%d checks of the id", count)
	}
}
