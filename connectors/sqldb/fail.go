package sqldb

import (
	"context"
	"crypto/tls"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"os"
	"syscall"

	"github.com/dogwatch/dogwatch/connectors"
)

// The causes with which this package ends a context.
var (
	errTime   = errors.New("the time for a statement ran out")
	errClosed = errors.New("the stream was closed")
)

// A scene is where an error happened: what Error tells besides the failure.
type scene struct {
	op, source, relation string
}

func (s scene) error(f Failure) *connectors.Error {
	return &connectors.Error{
		Op: s.op, Source: s.source, Relation: s.relation, Class: f.Class,
		Reason: f.Reason, Code: f.Code, Retryable: f.Retryable, Stale: f.Stale, Hint: f.Hint,
	}
}

// definition is an error of the request itself; its text is ours.
func (s scene) definition(err error) *connectors.Error {
	if errors.Is(err, errNotPushable) {
		return s.error(Failure{
			Class: connectors.Refused, Code: connectors.NotPushable,
			Reason: err.Error(), Hint: "scan the relation instead",
		})
	}
	return s.error(Failure{Class: connectors.Local, Reason: err.Error()})
}

// failed says what err means. What ended the context comes before what the driver
// made of it, then the driver's own codes, then the network.
func (s scene) failed(ctx context.Context, d Driver, err error) *connectors.Error {
	if e, ok := errors.AsType[*connectors.Error](err); ok {
		placed := *e
		placed.Op, placed.Source, placed.Relation = s.op, s.source, s.relation
		return &placed
	}
	if ctx.Err() != nil {
		return s.ended(ctx)
	}
	if f := d.Classify(err); f.Class != "" {
		return s.error(f)
	}
	return s.error(network(err))
}

// ended is the error of a context that is over.
func (s scene) ended(ctx context.Context) *connectors.Error {
	cause := context.Cause(ctx)
	switch {
	case errors.Is(cause, errTime):
		return s.error(TimedOut(""))
	case errors.Is(cause, errClosed):
		return s.error(Failure{Class: connectors.Cancelled, Reason: "the read was closed"})
	case errors.Is(cause, context.DeadlineExceeded):
		return s.error(Failure{Class: connectors.Timeout, Reason: "the caller's time ran out", Retryable: true})
	}
	return s.error(Failure{Class: connectors.Cancelled, Reason: "the caller gave up"})
}

// TimedOut is the failure of a statement that took longer than Limits.Timeout.
func TimedOut(code string) Failure {
	return Failure{
		Class: connectors.Timeout, Code: code, Retryable: true,
		Reason: "the statement took longer than the source's limit",
		Hint:   "raise the source's timeout or read less",
	}
}

// network classifies what no driver's code explains: sockets and lost connections.
func network(err error) Failure {
	unreachable := Failure{
		Class: connectors.Unreachable, Retryable: true,
		Hint: "check host, port and firewall",
	}
	var lookup *net.DNSError
	var socket *net.OpError
	var certificate *tls.CertificateVerificationError
	var alert tls.AlertError
	switch {
	case errors.As(err, &alert):
		return Failure{
			Class: connectors.Refused, Reason: "the server broke off the TLS handshake",
			Hint: "it may want a client's certificate (cert_file and key_file), or offer older versions of TLS only",
		}
	case errors.As(err, &certificate):
		unreachable.Retryable = false
		unreachable.Reason, unreachable.Hint = "the server's certificate is not trusted", "set ca_file, or check the host's name"
	case errors.As(err, &lookup):
		unreachable.Reason = "the host's name is not known"
	case errors.Is(err, syscall.ECONNREFUSED):
		unreachable.Reason = "the connection was refused"
	case errors.As(err, &socket) && socket.Op == "dial":
		unreachable.Reason = "no connection"
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded):
		unreachable.Reason = "no answer"
	case lost(err):
		return Failure{Class: connectors.Protocol, Reason: "the connection was lost", Retryable: true}
	default:
		return Failure{Class: connectors.Protocol, Reason: "an answer that is not understood"}
	}
	return unreachable
}

func lost(err error) bool {
	var socket *net.OpError
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, driver.ErrBadConn) || errors.As(err, &socket)
}
