package estate

import (
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// loaded reads the estate's workspace for SQLite over the shipped catalog.
func loaded(t *testing.T) *checks.Catalog {
	t.Helper()
	databases := map[string]Address{}
	for _, system := range Systems() {
		databases[system] = Address{Path: system + ".db"}
	}
	files, err := Workspace(Deployment{Dialect: SQLite, ServiceURL: "http://127.0.0.1:8080", Databases: databases, Folder: "files", SecureURL: "https://127.0.0.1:8443", CAFile: "ca.pem"})
	if err != nil {
		t.Fatal(err)
	}
	workspace := fstest.MapFS{}
	for name, data := range files {
		workspace[name] = &fstest.MapFile{Data: data}
	}
	in := checks.Input{Workspace: workspace, Builtin: catalog.FS, Kinds: kind.All()}
	c, faults := checks.Load(in)
	if len(faults) > 0 {
		t.Fatal(diag.Render(faults, checks.Texts(in, faults)))
	}
	return c
}

func TestWorkspaceLoadsWithoutADiagnostic(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	watched := map[string]bool{}
	for _, system := range c.Systems {
		for _, w := range system.Watches {
			for _, check := range w.Checks {
				watched[system.ID+" "+w.ID+" "+check.ID] = true
			}
		}
	}
	e := generate(t, 1, small, Current)
	for _, x := range e.Ledger().Expectations() {
		if !watched[x.System+" "+x.Watch+" "+x.Check] {
			t.Errorf("the ledger speaks of %s/%s/%s, which is not watched", x.System, x.Watch, x.Check)
		}
	}
}

// TestServiceYearCoversThePatrols: the year in which the estate is patrolled has each row
// of the agreement, with its system and clause.
func TestServiceYearCoversThePatrols(t *testing.T) {
	t.Parallel()
	for _, s := range loaded(t).Services {
		day := Config{Step: Current}.AsOfInstant()
		if s.Shipped || day.Before(s.From) || day.After(s.To) {
			continue
		}
		if len(s.Clauses) != 382 {
			t.Errorf("%d rows", len(s.Clauses))
		}
		for _, c := range s.Clauses {
			if c.System == "" || c.Section == "" {
				t.Errorf("row %s has no system or no clause", c.Row)
			}
		}
		return
	}
	t.Error("no service year of the estate's own")
}
