package flightsql

import (
	"context"
	"crypto/tls"
	"net"
	"strconv"
	"sync"

	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// maxMessage is the largest batch, as sent, that is taken from a server.
const maxMessage = 64 << 20

// A link is one connection. gRPC hides why a connection could not be made; the link
// remembers it.
type link struct {
	client *flightsql.Client

	mu      sync.Mutex
	token   string // of the authorization header; empty: none
	failure error  // of the last dial or TLS handshake
}

// dial prepares a connection, which is made by the first call.
func (s *server) dial(host string, port int, encryption string) (*link, error) {
	secured, err := s.tls(host, encryption)
	if err != nil {
		return nil, err
	}
	l := &link{}
	transport := insecure.NewCredentials()
	if secured != nil {
		transport = &handshakes{credentials.NewTLS(secured), l}
	}
	conn, err := grpc.NewClient("passthrough:///"+net.JoinHostPort(host, strconv.Itoa(port)),
		grpc.WithTransportCredentials(transport), grpc.WithContextDialer(l.connect),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage)),
		grpc.WithUnaryInterceptor(func(ctx context.Context, method string, request, reply any, conn *grpc.ClientConn, call grpc.UnaryInvoker, opts ...grpc.CallOption) error {
			return call(l.outgoing(ctx, s.config.Headers), method, request, reply, conn, opts...)
		}),
		grpc.WithStreamInterceptor(func(ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn, method string, stream grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
			return stream(l.outgoing(ctx, s.config.Headers), desc, conn, method, opts...)
		}))
	if err != nil {
		return nil, &connectors.Error{Class: connectors.Local, Reason: "the address cannot be used"}
	}
	l.client = &flightsql.Client{Client: flight.NewClientFromConn(conn, nil), Alloc: s.memory}
	return l, nil
}

// tls is sqldb.TLS for one of the addresses that the server names.
func (s *server) tls(host, encryption string) (*tls.Config, error) {
	config := s.config
	config.Host, config.TLS = host, encryption
	return sqldb.TLS(config)
}

// connect dials without the environment's proxies.
func (l *link) connect(ctx context.Context, address string) (net.Conn, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	l.note(err)
	return conn, err
}

func (l *link) note(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failure = err
}

// reason is why there is no connection; nil if there is one, or none was tried.
func (l *link) reason() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.failure
}

func (l *link) authorize(token string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.token = token
}

// outgoing adds what every call carries. A call that brings its own authorization keeps it.
func (l *link) outgoing(ctx context.Context, headers map[string]string) context.Context {
	sent, _ := metadata.FromOutgoingContext(ctx)
	for name, value := range headers {
		ctx = metadata.AppendToOutgoingContext(ctx, name, value)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.token != "" && len(sent.Get("authorization")) == 0 {
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", l.token)
	}
	return ctx
}

func (l *link) close() error { return l.client.Close() }

// handshakes are TLS credentials that remember a failure.
type handshakes struct {
	credentials.TransportCredentials
	link *link
}

// ClientHandshake implements credentials.TransportCredentials.
func (h *handshakes) ClientHandshake(ctx context.Context, authority string, raw net.Conn) (net.Conn, credentials.AuthInfo, error) {
	conn, info, err := h.TransportCredentials.ClientHandshake(ctx, authority, raw)
	h.link.note(err)
	return conn, info, err
}

// Clone implements credentials.TransportCredentials.
func (h *handshakes) Clone() credentials.TransportCredentials {
	return &handshakes{h.TransportCredentials.Clone(), h.link}
}
