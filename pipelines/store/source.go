package store

import (
	"context"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// LockSource remembers that a source refused the login that token stands for.
func (s *Store) LockSource(ctx context.Context, source string, token []byte, at time.Time) error {
	_, err := exec(ctx, s.db, "INSERT INTO source_locks (source, token, at) VALUES (?, ?, ?) ON CONFLICT (source) DO UPDATE SET token = excluded.token, at = excluded.at",
		source, string(token), micros(at))
	return err
}

// SourceLocked tells whether this very login was refused before, and when. Another
// token (the secret has changed) is not locked.
func (s *Store) SourceLocked(ctx context.Context, source string, token []byte) (since time.Time, locked bool, err error) {
	at, err := query[int64](ctx, s.db, "SELECT at FROM source_locks WHERE source = ? AND token = ?", source, string(token))
	if err != nil || len(at) == 0 {
		return time.Time{}, false, err
	}
	return timeOf(at[0]), true, nil
}

// UnlockSource forgets a refused login; false if there was none.
func (s *Store) UnlockSource(ctx context.Context, source string) (bool, error) {
	n, err := exec(ctx, s.db, "DELETE FROM source_locks WHERE source = ?", source)
	return n > 0, err
}

// An AuditEntry says who did what that has to be accounted for.
type AuditEntry struct {
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"`
	Action  string    `json:"action"` // "reveal", "unlock"
	Subject string    `json:"subject"`
	Reason  string    `json:"reason"`
}

// Audit records an entry; entries are never changed.
func (s *Store) Audit(ctx context.Context, e AuditEntry) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		id, err := nextID(ctx, tx, "audit")
		if err != nil {
			return err
		}
		_, err = exec(ctx, tx, "INSERT INTO audit (id, at, actor, action, subject, reason) VALUES (?, ?, ?, ?, ?, ?)", id, micros(e.At), e.Actor, e.Action, e.Subject, e.Reason)
		return err
	})
}

// isUnique tells that a unique constraint refused a row, on either engine.
func isUnique(err error) bool {
	if err == nil {
		return false
	}
	text := err.Error()
	return strings.Contains(text, "UNIQUE constraint failed") || strings.Contains(text, "SQLSTATE 23505")
}
