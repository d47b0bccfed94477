package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrNoRoom is a transaction that found no room on the disk of the state: nothing of it
// was written.
var ErrNoRoom = errors.New("no room is left on the disk of the state")

// reserved is how much of the disk a patrol holds back for its outcomes: those of a few
// thousand checks. The keys of violations are what fills a disk.
const reserved = 4 << 20

// roomless names the state in an error of a full disk, which names nothing itself, and
// gives back what the patrol held.
func (s *Store) roomless(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == "53100" { // disk_full
		return fmt.Errorf("%w (PostgreSQL): free some on its server, or take out old periods with `dogwatch state prune`; then run again", ErrNoRoom)
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	// The index of the log, too, grows on that disk, and fails with a code of its own.
	if ok && (e.Code()&0xff == sqlite3.SQLITE_FULL || e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE) {
		// Moving the log into the file, after a commit, would take what is given back; the
		// last to close the state still does it.
		_, stays := s.db.ExecContext(context.Background(), "PRAGMA wal_autocheckpoint = 0") // whoever is stopped, too
		s.release()
		return errors.Join(stays, noRoom(s.path))
	}
	return err
}

func noRoom(path string) error {
	return fmt.Errorf("%w (%s): free some, or take out old periods with `dogwatch state prune`; then run again", ErrNoRoom, path)
}

// hold takes room on the disk of the state in a file without a name, which ends with the
// process. Where that cannot be had a patrol goes on without.
func (s *Store) hold() {
	if s.shared {
		return
	}
	file, err := os.CreateTemp(filepath.Dir(s.path), ".reserve-*")
	if err != nil {
		return
	}
	if errors.Join(os.Remove(file.Name()), grow(file)) != nil {
		_ = errors.Join(file.Close(), os.Remove(file.Name()))
		return
	}
	s.release()
	s.holding.Lock()
	defer s.holding.Unlock()
	s.held = file
}

func grow(file *os.File) error {
	_, err := file.Write(make([]byte, reserved))
	return err
}

// release gives back what is held; nothing the second time.
func (s *Store) release() {
	s.holding.Lock()
	defer s.holding.Unlock()
	if s.held != nil {
		_ = s.held.Close() // its content is of no interest
		s.held = nil
	}
}
