package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestFullDisk fills the disk of a state, of 2 MiB: the error names the state and the way
// out, and once there is room the state goes on with what it had.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := livetest.SmallDisk(t, "2m")
	path := filepath.Join(dir, "dogwatch.db")
	s := openState(t, store.Config{Path: path})
	attempt := s.claim(week("deaths", 0))
	sent := 0
	var err error
	for err == nil && sent < 100_000 {
		batch := make([]store.Mark, 1000)
		for i := range batch {
			batch[i] = store.Mark{Fingerprint: fmt.Sprintf("%064x", sent+i), Masked: "id_card=110101********002X"}
		}
		if err = attempt.Mark(t.Context(), "unique", "", batch); err == nil {
			sent += len(batch)
		}
	}
	if !errors.Is(err, store.ErrNoRoom) || !strings.Contains(err.Error(), path) {
		t.Fatalf("after %d marks: %v", sent, err)
	}
	livetest.Resize(t, dir, "16m")
	if err := attempt.Finish(t.Context(), s.now, []store.Outcome{{ID: "o", Check: "unique", Verdict: "fail"}}); err != nil {
		t.Fatal(err)
	}
	if got, want := counts(s.result(week("deaths", 0)), "unique"), fmt.Sprintf("%d 0 0", sent); got != want {
		t.Errorf("%s, not %s", got, want)
	}
}
