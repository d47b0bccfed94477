package handbook

import (
	"strings"

	"github.com/dogwatch/dogwatch/checks"
)

// system is the page of a system: its watches, what each of them checks, and the rows of
// the agreement that are about it.
func (b *book) system(s *checks.System) string {
	var p page
	p.line("# %s `%s`", s.Title, s.ID)
	if len(s.Watches) > 0 {
		b.overview(&p, s)
	}
	for _, w := range s.Watches {
		b.watch(&p, w)
	}
	b.clauses(&p, s.ID)
	return p.String()
}

// overview is the table of a system's watches.
func (b *book) overview(p *page, s *checks.System) {
	p.line("\n## %s\n", b.Say("监测", "Watches"))
	p.table(b.Say("监测", "watch"), b.Say("名称", "title"), b.Say("对方单位", "counterparty"), b.Say("数据源", "source"), b.Say("链路巡检", "link"), b.Say("数据内容巡检", "content"), b.Say("服务条款", "clause"))
	for _, w := range s.Watches {
		side := w.Contract.Counterparty
		if side != "" {
			side = linked(side, "../"+counterpartyPath(side))
		}
		p.row(code(w.ID), w.Title, side, code(w.Source), b.Cycle(w.Cycle.Link), b.Cycle(w.Cycle.Content), b.sections(w))
	}
}

// watch says what a watch reads and checks: the columns and checks of its contract by
// their titles, then what this system says otherwise or beside them. That the link of
// every watch is tried is said once, on the index.
func (b *book) watch(p *page, w *checks.Watch) {
	p.line("\n## %s `%s`\n", w.Title, w.ID)
	p.line("%s\n", b.Say("约定：%s。%s", "Contract: %s. %s", linked(w.Contract.Title, "../"+contractPath(w.Contract.ID)), b.way(w.Contract, "../")))
	var columns []string
	for _, c := range w.Contract.Columns {
		columns = append(columns, c.Title)
	}
	p.line("- %s", b.Say("字段：%s", "Columns: %s", strings.Join(columns, b.Say("；", "; "))))
	if inherited := b.inherited(w); inherited != "" {
		p.line("- %s", b.Say("检查项：%s", "Checks: %s", inherited))
	}
	var own []*checks.Check
	for _, c := range w.Checks {
		switch before := contractCheck(w.Contract, c.ID); {
		case before == nil && (c.Why != "" || c.Kind.Doc().Aspect != checks.Link):
			own = append(own, c)
		case before != nil && b.judged(before) != b.judged(c):
			p.line("- %s", b.Say("与约定不同：%s（`%s`）%s", "Other than in the contract: %s (`%s`) %s", c.Title, c.ID, b.judged(c)))
		}
	}
	for _, c := range own {
		b.check(p, c)
	}
}

// inherited names the checks that a watch has from its contract.
func (b *book) inherited(w *checks.Watch) string {
	var titles []string
	for _, c := range writtenChecks(w.Contract, b.written[w.Contract.ID]) {
		titles = append(titles, c.Title)
	}
	return strings.Join(titles, b.Say("；", "; "))
}

func contractCheck(c *checks.Contract, id string) *checks.Check {
	for _, check := range c.Checks {
		if check.ID == id {
			return check
		}
	}
	return nil
}
