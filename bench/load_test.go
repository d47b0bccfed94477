package bench_test

import (
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// BenchmarkLoad reads the sample estate's workspace over the shipped catalog, which is
// what every command begins with.
func BenchmarkLoad(b *testing.B) {
	files, err := estate.Workspace(estateDeployment(1))
	if err != nil {
		b.Fatal(err)
	}
	workspace := fstest.MapFS{}
	for name, data := range files {
		workspace[name] = &fstest.MapFile{Data: data}
	}
	for b.Loop() {
		if _, faults := checks.Load(checks.Input{Workspace: workspace, Builtin: catalog.FS, Kinds: kind.All()}); faults.Errors() {
			b.Fatal(faults)
		}
	}
}
