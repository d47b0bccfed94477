package rules

import (
	"fmt"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// inlining is a named rule that is being put into its caller.
type inlining struct {
	name   string
	span   ir.Span // of the outermost call, in the rule's own source
	params []string
	args   map[string]*ir.Node
	caller *inlining
}

// runs reports whether the named rule is being put in already.
func (i *inlining) runs(name string) bool {
	for ; i != nil; i = i.caller {
		if i.name == name {
			return true
		}
	}
	return false
}

// inline lowers the body of a named rule with its parameters replaced.
func (c *checker) inline(span ir.Span, name string, rule NamedRule, args []*ir.Node) *ir.Node {
	if c.inside.runs(name) || c.inside != nil && c.depth > maxDepth {
		return c.report(span, CodeNotAllowed, "take the circle out", "rule %s calls itself", name)
	}
	if len(args) != len(rule.Params) {
		return c.report(span, CodeArguments, "write "+signatureOf(name, rule), "%s takes %s, here are %d", name, counted(len(rule.Params)), len(args))
	}
	in := &inlining{name: name, span: span, args: map[string]*ir.Node{}, caller: c.inside}
	if c.inside != nil {
		in.span = c.inside.span
	}
	for i, p := range rule.Params {
		arg := c.argument(name, p, args[i])
		if arg == nil {
			return nil
		}
		in.args[p.Name] = arg
		in.params = append(in.params, p.Name)
	}
	body, problem := parse(rule.Source)
	if problem != nil {
		return c.report(span, problem.Code, problem.Hint, "rule %s cannot be read: %s", name, problem.Message)
	}
	inner := newChecker(body, c.scope, c.shared, in)
	inner.depth = c.depth
	out := inner.lower(body.root)
	if out == nil {
		return nil
	}
	// The whole body is shown as the call that stands in the rule, parts as in the body.
	outer := *out
	outer.Text, outer.Span = c.parsed.source[span.Start:span.End], in.span
	return &outer
}

// argument brings an argument to the declared type of its parameter.
func (c *checker) argument(name string, p Param, arg *ir.Node) *ir.Node {
	if p.Type.Base == ir.Null || p.Type.Base == arg.Type.Base {
		return arg
	}
	converted, _, _ := to(arg, p.Type.Base)
	if converted == nil {
		return c.reportNode(arg, CodeType, fmt.Sprintf("give %s a %s", name, p.Type), "parameter %s of rule %s is %s, this is %s", p.Name, name, p.Type, arg.Type)
	}
	return converted
}

func signatureOf(name string, rule NamedRule) string {
	text := name + "("
	for i, p := range rule.Params {
		if i > 0 {
			text += ", "
		}
		text += p.Name
	}
	return text + ")"
}
