package checks

import (
	"regexp"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// namedSource is where a named rule stands, and whether anybody calls it.
type namedSource struct {
	key, source *syntax.Value
	builtin     bool
}

var identifier = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_]*$`)

func (l *loader) loadRules() {
	for _, d := range l.documents("rules", ".yaml") {
		root := l.parse("rules", d, rulesShape())
		for _, f := range fields(root.Get("constants")) {
			l.constant(f.Key, f.Value, d.builtin)
		}
		for _, f := range fields(root.Get("rules")) {
			l.ruleFields = append(l.ruleFields, f)
			if !l.out.has(f.Key.Span) {
				l.namedRule(f.Key, f.Value, d.builtin)
			}
		}
	}
	l.meaning = &meaning{l.named, l.catalog.Constants, sortedNames(l.constants)}
	for _, name := range sortedNames(l.namedAt) {
		l.tryNamed(name)
	}
}

func (l *loader) namedRule(key, v *syntax.Value, builtin bool) {
	if first, ok := l.namedAt[key.Text]; ok {
		l.report("DW-1451", key.Span, "rename one of them", "the rule `%s` is defined twice", key.Text)
		l.relate(first.key.Span, "first defined here")
		return
	}
	if !identifier.MatchString(key.Text) {
		l.report("DW-1452", key.Span, "use letters, digits and _, as it is called like a function", "`%s` cannot be called", key.Text)
		return
	}
	if isFunction(key.Text) {
		l.report("DW-1452", key.Span, "choose another name", "`%s` is a function of the rule language", key.Text)
		return
	}
	l.namedAt[key.Text] = &namedSource{key, v.Get("rule"), builtin}
	rule := rules.NamedRule{Params: l.params(v.Get("params")), Source: text(v.Get("rule"))}
	l.named[key.Text] = rule
	l.addNamed(Named{Name: key.Text, Params: rule.Params, Source: rule.Source, Rule: true}, v)
}

func isFunction(name string) bool {
	_, ok := ir.Lookup(name)
	return ok
}

// params reads a list of names, or a map of names to types.
func (l *loader) params(v *syntax.Value) []rules.Param {
	var params []rules.Param
	for _, item := range items(v) {
		params = append(params, rules.Param{Name: text(item)})
	}
	for _, f := range fields(v) {
		t, ok := parseType(text(f.Value))
		if !ok {
			l.report("DW-1203", f.Value.Span, typeHint(text(f.Value)), "`%s` is not a type", text(f.Value))
		}
		params = append(params, rules.Param{Name: f.Key.Text, Type: t})
	}
	return params
}

// tryNamed compiles a named rule by itself where all its parameters have types, so
// that its faults are shown where it stands and not where it is called.
func (l *loader) tryNamed(name string) {
	rule, at := l.named[name], l.namedAt[name]
	l.noteCalls(rule.Source)
	if !scalar(at.source) || at.builtin && l.in.InEffect {
		return
	}
	schema := make(ir.Schema, 0, len(rule.Params))
	for _, p := range rule.Params {
		if p.Type == (ir.Type{}) {
			return
		}
		schema = append(schema, ir.Field{Name: p.Name, Type: p.Type})
	}
	l.compile(at.source, schema, ir.Null)
}
