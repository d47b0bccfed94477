package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// warnPeriods is how many periods in a row must warn before a warning opens an anomaly.
const warnPeriods = 3

// Advance is what one outcome does to the anomaly of its check. fail and error open,
// a warning only after three periods in a row (warned counts the earlier ones); pass
// closes; skipped and waiting neither open nor close; a proposed check opens nothing.
// It returns nil if nothing changes. A repeated run of the same period counts once.
func Advance(open *OpenAnomaly, o Outcome, period string, warned int, now time.Time) *Anomaly {
	if o.Status == "proposed" && open == nil {
		return nil
	}
	switch o.Verdict {
	case "skipped", "waiting":
		return nil
	case "pass":
		if open == nil {
			return nil
		}
		closed := open.Anomaly
		closed.State, closed.Closed = Recovered, now
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

// open finds the open anomaly of a check, by its present and its earlier names.
func (a *Attempt) open(ctx context.Context, tx *sqlx.Tx, o Outcome, source string) (*OpenAnomaly, error) {
	statement, args, err := sqlx.In(`SELECT * FROM anomalies WHERE system = ? AND watch IN (?) AND aspect = ? AND check_id IN (?) AND group_key = ? AND source = ? AND closed = 0
		ORDER BY id DESC LIMIT 1`, a.run.System, names(a.run.Watch, a.run.Was), a.run.Aspect, names(o.Check, o.Was), o.Group, source)
	if err != nil {
		return nil, err
	}
	rows, err := query[anomalyRow](ctx, tx, statement, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &OpenAnomaly{Anomaly: rows[0].anomaly(), row: rows[0].ID}, nil
}

// warned counts how many of the latest earlier periods warned without a break.
func (a *Attempt) warned(ctx context.Context, tx *sqlx.Tx, o Outcome) (int, error) {
	past, err := earlier(ctx, tx, a.run, names(o.Check, o.Was), o.Group, warnPeriods)
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
	_, err := exec(ctx, tx, "UPDATE anomalies SET state = ?, verdict = ?, last_period = ?, periods = ?, closed = ?, outcome_id = ? WHERE id = ?",
		string(a.State), a.Verdict, a.LastPeriod, a.Periods, micros(a.Closed), a.OutcomeID, id)
	return err
}

// Anomalies lists the anomalies that are open, then those closed since; by system,
// watch and check.
func (s *Store) Anomalies(ctx context.Context, since time.Time) ([]Anomaly, error) {
	rows, err := query[anomalyRow](ctx, s.db, "SELECT * FROM anomalies WHERE closed = 0 OR closed >= ? ORDER BY CASE WHEN closed = 0 THEN 0 ELSE 1 END, system, watch, aspect, check_id, group_key, id", micros(since))
	list := make([]Anomaly, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.anomaly())
	}
	return list, err
}

// Retire closes the open anomalies whose check is gone.
func (s *Store) Retire(ctx context.Context, now time.Time, known func(Anomaly) bool) error {
	open, err := s.Anomalies(ctx, now.AddDate(1000, 0, 0))
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		for _, a := range open {
			if known(a) {
				continue
			}
			var id int64
			if _, err := fmt.Sscanf(a.ID, "A-%d", &id); err != nil {
				return err
			}
			a.State, a.Closed = Retired, now
			if err := updateAnomaly(ctx, tx, id, &a); err != nil {
				return err
			}
		}
		return nil
	})
}
