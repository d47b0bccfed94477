package oracle

import (
	"context"
	"crypto/tls"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	goora "github.com/sijms/go-ora/v2"
	"github.com/sijms/go-ora/v2/configurations"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// readGrace is what a read on the socket may take beyond the time for a statement:
// by then sqldb has long given it up, and this ends what nobody waits for any more.
const readGrace = 5 * time.Second

// pinned fixes what the server would else take from its own settings or from go-ora's.
const pinned = "ALTER SESSION SET NLS_SORT = 'BINARY' NLS_COMP = 'BINARY' NLS_NUMERIC_CHARACTERS = '.,' " +
	"NLS_CALENDAR = 'GREGORIAN' NLS_DATE_LANGUAGE = 'AMERICAN' " +
	"NLS_DATE_FORMAT = 'YYYY-MM-DD HH24:MI:SS' NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6' " +
	"NLS_TIMESTAMP_TZ_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM' TIME_ZONE = '+08:00'"

// errDriver stands for a panic in go-ora, which an odd answer can cause.
var errDriver = errors.New("the driver panicked")

// A database is the sqldb.Driver of one Oracle.
type database struct {
	config  connectors.Config
	charset atomic.Int32 // as charsetOf numbers it, once a login has told
}

var _ sqldb.Driver = (*database)(nil)

// Dialect implements sqldb.Driver.
func (d *database) Dialect() sqldb.Dialect { return Dialect{} }

// Classify implements sqldb.Driver.
func (d *database) Classify(err error) sqldb.Failure { return classify(err) }

// Open implements sqldb.Driver. When ctx ends, the socket is closed and with it the
// attempt. The first login to a database in GBK is followed by a second, since only a
// login tells the character set; a refused one is followed by none.
func (d *database) Open(ctx context.Context) (sqldb.Session, error) {
	s, err := d.attempt(ctx)
	if err != nil {
		return nil, err
	}
	if !d.learn(s.flavour.Charset) {
		return s, nil
	}
	_ = s.Close()
	if s, err = d.attempt(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// learn notes a character set that must be read strictly; true if it is news, so that the
// login which told was made without.
func (d *database) learn(charset string) bool {
	n := int32(charsetOf(charset))
	return n != 0 && d.charset.Swap(n) != n
}

// attempt logs in once.
func (d *database) attempt(ctx context.Context) (*session, error) {
	t := newTether(d.encrypted())
	stop := context.AfterFunc(ctx, t.sever)
	defer stop()
	s, err := d.login(ctx, t)
	if err == nil && stop() {
		return s, nil
	}
	t.sever()
	if cause := context.Cause(ctx); cause != nil {
		return nil, cause
	}
	if t.plain() {
		return nil, errPlain()
	}
	return nil, err
}

// errPlain is the error of a port that does not answer a handshake with one.
func errPlain() error {
	return &connectors.Error{
		Class: connectors.Refused, Reason: "the listener does not speak TLS on this port",
		Hint: "give the port of TCPS (often 2484), or tls: off",
	}
}

// login connects and prepares the session. go-ora gets no context that ends: it would
// then write to the socket on its own.
func (d *database) login(ctx context.Context, t *tether) (*session, error) {
	connector, err := d.connector(t)
	if err != nil {
		return nil, err
	}
	free := context.WithoutCancel(ctx)
	s := &session{tether: t}
	err = guarded(func() (err error) {
		if s.conn, err = sqldb.Connect(free, connector, "oracle"); err != nil {
			return err
		}
		if err = s.conn.Exec(free, pinned); err != nil {
			return err
		}
		return s.introduce(free)
	})
	return s, err
}

func (d *database) encrypted() bool { return d.config.TLS == "require" || d.config.TLS == "verify" }

// connector describes one login. A new one is made each time: go-ora keeps state in it.
func (d *database) connector(t *tether) (driver.Connector, error) {
	// The read timeout is always set: without one a silent server holds go-ora forever.
	timeout := d.config.Limits.Timeout + readGrace
	options := map[string]string{
		"TIMEOUT":         strconv.FormatInt(int64((timeout+time.Second-1)/time.Second), 10),
		"PREFETCH_ROWS":   strconv.Itoa(defaultPrefetch),
		"SERVER LOCATION": "UTC", // DATE has no zone: with another one go-ora shifts midnights that a zone lacks
		"PROGRAM":         "dogwatch",
	}
	if sid := d.config.Options[optionSID]; sid != "" {
		options["SID"] = sid
	}
	if prefetch := d.config.Options[optionPrefetch]; prefetch != "" {
		options["PREFETCH_ROWS"] = prefetch
	}
	if d.encrypted() {
		options["SSL"] = "true"
	}
	url := goora.BuildUrl(d.config.Host, d.config.Port, d.config.Database, d.config.User, d.config.Password, options)
	connector := goora.NewConnector(url)
	dialed, ok := connector.(interface {
		Dialer(configurations.DialerContext)
		WithTLSConfig(*tls.Config)
	})
	if !ok {
		return nil, errDriver
	}
	dialed.Dialer(t)
	readStrictly(connector, int(d.charset.Load()))
	encryption, err := sqldb.TLS(d.config)
	if err != nil {
		return nil, err
	}
	if encryption != nil {
		dialed.WithTLSConfig(encryption)
	}
	return connector, nil
}

// guarded turns a panic of go-ora into an error: it trusts lengths that a server sends.
func guarded(do func() error) (err error) {
	defer func() {
		if recovered := recover(); recovered != nil {
			err = fmt.Errorf("%w: %T", errDriver, recovered)
		}
	}()
	return do()
}
