package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"

	"github.com/jmoiron/sqlx"

	"github.com/dogwatch/dogwatch/connectors"
)

// A Conn is one connection of a database/sql driver: read through the driver itself,
// where no value is copied or boxed again, and through sqlx for the catalogue. A
// connection that is lost stays lost: nothing here logs in a second time.
type Conn struct {
	raw  driver.Conn
	lent *once
	db   *sqlx.DB
}

// Connect has the connector log in once. dialect is the driver's name for sqlx.
func Connect(ctx context.Context, connector driver.Connector, dialect string) (*Conn, error) {
	raw, err := connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	lent := &once{connector: connector, conn: raw}
	db := sqlx.NewDb(sql.OpenDB(lent), dialect)
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	return &Conn{raw: raw, lent: lent, db: db}, nil
}

// Exec runs a statement of the session's set-up.
func (c *Conn) Exec(ctx context.Context, text string) error {
	_, err := c.db.ExecContext(ctx, text)
	return err
}

// Select reads catalogue rows into dest, a pointer to a slice of structs or values.
func (c *Conn) Select(ctx context.Context, dest any, text string, args ...any) error {
	return c.db.SelectContext(ctx, dest, text, args...)
}

// Get reads one catalogue row or value; none is sql.ErrNoRows.
func (c *Conn) Get(ctx context.Context, dest any, text string, args ...any) error {
	return c.db.GetContext(ctx, dest, text, args...)
}

// Query starts a statement on the driver's own connection. One that the driver wants
// prepared is prepared; closing the rows closes it.
func (c *Conn) Query(ctx context.Context, text string, args []any) (driver.Rows, error) {
	values := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		value, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			return nil, UnusableValue(arg)
		}
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: value}
	}
	if direct, ok := c.raw.(driver.QueryerContext); ok {
		rows, err := direct.QueryContext(ctx, text, values)
		if !errors.Is(err, driver.ErrSkip) {
			return rows, err
		}
	}
	return c.prepared(ctx, text, values)
}

// UnusableValue is the error of a bind value whose type a source does not take.
func UnusableValue(arg any) error {
	return &connectors.Error{Class: connectors.Local, Reason: fmt.Sprintf("a bind value of type %T", arg)}
}

func (c *Conn) prepared(ctx context.Context, text string, values []driver.NamedValue) (driver.Rows, error) {
	preparer, ok := c.raw.(driver.ConnPrepareContext)
	if !ok {
		return nil, driver.ErrSkip
	}
	statement, err := preparer.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	direct, ok := statement.(driver.StmtQueryContext)
	if !ok {
		return nil, errors.Join(driver.ErrSkip, statement.Close())
	}
	rows, err := direct.QueryContext(ctx, values)
	if err != nil {
		return nil, errors.Join(err, statement.Close())
	}
	return &preparedRows{rows, statement}, nil
}

// Close ends the connection, whatever it is doing.
func (c *Conn) Close() error {
	err := c.db.Close() // closes the connection too, once it was lent
	if _, unused := c.lent.Connect(context.Background()); unused == nil {
		err = errors.Join(err, c.raw.Close())
	}
	return err
}

// preparedRows closes its statement with itself.
type preparedRows struct {
	driver.Rows
	statement driver.Stmt
}

func (r *preparedRows) Close() error { return errors.Join(r.Rows.Close(), r.statement.Close()) }

// ColumnTypeDatabaseTypeName passes on what the driver tells.
func (r *preparedRows) ColumnTypeDatabaseTypeName(i int) string {
	if named, ok := r.Rows.(driver.RowsColumnTypeDatabaseTypeName); ok {
		return named.ColumnTypeDatabaseTypeName(i)
	}
	return ""
}

// once is a connector that lends out one connection that exists already.
type once struct {
	connector driver.Connector

	mu   sync.Mutex
	conn driver.Conn // nil once lent
}

func (o *once) Driver() driver.Driver { return o.connector.Driver() }

func (o *once) Connect(context.Context) (driver.Conn, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	conn := o.conn
	o.conn = nil
	if conn == nil {
		return nil, sql.ErrConnDone
	}
	return conn, nil
}
