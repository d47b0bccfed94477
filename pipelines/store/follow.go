package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// follow lets the anomalies of the run take their step. A run of a period that is not
// the latest (a period caught up or judged again) is history and moves none.
func (a *Attempt) follow(ctx context.Context, tx *sqlx.Tx, now time.Time, outcomes []Outcome) error {
	later, err := count(ctx, tx, "SELECT COUNT(*) FROM attempts WHERE system = ? AND watch IN (?) AND aspect = ? AND state = ? AND period_start > ?",
		a.run.System, names(a.run.Watch, a.run.Was), a.run.Aspect, string(Finished), micros(a.run.PeriodStart))
	if err != nil || later > 0 {
		return err
	}
	blamed := map[string]Outcome{}
	known := false // something could be evaluated
	for _, o := range outcomes {
		known = known || evaluated(o.Verdict)
		source := o.Parts["source"]
		if o.Verdict != "error" || source == "" {
			if err := a.step(ctx, tx, now, o); err != nil {
				return err
			}
			continue
		}
		// One anomaly of the source stands for all of them.
		if _, found := blamed[source]; !found && o.Status != "proposed" {
			blamed[source] = o
		}
	}
	if err := a.retireGroups(ctx, tx, now, outcomes); err != nil {
		return err
	}
	for _, source := range slices.Sorted(maps.Keys(blamed)) {
		if err := a.blame(ctx, tx, now, source, blamed[source]); err != nil {
			return err
		}
	}
	if !known {
		return nil
	}
	return a.acquit(ctx, tx, now, blamed)
}

// step moves the anomaly of one check by one outcome.
func (a *Attempt) step(ctx context.Context, tx *sqlx.Tx, now time.Time, o Outcome) error {
	open, err := a.open(ctx, tx, o)
	if err != nil {
		return err
	}
	if open == nil && (o.Verdict == "fail" || o.Verdict == "error" || o.Verdict == "warn") {
		if open, err = a.closedHere(ctx, tx, o); err != nil {
			return err
		}
	}
	warned := 0
	if o.Verdict == "warn" && open == nil {
		if warned, err = a.warned(ctx, tx, o); err != nil {
			return err
		}
	}
	return a.save(ctx, tx, open, Advance(open, o, a.run.Period, warned, now), o.Check, o.Group, "")
}

// blame opens the anomaly of a source, or carries it on. There is one for all watches
// of the source; it belongs to the run that blamed the source last, which closes it:
// so it stays open as long as one of them cannot read.
func (a *Attempt) blame(ctx context.Context, tx *sqlx.Tx, now time.Time, source string, o Outcome) error {
	rows, err := query[anomalyRow](ctx, tx, "SELECT * FROM anomalies WHERE source = ? AND check_id = '' AND closed = 0 ORDER BY id DESC LIMIT 1", source)
	if err != nil {
		return err
	}
	var open *OpenAnomaly
	if len(rows) > 0 {
		open = rows[0].open()
	}
	next := Advance(open, o, a.run.Period, 0, now)
	if open != nil {
		again, err := count(ctx, tx, "SELECT COUNT(*) FROM outcomes o JOIN attempts a ON a.id = o.attempt_id WHERE o.id = ? AND a.patrol_id = ?", open.OutcomeID, a.run.PatrolID)
		if err != nil {
			return err
		}
		if again > 0 { // counted in this patrol by another watch
			next.State, next.FirstPeriod, next.LastPeriod, next.Periods = open.State, open.FirstPeriod, open.LastPeriod, open.Periods
		}
	}
	return a.save(ctx, tx, open, next, "", "", source)
}

// acquit closes the anomalies that this run holds of sources which it read again.
func (a *Attempt) acquit(ctx context.Context, tx *sqlx.Tx, now time.Time, blamed map[string]Outcome) error {
	statement, args, err := sqlx.In("SELECT * FROM anomalies WHERE source <> '' AND check_id = '' AND closed = 0 AND system = ? AND watch IN (?) AND aspect = ? ORDER BY id",
		a.run.System, names(a.run.Watch, a.run.Was), a.run.Aspect)
	if err != nil {
		return err
	}
	rows, err := query[anomalyRow](ctx, tx, statement, args...)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if _, still := blamed[r.Source]; still {
			continue
		}
		open := r.open()
		next := Advance(open, Outcome{ID: open.OutcomeID, Verdict: "pass"}, a.run.Period, 0, now)
		if err := a.save(ctx, tx, open, next, "", "", r.Source); err != nil {
			return err
		}
	}
	return nil
}

// save writes what became of an anomaly, under the names that its watch and check
// have now. A nil next changes nothing.
func (a *Attempt) save(ctx context.Context, tx *sqlx.Tx, open *OpenAnomaly, next *Anomaly, check, group, source string) error {
	if next == nil {
		return nil
	}
	next.System, next.Watch, next.Aspect = a.run.System, a.run.Watch, a.run.Aspect
	next.Check, next.Group, next.Source = check, group, source
	if open == nil {
		return insertAnomaly(ctx, tx, next)
	}
	return updateAnomaly(ctx, tx, open.row, next)
}

// open finds the open anomaly of a check, by its present and its earlier names.
func (a *Attempt) open(ctx context.Context, tx *sqlx.Tx, o Outcome) (*OpenAnomaly, error) {
	return a.find(ctx, tx, o, "closed = 0")
}

// closedHere finds the anomaly that an earlier attempt at this very run closed: the
// later attempt is the run's result, so the anomaly goes on.
func (a *Attempt) closedHere(ctx context.Context, tx *sqlx.Tx, o Outcome) (*OpenAnomaly, error) {
	found, err := a.find(ctx, tx, o, "state = ? AND outcome_id IN (SELECT o.id FROM outcomes o JOIN attempts t ON t.id = o.attempt_id WHERE t.system = ? AND t.watch = ? AND t.aspect = ? AND t.period = ?)",
		string(Recovered), a.run.System, a.run.Watch, a.run.Aspect, a.run.Period)
	if err != nil || found == nil {
		return nil, err
	}
	found.State, found.Closed = Persisting, time.Time{}
	if found.Periods == 1 {
		found.State = New
	}
	return found, nil
}

func (a *Attempt) find(ctx context.Context, tx *sqlx.Tx, o Outcome, condition string, more ...any) (*OpenAnomaly, error) {
	args := []any{a.run.System, names(a.run.Watch, a.run.Was), a.run.Aspect, names(o.Check, o.Was), o.Group}
	statement, args, err := sqlx.In("SELECT * FROM anomalies WHERE system = ? AND watch IN (?) AND aspect = ? AND check_id IN (?) AND group_key = ? AND source = '' AND "+condition+" ORDER BY id DESC LIMIT 1",
		append(args, more...)...)
	if err != nil {
		return nil, err
	}
	rows, err := query[anomalyRow](ctx, tx, statement, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0].open(), nil
}

// warned counts how many of the latest earlier periods warned without a break.
func (a *Attempt) warned(ctx context.Context, tx *sqlx.Tx, o Outcome) (int, error) {
	past, err := earlier(ctx, tx, a.run, names(o.Check, o.Was), o.Group, warnPeriods, results)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, p := range past {
		if p.Verdict != "warn" {
			break
		}
		n++
	}
	return n, nil
}
