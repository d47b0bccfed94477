package livetest

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net"
	"net/url"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// The variables that name servers which run already.
const (
	MySQLVariable    = "DOGWATCH_TEST_MYSQL"
	PostgresVariable = "DOGWATCH_TEST_POSTGRES"
	requireVariable  = "DOGWATCH_REQUIRE_SERVERS"
)

// errNone is why a test is skipped.
var errNone = errors.New("the server's programs are not installed")

// shared holds the servers of this test process: tests have no other place to share.
var shared struct {
	mysql, postgres lazy
}

// lazy starts a server once.
type lazy struct {
	once   sync.Once
	server *Server
	err    error
}

func (l *lazy) get(variable string, start func() (*Server, error)) (*Server, error) {
	l.once.Do(func() {
		if address := os.Getenv(variable); address != "" {
			l.server, l.err = parse(address)
			return
		}
		l.server, l.err = start()
	})
	return l.server, l.err
}

// MySQL gives the configuration of a fresh database on a MariaDB server, dropped when
// the test ends. Its account may do everything.
func MySQL(t testing.TB) connectors.Config {
	t.Helper()
	server, err := shared.mysql.get(MySQLVariable, StartMariaDB)
	need(t, "MariaDB", err)
	return server.database(t, mariaDatabase{})
}

// Postgres gives the configuration of a fresh database on a PostgreSQL server, dropped
// when the test ends. Its account may do everything.
func Postgres(t testing.TB) connectors.Config {
	t.Helper()
	server, err := shared.postgres.get(PostgresVariable, StartPostgres)
	need(t, "PostgreSQL", err)
	return server.database(t, postgresDatabase{})
}

func need(t testing.TB, name string, err error) {
	t.Helper()
	switch {
	case err == nil:
	case os.Getenv(requireVariable) == "1" || !errors.Is(err, errNone):
		t.Fatalf("%s: %v", name, err)
	default:
		t.Skipf("%s: %v", name, err)
	}
}

// A Server is a running database server.
type Server struct {
	config connectors.Config
	folder string // empty: the server was running already
	stop   func()
}

// Address is the server as the variables name it.
func (s *Server) Address() string {
	u := url.URL{
		Scheme: s.config.Driver, User: url.UserPassword(s.config.User, s.config.Password),
		Host: net.JoinHostPort(s.config.Host, strconv.Itoa(s.config.Port)),
	}
	return u.String()
}

// Stop ends the server and removes its files. It does nothing to a server that was
// running already.
func (s *Server) Stop() {
	if s.stop != nil {
		s.stop()
	}
}

func parse(address string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return nil, errors.New("the server's address is no scheme://user:password@host:port")
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		return nil, errors.New("the server's address has no port")
	}
	password, _ := u.User.Password()
	return &Server{config: connectors.Config{
		Name: u.Scheme, Driver: u.Scheme, Host: u.Hostname(), Port: port,
		User: u.User.Username(), Password: password,
	}}, nil
}

// random gives a word for names and passwords.
func random() string {
	var word [8]byte
	rand.Read(word[:]) // never fails: it ends the program instead
	return hex.EncodeToString(word[:])
}
