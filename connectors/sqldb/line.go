package sqldb

import (
	"context"
	"io"
	"net"
	"sync/atomic"
	"time"
)

// A Line is the socket below a driver's connection whose end can be awaited. Servers
// hang up after they have taken a login off their books, so whoever has seen that may
// log in again within the same limit.
type Line struct {
	net.Conn
	patience atomic.Pointer[time.Time]
}

// Await makes the next Close, which the driver calls when it has said goodbye, wait
// until the server has hung up or ctx is over; at most leaveWithin.
func (l *Line) Await(ctx context.Context) {
	until := time.Now().Add(leaveWithin)
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(until) {
		until = deadline
	}
	l.patience.Store(&until)
}

// Close implements net.Conn.
func (l *Line) Close() error {
	if until := l.patience.Swap(nil); until != nil && l.Conn.SetReadDeadline(*until) == nil {
		_, _ = io.Copy(io.Discard, l.Conn) // ends with the server's end, whatever it is
	}
	return l.Conn.Close()
}
