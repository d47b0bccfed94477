package flightsql

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"strings"
	"syscall"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// opened says why a session could not be opened: what gRPC has hidden, if it is that.
func (l *link) opened(err error) error {
	told, ok := status.FromError(err)
	switch {
	case !ok:
		return err
	case told.Code() == codes.DeadlineExceeded:
		return context.DeadlineExceeded
	case told.Code() != codes.Unavailable:
		return err
	case l.reason() != nil:
		return withoutTLS(l.reason())
	case strings.Contains(told.Message(), "certificate"):
		return &connectors.Error{
			Class: connectors.Refused, Reason: "the server refuses the client's certificate", Hint: "set cert_file and key_file",
		}
	}
	return &connectors.Error{
		Class: connectors.Protocol, Reason: "the server does not speak Flight SQL as it was called",
		Hint: "check the port, tls, and whether it wants cert_file",
	}
}

// withoutTLS tells a server that does not understand a TLS handshake.
func withoutTLS(err error) error {
	var header tls.RecordHeaderError
	if errors.As(err, &header) || errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) {
		return &connectors.Error{Class: connectors.Refused, Reason: "the server has no TLS", Hint: "set tls: off, or check the port"}
	}
	return err
}

// Classify implements sqldb.Driver by the status of gRPC. Servers give most errors of a
// statement one status, so that their text decides, which is dropped.
func (*server) Classify(err error) sqldb.Failure {
	told, ok := status.FromError(err)
	if !ok {
		return sqldb.Failure{}
	}
	f := byCode(told.Code(), strings.ToLower(told.Message()))
	f.Code = told.Code().String()
	return f
}

func byCode(code codes.Code, text string) sqldb.Failure {
	switch code {
	case codes.Unauthenticated:
		return sqldb.Failure{Class: connectors.Auth, Reason: "the login was refused", Hint: "check user and password, or the token"}
	case codes.PermissionDenied:
		return sqldb.Failure{Class: connectors.Privilege, Reason: "the login may not do this"}
	case codes.NotFound:
		return sqldb.Failure{Class: connectors.Missing, Reason: "no such table, view or column"}
	case codes.DeadlineExceeded:
		return sqldb.TimedOut("")
	case codes.Canceled:
		return sqldb.Failure{Class: connectors.Cancelled, Reason: "the server ended the statement"}
	case codes.Unavailable, codes.DataLoss:
		return sqldb.Failure{Class: connectors.Protocol, Reason: "the connection was lost", Retryable: true}
	case codes.Unimplemented:
		return sqldb.Failure{Class: connectors.Refused, Reason: "the server does not offer this call of Flight SQL"}
	case codes.ResourceExhausted:
		return exhausted(text)
	}
	return byText(text)
}

func exhausted(text string) sqldb.Failure {
	if strings.Contains(text, "larger than max") {
		return sqldb.Failure{Class: connectors.Refused, Reason: "a batch of the server is beyond 64 MiB", Hint: "have the server send smaller batches"}
	}
	return sqldb.Failure{Class: connectors.Overloaded, Reason: "the server is overloaded", Retryable: true, Hint: "try again later"}
}

// byText looks for the words in which SQLite, DuckDB, PostgreSQL, MySQL and their kin
// say that something is missing or barred.
func byText(text string) sqldb.Failure {
	has := func(words ...string) bool {
		for _, word := range words {
			if strings.Contains(text, word) {
				return true
			}
		}
		return false
	}
	switch {
	case has("rst_stream", "unexpected eof", "transport is closing"):
		return sqldb.Failure{Class: connectors.Protocol, Reason: "the connection was lost", Retryable: true}
	case has("no such column", "unknown column", "column not found"):
		return sqldb.Failure{Class: connectors.Missing, Reason: "no such column"}
	case has("no such table", "unknown table", "does not exist", "doesn't exist", "not found"):
		return sqldb.Failure{Class: connectors.Missing, Reason: "no such table, view or column"}
	case has("permission denied", "access denied", "not authorized", "denied to user"):
		return sqldb.Failure{Class: connectors.Privilege, Reason: "the login may not do this"}
	case has("interrupted", "canceled", "cancelled"):
		return sqldb.Failure{Class: connectors.Cancelled, Reason: "the server ended the statement"}
	}
	return sqldb.Failure{Class: connectors.Refused, Reason: "the statement was refused"}
}
