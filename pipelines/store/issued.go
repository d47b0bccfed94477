package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"
)

// An IssuedReport is a report that has left the house: it is never written anew, only
// corrected by a later one.
type IssuedReport struct {
	ID       int64
	Period   string
	File     string // as it was called when it was issued
	Format   string
	SHA256   string // of the file, hexadecimal
	Content  string // identifies the results that it tells
	At       time.Time
	Actor    string
	Corrects int64 // the ID of the report that it corrects; 0 for none
}

// Issue records a report, and audits that. It gives the record with its ID.
func (s *Store) Issue(ctx context.Context, r IssuedReport) (IssuedReport, error) {
	err := s.inTx(ctx, func(tx *sqlx.Tx) (err error) {
		if r.ID, err = nextID(ctx, tx, "issued_reports"); err != nil {
			return err
		}
		if _, err := exec(ctx, tx, "INSERT INTO issued_reports (id, period, file, format, sha256, content, at, actor, corrects) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			r.ID, r.Period, clean(r.File), r.Format, r.SHA256, r.Content, micros(r.At), clean(r.Actor), r.Corrects); err != nil {
			return err
		}
		return audit(ctx, tx, AuditEntry{At: r.At, Actor: r.Actor, Action: "issue", Subject: r.Period + " " + r.File + " " + r.SHA256})
	})
	return r, err
}

type issuedRow struct {
	ID       int64  `db:"id"`
	Period   string `db:"period"`
	File     string `db:"file"`
	Format   string `db:"format"`
	SHA256   string `db:"sha256"`
	Content  string `db:"content"`
	At       int64  `db:"at"`
	Actor    string `db:"actor"`
	Corrects int64  `db:"corrects"`
}

// Issued lists the reports of a period in the order in which they were issued; of all
// periods if it is "".
func (s *Store) Issued(ctx context.Context, period string) ([]IssuedReport, error) {
	rows, err := query[issuedRow](ctx, s.db, "SELECT * FROM issued_reports WHERE period = ? OR ? = '' ORDER BY id", period, period)
	list := make([]IssuedReport, 0, len(rows))
	for _, r := range rows {
		list = append(list, IssuedReport{r.ID, r.Period, r.File, r.Format, r.SHA256, r.Content, timeOf(r.At), r.Actor, r.Corrects})
	}
	return list, err
}
