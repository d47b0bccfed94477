package checks_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
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
			list[c.ID] = c.Subject()
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

// TestShippedConstant: a constant of the workspace takes the place of a shipped one, and
// must be of its type.
func TestShippedConstant(t *testing.T) {
	t.Parallel()
	load := func(constants string) (*checks.Catalog, diag.List) {
		workspace := constantWorkspace(constants)
		workspace["dogwatch.yaml"] = &fstest.MapFile{Data: []byte("version: 1\nuse: [builtin]\nsources: {q: {driver: sqlite, path: q.db}}\n")}
		shipped := fstest.MapFS{"rules/a.yaml": {Data: []byte("constants: {limits.age: 60}\n")}}
		return checks.Load(checks.Input{Builtin: shipped, Workspace: workspace, Kinds: kind.All()})
	}
	for constants, want := range map[string]string{"": "60", "constants: {limits.age: 65}\n": "65"} {
		catalog, faults := load(constants)
		if faults.Errors() {
			t.Fatal(faults)
		}
		if got := catalog.Constants["limits.age"].String(); got != want {
			t.Errorf("%q: limits.age is %s, not %s", constants, got, want)
		}
	}
	_, faults := load("constants: {limits.age: 60.5}\n")
	if len(faults) != 1 || faults[0].Code != "DW-1455" || !strings.Contains(faults[0].Message, "integer") {
		t.Errorf("a decimal in place of an integer: %v", faults)
	}
}
