package pipelines

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// judge lets every kind judge what was measured and turns its outcomes into what
// may be kept and shown.
func (p *Patroller) judge(ctx context.Context, plan *Plan, a *active) ([]store.Outcome, error) {
	var outcomes []store.Outcome
	a.record.Delivered = a.delivered()
	for _, task := range a.tasks {
		for _, item := range task.Items {
			if why := a.expected[task].holds(); why != "" && (a.expected[task].closed != "" || !looksAtDelivery(item)) {
				waiting := checks.Outcome{Check: item.Check.ID, Group: task.Group, Verdict: checks.Waiting, Reason: why, WarnBound: item.Check.Warn.String(), FailBound: item.Check.Fail.String()}
				outcomes = append(outcomes, p.keep(a, item.Check, item.Results, waiting))
				continue
			}
			h := &history{ctx: ctx, store: p.Store, run: a.record, checks: a.run.Watch.Checks, group: task.Group}
			judged := item.Check.Kind.Judge(checks.Judgement{
				Watch: task.Watch, Check: item.Check, Results: item.Results,
				AsOf: plan.AsOf, Zone: p.Catalog.Deployment.Zone, Calendar: p.Catalog.Calendar, History: h, Arrival: a.expected[task].arrival(),
			})
			if h.err != nil {
				return nil, h.err
			}
			for _, o := range judged {
				o.Group = within(task.Group, o.Group)
				kept := p.keep(a, item.Check, item.Results, o)
				a.marks.confess(markedCheck{item.Check.ID, task.Group}, &kept)
				outcomes = append(outcomes, kept)
			}
		}
	}
	return outcomes, nil
}

// within names a group of rows in a shard; either may be empty.
func within(shard, group string) string {
	if shard == "" || group == "" {
		return cmp.Or(shard, group)
	}
	return shard + "/" + group
}

// looksAtDelivery tells a check that judges the delivery itself.
func looksAtDelivery(item *measure.Item) bool {
	return slices.ContainsFunc(item.Measures, func(m checks.Measure) bool { _, ok := m.(checks.Delivered); return ok })
}

// keep masks an outcome.
func (p *Patroller) keep(a *active, c *checks.Check, results []checks.Result, o checks.Outcome) store.Outcome {
	doc := c.Kind.Doc()
	kept := store.Outcome{
		Check: c.ID, Was: c.Was, Group: o.Group, Title: c.Title, Why: c.Why, Kind: doc.Name, Rule: describe(a.run.Watch, c),
		Dimension: string(c.Dimension), Grade: c.Grade, Status: string(c.Status), Verdict: string(o.Verdict), Reason: o.Reason,
		Measured: Decimal(o.Measured.Value), Unit: string(o.Measured.Unit), Parts: o.Parts,
		Rows: o.Counts.Rows, Judged: o.Counts.Judged, Violations: o.Counts.Violations, Unknown: o.Counts.Unknown, Faulted: o.Counts.Faulted,
		Warn: o.WarnBound, Fail: o.FailBound,
	}
	a.rulings[c].tell(&kept, c, o)
	kept.ID = outcomeID(a.record, kept)
	for _, v := range o.Samples {
		sample := store.Sample{Key: maskCells(v.Key), Detail: maskCells(v.Detail), Reason: v.Reason, Standing: standingName(v.Standing)}
		if len(v.Key) > 0 {
			sample.Fingerprint = a.marks.mark(v.Key).Fingerprint
		}
		kept.Samples = append(kept.Samples, sample)
	}
	blameSource(&kept, a.run.Watch, results)
	tellView(&kept, results)
	if o.Verdict == checks.Skipped {
		for _, r := range results {
			kept.Down = cmp.Or(kept.Down, r.Down)
		}
	}
	return kept
}

// blameSource marks an outcome whose check could not be evaluated because of its
// source, or of what is read there: one anomaly of that stands for all of them.
func blameSource(kept *store.Outcome, w *checks.Watch, results []checks.Result) {
	for _, r := range results {
		if r.Failure == nil || r.Failure.Class == "rule" || r.Failure.Class == "definition" {
			continue
		}
		if kept.Parts == nil {
			kept.Parts = map[string]string{}
		}
		kept.Parts["source"] = w.Source
		if relation := relationOf(w, kept.Group); ofRelation(r.Failure.Class) && relation != "" {
			kept.Parts["source"] += " " + relation
		}
	}
}

// tellView notes whether what was judged was seen at one point in time, where somebody
// has asked or it was not.
func tellView(kept *store.Outcome, results []checks.Result) {
	var view checks.View
	for _, r := range results {
		view = view.And(r.View)
	}
	if view == "" {
		return
	}
	if kept.Parts == nil {
		kept.Parts = map[string]string{}
	}
	kept.Parts["view"] = string(view)
}

// ofRelation tells a failure of one table or call from one of the whole source.
func ofRelation(class string) bool {
	switch connectors.Class(class) {
	case connectors.Missing, connectors.Privilege, connectors.Refused, connectors.Decode:
		return true
	}
	return false
}

// relationOf names what a watch reads, in a shard if it has any; "" for a query.
func relationOf(w *checks.Watch, group string) string {
	if shard, ok := w.Shards()[group]; ok {
		w = shard
	}
	if w.From.Call != nil {
		return w.From.Call.Path
	}
	return cmp.Or(w.From.Name, w.From.Pattern, strings.Join(w.From.Tables(), "+"))
}

func outcomeID(run store.Run, o store.Outcome) string {
	id := run.System + "/" + run.Watch + "/" + o.Check
	if o.Group != "" {
		id += "[" + o.Group + "]"
	}
	return fmt.Sprintf("%s@%s#%d", id, run.Period, run.Attempt)
}

func maskCells(cells []checks.Cell) []store.Cell {
	shown := make([]store.Cell, 0, len(cells))
	for _, c := range cells {
		shown = append(shown, maskCell(c))
	}
	return shown
}

func maskCell(c checks.Cell) store.Cell {
	if c.Null {
		return store.Cell{Name: c.Name, Text: "null"}
	}
	return store.Cell{Name: c.Name, Text: mask.Value(c.Class, c.Type, c.Text)}
}

// Decimal renders an exact number: as written if it has few decimals, else six.
// "" for none.
func Decimal(r *big.Rat) string {
	if r == nil {
		return ""
	}
	text := r.FloatString(6)
	text = strings.TrimRight(text, "0")
	return strings.TrimSuffix(text, ".")
}

// editions are those of the code tables that a run may ask. A link patrol asks none: it
// looks at no rows.
func editions(catalog *checks.Catalog, aspect checks.Aspect) []string {
	if aspect == checks.Link {
		return nil
	}
	var list []string
	for name, edition := range catalog.Editions {
		list = append(list, name+" "+edition)
	}
	slices.Sort(list)
	return list
}
