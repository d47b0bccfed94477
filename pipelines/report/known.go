package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// An Exception is one that is in force: violations that it names are counted apart.
type Exception struct {
	System, Watch, Check string // Check is "" if it holds for the whole watch
	Names                string // what it names, masked: a rule, or how many keys
	Reason, Owner        string
	Expires              time.Time // its last day
}

// moves says how the violations of a check moved and what is known of them; "" of a
// check that has none.
func (t tongue) moves(o *store.Outcome) string {
	if o.New+o.Persisting+o.Gone+o.Stock+o.Excepted == 0 {
		return ""
	}
	parts := []string{t.word("moves", commas(o.New), commas(o.Persisting), commas(o.Gone))}
	if o.Stock > 0 {
		parts = append(parts, t.word("stock left", commas(o.StockLeft), commas(o.Stock)))
	}
	if o.Excepted > 0 {
		parts = append(parts, t.word("excepted", commas(o.Excepted)))
	}
	return t.join(parts...)
}

// moveLines says the same in a narrow column: one line each, what is zero left out.
func (t tongue) moveLines(o *store.Outcome) []string {
	var lines []string
	for _, part := range []struct {
		name string
		n    int64
	}{{"fresh", o.New}, {"old", o.Persisting}, {"gone", o.Gone}, {"left", o.StockLeft}, {"exempt", o.Excepted}} {
		if part.n > 0 {
			lines = append(lines, t.word(part.name, commas(part.n)))
		}
	}
	return lines
}

// A decided is a check of which people have decided something, beside what it found.
type decided struct {
	Place, Check, Verdict, Tone, Moves, Text string
	accepted                                 bool // and nothing else
}

// decisions lists the checks with stock, exceptions, an acceptance or a decision that
// is void, in the order of the runs.
func (t tongue) decisions(v View) []decided {
	var list []decided
	for i := range v.Patrol.Runs {
		r := &v.Patrol.Runs[i]
		for k := range r.Outcomes {
			o := &r.Outcomes[k]
			if o.Stock == 0 && o.Excepted == 0 && o.Accepted == nil && len(o.Void) == 0 {
				continue
			}
			list = append(list, decided{
				Place: systemOf(r) + " › " + watchOf(r), Check: cmp.Or(o.Title, o.Check) + groupText(o), Verdict: t.verdict(o.Verdict), Tone: o.Verdict,
				Moves: t.moves(o), Text: t.decisionText(v, o), accepted: o.Stock == 0 && o.Excepted == 0 && len(o.Void) == 0,
			})
		}
	}
	return list
}

func (t tongue) decisionText(v View, o *store.Outcome) string {
	var parts []string
	if a := o.Accepted; a != nil {
		parts = append(parts, t.word("accepted", t.day(v, a.At), a.Actor, a.Reason))
	}
	if o.Of == "new" {
		parts = append(parts, t.word("of new"))
	}
	for _, d := range o.Void {
		parts = append(parts, t.voidText(v, d))
	}
	return t.join(parts...)
}

// voidText says why a decision does not hold any more.
func (t tongue) voidText(v View, d store.Void) string {
	w, accepted := d.Withdrawn, d.Decision == store.DecidedAccept
	switch {
	case !w.Holds() && accepted:
		return t.word("withdrawn acceptance", t.day(v, d.At), d.Actor, t.day(v, w.At), w.Actor, w.Reason)
	case !w.Holds():
		return t.word("withdrawn baseline", t.day(v, d.At), d.Actor, t.day(v, w.At), w.Actor, w.Reason)
	case accepted:
		return t.word("void acceptance", t.day(v, d.At), d.Actor)
	}
	return t.word("void baseline", t.day(v, d.At), d.Actor)
}

func (t tongue) day(v View, at time.Time) string { return at.In(v.zone()).Format(time.DateOnly) }

// exceptionLines sets out the exceptions in force.
func (t tongue) exceptionLines(v View) [][]string {
	var rows [][]string
	for _, e := range v.Exceptions {
		rows = append(rows, []string{strings.TrimSuffix(e.System+"/"+e.Watch+"/"+e.Check, "/"), e.Names, e.Reason, e.Owner, e.Expires.Format(time.DateOnly)})
	}
	return rows
}

// tableDecisions writes both lists below the items of the table. At a terminal it
// goes without saying that accepted checks count.
func (t tongue) tableDecisions(b *strings.Builder, v View) {
	if list := slices.DeleteFunc(t.decisions(v), func(d decided) bool { return d.accepted }); len(list) > 0 {
		fmt.Fprintf(b, "\n%s (%d)\n", t.word("decisions"), len(list))
		for _, d := range list {
			fold(b, "  "+strings.Join([]string{d.Verdict, d.Place + " › " + d.Check, t.join(d.Moves, d.Text)}, "  "), v.Width)
		}
	}
	if rows := t.exceptionLines(v); len(rows) > 0 {
		fmt.Fprintf(b, "\n%s (%d)\n", t.word("exceptions"), len(rows))
		for _, row := range rows {
			fold(b, "  "+row[0]+"  "+t.join(row[1], row[2], t.word("owner")+" "+row[3], t.word("expires")+" "+row[4]), v.Width)
		}
	}
}

func (t tongue) markdownDecisions(b *strings.Builder, v View) {
	if list := t.decisions(v); len(list) > 0 {
		fmt.Fprintf(b, "\n## %s (%d)\n\n", t.word("decisions"), len(list))
		var rows [][]string
		for _, d := range list {
			rows = append(rows, []string{d.Place, d.Check, d.Verdict, d.Moves, d.Text})
		}
		markdownTable(b, []string{t.word("interface"), t.word("check"), t.word("verdict"), t.word("violations"), t.word("decision")}, rows)
	}
	if rows := t.exceptionLines(v); len(rows) > 0 {
		fmt.Fprintf(b, "\n## %s (%d)\n\n", t.word("exceptions"), len(rows))
		markdownTable(b, t.exceptionHeads(), rows)
	}
}

func (t tongue) exceptionHeads() []string {
	return []string{t.word("check"), t.word("names"), t.word("reason"), t.word("owner"), t.word("expires")}
}
