package store_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestManyMarks marks as many violations in two weeks running, half of them the same,
// and compares them. DOGWATCH_STORE_MARKS=1000000 shows what a table whose every row
// violates costs.
func TestManyMarks(t *testing.T) {
	n := 10_000
	if many, err := strconv.Atoi(os.Getenv("DOGWATCH_STORE_MARKS")); err == nil {
		n = many
	}
	onBoth(t, func(t *testing.T, s *state) {
		for w := range 2 {
			run := week("deaths", w)
			attempt := s.claim(run)
			batch := make([]store.Mark, 0, 1000)
			for i := range n {
				batch = append(batch, store.Mark{Fingerprint: fmt.Sprintf("%064x", (i+w*n/2)*2654435761), Masked: "id_card=110101********002X"})
				if len(batch) == cap(batch) || i == n-1 {
					if err := attempt.Mark(t.Context(), "unique", "", batch); err != nil {
						t.Fatal(err)
					}
					batch = batch[:0]
				}
			}
			if err := attempt.Finish(t.Context(), s.now, []store.Outcome{{ID: run.Period, Check: "unique", Verdict: "fail"}}); err != nil {
				t.Fatal(err)
			}
		}
		want := fmt.Sprintf("%d %d %d", n/2, n/2, n/2)
		if got := counts(s.result(week("deaths", 1)), "unique"); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	})
}
