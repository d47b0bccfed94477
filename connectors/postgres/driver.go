package postgres

import (
	"context"
	"errors"
	"net"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

const defaultPort = 5432

// Open logs in to config.Host and config.Database. Options are not used.
func Open(ctx context.Context, config connectors.Config) (connectors.Source, error) {
	config.Limits = config.Limits.Defaults()
	native, err := configOf(config)
	if err != nil {
		return nil, err
	}
	source, err := sqldb.Open(ctx, config, &server{config: native, limits: config.Limits})
	if err != nil {
		return nil, err
	}
	return source, nil
}

var _ connectors.Opener = Open

// configOf fills the driver's own struct, so that no character of a password needs
// escaping. The text that is parsed first only keeps libpq's environment out. Without
// fallbacks one Open is one login.
func configOf(config connectors.Config) (*pgx.ConnConfig, error) {
	encryption, err := sqldb.TLS(config)
	if err != nil {
		return nil, err
	}
	c, err := pgx.ParseConfig("host=localhost port=5432 user=none password=none dbname=none " +
		"sslmode=disable target_session_attrs=any connect_timeout=0")
	if err != nil {
		return nil, &connectors.Error{
			Op: "open", Source: config.Name, Class: connectors.Local,
			Reason: "libpq's environment variables cannot be read", Hint: "unset PGSERVICE and its like",
		}
	}
	c.Host, c.Port = config.Host, uint16(config.Port)
	if config.Port == 0 {
		c.Port = defaultPort
	}
	c.User, c.Password, c.Database = config.User, config.Password, config.Database
	c.TLSConfig, c.Fallbacks = encryption, nil
	c.ConnectTimeout = config.Limits.ConnectTimeout
	c.ValidateConnect, c.AfterConnect = nil, nil
	c.RuntimeParams = map[string]string{"application_name": "dogwatch", "client_encoding": "UTF8"}
	return c, nil
}

type server struct {
	config *pgx.ConnConfig
	limits connectors.Limits
}

var _ sqldb.Driver = (*server)(nil)

func (*server) Dialect() sqldb.Dialect { return dialect{} }

// Open implements sqldb.Driver.
func (s *server) Open(ctx context.Context) (sqldb.Session, error) {
	config, line := s.config.Copy(), &sqldb.Line{}
	config.DialFunc = dialing(config.DialFunc, line)
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	session := &session{conn: conn, line: line}
	if err := session.prepare(ctx, s.limits); err != nil {
		return nil, errors.Join(err, session.Close())
	}
	return session, nil
}

// A session is one login.
type session struct {
	conn    *pgx.Conn
	line    *sqldb.Line // below conn
	flavour connectors.Flavour
}

var (
	_ sqldb.Session = (*session)(nil)
	_ sqldb.Grantor = (*session)(nil)
	_ sqldb.Leaver  = (*session)(nil)
)

// prepare makes the session read only and its answers' text independent of the
// server's settings, and learns who the server is.
func (s *session) prepare(ctx context.Context, limits connectors.Limits) error {
	settings := "SET default_transaction_read_only = on; SET standard_conforming_strings = on; " +
		"SET DateStyle = 'ISO, YMD'; SET TimeZone = 'Asia/Shanghai'; SET bytea_output = 'hex'; " +
		"SET extra_float_digits = 1; SET statement_timeout = " + strconv.FormatInt(limits.Timeout.Milliseconds(), 10)
	if _, err := s.conn.PgConn().Exec(ctx, settings).ReadAll(); err != nil {
		return err
	}
	s.flavour = connectors.Flavour{Dialect: "postgres"}
	return s.conn.QueryRow(ctx, `SELECT split_part(version(), ' ', 1), current_setting('server_version'),
		current_setting('server_encoding'), datcollate FROM pg_database WHERE datname = current_database()`).
		Scan(&s.flavour.Product, &s.flavour.Version, &s.flavour.Charset, &s.flavour.Collation)
}

func (s *session) Flavour() connectors.Flavour { return s.flavour }

// Query implements sqldb.Session by the extended protocol, which takes exactly one
// statement; values go as text and the server infers their types.
func (s *session) Query(ctx context.Context, text string, args []any) (sqldb.Answer, error) {
	values, err := textOf(args)
	if err != nil {
		return nil, err
	}
	reader := s.conn.PgConn().ExecParams(ctx, text, values, nil, nil, nil)
	rows := &answer{reader: reader}
	// The first row is awaited, because an error of the statement comes instead of it.
	rows.waiting = reader.NextRow()
	rows.describe()
	if !rows.waiting {
		rows.over = true
		if _, err := reader.Close(); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// Kill implements sqldb.Session by the protocol's cancel request, on a socket of its own.
func (s *session) Kill(ctx context.Context) error { return s.conn.PgConn().CancelRequest(ctx) }

// Close implements sqldb.Session. It does not wait for a server that is gone.
func (s *session) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeWithin)
	defer cancel()
	return s.conn.Close(ctx)
}

// Leave implements sqldb.Leaver: a server process closes its socket by ending, which is
// after it left the list of sessions.
func (s *session) Leave(ctx context.Context) error {
	s.line.Await(ctx)
	return s.conn.Close(ctx)
}

// dialing dials the first connection as line, and others, which carry cancel requests,
// as they are.
func dialing(dial pgconn.DialFunc, line *sqldb.Line) pgconn.DialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil || line.Conn != nil {
			return conn, err
		}
		line.Conn = conn
		return line, nil
	}
}
