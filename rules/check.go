package rules

import (
	"fmt"

	"github.com/expr-lang/expr/ast"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// Limits on the size of a checked expression.
const (
	maxDepth = 250    // nesting of one source
	maxNodes = 20_000 // nodes after named rules are put in
)

const tooLarge = "the expression is too large once its named rules are put in"

// A checker lowers one source to the typed tree. A nil node means that a problem
// below it has been reported already, so nothing is said twice.
type checker struct {
	scope  Scope
	parsed *parsed
	memo   map[ast.Node]*ir.Node
	depth  int
	shared *shared
	inside *inlining // nil: the rule itself, not the body of a named one
}

// shared is what a rule and the bodies put into it have in common.
type shared struct {
	problems []Problem
	nodes    int
}

func newChecker(p *parsed, scope Scope, s *shared, inside *inlining) *checker {
	return &checker{scope: scope, parsed: p, memo: map[ast.Node]*ir.Node{}, shared: s, inside: inside}
}

// report notes a problem at a place of the checker's own source; inside a named rule
// it points at the call.
func (c *checker) report(span ir.Span, code Code, hint, format string, args ...any) *ir.Node {
	return c.note(span, c.parsed.source[span.Start:span.End], Problem{Code: code, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// reportNode notes a problem of a checked node, which may stand in a caller's source.
func (c *checker) reportNode(n *ir.Node, code Code, hint, format string, args ...any) *ir.Node {
	return c.note(n.Span, n.Text, Problem{Code: code, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) note(span ir.Span, text string, p Problem) *ir.Node {
	if c.inside != nil {
		p.Message = fmt.Sprintf("in rule %s, at %q: %s", c.inside.name, text, p.Message)
		span = c.inside.span
	}
	p.Start, p.End = span.Start, span.End
	c.shared.problems = append(c.shared.problems, p)
	return nil
}

// lower checks a node and everything below it.
func (c *checker) lower(n ast.Node) *ir.Node {
	if done, ok := c.memo[n]; ok {
		return done
	}
	c.depth++
	c.shared.nodes++
	defer func() { c.depth-- }()
	var out *ir.Node
	switch {
	case c.depth > maxDepth:
		c.reportOnce(n, "the expression is nested too deeply")
	case c.shared.nodes > maxNodes:
		c.reportOnce(n, tooLarge)
	default:
		out = c.place(c.lowerKind(n), n)
	}
	c.memo[n] = out
	return out
}

func (c *checker) reportOnce(n ast.Node, message string) {
	for _, p := range c.shared.problems {
		if p.Code == CodeTooLong {
			return
		}
	}
	c.report(c.parsed.spans.of(n), CodeTooLong, "split it into several checks", "%s", message)
}

// place notes where a node stands; nodes that were placed already (arguments of a
// named rule) keep their place.
func (c *checker) place(out *ir.Node, n ast.Node) *ir.Node {
	if out == nil || out.Text != "" {
		return out
	}
	span := c.parsed.spans.of(n)
	out.Text = c.parsed.source[span.Start:span.End]
	out.Span = span
	if c.inside != nil {
		out.Span = c.inside.span
	}
	return out
}

// lowerKind is the white list of node kinds.
func (c *checker) lowerKind(n ast.Node) *ir.Node {
	switch n := n.(type) {
	case *ast.NilNode:
		return ir.NewConstant(Value{})
	case *ast.BoolNode:
		return ir.NewConstant(ir.BooleanOf(n.Value))
	case *ast.IntegerNode:
		return ir.NewConstant(ir.IntegerOf(int64(n.Value)))
	case *ast.FloatNode:
		return c.decimalLiteral(n)
	case *ast.StringNode:
		return ir.NewConstant(ir.TextOf(n.Value))
	case *ast.IdentifierNode:
		return c.name(n, n.Value)
	case *ast.MemberNode:
		return c.member(n)
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		return c.call(n, "if", n.Cond, n.Exp1, n.Exp2)
	case *ast.SliceNode:
		return c.slice(n)
	case *ast.CallNode:
		return c.callNode(n)
	case *ast.ArrayNode:
		return c.report(c.parsed.spans.of(n), CodeNotAllowed, "write x in [a, b]", "a list stands only to the right of in")
	}
	return c.report(c.parsed.spans.of(n), CodeNotAllowed, "see the reference for what there is", "this syntax is not part of the rule language")
}

// lowerAll lowers several nodes; false when any of them had a problem.
func (c *checker) lowerAll(nodes []ast.Node) ([]*ir.Node, bool) {
	out, ok := make([]*ir.Node, len(nodes)), true
	for i, n := range nodes {
		out[i] = c.lower(n)
		ok = ok && out[i] != nil
	}
	return out, ok
}

// call lowers the arguments and applies a function of the table.
func (c *checker) call(at ast.Node, name string, args ...ast.Node) *ir.Node {
	lowered, ok := c.lowerAll(args)
	if !ok {
		return nil
	}
	return c.apply(c.parsed.spans.of(at), name, lowered)
}
