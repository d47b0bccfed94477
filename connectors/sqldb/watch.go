package sqldb

import (
	"context"
	"time"
)

const (
	killWithin = time.Second // for the server-side kill to be sent, as long as somebody waits
	// killAtLast is when it is given up: a server under load may take its time, and what is
	// not killed goes on there.
	killAtLast = 10 * time.Second
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
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		within, cancel := context.WithTimeout(context.WithoutCancel(w.ctx), killAtLast)
		defer cancel()
		p.kill(within, session) // if it fails the connection is given up below
	}()
	timer := time.NewTimer(abandonWithin)
	defer timer.Stop()
	for over := w.over; over != nil || sent != nil; {
		select {
		case <-over:
			over = nil
		case <-sent:
			sent = nil
		case <-timer.C:
			if over != nil {
				p.abandon()
				w.abandon()
			}
			return
		}
	}
}

// finish ends the watch when the driver has come back. It reports whether the session
// was left alone: a kill that comes late might otherwise hit its next statement, so it
// must have none.
func (w *watch) finish() bool {
	close(w.over)
	alone := w.stop()
	if !alone {
		<-w.killed
	}
	w.abandon()
	return alone
}
