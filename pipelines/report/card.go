package report

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// card sets out one item.
func (t tongue) card(v View, it item) card {
	c := card{State: it.State, StateName: t.state(it.State), Tone: "skipped"}
	if a := it.Anomaly; a != nil {
		c.ID = a.ID
		if a.Periods > 1 || a.FirstPeriod != a.LastPeriod {
			c.Since = t.word("since", a.FirstPeriod, a.Periods)
		}
	}
	if it.Outcome == nil {
		return t.bareCard(v, it, c)
	}
	o, r := it.Outcome, it.Run
	c.Tone, c.Verdict = o.Verdict, t.verdict(o.Verdict)
	c.Grade, c.Title, c.Check, c.Period = t.word("grade of", o.Grade), cmp.Or(o.Title, o.Check), o.Check+groupText(o), r.Period
	c.Where = systemOf(r) + " › " + watchOf(r)
	c.Place = c.Where + " › " + t.dimension(o.Dimension)
	c.Found, c.Bounds, c.Why, c.Rule = t.found(o), t.bounds(o), o.Why, t.rule(o)
	if it.Source != "" {
		c.Title = t.word("source") + t.colon() + v.source(it.Source)
		c.Also = t.also(it)
		c.Rule = ""
		return c
	}
	c.Counts = t.counts(o)
	if c.Counts != nil && o.Verdict != "pass" {
		c.Moves = t.moves(o)
	}
	t.samples(v, r, o, &c)
	return c
}

// bareCard shows an anomaly of which this patrol has no outcome.
func (t tongue) bareCard(v View, it item, c card) card {
	a := it.Anomaly
	system := a.System
	for i := range v.Patrol.Runs {
		if v.Patrol.Runs[i].System == a.System {
			system = systemOf(&v.Patrol.Runs[i])
		}
	}
	watch := a.Watch
	if it.Run != nil {
		watch = watchOf(it.Run)
	}
	c.Title, c.Check, c.Place, c.Period = cmp.Or(a.Check, a.Source), a.Check, strings.Join([]string{system, watch}, " › "), a.LastPeriod
	if a.Check == "" && a.Source != "" {
		c.Title, c.Place = t.word("source")+t.colon()+v.source(a.Source), system
	}
	return c
}

// also lists the checks behind an item of a source, watch by watch; of many only the
// first are named.
func (t tongue) also(it item) []string {
	const named = 3
	type affected struct {
		name   string
		titles []string
	}
	var list []affected
	for _, b := range append([]behind{{it.Run, it.Outcome}}, it.Also...) {
		name := systemOf(b.Run) + " › " + watchOf(b.Run)
		if n := len(list); n == 0 || list[n-1].name != name {
			list = append(list, affected{name: name})
		}
		last := &list[len(list)-1]
		last.titles = append(last.titles, cmp.Or(b.Outcome.Title, b.Outcome.Check))
	}
	var lines []string
	for _, a := range list {
		text := strings.Join(a.titles[:min(named, len(a.titles))], t.comma())
		if len(a.titles) > named {
			text += " " + t.word("and more", len(a.titles))
		}
		lines = append(lines, a.name+t.colon()+text)
	}
	return lines
}

// counts shows what was looked at; kinds that count nothing have none.
func (t tongue) counts(o *store.Outcome) []fact {
	switch o.Kind {
	case "connect", "latency", "privilege", "schema", "http", "certificate", "heartbeat", "row_count", "compare", "band":
		return nil
	}
	if o.Violations == 0 && o.Unknown == 0 && o.Faulted == 0 {
		return nil
	}
	list := []fact{{t.word("rows"), commas(o.Rows)}, {t.word("judged"), commas(o.Judged)}, {t.word("violations"), commas(o.Violations)}}
	if o.Unknown > 0 {
		list = append(list, fact{t.word("unknown"), commas(o.Unknown)})
	}
	if o.Faulted > 0 {
		list = append(list, fact{t.word("faulted"), commas(o.Faulted)})
	}
	return list
}

// samples sets the masked violations out as a table: the key's columns, then what
// the rule looked at, then the reason.
func (t tongue) samples(v View, r *store.Run, o *store.Outcome, c *card) {
	if len(o.Samples) == 0 {
		return
	}
	keys, details, reasons := columnNames(o)
	c.KeyHeads = len(keys)
	for _, name := range append(append([]string{}, keys...), details...) {
		c.Heads = append(c.Heads, t.column(v, r, name))
	}
	if reasons {
		c.Heads = append(c.Heads, t.word("reason"))
	}
	for _, s := range o.Samples {
		var row []string
		for _, name := range keys {
			row = append(row, textOf(s.Key, name))
		}
		for _, name := range details {
			row = append(row, textOf(s.Detail, name))
		}
		if reasons {
			row = append(row, t.reasonOf(s.Reason))
		}
		c.Samples = append(c.Samples, row)
	}
	total := o.Violations
	if keys, err := strconv.ParseInt(o.Parts["keys"], 10, 64); err == nil && o.Kind == "unique" {
		total = keys // a sample stands for all rows of a key
	}
	if shown := int64(len(o.Samples)); total > shown {
		c.More = t.word("more samples", shown, commas(total))
	}
}

// columnNames gives the columns of samples in the order in which they first occur. A
// detail that is in the key already is not shown twice, nor the rule as a whole: a
// violating row has made it false.
func columnNames(o *store.Outcome) (keys, details []string, reasons bool) {
	samples := o.Samples
	whole, _, _ := strings.Cut(o.Rule, " where ")
	seen := map[string]bool{whole: true}
	take := func(cells []store.Cell, into *[]string) {
		for _, c := range cells {
			if !seen[c.Name] {
				seen[c.Name] = true
				*into = append(*into, c.Name)
			}
		}
	}
	for _, s := range samples {
		take(s.Key, &keys)
		reasons = reasons || s.Reason != ""
	}
	for _, s := range samples {
		take(s.Detail, &details)
	}
	return keys, details, reasons
}

func textOf(cells []store.Cell, name string) string {
	for _, c := range cells {
		if c.Name == name {
			return c.Text
		}
	}
	return ""
}
