package handbook

import (
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// contract is the page of a contract.
func (b *book) contract(c *checks.Contract, w *draft.Contract) string {
	var p page
	p.line("# %s `%s`\n", c.Title, c.ID)
	p.line("%s\n", b.way(c, "../"))
	p.line("## %s\n", b.Say("字段", "Columns"))
	b.fields(&p, w)
	p.line("\n## %s\n", b.Say("检查项", "Checks"))
	p.line("%s", b.everyColumn(len(w.Checks)))
	for _, check := range writtenChecks(c, w) {
		b.check(&p, check)
	}
	p.line("\n## %s\n", b.Say("由谁监测", "Watched by"))
	b.watched(&p, c)
	return p.String()
}

// writtenChecks are the checks of a contract beside the shorthands of its columns.
func writtenChecks(c *checks.Contract, w *draft.Contract) []*checks.Check {
	return c.Checks[len(c.Checks)-len(w.Checks):]
}

func (b *book) everyColumn(others int) string {
	if others == 0 {
		return b.Say("每个字段都按上表检查类型、必填和格式；没有其他检查项。", "Every column is held to its type, presence and form as above; there are no other checks.")
	}
	return b.Say("每个字段都按上表检查类型、必填和格式；此外：", "Every column is held to its type, presence and form as above. Beside that:")
}

// way says who delivers to whom, by what a row is named, and whether none may come.
func (b *book) way(c *checks.Contract, up string) string {
	titles := make([]string, len(c.Key))
	for i, name := range c.Key {
		titles[i] = code(name)
		if column := c.Column(name); column != nil {
			titles[i] = column.Title
		}
	}
	text := b.between(c, up) + b.Say("以%s指称一行。", " A row is named by %s.", strings.Join(titles, b.Say("、", ", ")))
	if c.MayBeEmpty {
		text += b.Say("可以没有数据。", " It may have no rows.")
	}
	return text
}

// between says who delivers to whom.
func (b *book) between(c *checks.Contract, up string) string {
	if c.Counterparty == "" {
		return b.Say("本单位内部的数据。", "Data of our own, with nobody on the other side.")
	}
	side := linked(c.Counterparty, up+counterpartyPath(c.Counterparty))
	switch c.Direction {
	case checks.Inbound:
		return b.Say("由%s提供，本方接收。", "Inbound, from %s.", side)
	case checks.Calling:
		return b.Say("本方调用%s的接口。", "A call to %s.", side)
	}
	return b.Say("本方推送给%s。", "Outbound, to %s.", side)
}

// watched lists the watches of a contract with their cycles, a line for each row of the
// agreement that one serves.
func (b *book) watched(p *page, c *checks.Contract) {
	watches := b.watches[c.ID]
	if len(watches) == 0 {
		p.line("%s", b.Say("还没有系统监测它。", "No system watches it yet."))
		return
	}
	p.table(b.Say("业务系统", "system"), b.Say("监测", "watch"), b.Say("链路巡检", "link"), b.Say("数据内容巡检", "content"), b.Say("年度", "year"), b.Say("行号", "row"), b.Say("条款", "section"), b.Say("条款周期", "due"))
	for _, w := range watches {
		binding := []string{linked(w.System.Title, "../"+systemPath(w.System.ID)), code(w.ID), b.Cycle(w.Cycle.Link), b.Cycle(w.Cycle.Content)}
		served := b.served(w)
		for _, c := range served {
			p.row(append(slices.Clone(binding), c.year.Year, c.Row, c.Section, b.ClauseCycle(c.Cycle, c.Defaulted))...)
		}
		if len(served) == 0 {
			p.row(append(binding, "", "", "", "")...)
		}
	}
}
