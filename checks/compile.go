package checks

import (
	"maps"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// compile turns the expression at v into a rule and reports every problem where it
// stands. It returns nil then.
func (l *loader) compile(v *syntax.Value, schema ir.Schema, result ir.Base) *rules.Expr {
	if !scalar(v) {
		return nil
	}
	l.noteCalls(v.Text)
	expr, problems := rules.Compile(v.Text, l.scopeOf(schema, result))
	if expr != nil {
		problems = expr.Doomed()
	}
	for _, p := range problems {
		l.report(ruleCode(p.Code), v.At(p.Start, p.End), p.Hint, "%s", p.Message)
	}
	if len(problems) > 0 {
		return nil
	}
	return expr
}

// compileOnce is compile for rules over the columns of a contract: what was compiled for
// another one is the same here if all that its source names is the same. Names with a dot
// can be written in more than one way.
func (l *loader) compileOnce(v *syntax.Value, schema ir.Schema, result ir.Base) *rules.Expr {
	if slices.ContainsFunc(schema, func(f ir.Field) bool { return strings.Contains(f.Name, ".") }) {
		return l.compile(v, schema, result)
	}
	key := ruleKey(v.Text, schema, result)
	if expr := l.compiled.get(key); expr != nil {
		l.noteCalls(v.Text)
		return expr
	}
	expr := l.compile(v, schema, result)
	if expr != nil {
		l.compiled.put(key, expr)
	}
	return expr
}

func (l *loader) scopeOf(schema ir.Schema, result ir.Base) rules.Scope {
	return rules.Scope{Schema: schema, Constants: l.constants, Dictionaries: l.dictionaryNames(), Named: l.named, Result: result}
}

// ruleCode gives the code of a diagnostic for a problem of the rule language.
func ruleCode(code rules.Code) string {
	switch code {
	case rules.CodeSyntax:
		return "DW-1401"
	case rules.CodeTooLong:
		return "DW-1402"
	case rules.CodeNotAllowed:
		return "DW-1403"
	case rules.CodeUnknownName:
		return "DW-1404"
	case rules.CodeUnknownFunction:
		return "DW-1405"
	case rules.CodeArguments:
		return "DW-1406"
	case rules.CodeType:
		return "DW-1407"
	case rules.CodeLiteral:
		return "DW-1408"
	case rules.CodeDoomed:
		return "DW-1410"
	}
	return "DW-1409"
}

// BodySchema gives the columns that rules over the body of an HTTP answer may name:
// status (integer) and latency (seconds), and as text every other name that occurs in
// the sources, dots included, since a body has no declared columns.
func BodySchema(sources ...string) ir.Schema {
	schema := ir.Schema{
		{Name: "status", Type: ir.Of(ir.Integer)},
		{Name: "latency", Type: ir.DecimalType(18, 6)},
	}
	for _, source := range sources {
		for {
			_, problems := rules.Compile(source, rules.Scope{Schema: schema})
			names := unknownNames(source, problems, schema)
			if len(names) == 0 {
				break
			}
			for _, name := range names {
				schema = append(schema, ir.Field{Name: name, Type: ir.Of(ir.Text)})
			}
		}
	}
	return schema
}

// unknownNames gives the names that a compilation did not know, sorted.
func unknownNames(source string, problems []rules.Problem, schema ir.Schema) []string {
	names := map[string]bool{}
	for _, p := range problems {
		if p.Code != rules.CodeUnknownName || p.Start < 0 || p.End > len(source) || p.Start >= p.End {
			continue
		}
		name := source[p.Start:p.End]
		if _, known := schema.Field(name); !known {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// sortedNames lists the keys of a map.
func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
