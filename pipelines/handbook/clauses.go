package handbook

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks"
)

// A servedYear is what a service year's agreement says of one system.
type servedYear struct {
	*checks.ServiceYear
	clauses []checks.Clause
	taken   int // rows that are as in the year that it is like, and stand there
}

// A servedClause is a row that a watch serves.
type servedClause struct {
	year *checks.ServiceYear
	checks.Clause
}

// readYears sorts the rows of every service year by system and by watch. Of a year that
// is like another those stand here that it says otherwise.
func (b *book) readYears() {
	for i := range b.catalog.Services {
		year := &b.catalog.Services[i]
		for _, clause := range year.Clauses {
			same := b.asBefore(year, clause)
			for _, system := range systemsOf(clause) {
				if y := b.yearOf(system, year); same {
					y.taken++
				} else {
					y.clauses = append(y.clauses, clause)
				}
			}
			for _, path := range clause.Watches {
				if !same {
					b.serves[path] = append(b.serves[path], servedClause{year, clause})
				}
			}
		}
	}
	b.addSystems()
}

// asBefore tells whether a row is the same in the year that its own is like.
func (b *book) asBefore(year *checks.ServiceYear, c checks.Clause) bool {
	for _, before := range b.catalog.Services {
		if before.Year != year.Like || before.Year == year.Year || !slices.Equal(before.Workflows[c.Workflow], year.Workflows[c.Workflow]) {
			continue
		}
		return slices.ContainsFunc(before.Clauses, func(other checks.Clause) bool {
			other.Span = c.Span
			return reflect.DeepEqual(other, c)
		})
	}
	return false
}

func (b *book) yearOf(system string, year *checks.ServiceYear) *servedYear {
	list := b.years[system]
	if at := slices.IndexFunc(list, func(y *servedYear) bool { return y.ServiceYear == year }); at >= 0 {
		return list[at]
	}
	b.years[system] = append(list, &servedYear{ServiceYear: year})
	return b.years[system][len(list)]
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

// addSystems adds those that rows are about and that have no watches.
func (b *book) addSystems() {
	for id, years := range b.years {
		if slices.ContainsFunc(b.systems, func(s *checks.System) bool { return s.ID == id }) {
			continue
		}
		title := id
		for _, y := range years {
			if t := y.Systems[id]; t != "" {
				title = t
			}
		}
		b.systems = append(b.systems, &checks.System{ID: id, Title: title})
	}
	slices.SortFunc(b.systems, func(x, y *checks.System) int { return strings.Compare(x.ID, y.ID) })
}

func (b *book) clauseCount(system string) int {
	n := 0
	for _, y := range b.years[system] {
		n += len(y.clauses)
	}
	return n
}

// clauses writes the rows of the agreement that are about a system, a table a year.
func (b *book) clauses(p *page, system string) {
	for _, y := range b.years[system] {
		p.line("\n## %s\n", b.Say("服务条款：%s 服务年度（%s 至 %s）", "Clauses of the service year %s (%s to %s)", y.Year, y.From.Format(time.DateOnly), y.To.Format(time.DateOnly)))
		if y.taken > 0 {
			p.line("%s\n", b.Say("另有 %d 行与 %s 服务年度相同。", "%d rows are as in the service year %s.", y.taken, y.Like))
		}
		if len(y.clauses) == 0 {
			continue
		}
		p.table(b.Say("行号", "row"), b.Say("条款", "section"), b.Say("服务内容", "title"), b.Say("检查要求", "scope"), b.Say("周期", "cycle"),
			b.Say("次数", "count"), b.Say("处理步骤", "steps"), b.Say("完成方式", "served by"))
		for _, c := range y.clauses {
			p.row(c.Row, c.Section, b.clauseTitle(c), b.Scope(c.Scope), b.ClauseCycle(c.Cycle, c.Defaulted), b.ClauseCounts(c.Counted, c.Minimum, c.Confirmed), b.Steps(y.Workflows[c.Workflow]), b.servedBy(c))
		}
	}
}

// clauseTitle is the title, and that the row is only in the overview.
func (b *book) clauseTitle(c checks.Clause) string {
	if c.Overview {
		return c.Title + b.Say("【仅见于系统概述】", " (named in the overview only)")
	}
	return c.Title
}

// servedBy names what serves a clause: its watches, or else the sort of thing.
func (b *book) servedBy(c checks.Clause) string {
	if len(c.Watches) == 0 {
		return b.Served(c.By)
	}
	list := make([]string, len(c.Watches))
	for i, path := range c.Watches {
		list[i] = code(path)
	}
	return strings.Join(list, b.Say("、", ", "))
}

// served are the rows that a watch serves.
func (b *book) served(w *checks.Watch) []servedClause {
	rows := b.serves[w.Path()]
	if w.Whole != nil {
		rows = append(slices.Clone(rows), b.serves[w.Whole.Path()]...)
	}
	return rows
}

// sections names the clauses that a watch serves, with their rows.
func (b *book) sections(w *checks.Watch) string {
	var list []string
	for _, c := range b.served(w) {
		list = append(list, b.Say("%s（%s 行）", "%s (row %s)", c.Section, c.Row))
	}
	return strings.Join(list, b.Say("、", ", "))
}
