package interp

import "github.com/dogwatch/dogwatch/rules/ir"

// code evaluates the questions to dictionaries; identifiers are unknown until the
// algorithms of rules/civil are there.
func (e evaluation) code(n *ir.Node, args []ir.Value) Result {
	if n.Function.Dictionary {
		return e.dictionary(n, args)
	}
	return value(ir.NullOf(n.Type))
}
