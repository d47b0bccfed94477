package rules

import (
	"fmt"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// An Expr is a checked expression. It is immutable and holds nothing of an Env, so
// one Expr may serve many sets and periods.
type Expr struct {
	source string
	root   *ir.Node
}

// Compile checks a source against a scope. It returns either an expression or all
// problems found, in the order of their places; never both, never neither.
func Compile(source string, scope Scope) (*Expr, []Problem) {
	p, problem := parse(source)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	s := &shared{}
	root := newChecker(p, scope, s, nil).lower(p.root)
	if len(s.problems) > 0 {
		return nil, sortProblems(s.problems)
	}
	if size(root, map[*ir.Node]int{}) > maxNodes {
		return nil, []Problem{{End: len(source), Code: CodeTooLong, Message: tooLarge, Hint: "split it into several checks"}}
	}
	if problem := wrongResult(source, root, scope.Result); problem != nil {
		return nil, []Problem{*problem}
	}
	return &Expr{source: source, root: root}, nil
}

// size counts the nodes of the tree that the graph stands for, as far as it matters.
func size(n *ir.Node, known map[*ir.Node]int) int {
	if s, ok := known[n]; ok {
		return s
	}
	total := 1
	for _, a := range n.Args {
		total = min(total+size(a, known), maxNodes+1)
	}
	known[n] = total
	return total
}

// wrongResult checks the type of the whole.
func wrongResult(source string, root *ir.Node, want ir.Base) *Problem {
	have := root.Type.Base
	switch {
	case have == ir.Null:
		return &Problem{End: len(source), Code: CodeResult, Message: "the expression is always nil", Hint: "write a column or a comparison"}
	case want == ir.Null || want == have:
		return nil
	}
	hint := fmt.Sprintf("the expression must give %s", want)
	if want == ir.Boolean {
		hint = "a rule states what must hold: compare it with something, such as " + source + " > 0"
		if len(source) > 40 || have == ir.Text {
			hint = "a rule states what must hold: compare it with something"
		}
	}
	return &Problem{End: len(source), Code: CodeResult, Message: fmt.Sprintf("the expression gives %s, not %s", root.Type, want), Hint: hint}
}

// Type is the type of the result.
func (e *Expr) Type() Type { return e.root.Type }

// Columns lists the columns that the expression reads, sorted.
func (e *Expr) Columns() []string { return e.root.Columns() }

// Source is the text that was compiled.
func (e *Expr) Source() string { return e.source }

// Root is the checked tree, not yet bound to an Env. It must not be changed.
func (e *Expr) Root() *ir.Node { return e.root }
