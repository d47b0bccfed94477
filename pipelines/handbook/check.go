package handbook

import (
	"strings"

	"github.com/dogwatch/dogwatch/checks"
)

// check says one check in words, then as it is written, then what the names in it mean.
func (b *book) check(p *page, c *checks.Check) {
	p.line("\n### %s `%s`\n", c.Title, c.ID)
	if c.Why != "" {
		p.line("%s\n", sentence(c.Why, b.Say("。", ".")))
	}
	p.line("%s\n", b.judged(c))
	asked := c.Asked()
	p.line("```yaml\n%s\n```", asked)
	for i, n := range b.catalog.Names(asked) {
		if i == 0 {
			p.line("")
		}
		p.line("%s", b.named(n))
	}
}

// judged says what sort of check it is, how grave, and when it warns and fails.
func (b *book) judged(c *checks.Check) string {
	parts := []string{b.Dimension(string(c.Dimension)), b.Grade(c.Grade)}
	if b.Chinese() {
		parts = append([]string{c.Kind.Doc().Title}, parts...)
	} else {
		parts = append([]string{c.Kind.Doc().Name}, parts...)
	}
	if c.Status == checks.Proposed {
		parts = append(parts, b.Say("试行", "proposed"))
	}
	return strings.Join(append(parts, b.bounds(c)...), " · ")
}

// bounds says when a check warns and when it fails.
func (b *book) bounds(c *checks.Check) []string {
	var parts []string
	for _, level := range []struct {
		bound *checks.Bound
		name  string
	}{{c.Warn, string(checks.Warn)}, {c.Fail, string(checks.Fail)}} {
		verdict, text := b.Verdict(level.name), level.bound.String()
		switch {
		case text == "":
		case text == "> 0":
			parts = append(parts, b.Say("有一处不符即%s", "%s at the first", verdict))
		case b.Chinese() && level.bound.Op == checks.InRange:
			parts = append(parts, b.Bound(text)+"，否则"+verdict)
		case b.Chinese():
			parts = append(parts, inWords(b.Bound(text))+"即"+verdict)
		default:
			parts = append(parts, verdict+" "+b.Bound(text))
		}
	}
	return parts
}

// inWords writes the sign of a bound as a Chinese sentence has it, with a blank between a
// figure and what follows.
func inWords(bound string) string {
	text := strings.NewReplacer("> ", "超过 ", "< ", "低于 ", "≥ ", "达到 ", "≤ ", "不超过 ", "= ", "等于 ", "≠ ", "不等于 ").Replace(bound)
	if last := text[len(text)-1]; last == '%' || last >= '0' && last <= '9' {
		text += " "
	}
	return text
}

// named explains a rule or a constant that a check names.
func (b *book) named(n checks.Named) string {
	text := "- `" + n.Name + "`"
	if n.Rule {
		params := make([]string, len(n.Params))
		for i, p := range n.Params {
			params[i] = p.Name
		}
		text = "- `" + n.Name + "(" + strings.Join(params, ", ") + ")`"
	}
	if n.Title != "" {
		text += b.Say("：", ": ") + n.Title
	}
	if n.Rule {
		text += b.Say("，即 ", ", which is ") + "`" + n.Source + "`"
	} else {
		text += b.Say("，取 ", ", ") + "`" + n.Source + "`"
	}
	if n.Why != "" {
		text += b.Say("（%s）", " (%s)", n.Why)
	}
	return sentence(text, b.Say("。", "."))
}

// sentence ends a text that has no end yet.
func sentence(text, end string) string {
	if strings.HasSuffix(text, "。") || strings.HasSuffix(text, ".") {
		return text
	}
	return text + end
}
