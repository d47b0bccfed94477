package rules

import (
	"github.com/expr-lang/expr/ast"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// unary lowers -x, +x and not x.
func (c *checker) unary(n *ast.UnaryNode) *ir.Node {
	switch n.Operator {
	case "not", "!":
		return c.not(n)
	case "-":
		return c.negative(n)
	}
	x := c.lower(n.Node)
	if x != nil && !numeric(x.Type.Base) {
		return c.report(c.parsed.spans.of(n), CodeType, "leave the sign out", "+ needs a number, this is %s", x.Type)
	}
	return x
}

func (c *checker) not(n *ast.UnaryNode) *ir.Node {
	x := c.lower(n.Node)
	if x == nil {
		return nil
	}
	if x.Type.Base != ir.Boolean {
		return c.report(c.parsed.spans.of(n), CodeType, "not binds tightly: write x not in [...], or put the comparison in parentheses: not (x > 1)",
			"not needs true or false, %q is %s", x.Text, x.Type)
	}
	return c.apply(c.parsed.spans.of(n), "not", []*ir.Node{x})
}

// negative folds the sign into a literal, so that -5 is a literal too.
func (c *checker) negative(n *ast.UnaryNode) *ir.Node {
	x := c.lower(n.Node)
	if x == nil {
		return nil
	}
	if x.IsConstant() && !x.Value.IsNull() {
		switch x.Type.Base {
		case ir.Integer:
			return ir.NewConstant(ir.IntegerOf(-x.Value.Number()))
		case ir.Decimal:
			return ir.NewConstant(ir.DecimalOf(x.Value.Decimal().Negate(), x.Type))
		}
	}
	return c.apply(c.parsed.spans.of(n), "neg", []*ir.Node{x})
}

// binary lowers the infix operators, and nil comparisons to null tests.
func (c *checker) binary(n *ast.BinaryNode) *ir.Node {
	switch n.Operator {
	case "&&", "and":
		return c.call(n, "and", n.Left, n.Right)
	case "||", "or":
		return c.call(n, "or", n.Left, n.Right)
	case "??":
		return c.call(n, "coalesce", n.Left, n.Right)
	case "==", "!=":
		if x := nilSide(n); x != nil {
			return c.nullTest(n, x)
		}
		return c.call(n, n.Operator, n.Left, n.Right)
	case "in":
		return c.in(n)
	case "..":
		return c.report(c.parsed.spans.of(n), CodeNotAllowed, "write x in 1..5", "a range stands only to the right of in")
	case "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "startsWith", "endsWith", "contains", "matches":
		return c.call(n, n.Operator, n.Left, n.Right)
	}
	return c.report(c.parsed.spans.of(n), CodeNotAllowed, "see the reference for the operators", "the operator %s is not part of the rule language", n.Operator)
}

// nilSide gives the other side of a comparison with the literal nil.
func nilSide(n *ast.BinaryNode) ast.Node {
	if _, ok := n.Right.(*ast.NilNode); ok {
		return n.Left
	}
	if _, ok := n.Left.(*ast.NilNode); ok {
		return n.Right
	}
	return nil
}

func (c *checker) nullTest(n *ast.BinaryNode, x ast.Node) *ir.Node {
	if n.Operator == "==" {
		return c.call(n, "is_null", x)
	}
	return c.call(n, "not_null", x)
}

// in lowers x in [a, b] and x in a..b.
func (c *checker) in(n *ast.BinaryNode) *ir.Node {
	switch list := n.Right.(type) {
	case *ast.ArrayNode:
		return c.inList(n, list)
	case *ast.BinaryNode:
		if list.Operator == ".." {
			return c.call(n, "between", n.Left, list.Left, list.Right)
		}
	}
	c.lower(n.Left)
	return c.report(c.parsed.spans.of(n.Right), CodeType, `write a list in brackets or a range: x in ["1", "2"], x in 1..5; for a part of a text write text contains part`,
		"in needs a list or a range to its right")
}

func (c *checker) inList(n *ast.BinaryNode, list *ast.ArrayNode) *ir.Node {
	if len(list.Nodes) == 0 {
		return c.report(c.parsed.spans.of(list), CodeArguments, "list the values that are allowed", "the list is empty")
	}
	for _, item := range list.Nodes {
		if _, ok := item.(*ast.NilNode); ok {
			return c.report(c.parsed.spans.of(item), CodeNotAllowed, "write x == nil or x in [...]", "nil in a list would never be equal to anything")
		}
	}
	return c.call(n, "in", append([]ast.Node{n.Left}, list.Nodes...)...)
}

// slice lowers x[from:to]; a missing from is 0.
func (c *checker) slice(n *ast.SliceNode) *ir.Node {
	args := []*ir.Node{c.lower(n.Node), ir.NewConstant(ir.IntegerOf(0))}
	if n.From != nil {
		args[1] = c.lower(n.From)
	}
	if n.To != nil {
		args = append(args, c.lower(n.To))
	}
	for _, a := range args {
		if a == nil {
			return nil
		}
	}
	return c.apply(c.parsed.spans.of(n), "slice", args)
}

func numeric(b ir.Base) bool { return ir.BasesOf(ir.Integer, ir.Decimal, ir.Float).Has(b) }
