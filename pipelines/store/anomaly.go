package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// warnPeriods is how many periods in a row must warn before a warning opens an anomaly.
const warnPeriods = 3

// Advance is what one outcome does to the anomaly of its check. fail and error open,
// a warning only after three periods in a row (warned counts the earlier ones); pass
// closes; skipped and waiting neither open nor close; a proposed check opens nothing, and
// one whose acceptance was withdrawn retires what it opened.
// It returns nil if nothing changes. A repeated run of the same period counts once.
func Advance(open *OpenAnomaly, o Outcome, period string, warned int, now time.Time) *Anomaly {
	if o.Status == "proposed" && open == nil {
		return nil
	}
	if o.Status == "proposed" && o.withdrawn() {
		retired := open.Anomaly
		retired.State, retired.Closed, retired.OutcomeID = Retired, now, o.ID
		return &retired
	}
	switch o.Verdict {
	case "skipped", "waiting":
		return nil
	case "pass":
		if open == nil {
			return nil
		}
		closed := open.Anomaly
		closed.State, closed.Closed, closed.OutcomeID = Recovered, now, o.ID
		return &closed
	case "warn":
		if open == nil && warned+1 < warnPeriods {
			return nil
		}
	}
	if open == nil {
		return &Anomaly{State: New, Verdict: o.Verdict, FirstPeriod: period, LastPeriod: period, Periods: 1, Opened: now, OutcomeID: o.ID}
	}
	seen := open.Anomaly
	seen.Verdict, seen.OutcomeID = o.Verdict, o.ID
	if seen.LastPeriod != period {
		seen.State, seen.LastPeriod, seen.Periods = Persisting, period, seen.Periods+1
	}
	return &seen
}

// withdrawn tells that a person took the acceptance of the check back.
func (o Outcome) withdrawn() bool {
	return slices.ContainsFunc(o.Void, func(v Void) bool { return v.Decision == DecidedAccept && !v.Withdrawn.Holds() })
}

// An OpenAnomaly is an anomaly as it stands in the state.
type OpenAnomaly struct {
	Anomaly
	row int64
}

type anomalyRow struct {
	ID          int64  `db:"id"`
	System      string `db:"system"`
	Watch       string `db:"watch"`
	Aspect      string `db:"aspect"`
	CheckID     string `db:"check_id"`
	GroupKey    string `db:"group_key"`
	Source      string `db:"source"`
	State       string `db:"state"`
	Verdict     string `db:"verdict"`
	FirstPeriod string `db:"first_period"`
	LastPeriod  string `db:"last_period"`
	Periods     int    `db:"periods"`
	Opened      int64  `db:"opened"`
	Closed      int64  `db:"closed"`
	OutcomeID   string `db:"outcome_id"`
}

func (r anomalyRow) anomaly() Anomaly {
	return Anomaly{
		ID: fmt.Sprintf("A-%06d", r.ID), System: r.System, Watch: r.Watch, Aspect: r.Aspect, Check: r.CheckID, Group: r.GroupKey,
		Source: r.Source, State: AnomalyState(r.State), Verdict: r.Verdict, FirstPeriod: r.FirstPeriod, LastPeriod: r.LastPeriod,
		Periods: r.Periods, Opened: timeOf(r.Opened), Closed: timeOf(r.Closed), OutcomeID: r.OutcomeID,
	}
}

func (r anomalyRow) open() *OpenAnomaly { return &OpenAnomaly{Anomaly: r.anomaly(), row: r.ID} }

func insertAnomaly(ctx context.Context, tx *sqlx.Tx, a *Anomaly) error {
	id, err := nextID(ctx, tx, "anomalies")
	if err != nil {
		return err
	}
	_, err = exec(ctx, tx, `INSERT INTO anomalies (id, system, watch, aspect, check_id, group_key, source, state, verdict, first_period, last_period, periods, opened, closed, outcome_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, a.System, a.Watch, a.Aspect, a.Check, a.Group, a.Source, string(a.State), a.Verdict, a.FirstPeriod, a.LastPeriod, a.Periods,
		micros(a.Opened), micros(a.Closed), a.OutcomeID)
	return err
}

func updateAnomaly(ctx context.Context, tx *sqlx.Tx, id int64, a *Anomaly) error {
	_, err := exec(ctx, tx, `UPDATE anomalies SET system = ?, watch = ?, aspect = ?, check_id = ?, group_key = ?, source = ?, state = ?, verdict = ?,
		last_period = ?, periods = ?, closed = ?, outcome_id = ? WHERE id = ?`,
		a.System, a.Watch, a.Aspect, a.Check, a.Group, a.Source, string(a.State), a.Verdict, a.LastPeriod, a.Periods, micros(a.Closed), a.OutcomeID, id)
	return err
}

// Anomalies lists the anomalies that are open, then those closed at since or after; by
// system, watch, aspect, check and group.
func (s *Store) Anomalies(ctx context.Context, since time.Time) ([]Anomaly, error) {
	rows, err := query[anomalyRow](ctx, s.db, "SELECT * FROM anomalies WHERE closed = 0 OR closed >= ?", micros(since))
	if err != nil {
		return nil, err
	}
	list := make([]Anomaly, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.anomaly())
	}
	slices.SortFunc(list, compareAnomalies)
	return list, nil
}

// compareAnomalies orders alike on every engine: their collations differ.
func compareAnomalies(a, b Anomaly) int {
	opened := map[bool]int{true: 0, false: 1}
	return cmp.Or(
		cmp.Compare(opened[a.Closed.IsZero()], opened[b.Closed.IsZero()]),
		cmp.Compare(a.System, b.System), cmp.Compare(a.Watch, b.Watch), cmp.Compare(a.Aspect, b.Aspect),
		cmp.Compare(a.Check, b.Check), cmp.Compare(a.Group, b.Group), cmp.Compare(a.ID, b.ID),
	)
}

// Retire closes the open anomalies whose check is gone: known tells which are not.
func (s *Store) Retire(ctx context.Context, now time.Time, known func(Anomaly) bool) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		open, err := query[anomalyRow](ctx, tx, "SELECT * FROM anomalies WHERE closed = 0 ORDER BY id")
		if err != nil {
			return err
		}
		for _, r := range open {
			a := r.anomaly()
			if known(a) {
				continue
			}
			a.State, a.Closed = Retired, now
			if err := updateAnomaly(ctx, tx, r.ID, &a); err != nil {
				return err
			}
		}
		return nil
	})
}
