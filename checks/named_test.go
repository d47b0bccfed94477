package checks_test

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// TestNames: a check rests on the rules that it names, on those that these name, and on
// the constants of all of them; a name that only begins like one is another.
func TestNames(t *testing.T) {
	t.Parallel()
	files := constantWorkspace("  called: {params: [x], rule: old_enough(x), title: 够岁数, why: 规定}\nconstants: {limits.age: {value: 60, title: 岁数, why: 政策}, limits.ages: 1}\n")
	catalog, faults := checks.Load(checks.Input{Workspace: files, Kinds: kind.All()})
	if faults.Errors() {
		t.Fatal(faults)
	}
	for source, want := range map[string]string{
		"called(x)": "called old_enough limits.age", "x >= limits.ages": "limits.ages", "rule: limits.age": "limits.age", "x > 1": "",
	} {
		var names []string
		for _, n := range catalog.Names(source) {
			names = append(names, n.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s rests on %q, not %q", source, got, want)
		}
	}
	called, age := catalog.Names("called(x)")[0], catalog.Names("limits.age")[0]
	if called.Title != "够岁数" || called.Why != "规定" || len(called.Params) != 1 || called.Source != "old_enough(x)" || !called.Rule || age.Title != "岁数" || age.Source != "60" || age.Rule {
		t.Errorf("%+v %+v", called, age)
	}
}

// TestAsked: a check is written with what it asks, and without its title and bounds.
func TestAsked(t *testing.T) {
	t.Parallel()
	files := constantWorkspace("constants: {limits.age: 60}\n")
	files["watches/s.yaml"].Data = []byte("system: s\ntitle: 系统\nwatches: [{contract: a, source: q, from: a, checks: [{id: own, title: 四, unique: [x], where: 'x > 1', fail: \"> 3\"}, {id: seen, title: 五, absent_from: a, on: [x]}]}]\n")
	catalog, faults := checks.Load(checks.Input{Workspace: files, Kinds: kind.All()})
	if faults.Errors() {
		t.Fatal(faults)
	}
	want := map[string]string{
		"type(x)": "type: x", "direct": "rule: x >= limits.age", "own": "unique: [x]\nwhere: x > 1", "seen": "absent_from: a\non: [x]", "connect": "connect: true",
	}
	for _, c := range catalog.Systems[0].Watches[0].Checks {
		if text, ok := want[c.ID]; ok {
			if got := c.Asked(); got != text {
				t.Errorf("%s asks %q, not %q", c.ID, got, text)
			}
			delete(want, c.ID)
		}
	}
	for id := range want {
		t.Errorf("no check %s", id)
	}
}
