package sqldb

import (
	"context"
	"time"
)

const (
	killWithin = time.Second // for the server-side kill to be sent
	// abandonWithin is the time for the driver to come back, from the end of the context:
	// the outcome and the closed socket are there within two seconds, kill included.
	abandonWithin = 1800 * time.Millisecond
)

// A watch stands by one statement. When ctx ends it has the server kill the statement
// and, if the driver still does not return, gives the connection up.
type watch struct {
	ctx     context.Context // for the driver: ends when the connection is given up
	abandon context.CancelFunc
	stop    func() bool
	over    chan struct{} // the statement is over
	killed  chan struct{} // the kill has been tried and awaited
}

func newWatch(ctx context.Context, session Session, p *pool) *watch {
	w := &watch{over: make(chan struct{}), killed: make(chan struct{})}
	w.ctx, w.abandon = context.WithCancel(context.WithoutCancel(ctx))
	w.stop = context.AfterFunc(ctx, func() {
		defer close(w.killed)
		w.kill(session, p)
	})
	return w
}

func (w *watch) kill(session Session, p *pool) {
	timer := time.NewTimer(abandonWithin)
	defer timer.Stop()
	within, cancel := context.WithTimeout(w.ctx, killWithin)
	defer cancel()
	p.kill(within, session) // if it fails the connection is given up below
	select {
	case <-w.over:
	case <-timer.C:
		p.abandon()
		w.abandon()
	}
}

// finish ends the watch when the driver has come back. It reports whether the session
// was left alone: a kill that comes late might otherwise hit its next statement.
func (w *watch) finish() bool {
	close(w.over)
	alone := w.stop()
	if !alone {
		<-w.killed
	}
	w.abandon()
	return alone
}
