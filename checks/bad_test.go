package checks_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/sample"
)

// badCases lists the files of testdata/bad: one mistake each, named after its code.
// A .yaml case says in its first line which file of the workspace it is; a .txtar
// case holds several files. They lie over testdata/base.txtar; a file that reads
// REMOVED is taken away.
func badCases(t *testing.T) []string {
	t.Helper()
	cases, err := filepath.Glob("testdata/bad/*.bad.*")
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(cases, func(name string) bool { return strings.HasSuffix(name, ".golden") })
}

func badWorkspace(t *testing.T, file string) checks.Input {
	t.Helper()
	in := workspace(t, "testdata/base.txtar")
	files := in.Workspace.(fstest.MapFS)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(file, ".yaml") {
		first, _, _ := bytes.Cut(data, []byte("\n"))
		files[strings.TrimPrefix(string(first), "# ")] = &fstest.MapFile{Data: data, Mode: 0o644}
		return in
	}
	for _, f := range txtar.Parse(data).Files {
		if string(f.Data) == "REMOVED\n" {
			delete(files, f.Name)
			continue
		}
		files[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return in
}

func TestBad(t *testing.T) {
	t.Parallel()
	for _, file := range badCases(t) {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := badWorkspace(t, file)
			loaded, list := checks.Load(in)
			if loaded != nil {
				_, more := sample.Run(in, loaded)
				list = append(list, more...).Sorted()
			}
			if !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == name[:len("DW-1234")] }) {
				t.Errorf("the code is not reported")
			}
			for _, d := range list {
				if d.Severity == diag.Error && d.Span.Start.IsZero() {
					t.Errorf("%s has no place", d.Code)
				}
			}
			golden(t, file+".golden", diag.Render(list, checks.Texts(in, list)))
		})
	}
}

// TestEveryCode: every code of the table has its case and its texts, and every code
// that a case reports is in the table.
func TestEveryCode(t *testing.T) {
	t.Parallel()
	cased := map[string]bool{}
	for _, file := range badCases(t) {
		cased[filepath.Base(file)[:len("DW-1234")]] = true
	}
	// These need a file system that fails or a file beyond the size limit: see
	// TestUnreadable.
	cased["DW-1102"], cased["DW-1009"] = true, true
	for _, c := range diag.Codes() {
		if !cased[c.ID] {
			t.Errorf("%s (%s) has no case in testdata/bad", c.ID, c.Title)
		}
		delete(cased, c.ID)
		for _, text := range []string{c.Title, c.Explain, c.WayOut, c.TitleZH, c.Chinese, c.WayZH} {
			if text == "" {
				t.Errorf("%s lacks a text", c.ID)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(cased)) {
		t.Errorf("%s has a case and is not in the table", id)
	}
}
