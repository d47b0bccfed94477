package sqldb

import (
	"context"
	"sync"
)

// An Interruption ends the running statement of a session, if there is one, by its
// context: for drivers that heed it at once. Kill may come from another goroutine than
// Query. The zero value is ready.
type Interruption struct {
	mu     sync.Mutex
	cancel context.CancelFunc
	ended  bool
}

// Set names what ends the statement that begins now.
func (i *Interruption) Set(cancel context.CancelFunc) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.cancel = cancel
	if i.ended {
		cancel()
	}
}

// End also ends a statement that has not begun: a killed session is not used again.
func (i *Interruption) End() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.ended = true
	if i.cancel != nil {
		i.cancel()
	}
}
