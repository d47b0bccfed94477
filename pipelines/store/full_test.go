package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestFullServer: a server that has no room says so by its code, and the state goes on
// afterwards.
func TestFullServer(t *testing.T) {
	t.Parallel()
	s := openState(t, store.Config{Postgres: postgresURL(t)})
	err := s.Write(t.Context(), "DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$")
	if !errors.Is(err, store.ErrNoRoom) || !strings.Contains(err.Error(), "on its server") {
		t.Error(err)
	}
	err = s.Write(t.Context(), "DO $$ BEGIN RAISE EXCEPTION 'something else'; END $$")
	if err == nil || errors.Is(err, store.ErrNoRoom) {
		t.Error(err)
	}
	s.patrol()
}
