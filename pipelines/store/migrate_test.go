package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// later adds a migration to those of this program.
func later(t *testing.T, script string) fs.FS {
	t.Helper()
	scripts, err := store.Scripts()
	if err != nil {
		t.Fatal(err)
	}
	all := fstest.MapFS{"00099_later.sql": {Data: []byte("-- +goose Up\n" + script + "\n")}}
	names, err := fs.Glob(scripts, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(scripts, name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = &fstest.MapFile{Data: text}
	}
	return all
}

func TestNewerStateIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		s.finish(week("deaths", 0), outcome("unique pass"))
		newer, err := store.OpenWith(t.Context(), s.config, later(t, "CREATE TABLE later (id BIGINT);"))
		if err != nil {
			t.Fatal(err)
		}
		if err := newer.Close(); err != nil {
			t.Fatal(err)
		}
		_, err = store.Open(t.Context(), s.config)
		if !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), "its schema is 99") || !strings.Contains(err.Error(), "use version 1.2.3 or later") {
			t.Errorf("a newer state: %v", err)
		}
	})
}

// TestCopyBeforeMigration: the copy has what was recorded, a copy is never written over,
// and a migration that fails leaves the state as it was.
func TestCopyBeforeMigration(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dogwatch.db")
	s := openState(t, store.Config{Path: path})
	s.finish(week("deaths", 0), outcome("unique fail"))
	if found, _ := filepath.Glob(path + ".before*"); found != nil {
		t.Errorf("a new state was copied: %v", found)
	}
	if _, err := store.OpenWith(t.Context(), s.config, later(t, "CREATE TABLE patrols (id BIGINT);")); err == nil {
		t.Error("a migration that fails is no error")
	}
	newer, err := store.OpenWith(t.Context(), s.config, later(t, "DELETE FROM outcomes;"))
	if err != nil {
		t.Fatal(err)
	}
	if err := newer.Close(); err != nil {
		t.Fatal(err)
	}
	copies, _ := filepath.Glob(path + ".before-*")
	if len(copies) != 2 {
		t.Fatalf("copies: %v", copies)
	}
	for _, name := range copies {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
		old := openState(t, store.Config{Path: name})
		if got := old.result(week("deaths", 0)); len(got.Outcomes) != 1 {
			t.Errorf("%s has %d outcomes", name, len(got.Outcomes))
		}
	}
}

func TestFileIsPrivate(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a folder", "状态 %20?.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	s := openState(t, store.Config{Path: path})
	s.finish(week("deaths", 0), outcome("unique fail"))
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files { // the log and the index of SQLite too
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 || !strings.HasPrefix(f.Name(), filepath.Base(path)) {
			t.Errorf("%s: %v %v", f.Name(), info.Mode(), err)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	t.Parallel()
	foreign := filepath.Join(t.TempDir(), "letter.txt")
	if err := os.WriteFile(foreign, []byte(strings.Repeat("this is no database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		config store.Config
		want   string
	}{
		"no folder":       {store.Config{Path: filepath.Join(t.TempDir(), "none", "dogwatch.db")}, "the state file cannot be used"},
		"another file":    {store.Config{Path: foreign}, "the state cannot be opened"},
		"a bad string":    {store.Config{Postgres: "postgres://u:secret@h:port/d"}, "the connection string of the state cannot be read"},
		"nobody answers":  {store.Config{Postgres: "postgres://u:secret@127.0.0.1:1/d?connect_timeout=1"}, "the state cannot be opened"},
		"an empty config": {store.Config{}, "the state file cannot be used"},
	} {
		opened, err := store.Open(t.Context(), c.config)
		if err == nil {
			opened.Close()
			t.Errorf("%s: opened", name)
			continue
		}
		if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAudit(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		for range 2 {
			entry := store.AuditEntry{At: monday, Actor: "wang", Action: "reveal", Subject: "pensions/deaths", Reason: "work order \x0012"}
			if err := s.Audit(t.Context(), entry); err != nil {
				t.Fatal(err)
			}
		}
		n, err := s.Count(t.Context(), "SELECT COUNT(*) FROM audit WHERE actor = ? AND action = ? AND subject = ? AND at = ? AND id IN (1, 2)",
			"wang", "reveal", "pensions/deaths", monday.UnixMicro())
		if err != nil || n != 2 {
			t.Errorf("%d entries, %v", n, err)
		}
	})
}
