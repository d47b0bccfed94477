package oracle

import (
	"context"
	"net"
	"slices"
	"sync"
)

// A tether holds every socket of one login, so that it can be closed from outside.
// go-ora waits in a read without regard to the context; a closed socket ends the wait.
type tether struct {
	ctx    context.Context // ends with the tether: a dial must not outlive it
	cancel context.CancelFunc
	tls    bool

	mu    sync.Mutex
	lines []*line
}

func newTether(tls bool) *tether {
	t := &tether{tls: tls}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	return t
}

// DialContext implements go-ora's DialerContext. A listener may send us on to another
// address, so there can be several.
func (t *tether) DialContext(_ context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(t.ctx, network, address)
	if err != nil {
		return nil, err
	}
	l := &line{Conn: conn}
	t.mu.Lock()
	t.lines = append(t.lines, l)
	t.mu.Unlock()
	if t.ctx.Err() != nil { // severed meanwhile
		_ = conn.Close()
		return nil, t.ctx.Err()
	}
	return l, nil
}

// sever closes every socket and lets no new one be opened. It may be called from any
// goroutine, and twice.
func (t *tether) sever() {
	t.cancel()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, l := range t.lines {
		_ = l.Close()
	}
}

// interrupt asks the server to break off the running statement. It sends the marker
// that go-ora itself sends when a context ends, which it does while it executes and
// not while it fetches. Within TLS no marker can be slipped in: the socket is closed.
func (t *tether) interrupt() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.lines) == 0 {
		return net.ErrClosed
	}
	last := t.lines[len(t.lines)-1]
	if t.tls {
		return last.Close()
	}
	_, err := last.Conn.Write(last.marker())
	return err
}

// plain reports whether a socket was opened to speak TLS and nothing of that was heard.
func (t *tether) plain() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.tls && len(t.lines) > 0 && !slices.ContainsFunc(t.lines, (*line).encrypted)
}

// A line is one socket. It watches how go-ora writes the length of a packet: in two
// bytes up to release 11, in four since; and whether TLS is spoken.
type line struct {
	net.Conn
	mu     sync.Mutex
	wide   bool
	secure bool
}

// Read implements net.Conn. Each record of TLS begins with its type, the first with that
// of a handshake or an alert.
func (l *line) Read(into []byte) (int, error) {
	n, err := l.Conn.Read(into)
	const alert, handshake = 21, 22
	if n > 0 && (into[0] == alert || into[0] == handshake) {
		l.mu.Lock()
		l.secure = true
		l.mu.Unlock()
	}
	return n, err
}

func (l *line) encrypted() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.secure
}

// Write implements net.Conn.
func (l *line) Write(packet []byte) (int, error) {
	if len(packet) >= 4 {
		l.mu.Lock()
		l.wide = packet[0] == 0 && packet[1] == 0 // no packet is shorter than 8 bytes
		l.mu.Unlock()
	}
	return l.Conn.Write(packet)
}

// marker is a TNS marker packet of type interrupt.
func (l *line) marker() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	const kind, interrupt = 12, 3
	if l.wide {
		return []byte{0, 0, 0, 11, kind, 0, 0, 0, 1, 0, interrupt}
	}
	return []byte{0, 11, 0, 0, kind, 0, 0, 0, 1, 0, interrupt}
}
