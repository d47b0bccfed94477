package bench_test

import (
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// estateInput is the sample estate's workspace over the shipped catalog.
func estateInput(tb testing.TB, inEffect bool) checks.Input {
	tb.Helper()
	files, err := estate.Workspace(estateDeployment(1))
	if err != nil {
		tb.Fatal(err)
	}
	workspace := fstest.MapFS{}
	for name, data := range files {
		workspace[name] = &fstest.MapFile{Data: data}
	}
	return checks.Input{Workspace: workspace, Builtin: catalog.FS, Kinds: kind.All(), InEffect: inEffect}
}

func loaded(tb testing.TB, in checks.Input) *checks.Catalog {
	tb.Helper()
	c, faults := checks.Load(in)
	if faults.Errors() {
		tb.Fatal(diag.Render(faults, checks.Texts(in, faults)))
	}
	return c
}

// BenchmarkLoad reads the definitions, which is what every command begins with: all, or
// those in effect.
func BenchmarkLoad(b *testing.B) {
	for name, inEffect := range map[string]bool{"all": false, "in effect": true} {
		in := estateInput(b, inEffect)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				loaded(b, in)
			}
		})
	}
}

// TestInEffect: the sample estate is the same patrol whether all of the shipped catalog
// is read or only what is in effect, which for one source is a small part of it.
func TestInEffect(t *testing.T) {
	t.Parallel()
	small := checks.Input{Builtin: catalog.FS, Kinds: kind.All(), Workspace: fstest.MapFS{"dogwatch.yaml": &fstest.MapFile{
		Data: []byte("version: 1\nuse: [builtin]\nsources:\n  elderly-front: {driver: sqlite, path: x.db}\n")}}}
	whole := loaded(t, small)
	small.InEffect = true
	if part := loaded(t, small); 2*len(part.Contracts) >= len(whole.Contracts) || len(part.Contracts) == 0 {
		t.Errorf("%d contracts of %d are in effect", len(part.Contracts), len(whole.Contracts))
	}
	all, some := loaded(t, estateInput(t, false)), loaded(t, estateInput(t, true))
	if some.Hash != all.Hash || !reflect.DeepEqual(some.Editions, all.Editions) || !reflect.DeepEqual(defined(some), defined(all)) {
		t.Errorf("%d checks, not %d, or not the same", len(defined(some)), len(defined(all)))
	}
}

// defined says what every check in effect is known by.
func defined(c *checks.Catalog) (list []string) {
	for _, s := range c.Systems {
		for _, w := range s.Watches {
			for _, check := range w.Checks {
				list = append(list, w.Path()+"/"+check.ID+" "+check.Title+" "+check.Definition())
			}
		}
	}
	return list
}
