package store_test

import (
	"testing"
	"time"
)

// TestBeats: to the second, by any name of the watch, none of the future; old ones go,
// the newest stays.
func TestBeats(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		at := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
		record := func(watch string, when time.Time) {
			if err := s.RecordBeat(t.Context(), "pensions", watch, when); err != nil {
				t.Fatal(err)
			}
		}
		record("deaths", at.Add(-200*24*time.Hour))
		record("old", at.Add(-300*24*time.Hour)) // the newest of its name
		record("deaths", at.Add(300*time.Millisecond))
		record("deaths", at.Add(700*time.Millisecond))
		record("deaths", at.Add(time.Hour))
		record("births", at)
		for _, c := range []struct {
			names []string
			until time.Time
			want  []time.Time
		}{
			{[]string{"deaths"}, at, []time.Time{at}},
			{[]string{"deaths", "old"}, at.Add(2 * time.Hour), []time.Time{at.Add(-300 * 24 * time.Hour), at, at.Add(time.Hour)}},
			{[]string{"nobody"}, at, nil},
		} {
			got, err := s.Beats(t.Context(), "pensions", c.names, c.until)
			if err != nil || len(got) != len(c.want) {
				t.Fatalf("%v: %v %v", c.names, got, err)
			}
			for i := range got {
				if !got[i].Equal(c.want[i]) {
					t.Errorf("%v: %v", c.names, got)
				}
			}
		}
	})
}
