package oracle

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// closeWithin is the time for a farewell to the server.
const closeWithin = time.Second

// Around every statement: a read-only transaction is the server's own fence against
// writes, and gives all its fetches one state of the data.
const (
	beginReading = "SET TRANSACTION READ ONLY"
	endReading   = "ROLLBACK"
)

// A session is one login.
type session struct {
	conn    *sqldb.Conn
	tether  *tether
	owner   string // the current schema
	flavour connectors.Flavour
}

var (
	_ sqldb.Session = (*session)(nil)
	_ sqldb.Grantor = (*session)(nil)
)

const (
	sqlOwner   = "SELECT SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM DUAL"
	sqlVersion = "SELECT MAX(VERSION) FROM PRODUCT_COMPONENT_VERSION WHERE PRODUCT LIKE 'Oracle%'"
	sqlCharset = "SELECT MAX(VALUE) FROM NLS_DATABASE_PARAMETERS WHERE PARAMETER = 'NLS_CHARACTERSET'"
)

// introduce learns whom the session talks to.
func (s *session) introduce(ctx context.Context) error {
	var owner, version, charset sql.NullString
	for _, question := range []struct {
		text string
		into *sql.NullString
	}{{sqlOwner, &owner}, {sqlVersion, &version}, {sqlCharset, &charset}} {
		if err := s.conn.Get(ctx, question.into, question.text); err != nil {
			return err
		}
	}
	s.owner = owner.String
	s.flavour = connectors.Flavour{
		Dialect: "oracle", Product: "Oracle", Collation: "BINARY",
		Version: version.String, Charset: charset.String,
	}
	return nil
}

// Flavour implements sqldb.Session.
func (s *session) Flavour() connectors.Flavour { return s.flavour }

// Query implements sqldb.Session. When ctx ends, the connection is given up.
func (s *session) Query(ctx context.Context, text string, args []any) (sqldb.Answer, error) {
	free := context.WithoutCancel(ctx)
	stop := context.AfterFunc(ctx, s.tether.sever)
	var answer driver.Rows
	err := guarded(func() (err error) {
		if err = s.conn.Exec(free, beginReading); err != nil {
			return err
		}
		answer, err = s.conn.Query(free, text, args)
		return err
	})
	if err != nil {
		stop()
		return nil, err
	}
	columns, convert := describe(answer)
	return &rows{Values: sqldb.NewValues(answer, columns, convert), columns: columns, session: s, ctx: free, stop: stop}, nil
}

// Kill implements sqldb.Session. If the server does not heed it, sqldb ends the context
// of the statement two seconds later, and the socket is closed.
func (s *session) Kill(context.Context) error { return s.tether.interrupt() }

// Close implements sqldb.Session: it says goodbye for at most a second.
func (s *session) Close() error {
	timer := time.AfterFunc(closeWithin, s.tether.sever)
	defer timer.Stop()
	defer s.tether.sever()
	return guarded(s.conn.Close)
}

// rows are a running answer and the transaction around it.
type rows struct {
	*sqldb.Values
	columns []connectors.PhysicalColumn
	session *session
	ctx     context.Context
	stop    func() bool
	ended   bool
}

// Next implements sqldb.Rows.
func (r *rows) Next() (size int, err error) {
	err = guarded(func() error {
		size, err = r.Values.Next()
		return err
	})
	r.ended = err != nil && isEnd(err)
	return size, err
}

// Text implements sqldb.Rows, for a text that is joined of several.
func (r *rows) Text(i int) []byte {
	text := r.Values.Text(i)
	switch c := r.columns[i]; {
	case c.Arrow == nil && text != nil:
		return []byte(lost)
	case c.Type == kindRaw && text != nil:
		return hexOf(text)
	}
	return text
}

// Close implements sqldb.Rows. An answer that was not read to its end leaves the
// session to be closed, and the server rolls back then.
func (r *rows) Close() error {
	defer r.stop()
	if !r.ended {
		return nil
	}
	return guarded(func() error {
		if err := r.Values.Close(); err != nil {
			return err
		}
		return r.session.conn.Exec(r.ctx, endReading)
	})
}
