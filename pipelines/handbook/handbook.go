// Package handbook writes the definitions of a workspace as pages that people read
// beside the program: one for each contract, counterparty and system, and an index.
//
// It owns what the pages say and how they are linked. It refuses to read anything: the
// loaded catalog says what holds, and the contracts as they are written say how it is
// asked for.
package handbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// Pages gives the pages in Markdown by their paths, links between them included. written
// are the contracts of c as their files have them. An error names what has no page.
func Pages(c *checks.Catalog, written []*draft.Contract) (map[string]string, error) {
	b := newBook(c, written)
	pages := map[string]string{"README.md": b.index()}
	for _, contract := range c.Contracts {
		w := b.written[contract.ID]
		if w == nil {
			return nil, fmt.Errorf("the contract %s is not among those that were written", contract.ID)
		}
		pages[contractPath(contract.ID)] = b.contract(contract, w)
	}
	for _, system := range c.Systems {
		pages["systems/"+system.ID+".md"] = b.system(system)
	}
	for _, name := range b.counterparties() {
		path := counterpartyPath(name)
		if pages[path] != "" {
			return nil, fmt.Errorf("two counterparties would have the page %s: give one of them another name", path)
		}
		pages[path] = b.counterparty(name)
	}
	return pages, nil
}

// A book is what all pages are written from.
type book struct {
	catalog *checks.Catalog
	written map[string]*draft.Contract    // by contract
	watches map[string][]*checks.Watch    // by contract
	served  map[string][]servedClause     // by system
	sides   map[string][]*checks.Contract // by counterparty
}

// A servedClause is a row of a service year's agreement.
type servedClause struct {
	year string
	checks.Clause
}

func newBook(c *checks.Catalog, written []*draft.Contract) *book {
	b := &book{catalog: c, written: map[string]*draft.Contract{}, watches: map[string][]*checks.Watch{},
		served: map[string][]servedClause{}, sides: map[string][]*checks.Contract{}}
	for _, w := range written {
		b.written[w.ID] = w
	}
	for _, system := range c.Systems {
		for _, w := range system.Watches {
			b.watches[w.Contract.ID] = append(b.watches[w.Contract.ID], w)
		}
	}
	for _, contract := range c.Contracts {
		if contract.Counterparty != "" {
			b.sides[contract.Counterparty] = append(b.sides[contract.Counterparty], contract)
		}
	}
	for _, year := range c.Services {
		for _, clause := range year.Clauses {
			for _, system := range systemsOf(clause) {
				b.served[system] = append(b.served[system], servedClause{year.Year, clause})
			}
		}
	}
	return b
}

// systemsOf are the systems that a clause is about: those of its watches, and its own.
func systemsOf(c checks.Clause) []string {
	var all []string
	if c.System != "" {
		all = append(all, c.System)
	}
	for _, path := range c.Watches {
		system, _, _ := strings.Cut(path, "/")
		all = append(all, system)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (b *book) counterparties() []string { return slices.Sorted(maps.Keys(b.sides)) }

func contractPath(id string) string { return "contracts/" + id + ".md" }

// counterpartyPath is where a counterparty's page lies: its name without signs, which
// neither every file system nor a Go module takes.
func counterpartyPath(name string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
	return "counterparties/" + letters + ".md"
}

func (b *book) index() string {
	var p page
	p.line("# The catalogue\n")
	p.line("What is watched, written by `dogwatch docs --output` from the definitions themselves: %d contracts, %d systems, %d counterparties.\n",
		len(b.catalog.Contracts), len(b.catalog.Systems), len(b.sides))
	p.line("Beside what a contract says, every watch tries its link: it can be reached, the account may read, and the tables have their columns.\n")
	p.line("## Systems\n")
	for _, s := range b.catalog.Systems {
		p.line("- [%s](systems/%s.md) %s: %s", s.ID, s.ID, s.Title, many(len(s.Watches), "watch", "watches"))
	}
	p.line("\n## Counterparties\n")
	for _, name := range b.counterparties() {
		p.line("- [%s](%s): %s", name, counterpartyPath(name), many(len(b.sides[name]), "contract", "contracts"))
	}
	p.line("\n## Contracts\n")
	for _, c := range b.catalog.Contracts {
		p.line("- [%s](%s) %s: %s", c.ID, contractPath(c.ID), c.Title, many(len(b.watches[c.ID]), "watch", "watches"))
	}
	return p.String()
}
