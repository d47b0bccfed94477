package pipelines

import (
	"context"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// Decisions are what people have decided about checks, as the state holds it: which
// proposed ones are accepted, and what is stock.
type Decisions struct {
	accepted  map[checkName]store.Acceptance
	baselines map[checkName]store.Baseline
	excepted  map[checkName][]store.Exception
}

// A checkName names a check in the state.
type checkName struct{ system, watch, check string }

// ReadDecisions reads all decisions of a state.
func ReadDecisions(ctx context.Context, state *store.Store) (*Decisions, error) {
	d := &Decisions{accepted: map[checkName]store.Acceptance{}, baselines: map[checkName]store.Baseline{}, excepted: map[checkName][]store.Exception{}}
	acceptances, err := state.Acceptances(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range acceptances {
		d.accepted[checkName{a.System, a.Watch, a.Check}] = a
	}
	exceptions, err := state.Exceptions(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range exceptions {
		name := checkName{e.System, e.Watch, e.Check}
		d.excepted[name] = append(d.excepted[name], e)
	}
	baselines, err := state.Baselines(ctx)
	for _, b := range baselines {
		d.baselines[checkName{b.System, b.Watch, b.Check}] = b
	}
	return d, err
}

// A Decided is what holds of one check.
type Decided struct {
	Status   checks.Status
	Accepted *store.Acceptance // that puts it in force; nil if none is needed or there is none
	Baseline *store.Baseline   // nil: there is no stock
	Void     []store.Void      // decisions about an earlier form of the check, and withdrawn ones
}

// Of gives what holds of a check of a watch. A decision about another definition is
// void: nobody has decided about what stands there now. So is one that was withdrawn.
func (d *Decisions) Of(w *checks.Watch, c *checks.Check) Decided {
	decided := Decided{Status: c.Status}
	if a, ok := find(d.accepted, w, c); ok && c.Status == checks.Proposed {
		if a.Withdrawn.Holds() && a.Definition == c.Definition() {
			decided.Status, decided.Accepted = checks.InForce, &a
		} else {
			decided.Void = append(decided.Void, store.Void{Decision: store.DecidedAccept, At: a.At, Actor: a.Actor, Withdrawn: a.Withdrawn})
		}
	}
	if b, ok := find(d.baselines, w, c); ok {
		if b.Withdrawn.Holds() && b.Subject == c.Subject() {
			decided.Baseline = &b
		} else {
			decided.Void = append(decided.Void, store.Void{Decision: store.DecidedBaseline, At: b.At, Actor: b.Actor, Withdrawn: b.Withdrawn})
		}
	}
	return decided
}

// find looks a check up by the names that it and its watch have and had, the present
// ones first.
func find[T any](known map[checkName]T, w *checks.Watch, c *checks.Check) (T, bool) {
	for _, name := range namesOf(w, c) {
		if v, ok := known[name]; ok {
			return v, true
		}
	}
	var none T
	return none, false
}

// namesOf lists every name that a check of a watch has and had, the present ones first.
func namesOf(w *checks.Watch, c *checks.Check) []checkName {
	var list []checkName
	for _, watch := range append([]string{w.ID}, w.Was...) {
		for _, check := range append([]string{c.ID}, c.Was...) {
			list = append(list, checkName{w.System.ID, watch, check})
		}
	}
	return list
}

// A ruling is what a run needs of the decisions about one of its checks.
type ruling struct {
	Decided
	stock map[store.StockKey]bool
	exceptions
}

// rule reads what a run needs of the decisions, and lets its violations be told apart.
func (p *Patroller) rule(ctx context.Context, plan *Plan, decisions *Decisions, a *active) (err error) {
	day := civilDay(plan.AsOf, p.Catalog.Deployment.Zone)
	a.rulings = map[*checks.Check]*ruling{}
	for _, c := range a.run.Checks {
		r := &ruling{Decided: decisions.Of(a.run.Watch, c), exceptions: decisions.exceptions(a.run.Watch, c, day)}
		if r.Baseline != nil {
			if r.stock, err = p.Store.Stock(ctx, *r.Baseline); err != nil {
				return err
			}
		}
		a.rulings[c] = r
	}
	for _, task := range a.tasks {
		for _, item := range task.Items {
			r := a.rulings[item.Check]
			item.Except = r.rules
			if r.known() {
				item.Stand = func(key []checks.Cell) checks.Standing {
					return r.standing(task.Group, a.marks.mark(key).Fingerprint, key)
				}
			}
		}
	}
	return nil
}

// standing tells how a violation stands by its key and the key's fingerprint.
func (r *ruling) standing(group, fingerprint string, key []checks.Cell) checks.Standing {
	if r.exceptions.name(fingerprint, key) {
		return checks.Excepted
	}
	if r.stock[store.StockKey{Group: group, Fingerprint: fingerprint}] {
		return checks.Stock
	}
	return checks.Fresh
}

// known tells whether any violation may be known.
func (r *ruling) known() bool { return len(r.stock)+len(r.fingerprints)+len(r.keys) > 0 }

// tell says in an outcome what was decided about its check.
func (r *ruling) tell(kept *store.Outcome, c *checks.Check, o checks.Outcome) {
	kept.Status, kept.Accepted, kept.Void = string(r.Status), r.Accepted, r.Void
	kept.Definition, kept.Subject, kept.Of = c.Definition(), c.Subject(), string(c.Of)
	kept.Excepted, kept.Stock, kept.StockLeft = o.Counts.Excepted, r.size(o.Group), o.Counts.Stock
}

// size is the stock of a group.
func (r *ruling) size(group string) int64 {
	var n int64
	for key := range r.stock {
		if key.Group == group {
			n++
		}
	}
	return n
}

// Accept puts proposed checks of a watch in force: that of the id, or all with "".
// It gives those that were accepted; one whose acceptance holds already is left alone.
func Accept(ctx context.Context, state *store.Store, w *checks.Watch, id, actor, reason string, at time.Time) ([]*checks.Check, error) {
	decisions, err := ReadDecisions(ctx, state)
	if err != nil {
		return nil, err
	}
	var accepted []*checks.Check
	var list []store.Acceptance
	for _, c := range w.Checks {
		if c.Status != checks.Proposed || id != "" && c.ID != id || decisions.Of(w, c).Accepted != nil {
			continue
		}
		accepted = append(accepted, c)
		list = append(list, store.Acceptance{System: w.System.ID, Watch: w.ID, Check: c.ID, Definition: c.Definition(), At: at, Actor: actor, Reason: reason})
	}
	return accepted, state.Accept(ctx, list...)
}

// Baseline makes the violations of a check's latest result its stock.
func Baseline(ctx context.Context, state *store.Store, w *checks.Watch, c *checks.Check, actor, reason string, at time.Time) (store.Baseline, error) {
	b := store.Baseline{System: w.System.ID, Watch: w.ID, Check: c.ID, Subject: c.Subject(), At: at, Actor: actor, Reason: reason}
	return state.Baseline(ctx, b, slices.Concat([]string{w.ID}, w.Was), slices.Concat([]string{c.ID}, c.Was))
}
