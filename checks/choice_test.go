package checks_test

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// TestChoices: wherever one of several keys must be there and none is, the hint shows how
// one is written.
func TestChoices(t *testing.T) {
	t.Parallel()
	seen := 0
	visited := map[string]bool{}
	var visit func(s syntax.Shape)
	visit = func(s syntax.Shape) {
		if s.Title != "" && visited[s.Title] {
			return
		}
		visited[s.Title] = true
		if len(s.Choice) > 0 && !s.Optional {
			seen++
			for _, fault := range syntax.Check(&syntax.Value{Form: syntax.Map}, s) {
				if fault.Code == "DW-1018" && (!strings.Contains(fault.Hint, ": ") || strings.Contains(fault.Hint, "…")) {
					t.Errorf("%s: %s; hint: %s", s.Title, fault.Message, fault.Hint)
				}
			}
		}
		for _, k := range s.Keys {
			visit(k.Shape)
		}
		for _, a := range s.Alternatives {
			visit(a)
		}
		if s.Item != nil {
			visit(*s.Item)
		}
	}
	for _, f := range checks.FileShapes(kind.All()) {
		visit(f.Shape)
	}
	if seen < 6 {
		t.Errorf("%d choices", seen)
	}
}
