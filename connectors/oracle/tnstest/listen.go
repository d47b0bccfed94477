package tnstest

import (
	"net"
	"testing"
)

// Listen answers every connection to a port of this machine with serve, until the test
// ends, and gives the port.
func Listen(t testing.TB, serve func(net.Conn)) int {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go accept(listener, serve)
	return listener.Addr().(*net.TCPAddr).Port
}

func accept(listener net.Listener, serve func(net.Conn)) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer func() { _ = conn.Close() }()
			serve(conn)
		}()
	}
}
