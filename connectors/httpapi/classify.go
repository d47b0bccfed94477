package httpapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"

	"github.com/dogwatch/dogwatch/connectors"
)

// A flaw is a fixed phrase for what can be wrong with an answer.
type flaw string

func (f flaw) Error() string { return string(f) }

const (
	errTooLarge   = flaw("the body is larger than the limit")
	errEmpty      = flaw("the answer is empty")
	errTrailing   = flaw("the answer goes on after its JSON value")
	errNotXML     = flaw("the answer is not XML")
	errNotFigures = flaw("the answer is no text of figures")
	errDeep       = flaw("the answer is nested too deeply")
	errNotList    = flaw("the rows are not a list")
	errNoRows     = flaw("the answer has no rows where the watch looks for them")
)

// classify turns an error of the call or of reading its body into the layer's. The
// text of net/http is dropped: it holds the URL. Outer is the caller's own context.
func (a *answer) classify(outer context.Context, err error) *connectors.Error {
	if e, ok := errors.AsType[*connectors.Error](err); ok {
		return e
	}
	var operation *net.OpError
	var name *net.DNSError
	switch {
	case errors.Is(outer.Err(), context.Canceled):
		return a.fail(connectors.Cancelled, "the caller gave up")
	case a.ctx.Err() != nil:
		return a.retryable(connectors.Timeout, "no complete answer in time")
	case errors.As(err, &name):
		return a.retryable(connectors.Unreachable, "the host's name is not known")
	case errors.As(err, &operation) && operation.Op == "dial":
		return a.retryable(connectors.Unreachable, "no connection")
	case isTimeout(err):
		return a.retryable(connectors.Timeout, "no complete answer in time")
	}
	if e := a.classifyBody(err); e != nil {
		return e
	}
	if e := a.classifyTLS(err); e != nil {
		return e
	}
	return a.retryable(connectors.Protocol, "the connection was lost or does not speak HTTP")
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

func (a *answer) classifyBody(err error) *connectors.Error {
	var syntax *json.SyntaxError
	var known flaw
	var fault *soapFault
	switch {
	case errors.As(err, &fault):
		return a.faulty(fault)
	case errors.Is(err, errTooLarge):
		e := a.fail(connectors.Decode, fmt.Sprintf("%s of %d bytes", errTooLarge, a.source.limits.MaxBodyBytes))
		e.Hint = "ask for less, or raise the source's limit"
		return e
	case errors.Is(err, errNoRows):
		return a.fail(connectors.Missing, err.Error())
	case errors.As(err, &known):
		return a.fail(connectors.Decode, err.Error())
	case errors.As(err, &syntax):
		return a.fail(connectors.Decode, "the answer is not JSON")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return a.retryable(connectors.Protocol, "the answer ends in its midst")
	case errors.Is(err, io.EOF):
		return a.fail(connectors.Decode, errEmpty.Error())
	}
	return nil
}

func (a *answer) classifyTLS(err error) *connectors.Error {
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &certificate), errors.As(err, &authority):
		e := a.fail(connectors.Refused, "the service's certificate is not trusted")
		e.Hint = "name its authority in ca_file, and check its dates and host name"
		return e
	case errors.As(err, &record):
		return a.fail(connectors.Protocol, "the service does not speak TLS")
	}
	return nil
}

func (a *answer) retryable(class connectors.Class, reason string) *connectors.Error {
	e := a.fail(class, reason)
	e.Retryable = true
	return e
}

// statusError says what a status means to a scan; nil for success.
func (a *answer) statusError() *connectors.Error {
	status := a.response.StatusCode
	if status >= 200 && status < 300 {
		return nil
	}
	e := a.fail(connectors.Refused, "the service does not answer the call")
	switch {
	case status == http.StatusUnauthorized, status == http.StatusProxyAuthRequired:
		e.Class, e.Reason = connectors.Auth, "the credentials are refused"
	case status == http.StatusForbidden:
		e.Class, e.Reason = connectors.Privilege, "the call is not allowed"
	case status == http.StatusNotFound, status == http.StatusGone:
		e.Class, e.Reason = connectors.Missing, "no such path"
	case status == http.StatusRequestTimeout, status == http.StatusGatewayTimeout:
		e.Class, e.Reason, e.Retryable = connectors.Timeout, "the service ran out of time", true
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		e.Class, e.Reason, e.Retryable = connectors.Overloaded, "the service is busy", true
	case status >= 500:
		e.Reason, e.Retryable = "the service failed", true
	case status >= 300 && status < 400:
		e.Reason, e.Hint = "a redirect is not followed", "name the final address in the source's url"
	}
	e.Code = "HTTP " + strconv.Itoa(status)
	return e
}
