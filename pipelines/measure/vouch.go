package measure

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// unvouched tells a text column whose bytes need not be characters, and whose server
// cannot tell: Oracle stores what import tools and old clients give it. It would count,
// group and compare what is no value to us. Where nothing may leave the source, its word
// has to do.
func (b *binding) unvouched(name string) bool {
	m := b.watch.Mapping(name)
	if b.dialect != sqlgen.Oracle || b.confined || m == nil || m.Type.Base != ir.Text {
		return false
	}
	_, vouched := b.doubt(name)
	return !vouched
}

// counted lists the columns whose values a server would count, group or bound.
func counted(m checks.Measure) (names []string) {
	switch m := m.(type) {
	case checks.Figures:
		for _, t := range m.Terms {
			names = append(names, t.Column)
		}
	case checks.Keys, checks.Aggregate, checks.Groups:
		names = measureColumns(m)
	}
	return names
}

// decided tells that a condition is for certain not as wanted (true or false) for every
// row that has an unvouched text which is none: then the server keeps the rows that we
// would. No such text equals a constant.
func (b *binding) decided(n *ir.Node, wanted bool) bool {
	doubtful := false
	n.Walk(func(n *ir.Node) { doubtful = doubtful || n.Kind == ir.Column && b.unvouched(n.Name) })
	if !doubtful {
		return true
	}
	if n.Kind != ir.Call {
		return false
	}
	switch n.Function.Name {
	case "and", "or":
		return b.decided(n.Args[0], wanted) && b.decided(n.Args[1], wanted)
	case "not":
		return b.decided(n.Args[0], !wanted)
	case "==", "in":
		return wanted && comparesConstants(n)
	case "!=":
		return !wanted && comparesConstants(n)
	}
	return false
}

// comparesConstants tells that a column is compared with nothing but constants.
func comparesConstants(n *ir.Node) bool {
	return n.Args[0].Kind == ir.Column && !slices.ContainsFunc(n.Args[1:], func(a *ir.Node) bool { return !a.IsConstant() })
}
