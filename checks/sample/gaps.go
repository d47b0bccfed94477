package sample

import (
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// gaps lists the checks that lack a passing or a failing sample: those of contracts, then
// those that stand in watches.
func (r *runner) gaps() {
	for _, c := range r.catalog.Contracts {
		for _, check := range c.Checks {
			r.gap(r.watches[c.ID], check)
		}
	}
	for _, system := range r.catalog.Systems {
		for _, w := range system.Watches {
			for _, check := range w.Checks {
				if check.Own && check.Lacks() == "" {
					r.gap(w, check)
				}
			}
		}
	}
}

// gap notes what no sample has shown of a check, where one can.
func (r *runner) gap(w *checks.Watch, check *checks.Check) {
	if !tryable(w, check) || always(w, check) {
		return
	}
	g := Gap{Of: r.of(w), Check: check.ID}
	if shown := r.shown[g.Of+"/"+check.ID]; shown != nil {
		g.Passes, g.Fails = shown.Passes, shown.Fails
	}
	if !g.Passes || !g.Fails {
		r.report.Gaps = append(r.report.Gaps, g)
	}
}

// tryable tells whether a check can be judged from rows alone.
func tryable(w *checks.Watch, c *checks.Check) bool {
	if c.Kind.Doc().Aspect != checks.Content || comparing(c) {
		return false
	}
	for _, m := range c.Kind.Measures(w, c) {
		switch m.(type) {
		case checks.Probe, checks.Events, checks.Beats, checks.Delivered, checks.Filed:
			return false
		}
	}
	return true
}

// always tells a check that cannot fail: whatever is stored can be read as text.
func always(w *checks.Watch, c *checks.Check) bool {
	for _, m := range c.Kind.Measures(w, c) {
		d, ok := m.(checks.Decode)
		if !ok || w.Mapping(d.Column) == nil || w.Mapping(d.Column).Type.Base != ir.Text {
			return false
		}
	}
	return true
}
