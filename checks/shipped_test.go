package checks_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
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
	if len(c.Unbound) != 1 || c.Unbound[0].Path() != "sys/deaths" || c.Unbound[0].Source != "other" || c.Unbound[0].Contract != "deaths" {
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

// TestInEffect: what is left out changes nothing of what is in effect, whatever the
// workspace declares and names.
func TestInEffect(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ deployment, own string }{
		"no source":        {"  third: {driver: sqlite, path: t.db}\n", ""},
		"one source":       {frontSource, ""},
		"both":             {frontSource + otherSource, ""},
		"laid over":        {frontSource, "  - {contract: payments, source: front, checks: [{id: row_count, fail: 3..}]}\n"},
		"one of its own":   {frontSource, "  - {contract: deaths, id: again, source: front, from: t}\n"},
		"refers elsewhere": {"  third: {driver: sqlite, path: t.db}\n", "  - {contract: payments, source: third, refs: {deaths: far/deaths}}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			shipped := shippedCatalog()
			shipped["watches/far.yaml"] = &fstest.MapFile{Data: []byte("system: far\ntitle: 远\nwatches:\n  - {contract: deaths, source: nowhere}\n")}
			files := fstest.MapFS{"dogwatch.yaml": {Data: []byte("version: 1\nuse: [builtin]\nsources:\n" + c.deployment)}}
			if c.own != "" {
				files["watches/sys.yaml"] = &fstest.MapFile{Data: []byte("system: sys\ntitle: 本地系统\nwatches:\n" + c.own)}
			}
			in := checks.Input{Workspace: files, Builtin: shipped, Kinds: kind.All()}
			all, list := checks.Load(in)
			in.InEffect = true
			some, faults := checks.Load(in)
			if list.Errors() || !reflect.DeepEqual(list, faults) {
				t.Fatalf("%v, and in effect %v", list, faults)
			}
			if some.Hash != all.Hash || !reflect.DeepEqual(some.Editions, all.Editions) || !reflect.DeepEqual(defined(some), defined(all)) {
				t.Errorf("%v, not %v", defined(some), defined(all))
			}
		})
	}
}

// defined says what every check in effect is known by, and whom it compares with.
func defined(c *checks.Catalog) (list []string) {
	for _, s := range c.Systems {
		for _, w := range s.Watches {
			list = append(list, w.Path()+" "+w.Title+" "+w.Contract.ID+" "+w.Source)
			for _, check := range w.Checks {
				list = append(list, check.ID+" "+check.Definition()+" "+check.Lacks())
			}
			for _, id := range slices.Sorted(maps.Keys(w.Refs)) {
				list = append(list, id+" is "+fmt.Sprint(w.Refs[id] != nil))
			}
		}
	}
	return list
}

// TestInEffectFaults: a workspace's own faults are found all the same, also those that
// only a shipped definition shows.
func TestInEffectFaults(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"dogwatch.yaml":       {Data: []byte("version: 1\nuse: [builtin]\nsources:\n" + frontSource)},
		"contracts/mine.yaml": {Data: []byte("contract: deaths\ntitle: 表\ndirection: inbound\nkey: [no]\ncolumns: {no: {title: 号, type: text, class: internal}}\nchecks:\n  - row_count: 1..\n")},
		"watches/own.yaml":    {Data: []byte("system: own\ntitle: 本地系统\nwatches:\n  - {contract: cart, source: front}\n")},
	}
	in := checks.Input{Workspace: files, Builtin: shippedCatalog(), Kinds: kind.All()}
	_, list := checks.Load(in)
	in.InEffect = true
	_, faults := checks.Load(in)
	if !list.Errors() || !reflect.DeepEqual(list, faults) {
		t.Errorf("%v, and in effect %v", list, faults)
	}
}

// TestWatchesInSamples: watches in a file that is one of samples by its name are not read,
// and that is said.
func TestWatchesInSamples(t *testing.T) {
	t.Parallel()
	in := workspace(t, "testdata/base.txtar")
	in.Workspace.(fstest.MapFS)["watches/other_test.yaml"] = &fstest.MapFile{Data: []byte("system: other\ntitle: 另一系统\nwatches: [{contract: people, source: front, from: T}]\n")}
	c, list := checks.Load(in)
	if c == nil || len(c.Systems) != 1 || len(list) != 1 || list[0].Code != "DW-1109" || list[0].Span.Start.File != "watches/other_test.yaml" {
		t.Errorf("%v %v", c, list)
	}
}
