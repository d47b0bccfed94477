package checks

import (
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// loadServices reads the service years of every layer. A workspace's own year stands in
// place of the shipped one of that name, whose rows it may still take.
func (l *loader) loadServices() {
	if before := len(l.faults); l.in.InEffect || l.in.LeaveOut {
		defer func() { l.withoutServices(l.faults[before:]) }()
	}
	years := l.writtenYears()
	for _, y := range years {
		y.like = l.likeYear(y, years)
	}
	l.parted(years)
	for _, y := range years {
		if !y.replaced && !(y.shipped && l.in.InEffect) {
			l.catalog.Services = append(l.catalog.Services, l.service(y))
		}
	}
}

// withoutServices leaves service years out where one of them has an error, which becomes a
// warning: who patrols does not count what is due, and a row of an agreement must not keep
// the watches from running.
func (l *loader) withoutServices(faults diag.List) {
	if !faults.Errors() {
		return
	}
	l.catalog.Services = nil
	for i := range faults {
		faults[i].Severity = diag.Warning
	}
}

func (l *loader) service(y *writtenYear) ServiceYear {
	l.yearRows(y)
	root := y.root
	s := ServiceYear{Year: y.year.Text, From: day(root.Get("from")), To: day(root.Get("to")), Workflows: y.workflows, Systems: y.systems, Shipped: y.shipped}
	if y.like != nil {
		s.Like = y.like.year.Text
	}
	if to := root.Get("to"); scalar(to) && s.To.Before(s.From) {
		l.report("DW-1612", to.Span, "`to` is the last day of the year", "the service year ends before it begins")
	}
	for _, r := range y.rows {
		if r.clause != nil {
			s.Clauses = append(s.Clauses, *r.clause)
		}
	}
	return s
}

// clause reads a row. Of one whose watches or cycle this workspace says, it is checked
// that they can meet; an installation may patrol a shipped clause less often: its
// coverage shows that.
func (l *loader) clause(v *syntax.Value, at diag.Span, meets bool) *Clause {
	c := Clause{
		Row: text(v.Get("row")), Section: text(v.Get("section")), System: text(v.Get("system")), Title: text(v.Get("title")), By: ByWatch, Cycle: OnDemand,
		Defaulted: truth(v.Get("defaulted")), Counted: int(integer(v.Get("counted"))), Minimum: int(integer(v.Get("minimum"))),
		Confirmed: truth(v.Get("confirmed")), Scope: text(v.Get("scope")), Workflow: text(v.Get("workflow")), Overview: truth(v.Get("overview")), Span: at,
	}
	if by := text(v.Get("by")); by != "" {
		c.By = by
	}
	if cycle := text(v.Get("cycle")); cycle != "" {
		c.Cycle = cycle
	}
	for _, path := range items(v.Get("watches")) {
		if scalar(path) && l.serves(c, path, meets) {
			c.Watches = append(c.Watches, path.Text)
		}
	}
	if c.By == ByWatch && len(items(v.Get("watches"))) == 0 {
		l.report("DW-1615", at, "name its watches, or say `by: evidence` or what else serves it", "no watch serves the row `%s`", c.Row)
	}
	return &c
}

// serves tells whether a path names a watch that can serve the clause, bound here or
// not.
func (l *loader) serves(c Clause, path *syntax.Value, meets bool) bool {
	if l.isWhole(path.Text) || l.unbound(path.Text) != nil {
		return true
	}
	w := l.watchAt(path)
	if w != nil && meets && slower(w.Cycle.Content, c.Cycle) {
		at := path.Span
		if at.Start.File != c.Span.Start.File {
			at = c.Span // the watch is named in the year whose rows this one takes
		}
		l.report("DW-1616", at, "patrol it at least as often as the clause is due", "the clause `%s` is due %s, and %s is patrolled %s: it could never be met", c.Row, c.Cycle, path.Text, w.Cycle.Content)
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
