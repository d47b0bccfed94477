package ir

import (
	"sort"
	"strconv"
	"strings"
)

// A Span is a half-open range of byte offsets into the source of the rule.
type Span struct{ Start, End int }

// A Kind is the sort of a node.
type Kind uint8

// The kinds. After Bind only Constant, Column and Call remain.
const (
	Constant Kind = iota // Value
	Column               // Name
	Named                // a constant of the Env by Name: "period.start"
	Call                 // Function over Args; operators are functions too
)

// A Node is one node of a checked expression. Nodes are immutable once built and
// may be shared (the argument of a named rule stands in every place that uses it),
// so a tree may be a graph without cycles.
type Node struct {
	Kind     Kind
	Type     Type
	Name     string    // Column, Named; of a Constant what Bind replaced by it, empty for literals
	Value    Value     // Constant
	Function *Function // Call
	Args     []*Node   // Call; missing optional arguments are not filled in
	Span     Span      // in the rule's source; for inlined bodies that of the call
	Text     string    // the source text of this node; for inlined bodies theirs
}

// NewConstant makes a constant node.
func NewConstant(v Value) *Node { return &Node{Kind: Constant, Type: v.Type(), Value: v} }

// NewColumn makes a column node.
func NewColumn(f Field) *Node { return &Node{Kind: Column, Type: f.Type, Name: f.Name} }

// NewCall makes a call of a function in the table. It trusts the types given and
// returns nil for a name that the table does not hold.
func NewCall(name string, t Type, args ...*Node) *Node {
	f, ok := Lookup(name)
	if !ok {
		return nil
	}
	return &Node{Kind: Call, Type: t, Function: f, Args: args}
}

// IsConstant reports a literal (or bound) constant.
func (n *Node) IsConstant() bool { return n.Kind == Constant }

// Walk visits the node and everything below it, children after their parent;
// shared nodes are visited once.
func (n *Node) Walk(visit func(*Node)) {
	seen := map[*Node]bool{}
	var walk func(*Node)
	walk = func(n *Node) {
		if seen[n] {
			return
		}
		seen[n] = true
		visit(n)
		for _, a := range n.Args {
			walk(a)
		}
	}
	walk(n)
}

// Columns lists the columns below the node, sorted, each once.
func (n *Node) Columns() []string {
	found := map[string]bool{}
	n.Walk(func(m *Node) {
		if m.Kind == Column {
			found[m.Name] = true
		}
	})
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// MayFault reports whether any function below the node can fault.
func (n *Node) MayFault() bool {
	may := false
	n.Walk(func(m *Node) {
		may = may || m.Kind == Call && len(m.Function.Faults) > 0
	})
	return may
}

// String writes the node in one canonical form: equal strings mean equal nodes, so
// it serves as the key for finding common sub-expressions.
func (n *Node) String() string {
	switch n.Kind {
	case Constant:
		if n.Value.IsNull() {
			return "null:" + n.Type.String()
		}
		return n.Type.String() + ":" + strconv.Quote(n.Value.String())
	case Column, Named:
		return strconv.Quote(n.Name)
	}
	args := make([]string, len(n.Args))
	for i, a := range n.Args {
		args[i] = a.String()
	}
	return n.Function.Name + ":" + n.Type.String() + "(" + strings.Join(args, ", ") + ")"
}
