package checks_test

import (
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// constantWorkspace has a rule that names a constant, one through a named rule, and
// one that names none.
func constantWorkspace(constants string) fstest.MapFS {
	return fstest.MapFS{
		"dogwatch.yaml": {Data: []byte("version: 1\nsources: {q: {driver: sqlite, path: q.db}}\n")},
		"rules/a.yaml":  {Data: []byte("rules:\n  old_enough: {params: {age: integer}, rule: age >= limits.age}\n" + constants)},
		"contracts/a.yaml": {Data: []byte("contract: a\ntitle: 人\ndirection: inbound\nkey: [x]\nmay_be_empty: true\ncolumns: {x: {title: 号, type: integer, class: public}}\n" +
			"checks:\n  - {id: direct, title: 一, rule: x >= limits.age}\n  - {id: called, title: 二, rule: old_enough(x)}\n  - {id: other, title: 三, rule: x > 1}\n")},
		"watches/s.yaml": {Data: []byte("system: s\ntitle: 系统\nwatches: [{contract: a, source: q, from: a}]\n")},
	}
}

// TestConstants: a constant has a value for every run, and a check that depends on it
// is another one when it changes: what people decided about the old one does not hold.
func TestConstants(t *testing.T) {
	t.Parallel()
	subjects := func(constants, value string) map[string]string {
		catalog, faults := checks.Load(checks.Input{Workspace: constantWorkspace(constants), Kinds: kind.All()})
		if faults.Errors() {
			t.Fatal(faults)
		}
		if got := catalog.Constants["limits.age"].String(); got != value {
			t.Errorf("limits.age is %s, not %s", got, value)
		}
		list := map[string]string{}
		for _, c := range catalog.Systems[0].Watches[0].Checks {
			list[c.ID] = c.Subject
		}
		return list
	}
	before, after := subjects("constants: {limits.age: 60}\n", "60"), subjects("constants: {limits.age: {value: 65, title: 年龄, why: 新政策}}\n", "65")
	for id, changed := range map[string]bool{"direct": true, "called": true, "other": false} {
		if before[id] == "" || (before[id] != after[id]) != changed {
			t.Errorf("%s: %s, then %s", id, before[id], after[id])
		}
	}
}
