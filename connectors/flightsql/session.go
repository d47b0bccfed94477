package flightsql

import (
	"context"
	"sync"
	"time"

	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// tidyWithin is how long the server may take to forget a prepared statement.
const tidyWithin = time.Second

// A session is one login on one connection.
type session struct {
	server  *server
	link    *link
	flavour connectors.Flavour
	running sqldb.Interruption

	mu   sync.Mutex
	info *flight.FlightInfo // of the running statement
}

var (
	_ sqldb.Session    = (*session)(nil)
	_ sqldb.Grantor    = (*session)(nil)
	_ sqldb.Cataloguer = (*session)(nil)
)

// greet logs in and asks for the server's name, which proves the login. A server that
// does not tell its name is taken as it is.
func (s *session) greet(ctx context.Context) error {
	if err := s.login(ctx); err != nil {
		return err
	}
	about, err := s.about(ctx)
	if err != nil && lasting(err) {
		return err
	}
	s.server.dialect.learn(about.name)
	s.flavour = connectors.Flavour{Dialect: s.server.dialect.called(), Product: about.name, Version: about.version}
	return nil
}

// login exchanges user and password for the server's token, or takes the one that is
// configured.
func (s *session) login(ctx context.Context) error {
	config := s.server.config
	switch {
	case config.Token != "":
		s.link.authorize("Bearer " + config.Token)
		return nil
	case config.User == "":
		return nil
	}
	return s.handshake(ctx, config.User, config.Password)
}

// Flavour implements sqldb.Session.
func (s *session) Flavour() connectors.Flavour { return s.flavour }

// Query implements sqldb.Session. It returns when the first endpoint has told its
// columns, so that a statement that is refused is an error here.
func (s *session) Query(ctx context.Context, text string, args []any) (sqldb.Answer, error) {
	ctx, cancel := context.WithCancel(ctx)
	s.running.Set(cancel)
	a := &answer{session: s, ctx: ctx, cancel: cancel}
	err := a.execute(text, args)
	if err == nil {
		s.remember(a.info)
		err = a.begin()
	}
	if err != nil {
		_ = a.Close()
		return nil, s.expired(err)
	}
	s.server.dialect.correct(a.columns)
	return a, nil
}

// expired tells a login that the server no longer takes from one that it never took: a
// password buys a new token, while a token of the configuration stays refused.
func (s *session) expired(err error) error {
	if status.Code(err) == codes.Unauthenticated && s.server.config.Token == "" && s.server.config.User != "" {
		return &connectors.Error{
			Class: connectors.Protocol, Code: codes.Unauthenticated.String(), Retryable: true,
			Reason: "the server has ended the login", Hint: "try again",
		}
	}
	return err
}

func (s *session) remember(info *flight.FlightInfo) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.info = info
}

// Kill implements sqldb.Session: it drops the stream, which servers heed, and asks
// those that run a statement apart from its stream to end it.
func (s *session) Kill(ctx context.Context) error {
	s.running.End()
	s.mu.Lock()
	info := s.info
	s.mu.Unlock()
	if info == nil {
		return nil
	}
	_, err := s.link.client.CancelFlightInfo(ctx, &flight.CancelFlightInfoRequest{Info: info})
	if status.Code(err) == codes.Unauthenticated {
		return nil // the login is over, and the statement with it
	}
	return err
}

// Grants implements sqldb.Grantor. Flight SQL tells no privileges; it is asked after the
// server has planned a read of the table, which is the one that is needed.
func (s *session) Grants(context.Context, []string) ([]string, error) { return []string{"SELECT"}, nil }

// Close implements sqldb.Session.
func (s *session) Close() error { return s.link.close() }

// prepare sends the bind values of a statement ahead of it.
func (s *session) prepare(ctx context.Context, text string, args []any) (*flightsql.PreparedStatement, error) {
	prepared, err := s.link.client.Prepare(ctx, text)
	if err != nil {
		return nil, err
	}
	values, err := parameters(s.server.memory, args)
	if err != nil {
		return prepared, err
	}
	defer values.Release()
	prepared.SetParameters(values)
	return prepared, nil
}
