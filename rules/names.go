package rules

import (
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// name resolves a name: a parameter inside a named rule, else a column, else a
// constant.
func (c *checker) name(at ast.Node, name string) *ir.Node {
	if c.inside != nil {
		if arg, ok := c.inside.args[name]; ok {
			return arg
		}
	} else if f, ok := c.scope.Schema.Field(name); ok {
		return ir.NewColumn(f)
	}
	if t, ok := c.scope.constant(name); ok {
		return &ir.Node{Kind: ir.Named, Type: t, Name: name}
	}
	return c.report(c.parsed.spans.of(at), CodeUnknownName, c.nameHint(name), "there is no column or constant %q", name)
}

func (c *checker) nameHint(name string) string {
	if hint := foreignName(name); hint != "" {
		return hint
	}
	known := c.scope.names()
	if c.inside != nil {
		known = c.inside.params
		if _, column := c.scope.Schema.Field(name); column {
			return "a named rule sees its parameters only; give it the column as an argument"
		}
	}
	if near := nearest(name, known); near != "" {
		return "did you mean " + near + "?"
	}
	if _, ok := ir.Lookup(name); ok {
		return "it is a function: write " + name + "(…)"
	}
	if len(known) == 0 {
		return "there is nothing to name here"
	}
	return "known are " + listed(known)
}

// foreignName knows words of other languages.
func foreignName(name string) string {
	switch strings.ToLower(name) {
	case "null", "none", "nul":
		return "write nil"
	case "true", "false":
		return "write " + strings.ToLower(name) + " in lower case"
	case "sysdate", "current_date", "curdate":
		return "write today()"
	case "other":
		return "write other. and a column of the matched side, such as other.id_card"
	}
	return ""
}

// member resolves a dotted name as one name: "other.death_date".
func (c *checker) member(n *ast.MemberNode) *ir.Node {
	name, ok := dotted(n)
	if !ok {
		return c.report(c.parsed.spans.of(n), CodeNotAllowed, "a part of a text is x[0:6], or substr(x, 1, 6)", "a single element cannot be taken")
	}
	return c.name(n, name)
}

func dotted(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return n.Value, true
	case *ast.MemberNode:
		property, isText := n.Property.(*ast.StringNode)
		left, ok := dotted(n.Node)
		if !isText || !ok || n.Optional {
			return "", false
		}
		return left + "." + property.Value, true
	}
	return "", false
}

// decimalLiteral reads the digits from the source, so that 0.1 is exact.
func (c *checker) decimalLiteral(n *ast.FloatNode) *ir.Node {
	span := c.parsed.spans.of(n)
	text := strings.TrimSuffix(strings.ReplaceAll(c.parsed.source[span.Start:span.End], "_", ""), ".")
	unscaled, precision, scale, ok := ir.ParseDecimal(text)
	if !ok {
		return c.report(span, CodeLiteral, "write at most 38 digits, without an exponent", "%s cannot be read as a decimal", text)
	}
	return ir.NewConstant(ir.DecimalOf(unscaled, ir.DecimalType(precision, scale)))
}
