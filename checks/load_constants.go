package checks

import (
	"regexp"
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
)

var dottedName = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)+$`)

// constantSource is where a constant stands.
type constantSource struct {
	key     *syntax.Value
	builtin bool
}

// constant reads one named value. Constants are read before the rules that name them;
// one of the workspace takes the place of a shipped one of its name and type.
func (l *loader) constant(key, v *syntax.Value, builtin bool) {
	first, twice := l.constantAt[key.Text]
	if twice && first.builtin == builtin {
		l.report("DW-1455", key.Span, "rename one of them", "the constant `%s` is defined twice", key.Text)
		l.relate(first.key.Span, "first defined here")
		return
	}
	if !dottedName.MatchString(key.Text) || strings.HasPrefix(key.Text, "other.") || strings.HasPrefix(key.Text, "period.") {
		l.report("DW-1454", key.Span, "write a word, a dot and a word, such as limits.age", "`%s` cannot be named by a rule", key.Text)
		return
	}
	l.constantAt[key.Text] = constantSource{key, builtin}
	l.addNamed(Named{Name: key.Text, Source: text(v) + text(v.Get("value"))}, v)
	if v.Form == syntax.Map {
		v = v.Get("value")
	}
	if !scalar(v) {
		return
	}
	value, problems := rules.Constant(v.Text)
	for _, p := range problems {
		l.report(ruleCode(p.Code), v.At(p.Start, p.End), p.Hint, "%s", p.Message)
	}
	if len(problems) > 0 {
		return
	}
	if shipped := l.constants[key.Text]; twice && shipped != value.Type() {
		l.report("DW-1455", v.Span, "write a value of that type", "the shipped constant `%s` is %s, and this is %s", key.Text, shipped, value.Type())
		l.relate(first.key.Span, "shipped here")
		return
	}
	l.constants[key.Text], l.catalog.Constants[key.Text] = value.Type(), value
}
