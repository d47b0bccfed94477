package checks

import (
	"time"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

func (l *loader) loadServices() {
	first := map[string]*syntax.Value{}
	for _, d := range l.documents("service", ".yaml") {
		root := l.parse("service", d, serviceShape())
		year := root.Get("year")
		if !scalar(year) {
			continue
		}
		if other, ok := first[year.Text]; ok {
			l.report("DW-1611", year.Span, "put its clauses into one file", "the service year `%s` is defined twice", year.Text)
			l.relate(other.Span, "first defined here")
			continue
		}
		first[year.Text] = year
		l.catalog.Services = append(l.catalog.Services, l.service(root))
	}
}

func (l *loader) service(root *syntax.Value) ServiceYear {
	s := ServiceYear{Year: text(root.Get("year")), From: day(root.Get("from")), To: day(root.Get("to"))}
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
		s.Clauses = append(s.Clauses, l.clause(v, row))
	}
	return s
}

func (l *loader) clause(v, row *syntax.Value) Clause {
	c := Clause{Row: row.Text, Section: text(v.Get("section")), Title: text(v.Get("title")), Span: row.Span}
	for _, path := range items(v.Get("watches")) {
		if scalar(path) && (l.isWhole(path.Text) || l.unbound(path.Text) != nil || l.watchAt(path) != nil) {
			c.Watches = append(c.Watches, path.Text)
		}
	}
	return c
}

// day reads a civil date as midnight UTC; the zero time for what is none.
func day(v *syntax.Value) time.Time {
	t, err := time.Parse(time.DateOnly, text(v))
	if err != nil {
		return time.Time{}
	}
	return t
}
