package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// An Exception is one that a person recorded in the state, for one violation by its
// fingerprint; others stand in the definitions.
type Exception struct {
	System      string
	Watch       string
	Check       string
	Fingerprint string
	Masked      string // the key, masked
	Reason      string
	Owner       string
	Expires     time.Time // its last day, at 00:00 UTC
	At          time.Time
	Actor       string
	Withdrawn   Withdrawal
}

// A Note is what somebody said of a violation.
type Note struct {
	System      string
	Watch       string
	Check       string
	Fingerprint string
	Masked      string
	Author      string // who said it: a counterparty
	Text        string
	At          time.Time
	Actor       string // who recorded it
}

// Answer records notes and exceptions in one transaction, and audits it under the
// subject. A note that is recorded already is not recorded again; an exception takes
// the place of an earlier one in force for the same violation.
func (s *Store) Answer(ctx context.Context, notes []Note, exceptions []Exception, entry AuditEntry) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		for _, n := range notes {
			if err := n.insert(ctx, tx); err != nil {
				return err
			}
		}
		for _, e := range exceptions {
			if err := e.insert(ctx, tx); err != nil {
				return err
			}
		}
		return audit(ctx, tx, entry)
	})
}

func (n Note) insert(ctx context.Context, tx *sqlx.Tx) error {
	known, err := count(ctx, tx, "SELECT COUNT(*) FROM notes WHERE system = ? AND watch = ? AND check_id = ? AND fingerprint = ? AND author = ? AND text = ?",
		n.System, n.Watch, n.Check, n.Fingerprint, clean(n.Author), clean(n.Text))
	if err != nil || known > 0 {
		return err
	}
	id, err := nextID(ctx, tx, "notes")
	if err != nil {
		return err
	}
	_, err = exec(ctx, tx, "INSERT INTO notes (id, system, watch, check_id, fingerprint, masked, author, text, at, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		id, n.System, n.Watch, n.Check, n.Fingerprint, clean(n.Masked), clean(n.Author), clean(n.Text), micros(n.At), clean(n.Actor))
	return err
}

func (e Exception) insert(ctx context.Context, tx *sqlx.Tx) error {
	_, err := exec(ctx, tx, "DELETE FROM exceptions WHERE system = ? AND watch = ? AND check_id = ? AND fingerprint = ? AND withdrawn = 0", e.System, e.Watch, e.Check, e.Fingerprint)
	if err != nil {
		return err
	}
	id, err := nextID(ctx, tx, "exceptions")
	if err != nil {
		return err
	}
	_, err = exec(ctx, tx, "INSERT INTO exceptions (id, system, watch, check_id, fingerprint, masked, reason, owner, expires, at, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		id, e.System, e.Watch, e.Check, e.Fingerprint, clean(e.Masked), clean(e.Reason), clean(e.Owner), micros(e.Expires), micros(e.At), clean(e.Actor))
	return err
}

type exceptionRow struct {
	System      string `db:"system"`
	Watch       string `db:"watch"`
	CheckID     string `db:"check_id"`
	Fingerprint string `db:"fingerprint"`
	Masked      string `db:"masked"`
	Reason      string `db:"reason"`
	Owner       string `db:"owner"`
	Expires     int64  `db:"expires"`
	At          int64  `db:"at"`
	Actor       string `db:"actor"`
	withdrawnRow
}

// Exceptions lists every recorded exception, expired and withdrawn ones too, by system, watch, check
// fingerprint and time.
func (s *Store) Exceptions(ctx context.Context) ([]Exception, error) {
	rows, err := query[exceptionRow](ctx, s.db, "SELECT system, watch, check_id, fingerprint, masked, reason, owner, expires, at, actor, withdrawn, withdrawn_by, withdrawn_why FROM exceptions ORDER BY id")
	list := make([]Exception, 0, len(rows))
	for _, r := range rows {
		list = append(list, Exception{
			System: r.System, Watch: r.Watch, Check: r.CheckID, Fingerprint: r.Fingerprint, Masked: r.Masked, Reason: r.Reason, Owner: r.Owner,
			Expires: timeOf(r.Expires), At: timeOf(r.At), Actor: r.Actor, Withdrawn: r.withdrawal(),
		})
	}
	slices.SortStableFunc(list, func(a, b Exception) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Watch, b.Watch), cmp.Compare(a.Check, b.Check), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	return list, err
}

type noteRow struct {
	System      string `db:"system"`
	Watch       string `db:"watch"`
	CheckID     string `db:"check_id"`
	Fingerprint string `db:"fingerprint"`
	Masked      string `db:"masked"`
	Author      string `db:"author"`
	Text        string `db:"text"`
	At          int64  `db:"at"`
	Actor       string `db:"actor"`
}

// Notes lists what was said of the violations of a check, in the order in which it was
// recorded. watches and checks are the names that the two have and had.
func (s *Store) Notes(ctx context.Context, system string, watches, checks []string) ([]Note, error) {
	statement, args, err := sqlx.In("SELECT system, watch, check_id, fingerprint, masked, author, text, at, actor FROM notes WHERE system = ? AND watch IN (?) AND check_id IN (?) ORDER BY id", system, watches, checks)
	if err != nil {
		return nil, err
	}
	rows, err := query[noteRow](ctx, s.db, statement, args...)
	list := make([]Note, 0, len(rows))
	for _, r := range rows {
		list = append(list, Note{System: r.System, Watch: r.Watch, Check: r.CheckID, Fingerprint: r.Fingerprint, Masked: r.Masked, Author: r.Author, Text: r.Text, At: timeOf(r.At), Actor: r.Actor})
	}
	return list, err
}
