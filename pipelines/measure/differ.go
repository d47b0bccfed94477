package measure

import (
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Difference names what a selftest found a server to answer otherwise than we do: a
// function as rules/ir names it, or a figure.
type Difference string

const (
	// DiffersAll stands for the whole language of a server.
	DiffersAll Difference = "*"
	// DiffersGrouped stands for every figure by group.
	DiffersGrouped Difference = "figure group"
)

func figureDifference(f connectors.Func) Difference { return Difference("figure " + string(f)) }

// differing tells whether a rule takes something that the server is known to answer
// otherwise: then its rows are read and judged here.
func (b *binding) differing(root *ir.Node) (yes bool) {
	if len(b.differs) == 0 {
		return false
	}
	if slices.Contains(b.differs, DiffersAll) {
		return true
	}
	root.Walk(func(n *ir.Node) {
		yes = yes || n.Kind == ir.Call && slices.Contains(b.differs, Difference(n.Function.Name))
	})
	return yes
}

// trusted gives a push back, or nil if the server is known to answer one of its figures
// otherwise.
func (q *push) trusted(b *binding) *push {
	if q == nil || len(b.differs) == 0 {
		return q
	}
	asked := []Difference{DiffersAll}
	for _, t := range q.request.Terms {
		asked = append(asked, figureDifference(t.Func))
	}
	if len(q.request.GroupBy) > 0 {
		asked = append(asked, DiffersGrouped)
	}
	if slices.ContainsFunc(asked, func(d Difference) bool { return slices.Contains(b.differs, d) }) {
		return nil
	}
	return q
}

// differences says for people what is not left to the server; nil if nothing is.
func (b *binding) differences() []string {
	if len(b.differs) == 0 {
		return nil
	}
	if slices.Contains(b.differs, DiffersAll) {
		return []string{"by the selftest nothing is left to this server"}
	}
	var names []string
	for _, d := range b.differs {
		names = append(names, string(d))
	}
	return []string{"by the selftest not left to this server: " + strings.Join(names, ", ")}
}
