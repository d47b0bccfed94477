package main

import (
	"context"
	"slices"

	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// diffJSON writes the comparison for other programs.
func (a *app) diffJSON(ctx context.Context, state *store.Store, sides [2]side, most int) error {
	d := report.Diff{SchemaVersion: report.SchemaVersion, Before: sides[0].name, After: sides[1].name, Pruned: []string{}, Changed: []report.DiffCheck{}}
	for _, s := range sides {
		if s.pruned() {
			d.Pruned = append(d.Pruned, s.name)
		}
	}
	for _, c := range compareRuns(sides) {
		fresh, gone, err := moved(ctx, state, c)
		if err != nil {
			return err
		}
		if !c.differs() && len(fresh)+len(gone) == 0 {
			d.Same++
			continue
		}
		d.Changed = append(d.Changed, report.DiffCheck{
			Aspect: c.aspect, Check: c.check, Group: c.group, Before: diffOutcome(c.outcomes[0]), After: diffOutcome(c.outcomes[1]),
			New: diffKeys(fresh, most), Gone: diffKeys(gone, most),
		})
	}
	return report.WriteDiff(a.out, d)
}

func (s side) pruned() bool {
	return slices.ContainsFunc(s.runs, func(r store.Run) bool { return r.Pruned })
}

// differs tells that verdict or figures changed, or one side lacks the check.
func (c comparison) differs() bool {
	before, after := c.outcomes[0], c.outcomes[1]
	return before == nil || after == nil || before.Verdict != after.Verdict || before.Measured != after.Measured || before.Violations != after.Violations
}

// keyed tells that the violations of both sides are known by key.
func (c comparison) keyed() bool {
	before, after := c.outcomes[0], c.outcomes[1]
	return before != nil && after != nil && evaluated(before) && evaluated(after) && !c.runs[0].Pruned && !c.runs[1].Pruned
}

func diffOutcome(o *store.Outcome) *report.DiffOutcome {
	if o == nil {
		return nil
	}
	out := &report.DiffOutcome{ID: o.ID, Verdict: o.Verdict, Unit: o.Unit, Violations: o.Violations, Stock: o.Stock, StockLeft: o.StockLeft, Excepted: o.Excepted}
	if o.Measured != "" {
		out.Measured = &o.Measured
	}
	return out
}

func diffKeys(keys []string, most int) report.DiffKeys {
	return report.DiffKeys{Count: len(keys), Keys: append([]string{}, keys[:min(most, len(keys))]...)}
}
