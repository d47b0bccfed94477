package store

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/jmoiron/sqlx"
)

// LockSource remembers that a source refused the login that token stands for.
func (s *Store) LockSource(ctx context.Context, source string, token []byte, at time.Time) error {
	_, err := s.write(ctx, "INSERT INTO source_locks (source, token, at) VALUES (?, ?, ?) ON CONFLICT (source) DO UPDATE SET token = excluded.token, at = excluded.at",
		source, hex.EncodeToString(token), micros(at))
	return err
}

// SourceLocked tells whether this very login was refused before, and when. Another
// token (the secret has changed) is not locked.
func (s *Store) SourceLocked(ctx context.Context, source string, token []byte) (since time.Time, locked bool, err error) {
	at, err := query[int64](ctx, s.db, "SELECT at FROM source_locks WHERE source = ? AND token = ?", source, hex.EncodeToString(token))
	if err != nil || len(at) == 0 {
		return time.Time{}, false, err
	}
	return timeOf(at[0]), true, nil
}

// UnlockSource forgets a refused login; false if there was none.
func (s *Store) UnlockSource(ctx context.Context, source string) (bool, error) {
	n, err := s.write(ctx, "DELETE FROM source_locks WHERE source = ?", source)
	return n > 0, err
}

// An AuditEntry says who did what that has to be accounted for.
type AuditEntry struct {
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"`
	Action  string    `json:"action"` // "reveal", "unlock", "accept", "baseline"
	Subject string    `json:"subject"`
	Reason  string    `json:"reason"`
}

// Audit records an entry; entries are never changed.
func (s *Store) Audit(ctx context.Context, e AuditEntry) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error { return audit(ctx, tx, e) })
}

func audit(ctx context.Context, tx *sqlx.Tx, e AuditEntry) error {
	id, err := nextID(ctx, tx, "audit")
	if err != nil {
		return err
	}
	_, err = exec(ctx, tx, "INSERT INTO audit (id, at, actor, action, subject, reason) VALUES (?, ?, ?, ?, ?, ?)", id, micros(e.At), clean(e.Actor), e.Action, clean(e.Subject), clean(e.Reason))
	return err
}
