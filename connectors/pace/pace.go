// Package pace holds all reads of a source together to the rows and bytes per second
// that its owner allows. It owns the arithmetic and the waiting; it reads nothing, and
// it never lets saved time be spent at once.
package pace

import (
	"context"
	"sync"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// waitsPerSecond is how often a reader at its limit waits: seldom enough to cost
// nothing, often enough to be even.
const waitsPerSecond = 20

// A Pace is shared by all reads of one source. It may be used from several goroutines.
type Pace struct {
	rows, bytes int64 // per second; 0: unlimited

	mu    sync.Mutex
	until time.Time // when what was read so far may have been read
}

// New makes the pace of a source with these limits.
func New(limits connectors.Limits) *Pace {
	return &Pace{rows: limits.RowsPerSecond, bytes: limits.BytesPerSecond}
}

// Meter counts for one read, which ends waiting when ctx does.
func (p *Pace) Meter(ctx context.Context) *Meter {
	return &Meter{pace: p, ctx: ctx, maxRows: p.rows / waitsPerSecond, maxBytes: p.bytes / waitsPerSecond}
}

// A Meter counts what one read has taken. Only one goroutine uses it.
type Meter struct {
	pace              *Pace
	ctx               context.Context
	maxRows, maxBytes int64 // read between two waits
	rows, bytes       int64 // since the last one
}

// Add counts rows and bytes that were just read and, every now and then, sleeps as long
// as they should have taken. The context's error is its end.
func (m *Meter) Add(rows, bytes int64) error {
	if m.pace.rows == 0 && m.pace.bytes == 0 {
		return nil
	}
	m.rows, m.bytes = m.rows+rows, m.bytes+bytes
	full := m.pace.rows > 0 && m.rows > m.maxRows || m.pace.bytes > 0 && m.bytes > m.maxBytes
	if !full {
		return nil
	}
	timer := time.NewTimer(m.pace.debt(m.rows, m.bytes))
	defer timer.Stop()
	m.rows, m.bytes = 0, 0
	select {
	case <-timer.C:
		return nil
	case <-m.ctx.Done():
		return m.ctx.Err()
	}
}

func (p *Pace) debt(rows, bytes int64) time.Duration {
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
