package checks_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// bystander is a system that has nothing to do with any of the bad cases.
var bystander = fstest.MapFS{
	"contracts/bystander.yaml": {Data: []byte("contract: bystander\ntitle: 旁观\ndirection: inbound\nkey: [no]\ncolumns: {no: {title: 号, type: text, class: internal}}\nchecks:\n  - row_count: 1..\n  - {id: short, rule: len(no) < 9, title: 号不长}\n")},
	"watches/bystander.yaml":   {Data: []byte("system: bystander\ntitle: 旁观系统\nwatches:\n  - {contract: bystander, source: front}\n")},
}

// refusesAll are the codes of what concerns every watch: the deployment, constants, files
// of rules.
func refusesAll(code string) bool {
	return strings.HasPrefix(code, "DW-110") || strings.HasPrefix(code, "DW-111") || code == "DW-1454" || code == "DW-1455"
}

// TestLeftOut: whatever is wrong in one definition, the watches that have nothing to do
// with it are there, the error is told as without LeaveOut, and what it keeps out is named.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	for _, file := range badCases(t) {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := badWorkspace(t, file)
			maps.Copy(in.Workspace.(fstest.MapFS), bystander)
			_, strict := checks.Load(in)
			in.LeaveOut = true
			cat, list := checks.Load(in)
			if cat == nil {
				if !slices.ContainsFunc(strict, func(d diag.Diagnostic) bool { return refusesAll(d.Code) || inRefused(d.Span.Start.File) }) {
					t.Fatalf("nothing is loaded:\n%s", diag.Render(list, checks.Texts(in, list)))
				}
				return
			}
			if w := watchOf(cat, "bystander/bystander"); w == nil || len(w.Checks) != 6 {
				t.Errorf("the other watch is not there whole: %v", w)
			}
			for _, d := range strict {
				if d.Severity == diag.Error && !strings.HasPrefix(d.Code, "DW-161") && !slices.ContainsFunc(list, func(have diag.Diagnostic) bool { return have.Code == d.Code && have.Span == d.Span }) {
					t.Errorf("%s at %v is not told", d.Code, d.Span.Start)
				}
			}
			if list.Errors() == (len(cat.LeftOut) == 0) {
				t.Errorf("errors: %v, left out: %v", list.Errors(), leftOut(cat))
			}
		})
	}
}

func inRefused(file string) bool { return strings.HasPrefix(file, "rules/") || file == "dogwatch.yaml" }

// leftOut writes "path: code" of all that is left out.
func leftOut(c *checks.Catalog) (list []string) {
	for _, o := range c.LeftOut {
		list = append(list, o.Path()+": "+o.Why.Code)
	}
	return list
}

