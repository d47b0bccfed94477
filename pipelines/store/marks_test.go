package store_test

import (
	"fmt"
	"testing"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// counts renders the comparison of one check: "new persisting gone".
func counts(run store.Run, check string) string {
	for _, o := range run.Outcomes {
		if o.Check == check && o.Group == "" {
			return fmt.Sprintf("%d %d %d", o.New, o.Persisting, o.Gone)
		}
	}
	return "no outcome"
}

func TestNewPersistingGone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		type step struct {
			week    int
			marks   string
			verdict string
			want    string
		}
		for _, c := range []step{
			{0, "a b c", "fail", "3 0 0"},
			{1, "b c d d d", "fail", "1 2 1"}, // the same fingerprint is one mark
			{2, "", "error", "0 0 0"},         // nothing is known to be gone
			{3, "", "skipped", "0 0 0"},
			{4, "c d e", "fail", "1 2 1"},    // against the last week that could be judged
			{4, "d", "warn", "0 1 2"},        // again: not against itself
			{5, "d f", "fail", "1 1 0"},      // against the later attempt
			{6, "", "pass", "0 0 2"},         //
			{7, "d", "fail", "1 0 0"},        // gone and back is new
			{3, "a b c", "fail", "1 2 1"},    // caught up later: against week 1
			{8, "c d", "fail", "1 1 0"},      // not against week 3, though it was done last
			{9, "c d g", "waiting", "1 2 0"}, //
		} {
			run := week("deaths", c.week)
			s.finishMarked(run, map[string]string{"unique": c.marks, "other": "a b c d e"}, outcome("unique "+c.verdict), outcome("other fail"))
			if got := counts(s.result(run), "unique"); got != c.want {
				t.Errorf("week %d %q %s: %s, not %s", c.week, c.marks, c.verdict, got, c.want)
			}
		}
	})
}

// TestHistoryFollowsRenames: of a check, of a watch, and of both in one.
func TestHistoryFollowsRenames(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		s.finishMarked(week("deaths", 0), map[string]string{"unique": "a b", "twins": "b x"}, outcome("unique fail 2"), outcome("twins fail 2"))
		renamed := outcome("unique(id_card) fail 3")
		renamed.Was = []string{"unique", "twins"}
		run := week("death-records", 1)
		run.Was = []string{"deaths", "dead"}
		s.finishMarked(run, map[string]string{"unique(id_card)": "b c"}, renamed)
		if got := counts(s.result(run), "unique(id_card)"); got != "1 1 2" { // b was there twice, and counts once
			t.Errorf("marks: %s", got)
		}
		want := "death-records/unique(id_card) persisting fail W45-W46 x2\n" +
			"deaths/unique new fail W45-W45 x1\n"
		if got := s.anomalies(); got != want {
			t.Errorf("anomalies:\n%swant:\n%s", got, want)
		}
		later := week("death-records", 2)
		later.Was = run.Was
		past, err := s.Earlier(t.Context(), later, []string{"unique(id_card)", "unique"}, "", 5)
		if err != nil || len(past) != 2 || past[0].Measured != "3" || past[1].Measured != "2" {
			t.Errorf("history: %+v %v", past, err)
		}
	})
}

// TestForeignText: keys of sources hold characters that a database refuses.
func TestForeignText(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		group := "a\x00b\xff𠮷"
		for n, want := range []string{"1 0 0", "0 1 0"} {
			run := week("deaths", n)
			attempt := s.claim(run)
			if err := attempt.Mark(t.Context(), "unique", group, []store.Mark{{Fingerprint: "f", Masked: "name=\xff\x00"}}); err != nil {
				t.Fatal(err)
			}
			o := store.Outcome{ID: run.Period + group, Check: "unique", Group: group, Verdict: "fail", Measured: "1", Reason: "saw \x00 and \xff"}
			if err := attempt.Finish(t.Context(), s.now, []store.Outcome{o}); err != nil {
				t.Fatal(err)
			}
			got := s.result(run).Outcomes[0]
			if counted := fmt.Sprintf("%d %d %d", got.New, got.Persisting, got.Gone); counted != want || got.Group != "a\uFFFDb\uFFFD𠮷" {
				t.Errorf("week %d: %s %q", n, counted, got.Group)
			}
		}
		if past, err := s.Earlier(t.Context(), week("deaths", 2), []string{"unique"}, group, 5); err != nil || len(past) != 2 {
			t.Errorf("history of the group: %+v %v", past, err)
		}
		if err := s.LockSource(t.Context(), "front", []byte("\x00\xff\xfe"), s.now); err != nil {
			t.Error(err)
		}
	})
}

func TestStoppedAttemptKeepsNoMarks(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		run := week("deaths", 0)
		attempt := s.claim(run)
		if err := attempt.Mark(t.Context(), "unique", "", marksOf("a b")); err != nil {
			t.Fatal(err)
		}
		if err := attempt.Stop(t.Context(), s.now, store.Interrupted); err != nil {
			t.Fatal(err)
		}
		s.finishMarked(run, map[string]string{"unique": "a"}, outcome("unique fail"))
		if got := counts(s.result(run), "unique"); got != "1 0 0" {
			t.Errorf("marks: %s", got)
		}
	})
}
