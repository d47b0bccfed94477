package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// retireGroups retires the open anomalies of groups that are gone: the check gave its
// outcomes, and none is of the group. Nothing is known of the groups of an outcome that
// could not be evaluated.
func (a *Attempt) retireGroups(ctx context.Context, tx *sqlx.Tx, now time.Time, outcomes []Outcome) error {
	statement, args, err := sqlx.In("SELECT * FROM anomalies WHERE closed = 0 AND source = '' AND group_key <> '' AND system = ? AND watch IN (?) AND aspect = ? ORDER BY id",
		a.run.System, names(a.run.Watch, a.run.Was), a.run.Aspect)
	if err != nil {
		return err
	}
	rows, err := query[anomalyRow](ctx, tx, statement, args...)
	if err != nil {
		return err
	}
	for _, r := range rows {
		by := goneBy(outcomes, r.CheckID, r.GroupKey)
		if by == nil {
			continue
		}
		open := r.open()
		retired := open.Anomaly
		retired.State, retired.Closed, retired.OutcomeID = Retired, now, by.ID
		if err := a.save(ctx, tx, open, &retired, by.Check, r.GroupKey, ""); err != nil {
			return err
		}
	}
	return nil
}

// goneBy gives the outcome which shows that a group of a check is gone, nil if the group
// is there or nothing is known of it.
func goneBy(outcomes []Outcome, check, group string) (by *Outcome) {
	for i, o := range outcomes {
		if o.Check != check && !slices.Contains(o.Was, check) {
			continue
		}
		above := o.Group == "" || strings.HasPrefix(group, o.Group+"/")
		if o.Group == group || above && !evaluated(o.Verdict) {
			return nil
		}
		if by == nil || above {
			by = &outcomes[i]
		}
	}
	if by != nil && !evaluated(by.Verdict) {
		return nil
	}
	return by
}
