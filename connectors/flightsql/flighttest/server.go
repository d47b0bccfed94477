// Package flighttest starts Arrow's SQLite Flight SQL server in process, for tests. It
// owns a server's life, its logins and how rows become records: Arrow's own reader of
// rows knows few declared types and none of a computed column that begins with a null.
package flighttest

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql/example"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/dogwatch/dogwatch/connectors"
)

// Options say what a server is like. The zero value lets everybody in.
type Options struct {
	Name    string // what it calls itself; empty: "SQLite"
	Logins  *Logins
	Parts   int  // endpoints of an answer; 0 and 1: one
	Located bool // endpoints name their address
	GRPC    []grpc.ServerOption
}

// A Server is a running server.
type Server struct {
	*example.SQLiteFlightSQLServer
	db      *sql.DB
	options Options
	port    string

	mu       sync.Mutex
	running  map[string]int
	prepared map[string]*prepared
	ended    int // statements that CancelFlightInfo named
}

// Start serves a database until the test ends. The Config reaches it.
func Start(t testing.TB, db *sql.DB, options Options) (*Server, connectors.Config) {
	t.Helper()
	inner, err := example.NewSQLiteFlightSQLServer(db)
	if err != nil {
		t.Fatal(err)
	}
	if options.Name == "" {
		options.Name = "SQLite"
	}
	if err := inner.RegisterSqlInfo(flightsql.SqlInfoFlightSqlServerName, options.Name); err != nil {
		t.Fatal(err)
	}
	s := &Server{
		SQLiteFlightSQLServer: inner, db: db, options: options,
		running: map[string]int{}, prepared: map[string]*prepared{},
	}
	config := Serve(t, s, options.Logins, options.GRPC...)
	s.port = strconv.Itoa(config.Port)
	return s, config
}

// Serve runs any Flight SQL server until the test ends.
func Serve(t testing.TB, s flightsql.Server, logins *Logins, opts ...grpc.ServerOption) connectors.Config {
	t.Helper()
	var middleware []flight.ServerMiddleware
	if logins != nil {
		middleware = append(middleware, flight.CreateServerBasicAuthMiddleware(logins))
	}
	server := flight.NewServerWithMiddleware(middleware, opts...)
	if err := server.Init("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	server.RegisterFlightService(flightsql.NewFlightServer(s))
	served := make(chan error, 1)
	go func() { served <- server.Serve() }()
	t.Cleanup(func() {
		server.Shutdown()
		if err := <-served; err != nil && !errors.Is(err, grpc.ErrServerStopped) {
			t.Error(err)
		}
	})
	address := server.Addr().(*net.TCPAddr)
	return connectors.Config{Name: "lake", Driver: "flightsql", Host: "127.0.0.1", Port: address.Port}
}

// Running counts the statements that run and hold a marker.
func (s *Server) Running(marker string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for text, times := range s.running {
		if strings.Contains(text, marker) {
			n += times
		}
	}
	return n
}

// Ended counts the statements that a client asked to end.
func (s *Server) Ended() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ended
}

// CancelFlightInfo implements flightsql.Server. It only counts: a statement ends with
// its stream.
func (s *Server) CancelFlightInfo(context.Context, *flight.CancelFlightInfoRequest) (flight.CancelFlightInfoResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended++
	return flight.CancelFlightInfoResult{Status: flight.CancelStatusCancelling}, nil
}

func (s *Server) count(text string, by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running[text] += by
}

func (s *Server) allowed(ctx context.Context, text string) error {
	if s.options.Logins != nil && !s.options.Logins.mayRead(flight.AuthFromContext(ctx), text) {
		return status.Error(codes.PermissionDenied, "not allowed")
	}
	return nil
}