// TestLeftOutParts: of a fault goes out what cannot be without it, and nothing else.
func TestLeftOutParts(t *testing.T) {
	t.Parallel()
	const (
		head   = "system: sys\ntitle: 本地系统\nwatches:\n"
		second = "system: two\ntitle: 乙\nwatches:\n  - {contract: deaths, source: front}\n"
	)
	contract := func(checks string) string {
		return "contract: own\ntitle: 表\ndirection: inbound\nkey: [no]\ncolumns: {no: {title: 号, type: text, class: internal}}\nchecks:\n  - row_count: 1..\n" + checks
	}
	for name, test := range map[string]struct {
		files map[string]string
		out   []string // as leftOut
		there []string // watches with their number of checks, without those that are left out
	}{
		"a check of a contract goes from every watch of it": {
			files: map[string]string{
				"contracts/own.yaml": contract("  - {id: bad, rule: nobody > 1, title: 坏}\n  - {id: good, rule: len(no) < 9, title: 好}\n"),
				"watches/a.yaml":     "system: a\ntitle: 甲\nwatches:\n  - {contract: own, source: front}\n  - {contract: own, id: again, source: front}\n",
			},
			out:   []string{"a/again/bad: DW-1404", "a/own/bad: DW-1404"},
			there: []string{"a/again 6", "a/own 6", "sys/cards 5", "sys/payments 7"},
		},
		"a check that is written in an impossible form is told once": {
			files: map[string]string{
				"contracts/own.yaml": contract("  - {id: bad, rule: [1, 2], title: 坏, colour: red}\n"),
				"watches/a.yaml":     "system: a\ntitle: 甲\nwatches:\n  - {contract: own, source: front}\n",
			},
			out:   []string{"a/own/bad: DW-1014"},
			there: []string{"a/own 5", "sys/cards 5", "sys/payments 7"},
		},
		"an override that is wrong takes the overridden check with it": {
			files: map[string]string{"watches/sys.yaml": head + "  - {contract: cards, checks: [{id: row_count, fail: '> many'}]}\n"},
			out:   []string{"sys/cards/row_count: DW-1501"},
			there: []string{"sys/cards 4", "sys/payments 7"},
		},
		"a watch that says something wrong of a shipped one takes that with it": {
			files: map[string]string{"watches/sys.yaml": head + "  - {contract: cards, columns: {on: C_NO}}\n"},
			out:   []string{"sys/cards: DW-1310"},
			there: []string{"sys/payments 7"},
		},
		"who compares with a watch that is left out has a check that says so": {
			files: map[string]string{"watches/sys.yaml": head + "  - {contract: deaths, source: front, columns: {on: C_NO}}\n"},
			out:   []string{"sys/deaths: DW-1310"},
			there: []string{"sys/cards 5", "sys/payments 7 not-dead: sys/deaths"},
		},
		"two watches of one id": {
			files: map[string]string{"watches/sys.yaml": head + "  - {contract: cards, id: twin, source: front}\n  - {contract: deaths, id: twin, source: front}\n"},
			out:   []string{"sys/twin: DW-1303"},
			there: []string{"sys/cards 5", "sys/payments 7"},
		},
		"a contract that cannot be read, what names it, and what names that": {
			files: map[string]string{
				"contracts/own.yaml":   "contract: own\n  title: [",
				"contracts/third.yaml": strings.Replace(contract("  - {id: known, exists_in: own, on: [no], title: 有}\n"), "own", "third", 1),
				"watches/a.yaml":       "system: a\ntitle: 甲\nwatches:\n  - {contract: own, source: front}\n  - {contract: third, source: front}\n",
			},
			out:   []string{": DW-1001", "a/own: DW-1302", "a/third/known: DW-1302"},
			there: []string{"a/third 5", "sys/cards 5", "sys/payments 7"},
		},
		"a file of watches that cannot be read takes the shipped watches of its system with it": {
			files: map[string]string{"watches/mine.yaml": head + "  - {contract: cards, from: [}\n", "watches/two.yaml": second},
			out:   []string{"sys: DW-1001"},
			there: []string{"two/deaths 5"},
		},
		"a partner in a system that is left out": {
			files: map[string]string{
				"watches/sys.yaml": "system: sys\ntitle: 本地系统\nrefs: {deaths: two/deaths}\nwatches:\n  - {contract: cards, source: front}\n",
				"watches/two.yaml": second + "colour: red\n",
			},
			out:   []string{"two: DW-1011"},
			there: []string{"sys/cards 5", "sys/payments 7 not-dead: two/deaths"},
		},
		"a shared file": {
			files: map[string]string{
				"shared/part.yaml":   "columns: {more: {title: 多, type: text, class: nobody}}\n",
				"contracts/own.yaml": strings.Replace(contract(""), "key:", "include: [part]\nkey:", 1),
				"watches/a.yaml":     "system: a\ntitle: 甲\nwatches:\n  - {contract: own, source: front}\n",
			},
			out:   []string{": DW-1218", ": DW-1015", "a/own: DW-1302"},
			there: []string{"sys/cards 5", "sys/payments 7"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{"dogwatch.yaml": {Data: []byte("version: 1\nuse: [builtin]\nsources:\n" + frontSource)}}
			for path, data := range test.files {
				files[path] = &fstest.MapFile{Data: []byte(data)}
			}
			for _, inEffect := range []bool{false, true} {
				in := checks.Input{Workspace: files, Builtin: shippedCatalog(), Kinds: kind.All(), InEffect: inEffect, LeaveOut: true}
				c, list := checks.Load(in)
				if c == nil {
					t.Fatal(diag.Render(list, checks.Texts(in, list)))
				}
				if got := leftOut(c); !slices.Equal(got, test.out) {
					t.Errorf("left out (in effect: %v): %q", inEffect, got)
				}
				if got := there(c); !slices.Equal(got, test.there) {
					t.Errorf("there (in effect: %v): %q\n%s", inEffect, got, diag.Render(list, checks.Texts(in, list)))
				}
			}
		})
	}
}

// there writes every watch with the number of its checks, and those that compare with
// what is left out.
func there(c *checks.Catalog) (list []string) {
	for _, s := range c.Systems {
		for _, w := range s.Watches {
			line := fmt.Sprintf("%s %d", w.Path(), len(w.Checks))
			for _, check := range w.Checks {
				if check.LeftOut != "" {
					line += " " + check.ID + ": " + check.LeftOut
				}
			}
			list = append(list, line)
		}
	}
	return list
}

// TestLeftOutRefused: what concerns every watch stops everything, LeaveOut or not.
func TestLeftOutRefused(t *testing.T) {
	t.Parallel()
	for name, file := range map[string][2]string{
		"deployment": {"dogwatch.yaml", "version: 1\nuse: [builtin]\nsources: {front: {driver: sqlite}}\n"},
		"constant":   {"rules/own.yaml", "constants: {limits.age: 60, age: 3}\n"},
		"calendar":   {"codes/holidays.csv", "date,kind\nyesterday,off\n"},
		"nameless":   {"watches/own.yaml", "{system: sys, watches: [}\n"},
	} {
		files := fstest.MapFS{"dogwatch.yaml": {Data: []byte("version: 1\nuse: [builtin]\nsources:\n" + frontSource)}}
		files[file[0]] = &fstest.MapFile{Data: []byte(file[1])}
		c, list := checks.Load(checks.Input{Workspace: files, Builtin: shippedCatalog(), Kinds: kind.All(), LeaveOut: true})
		if c != nil || !list.Errors() {
			t.Errorf("%s: %v, %v", name, c, list)
		}
	}
}
