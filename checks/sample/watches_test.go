package sample_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/checks/sample"
)

// The shipped catalog of these tests: a system with a check of its own, and its samples.
const (
	office = `
system: office
title: 发放系统
watches:
  - contract: people
    source: front
    checks:
      - {id: at-home, title: 本区, rule: home == "甲"}
      - {id: row_count, fail: "< 2"}
  - contract: people
    id: others
    source: front
    where: home == "乙"
    checks:
      - {id: known, title: 在册, exists_in: people, on: [name]}
    refs: {people: office/people}
`
	officeSamples = `
system: office
as_of: "2026-11-24"
samples:
  - watch: people
    check: at-home
    pass: [{home: 甲}]
    fail: [{home: 乙}]
  - watch: others
    check: known
    other: {people: [{name: 张三}]}
    pass: [[{name: 张三}]]
    fail: [[{name: 李四}]]
`
)

// shipped runs the samples of a shipped system in a workspace with these files.
func shipped(t *testing.T, workspace map[string]string) (*sample.Report, diag.List) {
	t.Helper()
	builtin := fstest.MapFS{
		"contracts/people.yaml":    {Data: []byte(people + "checks:\n  - row_count: 1..\n")},
		"watches/office.yaml":      {Data: []byte(office)},
		"watches/office_test.yaml": {Data: []byte(officeSamples)},
	}
	files := fstest.MapFS{"dogwatch.yaml": {Data: []byte("version: 1\nuse: [builtin]\nsources: {front: {driver: sqlite, path: a.db}}\n")}}
	for name, text := range workspace {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	in := checks.Input{Builtin: builtin, Workspace: files, Kinds: kind.All()}
	c, faults := checks.Load(in)
	if faults.Errors() {
		t.Fatal(diag.Render(faults, checks.Texts(in, faults)))
	}
	return sample.Run(in, c)
}

func untried(r *sample.Report) (list []string) {
	for _, u := range r.Untried {
		list = append(list, fmt.Sprintf("%s/%s: %s", u.Of, u.Check, u.Why))
	}
	return list
}

func gaps(r *sample.Report) (list []string) {
	for _, g := range r.Gaps {
		list = append(list, g.Of+"/"+g.Check)
	}
	return list
}

// TestWatches: samples try the checks that stand in watches, which lack samples as the
// contract's do. A text is always one, and no gap.
func TestWatches(t *testing.T) {
	t.Parallel()
	report, faults := shipped(t, nil)
	if len(faults) > 0 || len(report.Verdicts) != 4 || len(report.Untried) > 0 {
		t.Errorf("%v %v %v", faults, report.Verdicts, report.Untried)
	}
	if got := gaps(report); !slices.Equal(got, []string{"people/type(born)", "people/type(died)", "people/row_count"}) {
		t.Errorf("gaps %v", got)
	}
	report, _ = shipped(t, map[string]string{"watches/office.yaml": "system: office\ntitle: 发放系统\nwatches:\n  - id: people\n    contract: people\n    checks: [{id: mine, title: 我的, rule: home != \"丙\"}]\n"})
	if got := gaps(report); !slices.Contains(got, "office/people/mine") || slices.Contains(got, "office/people/at-home") {
		t.Errorf("gaps %v", got)
	}
}

// TestWatchesWhere: the rows of a sample are those that the watch's `where` let through,
// so that an installation may have one of its own.
func TestWatchesWhere(t *testing.T) {
	t.Parallel()
	report, faults := shipped(t, map[string]string{"watches/office.yaml": "system: office\ntitle: 发放系统\nwatches:\n  - {id: people, contract: people, where: 'valid == \"1\"', columns: {valid: {column: SFYX, type: text, title: 有效}}}\n"})
	if len(faults) > 0 || len(report.Verdicts) != 4 {
		t.Errorf("%v %v", faults, report.Verdicts)
	}
}

// TestUntried: a shipped sample is not tried where its watch is not in effect, where a
// column is not delivered, or where the workspace says otherwise, and the report names it.
func TestUntried(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, text string
		want       []string
	}{
		"no source": {"dogwatch.yaml", "version: 1\nuse: [builtin]\n", []string{
			"office/people/at-home: office/people is not bound here", "office/others/known: office/others is not bound here",
		}},
		"absent": {"watches/office.yaml", "system: office\ntitle: 发放系统\nwatches: [{id: people, contract: people, absent: 没有这个接口}]\n", []string{
			"office/people/at-home: office/people is not bound here", "office/others/known: office/people is not bound here",
		}},
		"no column": {"watches/office.yaml", "system: office\ntitle: 发放系统\nwatches: [{id: people, contract: people, columns: {home: {absent: true, why: 不提供}}}]\n", []string{
			"office/people/at-home: column home is not delivered by this source",
		}},
		"changed": {"watches/office.yaml", "system: office\ntitle: 发放系统\nwatches: [{id: people, contract: people, checks: [{id: at-home, rule: home == \"丙\"}]}]\n", []string{
			"office/people/at-home: the workspace changes the check",
		}},
	} {
		report, faults := shipped(t, map[string]string{c.file: c.text})
		if got := untried(report); len(faults) > 0 || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v\n%s", name, faults, strings.Join(got, "\n"))
		}
	}
}

// TestOwnWatches: a workspace tries its own watches, also a shipped check that it changed.
func TestOwnWatches(t *testing.T) {
	t.Parallel()
	report, faults := shipped(t, map[string]string{
		"watches/office.yaml":    "system: office\ntitle: 发放系统\nwatches: [{id: people, contract: people, checks: [{id: at-home, rule: home == \"丙\"}]}]\n",
		"watches/mine_test.yaml": "system: office\nas_of: 2026-11-24\nsamples: [{watch: people, check: at-home, pass: [{home: 丙}], fail: [{home: 甲}]}, {watch: people, check: row_count, pass: [[{name: a}, {name: b}]], fail: [[{name: a}]]}]\n",
	})
	if len(faults) > 0 || len(report.Verdicts) != 6 {
		t.Errorf("%v %v", faults, report.Verdicts)
	}
	report, faults = shipped(t, map[string]string{"watches/mine_test.yaml": "system: office\nas_of: 2026-11-24\nsamples: [{watch: people, check: at-home, pass: [{home: 丙}]}]\n"})
	if len(report.Verdicts) != 5 || len(faults) != 1 || !strings.Contains(faults[0].Message, "`at-home` gives fail, not pass") {
		t.Errorf("%v %v", faults, report.Verdicts)
	}
}
