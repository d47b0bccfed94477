package ir_test

import (
	"testing"

	"github.com/dogwatch/dogwatch/rules/ir"
)

func TestFunctionsAreComplete(t *testing.T) {
	t.Parallel()
	previous := ""
	for _, f := range ir.Functions() {
		if f.Name <= previous {
			t.Errorf("%s stands twice or out of order", f.Name)
		}
		previous = f.Name
		if f.Title == "" || f.Example == "" || f.Group == "" || len(f.Signatures) == 0 {
			t.Errorf("%s lacks a title, an example, a group or a signature", f.Name)
		}
		for _, s := range f.Signatures {
			if s.Gives == "" || s.Least() < 0 || s.Optional > 0 && s.Variadic {
				t.Errorf("%s has an odd signature", f.Name)
			}
		}
		if found, ok := ir.Lookup(f.Name); !ok || found.Name != f.Name {
			t.Errorf("%s is not found", f.Name)
		}
	}
}
