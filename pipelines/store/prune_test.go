package store_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestPrune: old keys go, and nothing that is shown or compared changes.
func TestPrune(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		for w, verdict := range []string{"fail", "fail", "fail", "error", "error", "fail"} {
			marks := map[string]string{"unique": fmt.Sprintf("aa b%d", w), "once": ""}
			once := outcome("once error")
			if verdict == "error" {
				marks["unique"] = ""
			}
			if w == 0 {
				marks["once"], once = "xx", outcome("once fail")
			}
			s.finishMarked(week("deaths", w), marks, judged(verdict, "s1", 0), once)
		}
		s.finishMarked(week("births", 0), map[string]string{"unique": "aa"}, judged("fail", "s1", 0))
		if got, err := s.Prune(t.Context(), 0); err != nil || got != (store.Pruned{}) {
			t.Errorf("keep all: %+v %v", got, err)
		}
		got, err := s.Prune(t.Context(), 2)
		if err != nil || got != (store.Pruned{Results: 3, Marks: 6}) {
			t.Errorf("%+v %v", got, err)
		}
		if again, err := s.Prune(t.Context(), 2); err != nil || again != (store.Pruned{}) {
			t.Errorf("again: %+v %v", again, err)
		}
		for watch, want := range map[string]int{"births": 1, "deaths": 3} { // the latest two, and xx of the check that was evaluated once
			n, err := s.Count(t.Context(), "SELECT COUNT(*) FROM marks m JOIN attempts a ON a.id = m.attempt_id WHERE a.watch = '"+watch+"'")
			if err != nil || int(n) != want {
				t.Errorf("%s: %d marks, not %d (%v)", watch, n, want, err)
			}
		}
		run := s.result(week("deaths", 5))
		found, err := s.Found(t.Context(), run, run.Outcomes[0])
		if err != nil || len(found) != 2 || found[0].First != "2026-W45" || found[1].First != "2026-W50" || run.Pruned {
			t.Errorf("found first: %+v %v", found, err)
		}
		if n, err := s.Count(t.Context(), "SELECT COUNT(*) FROM first_seen"); n != 1 || err != nil {
			t.Errorf("%d first periods for one old violation: %v", n, err)
		}
		if old := s.result(week("deaths", 1)); !old.Pruned || counts(old, "unique") != "1 1 1" {
			t.Errorf("%+v", old)
		}
		s.finishMarked(week("deaths", 6), map[string]string{"unique": "aa", "once": "xx yy"}, judged("fail", "s1", 0), outcome("once fail"))
		if next := s.result(week("deaths", 6)); counts(next, "unique") != "0 1 1" || counts(next, "once") != "1 1 0" {
			t.Errorf("compared: %+v", next)
		}
	})
}

// TestPrunedFile: with as many violations in every period the file stops growing, and
// compacting gives the rest back.
func TestPrunedFile(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/state.db"
	s := &state{t: t, now: monday}
	var err error
	if s.Store, err = store.Open(t.Context(), store.Config{Path: path}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	size := func() int64 {
		t.Helper()
		n, err := s.Count(t.Context(), "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	sizes := []int64{}
	for w := range 12 {
		attempt := s.claim(week("deaths", w))
		marks := make([]store.Mark, 2000)
		for i := range marks {
			marks[i] = store.Mark{Fingerprint: fmt.Sprintf("%064x", (i+w*1000)*2654435761), Masked: "id_card=110101********002X"}
		}
		s.must(attempt.Mark(t.Context(), "unique", "", marks))
		s.must(attempt.Finish(t.Context(), s.now, []store.Outcome{{ID: fmt.Sprint(w), Check: "unique", Verdict: "fail"}}))
		_, err := s.Prune(t.Context(), 3)
		s.must(err)
		sizes = append(sizes, size())
	}
	if early, late := sizes[5], sizes[11]; float64(late) > 1.1*float64(early) || early == 0 {
		t.Errorf("the state grows: %d", sizes)
	}
	_, err = s.Prune(t.Context(), 1)
	s.must(err)
	s.must(s.Compact(t.Context()))
	if n := size(); n > sizes[11]/2 {
		t.Errorf("%d bytes after compacting, of %d", n, sizes[11])
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}
