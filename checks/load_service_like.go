package checks

import (
	"bytes"
	"maps"
	"slices"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// A writtenYear is a service year as it was written, on the way to its rows.
type writtenYear struct {
	year     *syntax.Value // its name
	root     *syntax.Value
	shipped  bool
	replaced bool         // a workspace has a year of this name of its own
	like     *writtenYear // whose rows it takes; nil: nobody's

	composed  bool // the rest is known
	workflows map[string][]string
	systems   map[string]string
	rows      []yearRow
}

// A yearRow is a row with what the year itself and those it is like say of it.
type yearRow struct {
	value  *syntax.Value
	clause *Clause // nil for a shipped row that no patrol asks: see Input.InEffect
}

// writtenYears parses the service years, each name once in a layer.
func (l *loader) writtenYears() (years []*writtenYear) {
	docs := l.documents("service", ".yaml")
	taken := slices.ContainsFunc(docs, func(d document) bool { return !d.builtin && bytes.Contains(d.data, []byte("like")) })
	for _, d := range docs {
		if d.builtin && l.in.InEffect && !taken {
			continue // it names every shipped watch, in effect or not, and no patrol asks it
		}
		root := l.parse("service", d, serviceShape())
		if year := root.Get("year"); scalar(year) {
			years = l.addYear(years, &writtenYear{year: year, root: root, shipped: d.builtin})
		}
	}
	return years
}

func (l *loader) addYear(years []*writtenYear, y *writtenYear) []*writtenYear {
	for _, other := range years {
		switch {
		case !other.year.Is(y.year.Text):
		case other.shipped && !y.shipped:
			other.replaced = true
		default:
			l.report("DW-1611", y.year.Span, "put its clauses into one file", "the service year `%s` is defined twice", y.year.Text)
			l.relate(other.year.Span, "first defined here")
			return years
		}
	}
	return append(years, y)
}

// noOtherYear is the way out where no year has rows to take.
const noOtherYear = "no other year is written: list the rows under `clauses`, or write `use: [builtin]` in dogwatch.yaml for the shipped year"

// likeYear finds the year whose rows another takes: by its own name the shipped one.
func (l *loader) likeYear(y *writtenYear, years []*writtenYear) *writtenYear {
	name := y.root.Get("like")
	if !scalar(name) {
		return nil
	}
	var names []string
	for _, other := range years {
		own := other.year.Is(y.year.Text)
		if other.year.Is(name.Text) && other != y && other.replaced == own {
			return other
		}
		if !own && !other.replaced {
			names = append(names, other.year.Text)
		}
	}
	if name.Is(y.year.Text) {
		l.report("DW-1618", name.Span, "name another year", "the service year `%s` takes its own rows", name.Text)
	} else if !l.broken["service"] {
		l.report("DW-1617", name.Span, syntax.SuggestOr(name.Text, names, noOtherYear), "there is no service year `%s` whose rows it could take", name.Text)
	}
	return nil
}

// parted takes years that take, by way of others, their own rows, apart.
func (l *loader) parted(years []*writtenYear) {
	var circle []*writtenYear
	for _, y := range years {
		at := y.like
		for range years {
			if at != nil && at != y {
				at = at.like
			}
		}
		if at == y {
			circle = append(circle, y)
			l.report("DW-1618", y.root.Get("like").Span, "one of the years has to write its rows", "the service year `%s` takes its own rows, by way of `%s`", y.year.Text, y.like.year.Text)
		}
	}
	for _, y := range circle {
		y.like = nil
	}
}

// yearRows lays what a year says over the rows that it takes, in their order; rows of
// its own follow.
func (l *loader) yearRows(y *writtenYear) {
	if y.composed {
		return
	}
	y.composed, y.workflows, y.systems = true, map[string][]string{}, map[string]string{}
	if y.like != nil {
		l.yearRows(y.like)
		maps.Copy(y.workflows, y.like.workflows)
		maps.Copy(y.systems, y.like.systems)
		y.rows = slices.Clone(y.like.rows)
	}
	for _, f := range fields(y.root.Get("workflows")) {
		y.workflows[f.Key.Text] = texts(f.Value)
	}
	maps.Copy(y.systems, texted(y.root.Get("systems")))
	if y.root.Get("clauses") == nil && y.root.Get("like") == nil {
		l.report("DW-1013", y.root.Span, "write its rows, or by `like` the year whose rows it takes", "a service year needs the key `clauses`")
	}
	first := map[string]*syntax.Value{}
	for _, v := range items(y.root.Get("clauses")) {
		row := v.Get("row")
		if !scalar(row) {
			continue
		}
		if other, ok := first[row.Text]; ok {
			l.report("DW-1613", row.Span, "a row stands once; name all its watches there", "the row `%s` stands twice", row.Text)
			l.relate(other.Span, "first here")
			continue
		}
		first[row.Text] = row
		l.yearRow(y, v, row)
	}
}

// yearRow takes up one row that a year writes.
func (l *loader) yearRow(y *writtenYear, own, row *syntax.Value) {
	at := slices.IndexFunc(y.rows, func(r yearRow) bool { return r.value.Get("row").Is(row.Text) })
	r := yearRow{value: own}
	if at >= 0 {
		r.value = overWatch(y.rows[at].value, own)
	}
	switch {
	case r.value.Get("title") != nil:
	case y.root.Get("like") == nil:
		l.report("DW-1013", own.Span, "", "a clause needs the key `title`")
	case y.like != nil:
		l.report("DW-1619", row.Span, "correct the row, or give it a `title` if it is new in this year", "the service year `%s` has no row `%s` to change", y.like.year.Text, row.Text)
		return
	}
	if !y.shipped || !l.in.InEffect {
		says := own.Get("watches") != nil || own.Get("cycle") != nil
		r.clause = l.clause(r.value, row.Span, says && !y.shipped)
	}
	if w := r.value.Get("workflow"); scalar(w) && y.workflows[w.Text] == nil {
		l.report("DW-1614", w.Span, syntax.SuggestOr(w.Text, sortedNames(y.workflows), "list its steps under `workflows`, as {"+w.Text+": [排查, 处理, 反馈]}"), "there is no workflow `%s` in this service year", w.Text)
	}
	if at >= 0 {
		y.rows[at] = r
	} else {
		y.rows = append(y.rows, r)
	}
}
