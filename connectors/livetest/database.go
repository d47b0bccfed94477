package livetest

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/dogwatch/dogwatch/connectors"
)

// A flavour is how databases of one server are made and reached.
type flavour interface {
	open(config connectors.Config) (*sql.DB, error)
	create(name string) string
	drop(name string) string
}

// database makes a database and drops it when the test ends.
func (s *Server) database(t testing.TB, f flavour) connectors.Config {
	t.Helper()
	name := "dw_" + random()
	admin, err := f.open(s.config)
	if err != nil {
		t.Fatalf("%s: %v", s.config.Driver, err)
	}
	if _, err := admin.ExecContext(t.Context(), f.create(name)); err != nil {
		admin.Close()
		t.Fatalf("%s: %v", s.config.Driver, err)
	}
	t.Cleanup(func() {
		defer admin.Close()
		if _, err := admin.ExecContext(context.Background(), f.drop(name)); err != nil {
			t.Errorf("%s: %v", s.config.Driver, err)
		}
	})
	config := s.config
	config.Database = name
	return config
}

// OpenDB opens a configuration of MySQL or Postgres for writing: to fill a database
// that a test then reads. The caller closes it.
func OpenDB(config connectors.Config) (*sql.DB, error) {
	switch config.Driver {
	case "mysql":
		return mariaDatabase{}.open(config)
	case "postgres":
		return postgresDatabase{}.open(config)
	}
	return nil, fmt.Errorf("no server for driver %s", config.Driver)
}

type mariaDatabase struct{}

func (mariaDatabase) open(config connectors.Config) (*sql.DB, error) {
	c := mysql.NewConfig()
	c.Net, c.Addr = "tcp", net.JoinHostPort(config.Host, strconv.Itoa(config.Port))
	c.User, c.Passwd, c.DBName = config.User, config.Password, config.Database
	c.Collation = "utf8mb4_bin"
	c.InterpolateParams, c.MultiStatements = true, true
	c.Logger = &mysql.NopLogger{}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

func (mariaDatabase) create(name string) string {
	return "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
}

func (mariaDatabase) drop(name string) string { return "DROP DATABASE IF EXISTS " + name }

type postgresDatabase struct{}

func (postgresDatabase) open(config connectors.Config) (*sql.DB, error) {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(config.User, config.Password),
		Host: net.JoinHostPort(config.Host, strconv.Itoa(config.Port)), Path: "/postgres",
		RawQuery: "sslmode=disable",
	}
	if config.Database != "" {
		u.Path = "/" + config.Database
	}
	c, err := pgx.ParseConfig(u.String())
	if err != nil {
		return nil, err
	}
	return stdlib.OpenDB(*c), nil
}

func (postgresDatabase) create(name string) string {
	return "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'"
}

func (postgresDatabase) drop(name string) string {
	return "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"
}
