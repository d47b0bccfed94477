package handbook

import (
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
)

// system is the page of a system.
func (b *book) system(s *checks.System) string {
	var p page
	p.line("# %s %s\n", s.ID, s.Title)
	p.table("watch", "title", "contract", "counterparty", "source", "link", "content")
	for _, w := range s.Watches {
		p.row(code(w.ID), w.Title, link(w.Contract), side(w.Contract), code(w.Source), w.Cycle.Link, w.Cycle.Content)
	}
	for _, w := range s.Watches {
		p.own(w)
	}
	if clauses := b.served[s.ID]; len(clauses) > 0 {
		p.line("\n## Clauses of the agreement\n")
		p.table("year", "row", "section", "title", "cycle", "served by")
		for _, c := range clauses {
			p.row(c.year, c.Row, c.Section, c.Title, c.Cycle, servedBy(c.Clause))
		}
	}
	return p.String()
}

// own says what a watch checks beside its contract. That the link of every watch is tried
// is said once, on the index.
func (p *page) own(w *checks.Watch) {
	inherited := map[string]bool{}
	for _, c := range w.Contract.Checks {
		inherited[c.ID] = true
	}
	first := true
	for _, c := range w.Checks {
		if inherited[c.ID] || c.Why == "" && c.Kind.Doc().Aspect == checks.Link {
			continue
		}
		if first {
			p.line("\n## %s %s\n", w.ID, w.Title)
			first = false
		}
		p.line("- `%s` %s: %s%s%s", c.ID, c.Title, c.Why, bound("warn", c.Warn), bound("fail", c.Fail))
	}
}

func link(c *checks.Contract) string { return fmt.Sprintf("[%s](../%s)", c.ID, contractPath(c.ID)) }

func side(c *checks.Contract) string {
	if c.Counterparty == "" {
		return ""
	}
	return fmt.Sprintf("[%s](../%s)", c.Counterparty, counterpartyPath(c.Counterparty))
}

// servedBy names what serves a clause: its watches, or else the sort of thing.
func servedBy(c checks.Clause) string {
	if len(c.Watches) == 0 {
		return c.By
	}
	list := make([]string, len(c.Watches))
	for i, path := range c.Watches {
		list[i] = code(path)
	}
	return strings.Join(list, ", ")
}

// counterparty is the page of a body on the other side.
func (b *book) counterparty(name string) string {
	var p page
	p.line("# %s\n", name)
	p.table("contract", "title", "direction", "watched by")
	for _, c := range b.sides[name] {
		var watches []string
		for _, w := range b.watches[c.ID] {
			watches = append(watches, fmt.Sprintf("[%s](../systems/%s.md)", w.Path(), w.System.ID))
		}
		p.row(link(c), c.Title, string(c.Direction), strings.Join(watches, ", "))
	}
	return p.String()
}
