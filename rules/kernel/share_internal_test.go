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

// TestIDNumbersAreReadOnce: the functions of one ID number share its reading.
func TestIDNumbersAreReadOnce(t *testing.T) {
	t.Parallel()
	own, other := ir.Field{Name: "id", Type: ir.Of(ir.Text)}, ir.Field{Name: "other", Type: ir.Of(ir.Text)}
	of := func(function string, base ir.Base, f ir.Field) *ir.Node {
		return ir.NewCall(function, ir.Of(base), ir.NewColumn(f))
	}
	roots := []*ir.Node{of("id_card_valid", ir.Boolean, own), of("id_card_birth", ir.Date, own), of("id_card_sex", ir.Text, own),
		of("id_card_birth", ir.Date, own), of("id_card_valid", ir.Boolean, other)}
	p, err := Compile(roots, ir.Schema{own, other}, nil)
	if err != nil {
		t.Fatal(err)
	}
	// two readings, valid twice, birth and sex once
	if len(p.steps) != 6 {
		t.Errorf("%d steps", len(p.steps))
	}
}
