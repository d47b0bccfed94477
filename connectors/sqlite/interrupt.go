package sqlite

import (
	"context"
	"sync"
)

// An interruption ends the running statement, if there is one. Kill may come from
// another goroutine than Query.
type interruption struct {
	mu     sync.Mutex
	cancel context.CancelFunc
	ended  bool
}

func (i *interruption) set(cancel context.CancelFunc) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.cancel = cancel
	if i.ended {
		cancel()
	}
}

// end also ends a statement that has not begun: a killed session is not used again.
func (i *interruption) end() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.ended = true
	if i.cancel != nil {
		i.cancel()
	}
}
