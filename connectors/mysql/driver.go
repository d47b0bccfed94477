package mysql

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"net"
	"strconv"
	"strings"
	"time"

	native "github.com/go-sql-driver/mysql"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

const defaultPort = 3306

// Open logs in to config.Host and config.Database. Options are not used.
func Open(ctx context.Context, config connectors.Config) (connectors.Source, error) {
	config.Limits = config.Limits.Defaults()
	connector, err := connectorOf(config)
	if err != nil {
		return nil, err
	}
	source, err := sqldb.Open(ctx, config, &server{connector: connector, limits: config.Limits})
	if err != nil {
		return nil, err
	}
	return source, nil
}

var _ connectors.Opener = Open

// connectorOf fills the driver's own struct, so that no character of a password needs
// escaping. Values are put into the text by the driver (InterpolateParams), so that
// every answer comes by the text protocol and servers without good prepared statements
// can be read.
func connectorOf(config connectors.Config) (driver.Connector, error) {
	encryption, err := sqldb.TLS(config)
	if err != nil {
		return nil, err
	}
	port := config.Port
	if port == 0 {
		port = defaultPort
	}
	c := native.NewConfig()
	c.Net, c.Addr = "tcp", net.JoinHostPort(config.Host, strconv.Itoa(port))
	c.User, c.Passwd, c.DBName = config.User, config.Password, config.Database
	c.TLS = encryption
	c.Collation = "utf8mb4_bin"
	c.InterpolateParams = true
	c.Timeout = config.Limits.ConnectTimeout
	c.Logger = &native.NopLogger{}
	c.DialFunc = dial
	return native.NewConnector(c)
}

type server struct {
	connector driver.Connector
	limits    connectors.Limits
}

var _ sqldb.Driver = (*server)(nil)

func (*server) Dialect() sqldb.Dialect { return dialect{} }

// Open implements sqldb.Driver.
func (s *server) Open(ctx context.Context) (sqldb.Session, error) {
	ctx, tapped := tapping(ctx)
	conn, err := sqldb.Connect(ctx, s.connector, "mysql")
	if err != nil {
		return nil, err
	}
	session := &session{conn: conn, server: s, tap: tapped}
	if err := session.prepare(ctx); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return session, nil
}

// A session is one login.
type session struct {
	conn    *sqldb.Conn
	server  *server
	tap     *tap   // of conn
	id      uint64 // of the connection, for KILL
	flavour connectors.Flavour
}

var (
	_ sqldb.Session = (*session)(nil)
	_ sqldb.Grantor = (*session)(nil)
	_ sqldb.Leaver  = (*session)(nil)
)

// prepare learns who the server is and makes the session read only.
func (s *session) prepare(ctx context.Context) error {
	var told struct {
		ID        uint64
		Version   string
		Charset   string
		Collation string
	}
	err := s.conn.Get(ctx, &told, "SELECT CONNECTION_ID() AS id, VERSION() AS version, "+
		"@@character_set_database AS charset, @@collation_database AS collation")
	if err != nil {
		return err
	}
	s.id = told.ID
	s.flavour = connectors.Flavour{
		Dialect: "mysql", Product: product(told.Version), Version: told.Version,
		Charset: told.Charset, Collation: told.Collation,
	}
	for _, statement := range s.settings() {
		if err := s.conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// settings make statements mean the same on every server. A slow reader must not be
// cut off by net_write_timeout, so it is as long as a statement may take.
func (s *session) settings() []string {
	limit := s.server.limits.Timeout
	timeout := "max_execution_time = " + strconv.FormatInt(limit.Milliseconds(), 10)
	if s.flavour.Product == "MariaDB" {
		timeout = "max_statement_time = " + strconv.FormatFloat(limit.Seconds(), 'f', 3, 64)
	}
	write := int64(math.Ceil(limit.Seconds())) + 60
	return []string{
		"SET SESSION TRANSACTION READ ONLY",
		"SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', " +
			"SESSION time_zone = '+08:00', SESSION net_write_timeout = " + strconv.FormatInt(write, 10) +
			", SESSION " + timeout,
	}
}

func product(version string) string {
	for _, name := range []string{"MariaDB", "TiDB", "OceanBase", "Doris", "StarRocks"} {
		if strings.Contains(strings.ToLower(version), strings.ToLower(name)) {
			return name
		}
	}
	return "MySQL"
}

func (s *session) Flavour() connectors.Flavour { return s.flavour }

// Query implements sqldb.Session.
func (s *session) Query(ctx context.Context, text string, args []any) (sqldb.Answer, error) {
	rows, err := s.query(ctx, text, args)
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// query does not leave a statement to the driver, which makes an object of every value,
// unless the connection is encrypted: only the driver sees what is below the encryption.
func (s *session) query(ctx context.Context, text string, args []any) (sqldb.Rows, error) {
	if whole, ok := spelled(text, args); ok && s.tap.clear() {
		rows, err := ask(ctx, s.conn, s.tap, whole)
		if err != nil {
			return nil, err
		}
		return rows, nil
	}
	rows, err := s.conn.Query(ctx, text, args)
	if err != nil {
		return nil, err
	}
	columns, convert := describe(rows)
	return &answer{Values: sqldb.NewValues(rows, columns, convert), conn: s.conn}, nil
}

// Kill implements sqldb.Session through a connection of its own. The driver only
// closes the socket of a cancelled statement, and the server goes on.
func (s *session) Kill(ctx context.Context) error {
	conn, err := sqldb.Connect(ctx, s.server.connector, "mysql")
	if err != nil {
		return err
	}
	return errors.Join(conn.Exec(ctx, fmt.Sprintf("KILL QUERY %d", s.id)), conn.Close())
}

func (s *session) Close() error { return s.conn.Close() }

// Leave implements sqldb.Leaver.
func (s *session) Leave(ctx context.Context) error {
	s.tap.Await(ctx)
	return s.conn.Close()
}

// secondsEast is the session's time_zone.
const secondsEast = int(8 * time.Hour / time.Second)
