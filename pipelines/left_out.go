package pipelines

import (
	"fmt"
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// leftOut is how a plan's left out definitions are recorded.
func leftOut(plan *Plan) (list []store.LeftOut) {
	for _, o := range plan.LeftOut {
		at := o.Why.Span.Start
		place := at.File
		if at.Line > 0 {
			place = fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column)
		}
		list = append(list, store.LeftOut{System: o.System, Watch: o.Watch, Check: o.Check, Place: place, Code: o.Why.Code, Message: o.Why.Message})
	}
	return list
}

// known tells whether an anomaly's check is still defined, under any of its names. Where
// something of its system is left out, it cannot be told that it is not.
func (p *Patroller) known(a store.Anomaly) bool {
	if p.Catalog.Lacks(a.System) {
		return true
	}
	for _, system := range p.Catalog.Systems {
		if system.ID != a.System {
			continue
		}
		for _, w := range system.Watches {
			if w.ID != a.Watch && !slices.Contains(w.Was, a.Watch) {
				continue
			}
			if a.Check == "" || slices.ContainsFunc(w.Checks, func(c *checks.Check) bool { return c.ID == a.Check || slices.Contains(c.Was, a.Check) }) {
				return true
			}
		}
	}
	return false
}
