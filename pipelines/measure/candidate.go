package measure

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules"
)

// The ways to take a content measure.
const (
	byScan    way = iota // every row is read and judged here
	byServer             // the server answers
	bySuspect            // the server picks the rows for which a rule is not true; they are judged here
)

type way uint8

// A candidate is a content measure for which a way is to be chosen.
type candidate struct {
	bind    *binding
	slot    *slot
	measure checks.Measure
	columns []string // of the watch that reading it needs, sorted
	push    *push    // how the server would answer it; nil: it cannot
	suspect *suspect // how the server would pick its rows; nil: it cannot
	bound   bool     // to the server: its personal data may not leave
	way     way
	why     string // for people
}

// An area is what is read of one relation with one filter: its measures share a scan.
type area struct {
	bind       *binding
	candidates []*candidate
	// read are columns that other watches' measures read in any case, as their other side.
	read []string
}

// gather finds out, for every content measure, what could answer it, or why nothing can.
func (p *patrol) gather() {
	for _, task := range p.tasks {
		for _, item := range task.Items {
			for i, m := range item.Measures {
				switch m.(type) {
				case checks.Probe, checks.Events, checks.Filed, checks.Beats: // answered already
				case checks.Delivered: // whoever planned the run has looked
				default:
					p.consider(task, item, i, m)
				}
			}
		}
	}
}

func (p *patrol) consider(task *Task, item *Item, i int, m checks.Measure) {
	s := &slot{task: task, item: item, index: i, found: newCollector(p.Sink, task, item)}
	b := p.of(task.Watch, task.Env)
	if skip, failure := p.obstacle(b, task, item, m); skip != "" || failure != nil {
		item.Results[i] = checks.Result{Skipped: skip, Failure: failure, Down: p.down(b, task, m)}
		return
	}
	confined := p.confinement(b, task, item, m)
	c := &candidate{bind: b, slot: s, measure: m, push: p.pushable(b, s, m), bound: confined != ""}
	if c.bound && c.push == nil {
		item.Results[i] = checks.Result{Skipped: confined}
		return
	}
	c.columns = c.reads()
	if _, ok := m.(checks.RowRule); ok && !c.bound {
		c.push, c.suspect = nil, p.suspectable(b, s, m)
	}
	a := p.areaOf(b, task.Env)
	a.candidates = append(a.candidates, c)
	p.candidates = append(p.candidates, c)
	if other := checks.Other(m); other != nil {
		far := p.areaOf(p.of(other, task.Env), task.Env)
		far.read = append(far.read, otherColumns(m)...)
	}
}

// reads lists the columns that streaming the measure takes.
func (c *candidate) reads() []string {
	names := slices.Concat(exprColumns(c.slot.item.Where), exprColumns(c.bind.watch.Where))
	switch m := c.measure.(type) {
	case checks.Decode:
		if c.push == nil {
			names = append(names, m.Column)
		}
	default:
		names = append(names, measureColumns(m)...)
	}
	switch c.measure.(type) {
	case checks.RowRule, checks.Match, checks.Totals:
		names = append(names, c.bind.keys()...)
	}
	for _, e := range c.slot.item.Except {
		names = append(names, e.Columns()...)
	}
	return sortedOwn(names)
}

// areaOf finds or makes the area of what a watch reads under an environment.
func (p *patrol) areaOf(b *binding, env rules.Env) *area {
	filter, _ := p.filter(b, env)
	id := scanID(b, filter)
	if a := p.areas[id]; a != nil {
		return a
	}
	a := &area{bind: b}
	p.areas[id] = a
	p.areaOrder = append(p.areaOrder, a)
	return a
}
