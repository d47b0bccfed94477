// Package handbook writes the definitions of a workspace as pages that people read
// beside the program: one for each contract, counterparty and system, and an index.
//
// It owns what the pages say and how they are linked, in one language a page. It refuses
// to read anything: the loaded catalog says what holds, and the contracts as they are
// written say what form their columns have.
package handbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/draft"
	"github.com/dogwatch/dogwatch/pipelines/report"
)

// Pages gives the pages in Markdown by their paths, links between them included. written
// are the contracts of c as their files have them; the language is "zh" or "en", titles
// are as the definitions have them. An error names what has no page.
func Pages(c *checks.Catalog, written []*draft.Contract, language string) (map[string]string, error) {
	b := newBook(c, written, language)
	pages := map[string]string{"README.md": b.index()}
	for _, contract := range c.Contracts {
		w := b.written[contract.ID]
		if w == nil {
			return nil, fmt.Errorf("the contract %s is not among those that were written", contract.ID)
		}
		pages[contractPath(contract.ID)] = b.contract(contract, w)
	}
	for _, system := range b.systems {
		pages[systemPath(system.ID)] = b.system(system)
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

// A book is what all pages are written from, and the language they are written in.
type book struct {
	report.Phrases
	catalog *checks.Catalog
	systems []*checks.System              // by id, those too that only rows of an agreement are about
	written map[string]*draft.Contract    // by contract
	watches map[string][]*checks.Watch    // by contract
	sides   map[string][]*checks.Contract // by counterparty
	years   map[string][]*servedYear      // by system
	serves  map[string][]servedClause     // by system/watch
}

func newBook(c *checks.Catalog, written []*draft.Contract, language string) *book {
	b := &book{
		Phrases: report.PhrasesIn(language), catalog: c, systems: slices.Clone(c.Systems),
		written: map[string]*draft.Contract{}, watches: map[string][]*checks.Watch{}, sides: map[string][]*checks.Contract{},
		years: map[string][]*servedYear{}, serves: map[string][]servedClause{},
	}
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
	b.readYears()
	return b
}

func (b *book) counterparties() []string { return slices.Sorted(maps.Keys(b.sides)) }

func contractPath(id string) string { return "contracts/" + id + ".md" }

func systemPath(id string) string { return "systems/" + id + ".md" }

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
	p.line("# %s\n", b.Say("监测目录", "The catalogue"))
	p.line("%s\n", b.Say("由 `dogwatch docs --output` 按定义文件生成：%d 个业务系统，%d 个对方单位，%d 份约定。",
		"Written by `dogwatch docs --output` from the definitions themselves: %d systems, %d counterparties, %d contracts.",
		len(b.systems), len(b.sides), len(b.catalog.Contracts)))
	p.line("%s\n", b.Say("约定写明一种数据必须满足什么；监测是某个系统对一份约定的落实。每项监测除约定所列以外，都检查链路：数据源可达、账号可读、表结构相符。",
		"A contract says what must hold of one payload; a watch is its binding in one system. Beside what a contract says, every watch tries its link: it can be reached, the account may read, and the tables have their columns."))
	p.line("## %s\n", b.Say("业务系统", "Systems"))
	p.table(b.Say("系统", "system"), b.Say("标识", "id"), b.Say("监测", "watches"), b.Say("服务条款", "clauses"))
	for _, s := range b.systems {
		p.row(linked(s.Title, systemPath(s.ID)), code(s.ID), count(len(s.Watches)), count(b.clauseCount(s.ID)))
	}
	p.line("\n## %s\n", b.Say("对方单位", "Counterparties"))
	p.table(b.Say("单位", "counterparty"), b.Say("约定", "contracts"))
	for _, name := range b.counterparties() {
		p.row(linked(name, counterpartyPath(name)), b.titles(b.sides[name], ""))
	}
	p.line("\n## %s\n", b.Say("约定", "Contracts"))
	p.table(b.Say("约定", "contract"), b.Say("标识", "id"), b.Say("对方单位", "counterparty"), b.Say("监测", "watches"))
	for _, c := range b.catalog.Contracts {
		p.row(linked(c.Title, contractPath(c.ID)), code(c.ID), c.Counterparty, count(len(b.watches[c.ID])))
	}
	return p.String()
}

// titles links contracts by their titles.
func (b *book) titles(list []*checks.Contract, up string) string {
	links := make([]string, len(list))
	for i, c := range list {
		links[i] = linked(c.Title, up+contractPath(c.ID))
	}
	return strings.Join(links, b.Say("、", ", "))
}
