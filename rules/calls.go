package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// callNode lowers a call of a function or of a named rule.
func (c *checker) callNode(n *ast.CallNode) *ir.Node {
	span := c.parsed.spans.of(n)
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return c.report(span, CodeNotAllowed, "call a function by its name: len(x)", "a value has no methods")
	}
	args, ok := c.lowerAll(n.Arguments)
	if named, isNamed := c.scope.Named[callee.Value]; isNamed {
		if !ok {
			return nil
		}
		return c.inline(span, callee.Value, named, args)
	}
	f, known := ir.Lookup(callee.Value)
	if !known || f.Form != ir.FormCall {
		return c.report(c.parsed.spans.of(callee), CodeUnknownFunction, c.callHint(callee.Value), "there is no function %q", callee.Value)
	}
	if !ok {
		return nil
	}
	return c.apply(span, callee.Value, args)
}

func (c *checker) callHint(name string) string {
	if f, ok := ir.Lookup(name); ok {
		return "write " + f.Example
	}
	if hint := foreignFunction(name); hint != "" {
		return hint
	}
	if near := nearest(name, c.scope.callables()); near != "" {
		return "did you mean " + near + "?"
	}
	if _, ok := c.scope.Schema.Field(name); ok {
		return name + " is a column: leave the brackets out"
	}
	return "see the reference for the functions"
}

// foreignFunction knows functions of SQL and of expr-lang that have another name here.
func foreignFunction(name string) string {
	switch strings.ToLower(name) {
	case "length", "char_length":
		return "write len(x)"
	case "substring", "mid":
		return "write substr(x, start, n)"
	case "nvl", "ifnull", "isnull":
		return "write coalesce(a, b), or x == nil"
	case "to_date", "str_to_date":
		return `write date(text, "yyyyMMdd")`
	case "to_char", "date_format", "string":
		return `write to_text(x, "yyyyMMdd")`
	case "lpad", "padleft":
		return `write pad_left(x, n, "0")`
	case "sysdate", "current_date", "curdate":
		return "write today()"
	case "ltrim", "rtrim":
		return "write trim(x)"
	case "int", "to_number", "cast", "number":
		return "write to_integer(x) or to_decimal(x, 2)"
	case "datediff":
		return "write days_between(a, b)"
	case "and", "or", "not":
		return "write " + strings.ToLower(name) + " between the conditions, in lower case, without brackets of its own"
	case "case", "decode":
		return "write condition ? a : b"
	case "sum", "count", "avg", "map", "filter", "all", "any", "none", "one", "reduce":
		return "a rule sees one row; use an aggregate or group check for many rows"
	}
	return ""
}

// apply picks the cheapest signature that the arguments fit and builds the call.
func (c *checker) apply(span ir.Span, name string, args []*ir.Node) *ir.Node {
	f, ok := ir.Lookup(name)
	if !ok {
		return c.report(span, CodeUnknownFunction, c.callHint(name), "there is no function %q", name)
	}
	if f.Name == "standard" && len(args) == 3 && args[2].Type.Base == ir.Month {
		first := ir.NewCall("first_day", ir.Of(ir.Date), args[2])
		first.Text, first.Span = args[2].Text, args[2].Span
		args = []*ir.Node{args[0], args[1], first}
	}
	best, failure := fitAll(f, args)
	if best == nil {
		return c.misfit(span, f, args, failure)
	}
	t, why := best.signature.Result(best.args)
	if why != "" {
		return c.report(span, CodeType, "write "+f.Example, "%s", why)
	}
	if best.signature.Unified {
		best.unify(t)
	}
	if p := c.literals(f, best.args); p != nil {
		return c.reportNode(args[p.arg], CodeLiteral, p.hint, "%s", p.message)
	}
	return &ir.Node{Kind: ir.Call, Type: t, Function: f, Args: best.args}
}

// misfit explains why no signature fits.
func (c *checker) misfit(span ir.Span, f *ir.Function, args []*ir.Node, m misfit) *ir.Node {
	if m.single && f.Form == ir.FormCall && len(f.Signatures) == 1 {
		if m.hint == "" {
			m.hint = "write " + f.Example
		}
		return c.reportNode(args[m.arg], m.code, m.hint, "in %s, %s", f.Name, m.why)
	}
	if m.why != "" && !m.single {
		return c.reportNode(args[m.arg], m.code, m.hint, "%s", m.why)
	}
	if !slices.ContainsFunc(f.Signatures, func(s ir.Signature) bool { return takes(s, len(args)) }) {
		return c.report(span, CodeArguments, "write "+f.Example, "%s takes %s, here are %d", f.Name, arity(f), len(args))
	}
	if a, b := oddPair(f, args); a != nil {
		return c.report(span, CodeType, pairHint(f, a, b), "%s cannot join %s and %s", f.Name, a.Type, b.Type)
	}
	return c.report(span, CodeType, "write "+f.Example, "%s does not take %s", f.Name, typeList(args))
}

func takes(s ir.Signature, n int) bool {
	return n >= s.Least() && (s.Variadic || n <= len(s.Params))
}

// arity writes how many arguments a function takes.
func arity(f *ir.Function) string {
	var counts []string
	for _, s := range f.Signatures {
		switch {
		case s.Variadic:
			return fmt.Sprintf("%d or more arguments", s.Least())
		case s.Optional > 0:
			counts = append(counts, fmt.Sprintf("%d to %d", s.Least(), len(s.Params)))
		default:
			counts = append(counts, fmt.Sprint(len(s.Params)))
		}
	}
	slices.Sort(counts)
	if counts[len(counts)-1] == "1" {
		return counted(1)
	}
	return strings.Join(slices.Compact(counts), " or ") + " arguments"
}

func counted(n int) string {
	if n == 1 {
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", n)
}

func typeList(args []*ir.Node) string {
	names := make([]string, len(args))
	for i, a := range args {
		names[i] = a.Type.String()
	}
	return strings.Join(names, " and ")
}
