package checks

import (
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

func (l *loader) loadServices() {
	first := map[string]*syntax.Value{}
	for _, d := range l.documents("service", ".yaml") {
		if d.builtin && l.in.InEffect {
			continue // it names every shipped watch, in effect or not, and no patrol asks it
		}
		root := l.parse("service", d, serviceShape())
		year := root.Get("year")
		if !scalar(year) {
			continue
		}
		if other, ok := first[year.Text]; ok && l.replacesShipped(year.Text) {
			first[year.Text] = year
		} else if ok {
			l.report("DW-1611", year.Span, "put its clauses into one file", "the service year `%s` is defined twice", year.Text)
			l.relate(other.Span, "first defined here")
			continue
		}
		first[year.Text] = year
		s := l.service(root, d.builtin)
		l.catalog.Services = append(l.catalog.Services, s)
	}
}

// replacesShipped takes a shipped year out, in place of which a workspace has its own.
func (l *loader) replacesShipped(year string) bool {
	n := len(l.catalog.Services)
	l.catalog.Services = slices.DeleteFunc(l.catalog.Services, func(s ServiceYear) bool { return s.Year == year && s.Shipped })
	return len(l.catalog.Services) < n
}

func (l *loader) service(root *syntax.Value, shipped bool) ServiceYear {
	s := ServiceYear{Year: text(root.Get("year")), From: day(root.Get("from")), To: day(root.Get("to")), Workflows: map[string][]string{}, Shipped: shipped}
	for _, f := range fields(root.Get("workflows")) {
		s.Workflows[f.Key.Text] = texts(f.Value)
	}
	if to := root.Get("to"); scalar(to) && s.To.Before(s.From) {
		l.report("DW-1612", to.Span, "`to` is the last day of the year", "the service year ends before it begins")
	}
	rows := map[string]*syntax.Value{}
	for _, v := range items(root.Get("clauses")) {
		row := v.Get("row")
		if !scalar(row) {
			continue
		}
		if other, ok := rows[row.Text]; ok {
			l.report("DW-1613", row.Span, "a row stands once; name all its watches there", "the row `%s` stands twice", row.Text)
			l.relate(other.Span, "first here")
			continue
		}
		rows[row.Text] = row
		c := l.clause(v, row, shipped)
		if w := v.Get("workflow"); scalar(w) && s.Workflows[w.Text] == nil {
			l.report("DW-1614", w.Span, syntax.Suggest(w.Text, sortedNames(s.Workflows)), "there is no workflow `%s` in this service year", w.Text)
		}
		s.Clauses = append(s.Clauses, c)
	}
	return s
}

func (l *loader) clause(v, row *syntax.Value, shipped bool) Clause {
	c := Clause{
		Row: row.Text, Section: text(v.Get("section")), System: text(v.Get("system")), Title: text(v.Get("title")), By: ByWatch, Cycle: OnDemand,
		Defaulted: truth(v.Get("defaulted")), Counted: int(integer(v.Get("counted"))), Minimum: int(integer(v.Get("minimum"))),
		Confirmed: truth(v.Get("confirmed")), Scope: text(v.Get("scope")), Workflow: text(v.Get("workflow")), Overview: truth(v.Get("overview")), Span: row.Span,
	}
	if by := text(v.Get("by")); by != "" {
		c.By = by
	}
	if cycle := text(v.Get("cycle")); cycle != "" {
		c.Cycle = cycle
	}
	for _, path := range items(v.Get("watches")) {
		if scalar(path) && l.serves(c, path, shipped) {
			c.Watches = append(c.Watches, path.Text)
		}
	}
	if c.By == ByWatch && len(items(v.Get("watches"))) == 0 {
		l.report("DW-1615", row.Span, "name its watches, or say `by: evidence` or what else serves it", "no watch serves the row `%s`", row.Text)
	}
	return c
}

// serves tells whether a path names a watch that can serve the clause, bound here or
// not. An installation may patrol a shipped clause less often: its coverage shows that.
func (l *loader) serves(c Clause, path *syntax.Value, shipped bool) bool {
	if l.isWhole(path.Text) || l.unbound(path.Text) != nil {
		return true
	}
	w := l.watchAt(path)
	if w != nil && !shipped && slower(w.Cycle.Content, c.Cycle) {
		l.report("DW-1616", path.Span, "patrol it at least as often as the clause is due", "the clause `%s` is due %s, and %s is patrolled %s: it could never be met", c.Row, c.Cycle, path.Text, w.Cycle.Content)
	}
	return w != nil
}

// slower tells whether the first cycle is longer than the second.
func slower(a, b string) bool {
	cycles := []string{"daily", "weekly", "monthly", "quarterly", "yearly", OnDemand}
	return slices.Index(cycles, a) > slices.Index(cycles, b)
}

// day reads a civil date as midnight UTC; the zero time for what is none.
func day(v *syntax.Value) time.Time {
	t, err := time.Parse(time.DateOnly, text(v))
	if err != nil {
		return time.Time{}
	}
	return t
}
