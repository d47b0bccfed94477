package checks

import (
	"regexp"
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
)

var dottedName = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)+$`)

// constant reads one named value. Constants are read before the rules that name them.
func (l *loader) constant(key, v *syntax.Value) {
	if first, ok := l.constantAt[key.Text]; ok {
		l.report("DW-1455", key.Span, "rename one of them", "the constant `%s` is defined twice", key.Text)
		l.relate(first.Span, "first defined here")
		return
	}
	if !dottedName.MatchString(key.Text) || strings.HasPrefix(key.Text, "other.") || strings.HasPrefix(key.Text, "period.") {
		l.report("DW-1454", key.Span, "write a word, a dot and a word, such as limits.age", "`%s` cannot be named by a rule", key.Text)
		return
	}
	l.constantAt[key.Text] = key
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
	if len(problems) == 0 {
		l.constants[key.Text], l.catalog.Constants[key.Text] = value.Type(), value
	}
}
