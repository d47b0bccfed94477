package store_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

func judged(verdict, subject string, stock int64) store.Outcome {
	o := outcome("unique " + verdict)
	o.Subject, o.Stock = subject, stock
	return o
}

// TestBaseline: present violations become stock; what is left of it is told by
// fingerprint; a baseline taken again keeps the age of what was stock before.
func TestBaseline(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		b := store.Baseline{System: "pensions", Watch: "deaths", Check: "unique", Subject: "s1", At: monday, Actor: "li", Reason: "old system"}
		take := func(b store.Baseline) (store.Baseline, error) {
			return s.Baseline(t.Context(), b, []string{"deaths"}, []string{"unique", "old"})
		}
		if _, err := take(b); !errors.Is(err, store.ErrUnmeasured) {
			t.Errorf("nothing measured: %v", err)
		}
		s.finishMarked(week("deaths", 0), map[string]string{"unique": "aa bb cc"}, judged("fail", "s1", 0))
		if got, err := take(b); err != nil || got.Size != 3 || got.Period != "2026-W45" {
			t.Errorf("three violations: %+v %v", got, err)
		}
		changed := b
		changed.Subject = "s2"
		if _, err := take(changed); !errors.Is(err, store.ErrChanged) {
			t.Errorf("another definition: %v", err)
		}
		s.finishMarked(week("deaths", 1), map[string]string{"unique": "bb dd"}, judged("fail", "s1", 3))
		o := s.result(week("deaths", 1)).Outcomes[0]
		if o.Stock != 3 || o.StockLeft != 1 || o.New != 1 || o.Persisting != 1 || o.Gone != 2 {
			t.Errorf("a week later: %+v", o)
		}
		s.finish(week("deaths", 2), judged("error", "s1", 3))
		if o := s.result(week("deaths", 2)).Outcomes[0]; o.StockLeft != 3 {
			t.Errorf("nothing is known to be gone: %+v", o)
		}
		b.At = monday.Add(time.Hour)
		if got, err := take(b); err != nil || got.Size != 2 {
			t.Errorf("taken again: %+v %v", got, err)
		}
		stock, err := s.Stock(t.Context(), b)
		if err != nil || !stock[store.StockKey{Fingerprint: "bb"}] || !stock[store.StockKey{Fingerprint: "dd"}] || len(stock) != 2 {
			t.Errorf("stock: %v %v", stock, err)
		}
		if n, err := s.Count(t.Context(), "SELECT COUNT(*) FROM stock WHERE fingerprint = 'bb' AND since = "+strconv.FormatInt(monday.UnixMicro(), 10)); n != 1 || err != nil {
			t.Errorf("the age of what was stock before is lost: %d %v", n, err)
		}
		list, err := s.Baselines(t.Context())
		if err != nil || len(list) != 1 || list[0].Size != 2 || list[0].Reason != "old system" {
			t.Errorf("baselines: %+v %v", list, err)
		}
	})
}

func TestAccept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		a := store.Acceptance{System: "pensions", Watch: "deaths", Check: "unique", Definition: "d1", At: monday, Actor: "li", Reason: "tried for a month"}
		b := a
		b.Check = "freshness"
		if err := s.Accept(t.Context(), a, b); err != nil {
			t.Fatal(err)
		}
		a.Definition = "d2"
		if err := s.Accept(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		list, err := s.Acceptances(t.Context())
		if err != nil || len(list) != 2 || list[0] != b || list[1] != a {
			t.Errorf("%+v %v", list, err)
		}
		if n, err := s.Count(t.Context(), "SELECT COUNT(*) FROM audit WHERE action = 'accept'"); n != 3 || err != nil {
			t.Errorf("audited: %d %v", n, err)
		}
	})
}

// TestAnswer: notes are recorded once, an exception takes the place of an earlier one,
// and what was never found is not known.
func TestAnswer(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		s.finishMarked(week("deaths", 0), map[string]string{"unique": "aa bb"}, judged("fail", "s1", 0))
		s.finishMarked(week("deaths", 1), map[string]string{"unique": "bb cc"}, judged("fail", "s1", 0))
		run := s.result(week("deaths", 1))
		found, err := s.Found(t.Context(), run, run.Outcomes[0])
		if err != nil || len(found) != 2 || found[0].Fingerprint != "bb" || found[0].First != "2026-W45" || found[1].First != "2026-W46" {
			t.Errorf("found: %+v %v", found, err)
		}
		if masked, ok, err := s.Marked(t.Context(), "pensions", "deaths", "unique", "aa"); masked != "id_card=***aa" || !ok || err != nil {
			t.Errorf("aa: %q %v %v", masked, ok, err)
		}
		if _, ok, err := s.Marked(t.Context(), "pensions", "deaths", "other", "aa"); ok || err != nil {
			t.Errorf("of another check: %v %v", ok, err)
		}
		note := store.Note{System: "pensions", Watch: "deaths", Check: "unique", Fingerprint: "bb", Masked: "id_card=***bb", Author: "公安局", Text: "属实", At: monday, Actor: "li"}
		exception := store.Exception{System: "pensions", Watch: "deaths", Check: "unique", Fingerprint: "bb", Masked: "id_card=***bb", Reason: "属实", Owner: "公安局", Expires: monday, At: monday, Actor: "li"}
		for range 2 {
			if err := s.Answer(t.Context(), []store.Note{note}, []store.Exception{exception}, store.AuditEntry{At: monday, Actor: "li", Action: "answer"}); err != nil {
				t.Fatal(err)
			}
			exception.Expires = monday.AddDate(1, 0, 0)
		}
		if notes, err := s.Notes(t.Context(), "pensions", []string{"deaths"}, []string{"old", "unique"}); err != nil || len(notes) != 1 || notes[0] != note {
			t.Errorf("notes: %+v %v", notes, err)
		}
		if list, err := s.Exceptions(t.Context()); err != nil || len(list) != 1 || list[0] != exception {
			t.Errorf("exceptions: %+v %v", list, err)
		}
	})
}
