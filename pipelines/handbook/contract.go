package handbook

import (
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// contract is the page of a contract.
func (b *book) contract(c *checks.Contract, w *draft.Contract) string {
	var p page
	p.line("# %s %s\n", c.ID, c.Title)
	p.line("%s. Key: %s.%s\n", way(c), codes(c.Key), emptiness(c))
	p.line("## Columns\n")
	p.table("column", "title", "type", "class", "must be there", "form")
	for _, line := range w.Columns {
		p.row(code(line.Name), line.Title, code(line.Type), line.Class.String(), yes(line.Required), form(line))
	}
	p.line("\n## Checks\n")
	p.line("Besides these, every column is held to its type, presence and form as above.\n")
	for i, check := range c.Checks[len(c.Checks)-len(w.Checks):] {
		p.check(check, w.Checks[i])
	}
	if watches := b.watches[c.ID]; len(watches) > 0 {
		p.line("## Watched by\n")
		for _, watch := range watches {
			p.line("- [%s](../systems/%s.md): %s", watch.Path(), watch.System.ID, watch.Title)
		}
	}
	return p.String()
}

// check says one check in words, then as it is written.
func (p *page) check(c *checks.Check, written string) {
	p.line("### `%s` %s\n", c.ID, c.Title)
	if c.Why != "" {
		p.line("%s\n", c.Why)
	}
	p.line("%s, %s, grade %d%s%s.\n", c.Kind.Doc().Title, c.Dimension, c.Grade, bound("warn", c.Warn), bound("fail", c.Fail))
	p.line("```yaml\n%s\n```\n", asked(written))
}

// bound names a bound; nothing if there is none.
func bound(name string, b *checks.Bound) string {
	if b == nil {
		return ""
	}
	return fmt.Sprintf("; %s `%s`", name, b)
}

// asked is what a check asks, without what the page has said in words.
func asked(written string) string {
	var kept []string
	said := false
	for line := range strings.SplitSeq(written, "\n") {
		if !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "-") {
			key, _, _ := strings.Cut(line, ":")
			said = strings.Contains(" id title why dimension grade warn fail ", " "+key+" ")
		}
		if !said {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// way says who delivers to whom.
func way(c *checks.Contract) string {
	side := "nobody outside"
	if c.Counterparty != "" {
		side = fmt.Sprintf("[%s](../%s)", c.Counterparty, counterpartyPath(c.Counterparty))
	}
	switch c.Direction {
	case checks.Inbound:
		return "Inbound, from " + side
	case checks.Calling:
		return "A call to " + side
	}
	return "Outbound, to " + side
}

func emptiness(c *checks.Contract) string {
	if c.MayBeEmpty {
		return " It may have no rows."
	}
	return ""
}

// form says how long a text may be and what it must look like.
func form(l draft.Line) string {
	var parts []string
	for _, part := range []struct{ words, value string }{
		{"length", length(l)}, {"range", l.Range}, {"code table", l.Code}, {"in force on", l.CodeOn}, {"pattern", l.Pattern},
	} {
		if part.value != "" {
			parts = append(parts, part.words+" "+code(part.value))
		}
	}
	return strings.Join(parts, ", ")
}

func length(l draft.Line) string {
	switch {
	case l.Length != "":
		return l.Length
	case l.MinLength > 0 && l.MaxLength > 0:
		return fmt.Sprintf("%d..%d", l.MinLength, l.MaxLength)
	case l.MinLength > 0:
		return fmt.Sprintf("%d..", l.MinLength)
	case l.MaxLength > 0:
		return fmt.Sprintf("..%d", l.MaxLength)
	}
	return ""
}

func codes(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = code(name)
	}
	return strings.Join(list, ", ")
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
