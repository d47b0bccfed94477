package checks_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
)

var update = flag.Bool("update", false, "rewrite golden files")

// workspace reads a txtar archive as the input of Load.
func workspace(t *testing.T, file string) checks.Input {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range archive.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return checks.Input{Workspace: files, Builtin: catalog.FS, Kinds: kind.All(), AsOf: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Reads: onlySelects}
}

// golden compares got with a file, or rewrites it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (run with -update to accept):\n%s", file, got)
	}
}

func TestLoadGood(t *testing.T) {
	t.Parallel()
	in := workspace(t, "testdata/good.txtar")
	loaded, list := checks.Load(in)
	if len(list) > 0 {
		t.Fatal(diag.Render(list, checks.Texts(in, list)))
	}
	golden(t, "testdata/good.golden", describe(loaded))
}

// TestLoadTwice: the hash identifies the definitions and nothing else.
func TestLoadTwice(t *testing.T) {
	t.Parallel()
	in := workspace(t, "testdata/good.txtar")
	first, _ := checks.Load(in)
	second, _ := checks.Load(in)
	if first.Hash != second.Hash || len(first.Hash) != 64 {
		t.Errorf("hashes %q, %q", first.Hash, second.Hash)
	}
	in.Name = "elsewhere"
	if moved, _ := checks.Load(in); moved.Hash != first.Hash {
		t.Error("the hash depends on where the workspace lies")
	}
	in.Workspace.(fstest.MapFS)["codes/districts.csv"].Data = []byte("code,name\n110101,东城区\n")
	if changed, _ := checks.Load(in); changed.Hash == first.Hash {
		t.Error("a code table does not count")
	}
}

// TestBuiltin: the shipped catalog loads without a fault or a warning.
func TestBuiltin(t *testing.T) {
	t.Parallel()
	in := checks.Input{
		Workspace: fstest.MapFS{"dogwatch.yaml": {Data: []byte("version: 1\nuse: [builtin]\n")}},
		Builtin:   catalog.FS, Kinds: kind.All(),
	}
	loaded, list := checks.Load(in)
	if len(list) > 0 {
		t.Fatal(diag.Render(list, checks.Texts(in, list)))
	}
	if len(loaded.Contracts) == 0 || loaded.Calendar == nil || len(loaded.Dictionaries.Names()) == 0 {
		t.Error("the catalog is empty")
	}
}

// describe writes what a catalog holds, for the golden file.
func describe(c *checks.Catalog) string {
	var b strings.Builder
	d := c.Deployment
	fmt.Fprintf(&b, "version %d language %s zone %s use %v\n", d.Version, d.Language, d.Zone, d.Use)
	for _, s := range d.Sources {
		fmt.Fprintf(&b, "source %s: %s %s:%d/%s user=%s password=%v token=%v path=%s url=%s headers=%v limits=%+v\n",
			s.Name, s.Driver, s.Host, s.Port, s.Database, s.User, s.Password, s.Token, s.Path, s.URL, s.Headers, s.Limits)
	}
	fmt.Fprintf(&b, "edition of death-origins %s\n", c.Editions["death-origins"])
	for _, s := range c.Systems {
		for _, w := range s.Watches {
			describeWatch(&b, w)
		}
	}
	for _, y := range c.Services {
		fmt.Fprintf(&b, "service %s %s..%s\n", y.Year, y.From.Format("2006-01-02"), y.To.Format("2006-01-02"))
		for _, clause := range y.Clauses {
			fmt.Fprintf(&b, "  %s %s %s %v\n", clause.Row, clause.Section, clause.Title, clause.Watches)
		}
	}
	return b.String()
}

func describeWatch(b *strings.Builder, w *checks.Watch) {
	fmt.Fprintf(b, "watch %s %s was=%v source=%s from=%q %q call=%+v cycle=%v tags=%v empty=%v\n",
		w.Path(), w.Title, w.Was, w.Source, w.From.Name, w.From.Query, w.From.Call, w.Cycle, w.Tags, w.MayBeEmpty)
	if w.Where != nil {
		fmt.Fprintf(b, "  where %s\n", w.Where.Source())
	}
	for _, m := range w.Mappings {
		fmt.Fprintf(b, "  column %s %s class=%d %q join=%q layout=%q trim=%v fold=%v shift=%d values=%v absent=%v\n",
			m.Name, m.Type, m.Class, m.Physical, m.Join, m.Layout, m.Trim, m.Fold, m.Shift, m.Values, m.Absent)
	}
	for _, check := range w.Checks {
		fmt.Fprintf(b, "  check %s [%s %s %s g%d] %s warn=%s fail=%s absent=%s\n", check.ID,
			check.Kind.Doc().Name, check.Dimension, check.Status, check.Grade, check.Title, boundText(check.Warn), boundText(check.Fail), check.Absent)
	}
	for _, contract := range slices.Sorted(maps.Keys(w.Refs)) {
		fmt.Fprintf(b, "  ref %s → %s\n", contract, w.Refs[contract].Path())
	}
}

func boundText(b *checks.Bound) string {
	if b == nil {
		return "-"
	}
	return b.Text
}

// onlySelects stands for the guard of the connectors, which has tests of its own.
func onlySelects(query string) error {
	if strings.HasPrefix(query, "SELECT ") {
		return nil
	}
	return errors.New("a query begins with SELECT")
}
