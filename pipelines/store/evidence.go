package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// ErrNoPatrol says that the state holds no finished patrol of this id.
var ErrNoPatrol = errors.New("there is no finished patrol of this id")

// A Confirmation is a person's word that they have read a patrol's record.
type Confirmation struct {
	PatrolID string
	At       time.Time
	Actor    string
	Note     string
}

// A ConfirmedError says that a patrol was confirmed before, and by whom: that word stands.
type ConfirmedError struct{ Confirmation }

func (e *ConfirmedError) Error() string {
	return fmt.Sprintf("%s was confirmed by %s before: %s", e.PatrolID, e.Actor, e.Note)
}

// Confirm records that a person has read a patrol's record, and audits it.
// ErrNoPatrol: it did not finish, or there is none. *ConfirmedError: somebody did before,
// and nothing is changed.
func (s *Store) Confirm(ctx context.Context, c Confirmation) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		n, err := count(ctx, tx, "SELECT COUNT(*) FROM patrols WHERE id = ? AND finished > 0", c.PatrolID)
		if err == nil && n == 0 {
			err = fmt.Errorf("%s: %w", c.PatrolID, ErrNoPatrol)
		}
		if err != nil {
			return err
		}
		n, err = exec(ctx, tx, "INSERT INTO confirmations (patrol_id, at, actor, note) VALUES (?, ?, ?, ?) ON CONFLICT (patrol_id) DO NOTHING", c.PatrolID, micros(c.At), clean(c.Actor), clean(c.Note))
		if err == nil && n == 0 {
			err = confirmedBefore(ctx, tx, c.PatrolID)
		}
		if err != nil {
			return err
		}
		return audit(ctx, tx, AuditEntry{At: c.At, Actor: c.Actor, Action: "confirm patrol", Subject: c.PatrolID, Reason: c.Note})
	})
}

type confirmationRow struct {
	PatrolID string `db:"patrol_id"`
	At       int64  `db:"at"`
	Actor    string `db:"actor"`
	Note     string `db:"note"`
}

func confirmedBefore(ctx context.Context, tx *sqlx.Tx, id string) error {
	rows, err := query[confirmationRow](ctx, tx, "SELECT patrol_id, at, actor, note FROM confirmations WHERE patrol_id = ?", id)
	if err != nil || len(rows) == 0 {
		return err
	}
	r := rows[0]
	return &ConfirmedError{Confirmation{r.PatrolID, timeOf(r.At), r.Actor, r.Note}}
}

// A Scope is what a patrol did in one system.
type Scope struct {
	PatrolID string `db:"patrol_id"`
	System   string `db:"system"`
	Runs     int    `db:"runs"` // that finished
}

// Scopes lists what patrols did, by patrol and system.
func (s *Store) Scopes(ctx context.Context) ([]Scope, error) {
	return query[Scope](ctx, s.db, "SELECT patrol_id, system, COUNT(*) AS runs FROM attempts WHERE state = ? GROUP BY patrol_id, system ORDER BY patrol_id, system", string(Finished))
}

// Confirmations lists what was confirmed, by patrol.
func (s *Store) Confirmations(ctx context.Context) ([]Confirmation, error) {
	rows, err := query[confirmationRow](ctx, s.db, "SELECT patrol_id, at, actor, note FROM confirmations ORDER BY patrol_id")
	list := make([]Confirmation, 0, len(rows))
	for _, r := range rows {
		list = append(list, Confirmation{r.PatrolID, timeOf(r.At), r.Actor, r.Note})
	}
	return list, err
}

// An Evidence is a file by which a person shows that a clause was served. The state
// keeps its name and hash; the file itself lies beside the state.
type Evidence struct {
	Year   string // the service year
	Row    string // the clause's row
	Name   string // of the file, without folders
	SHA256 string // of its content, in hexadecimal
	Size   int64
	Note   string
	At     time.Time
	Actor  string
}

// AddEvidence records a file, and audits it.
func (s *Store) AddEvidence(ctx context.Context, e Evidence) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		id, err := nextID(ctx, tx, "evidence")
		if err != nil {
			return err
		}
		if _, err := exec(ctx, tx, "INSERT INTO evidence (id, service_year, clause_row, name, sha256, size, note, at, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			id, e.Year, e.Row, clean(e.Name), e.SHA256, e.Size, clean(e.Note), micros(e.At), clean(e.Actor)); err != nil {
			return err
		}
		return audit(ctx, tx, AuditEntry{At: e.At, Actor: e.Actor, Action: "evidence", Subject: e.Year + " row " + e.Row + " " + e.SHA256, Reason: e.Note})
	})
}

type evidenceRow struct {
	Year   string `db:"service_year"`
	Row    string `db:"clause_row"`
	Name   string `db:"name"`
	SHA256 string `db:"sha256"`
	Size   int64  `db:"size"`
	Note   string `db:"note"`
	At     int64  `db:"at"`
	Actor  string `db:"actor"`
}

// Evidences lists the files of a service year in the order in which they were filed.
func (s *Store) Evidences(ctx context.Context, year string) ([]Evidence, error) {
	rows, err := query[evidenceRow](ctx, s.db, "SELECT service_year, clause_row, name, sha256, size, note, at, actor FROM evidence WHERE service_year = ? ORDER BY id", year)
	list := make([]Evidence, 0, len(rows))
	for _, r := range rows {
		list = append(list, Evidence{r.Year, r.Row, r.Name, r.SHA256, r.Size, r.Note, timeOf(r.At), r.Actor})
	}
	return list, err
}
