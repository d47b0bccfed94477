package catalog_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

var update = flag.Bool("update", false, "write "+checks.TreesFile)

// TestTrees: the definitions that are shipped parsed are those that are shipped as text,
// and these have no fault.
func TestTrees(t *testing.T) {
	t.Parallel()
	in := over(alone)
	trees, faults := checks.Trees(in)
	if len(faults) > 0 {
		t.Fatal(diag.Render(faults, checks.Texts(in, faults)))
	}
	if *update {
		if err := os.WriteFile(checks.TreesFile, trees, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	shipped, err := catalog.FS.ReadFile(checks.TreesFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(shipped, trees) {
		t.Errorf("%s (%d bytes) is not made of the definitions (%d bytes): go test ./checks/catalog -update", checks.TreesFile, len(shipped), len(trees))
	}
}

// TestTreesAreTheTexts: a catalog without the parsed definitions is the same, and so is
// one whose parsed definitions are damaged or of other texts.
func TestTreesAreTheTexts(t *testing.T) {
	t.Parallel()
	in, want := load(t)
	shipped, err := catalog.FS.ReadFile(checks.TreesFile)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(shipped, []byte("contracts/"), []byte("contracts:"), 1)
	for name, trees := range map[string][]byte{"none": nil, "half": shipped[:len(shipped)/2], "changed": changed, "noise": []byte(strings.Repeat("noise", 999))} {
		files := fstest.MapFS{checks.TreesFile: {Data: trees}}
		in.Builtin = laid{files, catalog.FS}
		got, faults := checks.Load(in)
		if faults.Errors() || got.Hash != want.Hash || !reflect.DeepEqual(written(got), written(want)) {
			t.Errorf("%s: another catalog", name)
		}
	}
}

// laid is a file system over another.
type laid struct{ over, under fs.FS }

func (l laid) Open(name string) (fs.File, error) {
	if f, err := l.over.Open(name); err == nil && name != "." {
		return f, nil
	}
	return l.under.Open(name)
}

// written says what stands in a catalog, and where.
func written(c *checks.Catalog) (list []string) {
	for _, contract := range c.Contracts {
		list = append(list, fmt.Sprint(contract.ID, contract.Title, contract.Key, contract.Columns, contract.Span))
		for _, check := range contract.Checks {
			list = append(list, fmt.Sprint(check.ID, check.Title, check.Why, check.Grade, check.Status, check.Warn, check.Fail, check.Span))
		}
	}
	return list
}

// TestEveryTextComesBack: what is parsed of a shipped file comes back from its encoding,
// with every place.
func TestEveryTextComesBack(t *testing.T) {
	t.Parallel()
	err := fs.WalkDir(catalog.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := catalog.FS.ReadFile(name)
		if err != nil {
			return err
		}
		v, _ := syntax.Parse(name, data)
		if v == nil || !reflect.DeepEqual(syntax.Decode(name, data, syntax.Encode(v)), v) {
			t.Errorf("%s comes back as something else", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
