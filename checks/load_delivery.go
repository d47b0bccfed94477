package checks

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// delivery reads how a watch is supplied, once its columns and its where are known.
func (l *loader) delivery(d *draft) {
	w, v := d.watch, d.value.Get("delivery")
	if v == nil && w.From.File != nil {
		v = madeMap(w.From.Span, madeField("mode", made(ModeSnapshot, w.From.Span))) // a file may be half-written
	}
	if v == nil || v.Form != syntax.Map {
		l.scopeFits(d, nil)
		return
	}
	del := &Delivery{Mode: text(v.Get("mode")), Every: text(v.Get("every")), Due: deadline(text(v.Get("due")))}
	s := l.watchScope(d)
	s.span, s.use = v.Span, &usage{}
	if c := l.ownColumn(d, s, v.Get("arrived_at")); c != nil {
		del.ArrivedAt = c.Name
		l.dated(v.Get("arrived_at"), c)
	}
	if c := l.ownColumn(d, s, v.Get("batch")); c != nil {
		del.Batch = c.Name
		l.numbered(v.Get("batch"), c)
	}
	del.stored = w.Where
	if deleted := v.Get("deleted"); scalar(deleted) && !l.ofSibling(w, deleted) {
		del.Deleted = s.Rule(deleted, nil)
	}
	del.Ready = l.ready(d, v.Get("ready"))
	l.noteUse(d, s.use)
	if name := absentColumn(w, s.use.columns); name != "" {
		l.unfit(v, "", "the delivery is known by `%s`, which this source does not deliver", name)
	}
	l.deliveryFits(d, v, del)
	l.scopeFits(d, del)
	l.payload(w, s, del)
	w.MayBeEmpty = w.MayBeEmpty || del.Mode == ModeQueue
	w.Delivery = del
}

// deadline reads what the shape has let through; nil if it has not.
func deadline(written string) *Deadline {
	days, clock, timed := strings.Cut(written, " ")
	number := strings.TrimRight(days, "wd")
	n, err := strconv.Atoi(number)
	if err != nil {
		return nil
	}
	d := &Deadline{Days: n, Working: strings.HasSuffix(days, "wd"), Clock: 24 * time.Hour, Text: written}
	if timed {
		at, err := time.Parse("15:04", clock)
		if err != nil {
			return nil
		}
		d.Clock = time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	}
	return d
}

func (l *loader) unfit(v *syntax.Value, hint, format string, args ...any) {
	l.report("DW-1321", v.Span, hint, format, args...)
}

func (l *loader) dated(v *syntax.Value, c *Column) {
	if c.Type.Base != ir.Date && c.Type.Base != ir.Timestamp && c.Type.Base != ir.Null {
		l.unfit(v, "name the column that says when a row arrived", "the column `%s` is %s, not a date or timestamp", c.Name, c.Type)
	}
}

func (l *loader) numbered(v *syntax.Value, c *Column) {
	if !slices.Contains([]ir.Base{ir.Text, ir.Integer, ir.Date, ir.Null}, c.Type.Base) {
		l.unfit(v, "a batch is numbered by a text, an integer or a date", "the column `%s` is %s", c.Name, c.Type)
	}
}

// deliveryFits reports what does not go together.
func (l *loader) deliveryFits(d *draft, v *syntax.Value, del *Delivery) {
	call := d.watch.From.Call != nil
	switch {
	case del.Mode == ModeCall && !call:
		l.unfit(v.Get("mode"), "a call has from: {call: {path: …}}", "this watch reads a table; it calls nothing")
	case del.Mode != ModeCall && call:
		l.unfit(v.Get("mode"), "write mode: call", "this watch is a call: it gets an answer, no delivery")
	}
	for _, f := range v.Fields {
		if del.Mode == ModeCall && f.Key.Text != "mode" {
			l.unfit(f.Key, "remove it", "a call delivers nothing by itself, so `%s` counts for nothing", f.Key.Text)
		}
	}
	if due := v.Get("due"); due != nil && del.Mode != ModeCall {
		switch {
		case del.Mode == ModeQueue:
			l.unfit(due, "remove it; a check of the kind backlog tells how long rows wait", "a queue is never due as a whole")
		case v.Get("every") == nil:
			l.unfit(due, "add every: month, or as often as it comes", "nobody can say after what it is due")
		case v.Get("arrived_at") == nil && d.watch.From.File == nil:
			l.unfit(due, "add arrived_at: and the column that says when a row arrived", "nobody can say whether the delivery has arrived")
		}
	}
	if every := v.Get("every"); every != nil && v.Get("arrived_at") == nil && d.watch.From.File == nil && del.Mode != ModeCall {
		l.unfit(every, "add arrived_at: and the column that says when a row arrived", "nobody can say to which delivery a row belongs")
	}
}

// ready reads how a load is known to be complete.
func (l *loader) ready(d *draft, v *syntax.Value) *Ready {
	if v == nil || v.Form != syntax.Map {
		return nil
	}
	r := &Ready{Quiet: l.span(v.Get("quiet"), 24*time.Hour), Wait: l.span(v.Get("wait"), 2*time.Hour)}
	if v.Get("quiet") != nil {
		l.quietFits(d, v)
		return r
	}
	r.Status = l.statusWatch(d, v)
	if rule := v.Get("rule"); scalar(rule) {
		r.Rule = l.compile(rule, r.Status.Schema(), ir.Boolean)
	} else {
		l.unfit(v, `add rule: 'state == "done"', or quiet: 10m`, "nothing says which row means that the load is complete")
	}
	return r
}

