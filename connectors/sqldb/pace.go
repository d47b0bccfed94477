package sqldb

import (
	"context"
	"sync"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// A pace holds all reads of a source together to its rows and bytes per second.
type pace struct {
	rows, bytes int64 // per second; 0: unlimited

	mu    sync.Mutex
	until time.Time // when what was read so far may have been read
}

func newPace(limits connectors.Limits) *pace {
	return &pace{rows: limits.RowsPerSecond, bytes: limits.BytesPerSecond}
}

// step is how many rows are read between two calls of wait.
func (p *pace) step() int {
	if p.rows == 0 {
		return 256
	}
	return int(max(1, min(256, p.rows/20)))
}

// wait sleeps as long as the rows and bytes just read should have taken.
func (p *pace) wait(ctx context.Context, rows, bytes int64) {
	if p.rows == 0 && p.bytes == 0 {
		return
	}
	timer := time.NewTimer(p.debt(rows, bytes))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (p *pace) debt(rows, bytes int64) time.Duration {
	var cost time.Duration
	if p.rows > 0 {
		cost = time.Duration(float64(rows) / float64(p.rows) * float64(time.Second))
	}
	if p.bytes > 0 {
		cost = max(cost, time.Duration(float64(bytes)/float64(p.bytes)*float64(time.Second)))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.until.Before(now) {
		p.until = now
	}
	p.until = p.until.Add(cost)
	return p.until.Sub(now)
}
