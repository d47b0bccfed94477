package measure_test

import (
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// What becomes of a connection once a relay has passed on its allowance.
const (
	cuts     = "cuts"   // both ends are closed
	cutsOnce = "once"   // the same, but for the first connection that uses up its allowance alone
	stalls   = "stalls" // nothing moves any more; other connections do
	dies     = "dies"   // no connection moves any more, new ones included
)

// A relay stands between a connector and its server and fails after so many bytes of
// answers on one connection.
type relay struct {
	listener net.Listener
	target   string
	mode     string
	after    int64
	moved    atomic.Int64 // bytes of answers, of all connections
	dead     atomic.Bool
	cut      atomic.Bool   // with cutsOnce: it has been
	stuck    chan struct{} // closed once the relay has failed
	over     chan struct{} // closed when the test ends
	once     sync.Once
	ended    sync.Once
	wg       sync.WaitGroup

	mu    sync.Mutex
	conns []net.Conn
}

// through gives a configuration that reaches the server through a failing relay.
func through(t *testing.T, config connectors.Config, mode string, after int64) (connectors.Config, *relay) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{listener: listener, target: net.JoinHostPort(config.Host, strconv.Itoa(config.Port)), mode: mode, after: after, stuck: make(chan struct{}), over: make(chan struct{})}
	r.wg.Go(r.serve)
	t.Cleanup(r.stop)
	config.Name, config.Host = "relayed", "127.0.0.1"
	config.Port = listener.Addr().(*net.TCPAddr).Port
	return config, r
}

// stop closes every connection. It is safe to call twice.
func (r *relay) stop() {
	r.ended.Do(func() {
		_ = r.listener.Close()
		close(r.over)
		r.mu.Lock()
		for _, c := range r.conns {
			_ = c.Close()
		}
		r.mu.Unlock()
	})
	r.wg.Wait()
}

func (r *relay) serve() {
	for {
		client, err := r.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", r.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		r.mu.Lock()
		r.conns = append(r.conns, client, server)
		r.mu.Unlock()
		select {
		case <-r.over: // it came while the relay was being stopped
			_, _ = client.Close(), server.Close()
			continue
		default:
		}
		r.wg.Go(func() { _, _ = io.Copy(server, client); _ = server.Close() })
		r.wg.Go(func() { r.answer(client, server) })
	}
}

// answer passes the server's bytes on until the allowance is used up.
func (r *relay) answer(client, server net.Conn) {
	defer client.Close()
	buffer := make([]byte, 16<<10)
	var passed int64
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		passed += int64(n)
		r.moved.Add(int64(n))
		if r.dead.Load() || passed > r.after && !(r.mode == cutsOnce && r.cut.Swap(true)) {
			r.fail(server)
			return
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (r *relay) fail(server net.Conn) {
	r.dead.Store(r.mode == dies)
	r.once.Do(func() { close(r.stuck) })
	if r.mode == cuts || r.mode == cutsOnce {
		_ = server.Close()
		return
	}
	_, _ = io.Copy(io.Discard, server) // the server does not notice
	<-r.over                           // nor does the client
}
