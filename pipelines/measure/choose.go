package measure

import (
	"fmt"
	"slices"

	"github.com/dogwatch/dogwatch/checks"
)

// choose gives every candidate its way.
func (p *patrol) choose() {
	for _, a := range p.areaOrder {
		a.choose(p.mode(a.bind.watch.Source), p.costing(a.bind))
	}
}

func (p *patrol) mode(source string) Mode {
	if p.Mode == Auto && p.ModeOf != nil {
		return p.ModeOf(source)
	}
	return p.Mode
}

// choose weighs three ways to take an area's measures: to read everything, to ask what
// is cheaper asked, and to ask all that can be asked. A measure that cannot be asked
// is read in each, one that may not be read is asked in each.
func (a *area) choose(mode Mode, c costing) {
	all := func(*candidate) bool { return true }
	none := func(*candidate) bool { return false }
	switch mode {
	case Stream:
		a.take(c, none, "mode: stream")
		return
	case Pushdown:
		a.take(c, all, "mode: pushdown")
		return
	}
	reading, asking := a.cost(c, none), a.cost(c, all)
	cheap := a.cheaper(c)
	mixed := a.cost(c, cheap)
	switch {
	case reading <= mixed && reading <= asking:
		a.take(c, none, compared("read", reading, "asked", min(mixed, asking)))
	case mixed <= asking:
		a.take(c, cheap, compared("asked in part", mixed, "read", reading))
	default:
		a.take(c, all, compared("asked", asking, "read", reading))
	}
}

func compared(chosen string, cost float64, other string, dearer float64) string {
	if fmt.Sprintf("%.1f", cost) == fmt.Sprintf("%.1f", dearer) {
		return ""
	}
	return fmt.Sprintf("%s: about %.1f s; %s it would be %.1f s", chosen, cost, other, dearer)
}

// asked tells whether a choice has the server answer a candidate.
func (c *candidate) asked(choice func(*candidate) bool) bool {
	return c.bound || (c.push != nil || c.suspect != nil) && choice(c)
}

// streamed lists the columns that are read for what is not asked.
func (a *area) streamed(choice func(*candidate) bool) []string {
	names := slices.Clone(a.read)
	for _, c := range a.candidates {
		if !c.asked(choice) {
			names = append(names, c.columns...)
			if len(c.columns) == 0 {
				names = append(names, a.bind.anyColumn()...)
			}
		}
	}
	return sortedOwn(names)
}

// cost is what an area takes under a choice.
func (a *area) cost(c costing, choice func(*candidate) bool) float64 {
	total := c.scan(a.bind.watch, a.streamed(choice))
	figures, suspects := false, 0
	for _, x := range a.candidates {
		switch {
		case !x.asked(choice):
		case x.suspect != nil:
			suspects++
			total += float64(c.rows) * costCondition
		default:
			total += c.push(a.bind, x.push)
			total += statements(x) * costStatement
			figures = figures || x.push.read == nil
		}
	}
	if figures || suspects > 0 {
		total += costStatement + float64(c.rows)*costCounted
	}
	if suspects > 0 {
		total += costStatement
	}
	return total
}

// statements is how many a measure sends of its own: figures share one.
func statements(x *candidate) float64 {
	if _, keys := x.measure.(checks.Keys); keys {
		return 2
	}
	if x.push.read != nil {
		return 1
	}
	return 0
}

// cheaper chooses to ask those figures and keys that cost more to read beside what is
// read anyway. Rules are read.
func (a *area) cheaper(c costing) func(*candidate) bool {
	asked := map[*candidate]bool{}
	choice := func(x *candidate) bool { return asked[x] }
	for _, x := range a.candidates {
		asked[x] = x.push != nil
	}
	for _, x := range a.candidates {
		if x.push == nil {
			continue
		}
		with := a.cost(c, choice)
		asked[x] = false
		asked[x] = a.cost(c, choice) >= with
	}
	return choice
}

// take settles the ways.
func (a *area) take(c costing, choice func(*candidate) bool, why string) {
	for _, x := range a.candidates {
		x.why = why
		switch {
		case !x.asked(choice):
			x.way = byScan
		case x.suspect != nil:
			x.way = bySuspect
		default:
			x.way = byServer
		}
	}
	a.bind.costs, a.bind.why = c, why
}