func (l *loader) quietFits(d *draft, v *syntax.Value) {
	for _, name := range []string{"columns", "rule"} {
		if key := v.Key(name); key != nil {
			l.unfit(key, "remove it, or write `from` in place of `quiet`", "`%s` speaks of a table of states", name)
		}
	}
	if d.watch.From.File != nil {
		return // its time of change counts
	}
	arrived := text(d.value.Get("delivery").Get("arrived_at"))
	if m := d.watch.Mapping(arrived); arrived == "" || m != nil && m.Type.Base == ir.Date {
		l.unfit(v.Get("quiet"), "add arrived_at: with a column of the type timestamp", "nobody can say when the last row arrived")
	}
}

// span reads a duration of time; working days are none.
func (l *loader) span(v *syntax.Value, most time.Duration) time.Duration {
	if !scalar(v) {
		return 0
	}
	written := v.Text
	if days, ok := strings.CutSuffix(written, "d"); ok && !strings.HasSuffix(days, "w") {
		if n, err := strconv.Atoi(days); err == nil && n <= 1 {
			written = strconv.Itoa(24*n) + "h"
		}
	}
	length, err := time.ParseDuration(written)
	if err != nil || length < 0 || length > most {
		l.unfit(v, "for example 10m; at most "+strconv.Itoa(int(most.Hours()))+"h", "%s is too long, or no time by the clock", v.Text)
		return 0
	}
	return length
}

// statusWatch makes a watch of the table in which the state of loads stands.
func (l *loader) statusWatch(d *draft, v *syntax.Value) *Watch {
	from := v.Get("from")
	l.reads(from.Get("query"))
	w := &Watch{
		System: d.watch.System, ID: d.watch.ID + ".ready", Title: d.watch.Title, Source: d.watch.Source, Scope: ScopeAll,
		Contract: &Contract{ID: d.watch.ID + ".ready", Span: v.Span}, From: From{Name: text(from), Query: text(from.Get("query")), Span: from.Span}, Span: v.Span,
	}
	for _, f := range fields(v.Get("columns")) {
		t := f.Value.Get("type")
		if !scalar(t) {
			l.unfit(f.Key, "{column: …, type: text}", "the column `%s` needs a type", f.Key.Text)
			continue
		}
		l.columnName(f.Key)
		m := Mapping{Name: f.Key.Text, Title: f.Key.Text, Type: l.typeAt(t), Class: classOf(""), Physical: []string{f.Key.Text}, Span: f.Key.Span}
		l.mapping(w, &m, f.Key, f.Value)
		w.Mappings = append(w.Mappings, m)
	}
	return w
}

// scopeFits reads the scope, which needs to know when rows arrived.
func (l *loader) scopeFits(d *draft, del *Delivery) {
	v := d.value.Get("scope")
	if !scalar(v) || v.Text == ScopeAll {
		return
	}
	d.watch.Scope = v.Text
	arrived := ""
	if del != nil {
		arrived = del.ArrivedAt
	}
	m := d.watch.Mapping(arrived)
	switch {
	case !slices.Contains([]string{ScopePeriod, ScopeSince}, v.Text):
		return
	case m == nil:
		l.report("DW-1305", v.Span, "add delivery: {mode: increment, arrived_at: …}", "`scope: %s` needs to know when rows arrived", v.Text)
	case del.Mode == ModeSnapshot:
		l.report("DW-1305", v.Span, "write scope: all, or mode: increment", "a snapshot is one whole: `scope: %s` would judge a part", v.Text)
	case v.Text == ScopeSince && m.Type.Base == ir.Date:
		l.report("DW-1305", v.Span, "write scope: period, or name a column of the type timestamp", "`%s` has no time, so rows of the last day would be lost", arrived)
	case v.Text == ScopeSince && d.watch.From.Each != nil:
		l.report("DW-1305", v.Span, "write scope: period", "shards arrive one by one: there is no one newest row to go on from")
	case v.Text == ScopeSince && d.watch.Whole != nil:
		l.report("DW-1305", v.Span, "write scope: period", "the tables of one delivery are accepted one by one: the last rows of one are not those of another")
	}
}

// payload takes withdrawn rows out of the watch's where.
func (l *loader) payload(w *Watch, s *scope, del *Delivery) {
	schema := s.fields
	del.compile = func(source string) (*rules.Expr, error) {
		expr, problems := rules.Compile(source, l.scopeOf(schema, ir.Boolean))
		if len(problems) > 0 {
			return nil, errors.New(problems[0].Message)
		}
		return expr, nil
	}
	var terms []string
	if w.Where != nil {
		terms = append(terms, "("+w.Where.Source()+"\n)")
	}
	if del.Deleted != nil {
		terms = append(terms, "not coalesce("+del.Deleted.Source()+"\n, false)")
	}
	if del.payload = strings.Join(terms, " and "); del.Deleted == nil {
		return
	}
	where, err := del.compile(del.payload)
	if err != nil {
		l.report("DW-1321", s.span, "write a shorter rule", "`where` and `deleted` cannot be joined: %s", err)
		return
	}
	w.Where = where
}
