package pace_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/pace"
)

// TestPace: all reads of a source share its rows and bytes per second.
func TestPace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		limits      connectors.Limits
		rows, bytes int64 // of each of 300 steps of each of two reads
		least, most time.Duration
	}{
		{"unlimited", connectors.Limits{}, 1000, 1 << 20, 0, 0},
		{"rows", connectors.Limits{RowsPerSecond: 2000}, 1, 0, 200 * time.Millisecond, 300 * time.Millisecond},
		{"bytes", connectors.Limits{BytesPerSecond: 200_000}, 1, 100, 200 * time.Millisecond, 300 * time.Millisecond},
		{"the slower counts", connectors.Limits{RowsPerSecond: 1_000_000, BytesPerSecond: 200_000}, 1, 100, 200 * time.Millisecond, 300 * time.Millisecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { // a clock that no busy machine disturbs
				shared, began := pace.New(c.limits), time.Now()
				var reads sync.WaitGroup
				for range 2 {
					reads.Go(func() {
						meter := shared.Meter(t.Context())
						for range 300 {
							if err := meter.Add(c.rows, c.bytes); err != nil {
								t.Error(err)
							}
						}
					})
				}
				reads.Wait()
				if took := time.Since(began); took < c.least || took > c.most {
					t.Errorf("it took %v, not %v to %v", took, c.least, c.most)
				}
			})
		})
	}
}

// TestCancel: whoever waits can be stopped.
func TestCancel(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if err := pace.New(connectors.Limits{RowsPerSecond: 1}).Meter(ctx).Add(1000, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
