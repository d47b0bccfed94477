package catalog_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/checks/sample"
)

// over is the shipped catalog under a deployment.
func over(deployment string) checks.Input {
	return checks.Input{Builtin: catalog.FS, Kinds: kind.All(), Workspace: fstest.MapFS{"dogwatch.yaml": {Data: []byte(deployment)}}}
}

// alone is the deployment that declares no source.
const alone = "version: 1\nuse: [builtin]\n"

// load reads the shipped catalog alone.
func load(t *testing.T) (checks.Input, *checks.Catalog) {
	t.Helper()
	in := over(alone)
	c, faults := checks.Load(in)
	if len(faults) > 0 {
		t.Fatal(diag.Render(faults, checks.Texts(in, faults)))
	}
	return in, c
}

// Every check of every contract, and every check that stands in a watch, has a sample that
// passes and one that fails.
func TestSamples(t *testing.T) {
	t.Parallel()
	in, c := bound(t)
	report, faults := sample.Run(in, c)
	if len(faults) > 0 {
		t.Error(diag.Render(faults, checks.Texts(in, faults)))
	}
	if len(report.Verdicts) < 400 {
		t.Errorf("only %d samples were run", len(report.Verdicts))
	}
	for _, gap := range report.Gaps {
		t.Errorf("%s/%s: passes %t, fails %t", gap.Of, gap.Check, gap.Passes, gap.Fails)
	}
	for _, u := range report.Untried {
		t.Errorf("%s/%s: %s", u.Of, u.Check, u.Why)
	}
}

// The shorthands of columns speak for themselves.
func TestEveryCheckSaysWhy(t *testing.T) {
	t.Parallel()
	_, c := bound(t)
	silent := func(of string, check *checks.Check) {
		if check.Title == "" || check.Why == "" && !strings.Contains(check.ID, "(") {
			t.Errorf("%s/%s: title %q, why %q", of, check.ID, check.Title, check.Why)
		}
	}
	for _, contract := range c.Contracts {
		for _, check := range contract.Checks {
			silent(contract.ID, check)
		}
	}
	for _, system := range c.Systems {
		for _, w := range system.Watches {
			for _, check := range w.Checks {
				if check.Own {
					silent(w.Path(), check)
				}
			}
		}
	}
}

// A definition is looked for by the name of its file.
func TestFilesAreCalledAsTheirContents(t *testing.T) {
	t.Parallel()
	for folder, key := range map[string]string{"contracts": "contract: ", "watches": "system: "} {
		entries, err := fs.ReadDir(catalog.FS, folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			name := strings.TrimSuffix(e.Name(), ".yaml")
			data, err := fs.ReadFile(catalog.FS, folder+"/"+e.Name())
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(name, "_test") && !strings.Contains("\n"+string(data), "\n"+key+name+"\n") {
				t.Errorf("%s/%s does not say %s%s", folder, e.Name(), key, name)
			}
		}
	}
}
