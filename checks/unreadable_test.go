package checks_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
)

// locked is a file system in which one file is listed and cannot be read.
type locked struct {
	fstest.MapFS
	name string
}

func (l locked) ReadFile(name string) ([]byte, error) {
	if name == l.name {
		return nil, errors.New("permission denied: /home/someone/secret")
	}
	return fs.ReadFile(l.MapFS, name)
}

// TestUnreadable: files that cannot be read, or are too large, are diagnostics.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	base := func(t *testing.T) (checks.Input, fstest.MapFS) {
		in := workspace(t, "testdata/base.txtar")
		return in, in.Workspace.(fstest.MapFS)
	}
	t.Run("locked", func(t *testing.T) {
		t.Parallel()
		in, files := base(t)
		in.Name = "ws"
		in.Workspace = locked{files, "contracts/people.yaml"}
		_, list := checks.Load(in)
		if len(list) == 0 || list[0].Code != "DW-1102" || list[0].Span.Start.File != "ws/contracts/people.yaml" {
			t.Errorf("%+v", list)
		}
		if strings.Contains(diag.Render(list, nil), "someone") {
			t.Error("the system's own text is shown")
		}
	})
	t.Run("too large", func(t *testing.T) {
		t.Parallel()
		in, files := base(t)
		files["rules/big.yaml"] = &fstest.MapFile{Data: []byte("# " + strings.Repeat("x", 1<<20))}
		_, list := checks.Load(in)
		if len(list) != 1 || list[0].Code != "DW-1009" {
			t.Errorf("%+v", list)
		}
	})
}
