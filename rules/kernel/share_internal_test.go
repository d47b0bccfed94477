package kernel

import (
	"testing"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// TestCommonPartsAreComputedOnce: what several rules of a table share is one step.
func TestCommonPartsAreComputedOnce(t *testing.T) {
	t.Parallel()
	name := ir.Field{Name: "name", Type: ir.Of(ir.Text)}
	length := func() *ir.Node { return ir.NewCall("len", ir.Of(ir.Integer), ir.NewColumn(name)) }
	over := func(n int64) *ir.Node {
		return ir.NewCall(">", ir.Of(ir.Boolean), length(), ir.NewConstant(ir.IntegerOf(n)))
	}
	found := func() *ir.Node {
		return ir.NewCall("matches", ir.Of(ir.Boolean), ir.NewColumn(name), ir.NewConstant(ir.TextOf("a+")))
	}
	roots := []*ir.Node{
		over(1),
		ir.NewCall("and", ir.Of(ir.Boolean), over(1), found()),
		ir.NewCall("or", ir.Of(ir.Boolean), found(), over(2)),
		ir.NewCall("or", ir.Of(ir.Boolean), found(), over(2)),
	}
	p, err := Compile(roots, ir.Schema{name}, nil)
	if err != nil {
		t.Fatal(err)
	}
	// len, > 1, matches, and, > 2, or
	if len(p.steps) != 6 {
		t.Errorf("%d steps for six different parts", len(p.steps))
	}
}
