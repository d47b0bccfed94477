package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// An Acceptance puts a proposed check in force. It holds as long as the check is what
// it was: Definition is the check's at that time.
type Acceptance struct {
	System     string
	Watch      string
	Check      string
	Definition string
	At         time.Time
	Actor      string
	Reason     string
	Withdrawn  Withdrawal
}

// Accept records acceptances, each in place of an earlier one (withdrawn or not, which
// the audit keeps), and audits them. All of
// them are recorded, or none.
func (s *Store) Accept(ctx context.Context, list ...Acceptance) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		for _, a := range list {
			_, err := exec(ctx, tx, `INSERT INTO acceptances (system, watch, check_id, definition, at, actor, reason) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (system, watch, check_id) DO UPDATE SET definition = excluded.definition, at = excluded.at, actor = excluded.actor, reason = excluded.reason, withdrawn = 0, withdrawn_by = '', withdrawn_why = ''`,
				a.System, a.Watch, a.Check, a.Definition, micros(a.At), clean(a.Actor), clean(a.Reason))
			if err != nil {
				return err
			}
			if err := audit(ctx, tx, AuditEntry{At: a.At, Actor: a.Actor, Action: "accept", Subject: a.System + "/" + a.Watch + "/" + a.Check, Reason: a.Reason}); err != nil {
				return err
			}
		}
		return nil
	})
}

type acceptanceRow struct {
	System     string `db:"system"`
	Watch      string `db:"watch"`
	CheckID    string `db:"check_id"`
	Definition string `db:"definition"`
	At         int64  `db:"at"`
	Actor      string `db:"actor"`
	Reason     string `db:"reason"`
	withdrawnRow
}

// Acceptances lists every acceptance, withdrawn ones too, by system, watch and check.
func (s *Store) Acceptances(ctx context.Context) ([]Acceptance, error) {
	rows, err := query[acceptanceRow](ctx, s.db, "SELECT * FROM acceptances")
	list := make([]Acceptance, 0, len(rows))
	for _, r := range rows {
		list = append(list, Acceptance{System: r.System, Watch: r.Watch, Check: r.CheckID, Definition: r.Definition, At: timeOf(r.At), Actor: r.Actor, Reason: r.Reason, Withdrawn: r.withdrawal()})
	}
	slices.SortFunc(list, func(a, b Acceptance) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Watch, b.Watch), cmp.Compare(a.Check, b.Check))
	})
	return list, err
}
