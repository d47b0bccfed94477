package httpapi

import (
	"context"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/pace"
)

// An answer is what came back of one call. The caller closes it.
type answer struct {
	source   *Source
	op       string
	relation string
	ctx      context.Context
	cancel   context.CancelFunc
	began    time.Time
	response *http.Response
	body     io.Reader // in UTF-8, capped
	meter    *pace.Meter
	form     string // of the body, as of connectors.Call
}

// callOf gives the call that a relation stands for: a bare name is a path to GET.
func (s *Source) callOf(op string, from connectors.Relation) (connectors.Call, error) {
	if from.Query != "" {
		return connectors.Call{}, s.fail(op, "", connectors.Refused, "a service knows no statements")
	}
	call := connectors.Call{Path: from.Name}
	if from.Call != nil {
		call = s.identified(*from.Call)
	}
	if call.Method == "" {
		call.Method = http.MethodGet
	}
	reason := headerReason(call.Headers, "")
	switch {
	case call.Method != http.MethodGet && call.Method != http.MethodPost:
		reason = "only GET and POST are called"
	case call.Method == http.MethodGet && call.Body != "":
		reason = "a GET has no body"
	case reason == "":
		reason = s.stranger(call)
	}
	if reason != "" {
		return call, s.fail(op, call.Path, connectors.Refused, reason)
	}
	return call, nil
}

// headerReason refuses headers that would break out of their line.
func headerReason(headers map[string]string, token string) string {
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		if name == "" || strings.ContainsAny(name, " \t\r\n\x00:") {
			return "a header's name is malformed"
		}
		if strings.ContainsAny(headers[name], "\r\n\x00") {
			return "the value of header " + name + " is malformed"
		}
	}
	if strings.ContainsAny(token, "\r\n\x00") {
		return "the token is malformed"
	}
	return ""
}

// do makes a call, with a token if the service has one fetched first. A token that is
// refused is fetched anew once: a service may forget it before its time.
func (s *Source) do(ctx context.Context, op string, call connectors.Call) (*answer, error) {
	if s.config.Login == nil {
		return s.send(ctx, op, call, "")
	}
	token, err := s.token(ctx, op)
	if err != nil {
		return nil, err
	}
	a, err := s.send(ctx, op, call, token)
	if err != nil || a.response.StatusCode != http.StatusUnauthorized {
		return a, err
	}
	a.close()
	s.forget(token)
	if token, err = s.token(ctx, op); err != nil {
		return nil, err
	}
	a, err = s.send(ctx, op, call, token)
	if err == nil && a.response.StatusCode == http.StatusUnauthorized {
		s.refused.Store(true)
	}
	return a, err
}

// send makes one call. Every HTTP status is an answer, none an error.
func (s *Source) send(ctx context.Context, op string, call connectors.Call, token string) (*answer, error) {
	if s.closed.Load() {
		return nil, s.fail(op, call.Path, connectors.Local, "the source is closed")
	}
	if s.refused.Load() {
		e := s.fail(op, call.Path, connectors.Auth, "the credentials were refused before; not tried again")
		e.Hint = "correct the source's credentials and start again"
		return nil, e
	}
	a := &answer{source: s, op: op, relation: call.Path, began: time.Now(), form: call.Answer} // latency is a duration: the only use of the clock
	a.ctx, a.cancel = context.WithTimeout(ctx, s.limits.Timeout)
	request, err := s.request(a.ctx, call, token)
	if err != nil {
		a.cancel()
		return nil, s.fail(op, call.Path, connectors.Local, unformed(err))
	}
	if a.response, err = s.client.Do(request); err != nil {
		defer a.cancel()
		return nil, a.classify(ctx, err)
	}
	if a.response.StatusCode == http.StatusUnauthorized && s.credentials() {
		s.refused.Store(true)
	}
	if err = a.openBody(); err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

// unformed says why a call cannot be made: in our own words, or in none.
func unformed(err error) string {
	if known, ok := errors.AsType[flaw](err); ok {
		return known.Error()
	}
	return "the call cannot be formed"
}

func (s *Source) request(ctx context.Context, call connectors.Call, token string) (*http.Request, error) {
	target := s.base.JoinPath(call.Path)
	query := target.Query()
	for name, value := range call.Query {
		query.Set(name, value)
	}
	target.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, call.Method, target.String(), strings.NewReader(call.Body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "dogwatch")
	typed(request, call)
	if s.config.User != "" {
		request.SetBasicAuth(s.config.User, s.config.Password)
	}
	if s.config.Token != "" {
		request.Header.Set("Authorization", "Bearer "+s.config.Token)
	}
	for _, headers := range []map[string]string{s.config.Headers, call.Headers} {
		for name, value := range headers {
			request.Header.Set(name, value)
		}
	}
	if login := s.config.Login; login != nil && token != "" {
		request.Header.Set(headerOf(login), login.Prefix+token)
	}
	return request, s.sign(request, call.Body)
}

// typed says what is sent and what is expected.
func typed(request *http.Request, call connectors.Call) {
	form, accept := "application/json", "application/json"
	switch call.Answer {
	case connectors.AnswerMetrics:
		accept = "text/plain; version=0.0.4"
	case connectors.AnswerXML:
		form, accept = "text/xml; charset=utf-8", "text/xml, application/soap+xml, application/xml"
	}
	if call.Type != "" {
		form = call.Type
	}
	request.Header.Set("Accept", accept)
	if call.Body != "" {
		request.Header.Set("Content-Type", form)
	}
}

// openBody puts the cap and the charset over the body: that of the Content-Type, else
// the configured one.
func (a *answer) openBody() error {
	charset := a.source.config.Encoding
	if _, parameters, err := mime.ParseMediaType(a.response.Header.Get("Content-Type")); err == nil && parameters["charset"] != "" {
		charset = parameters["charset"]
	}
	a.meter = a.source.pace.Meter(a.ctx)
	capped := &cappedReader{in: &pacedReader{a.response.Body, a.source.pace.Meter(a.ctx)}, left: a.source.limits.MaxBodyBytes}
	body, err := decode.Transcode(capped, charset)
	if err != nil {
		return a.fail(connectors.Protocol, "the answer's charset is not known")
	}
	a.body = body
	return nil
}

func (a *answer) close() {
	_ = a.response.Body.Close()
	a.cancel()
}

func (a *answer) fail(class connectors.Class, reason string) *connectors.Error {
	return a.source.fail(a.op, a.relation, class, reason)
}

// A pacedReader reads no faster than the source allows: the service is held back by its
// own connection.
type pacedReader struct {
	in    io.Reader
	meter *pace.Meter
}

// Read implements io.Reader.
func (r *pacedReader) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	if late := r.meter.Add(0, int64(n)); late != nil && err == nil {
		err = late
	}
	return n, err
}

// A cappedReader ends with errTooLarge where more would come than is allowed.
type cappedReader struct {
	in   io.Reader
	left int64
}

// Read implements io.Reader.
func (c *cappedReader) Read(p []byte) (int, error) {
	if c.left < 0 {
		return 0, errTooLarge
	}
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.in.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return n - 1, errTooLarge
	}
	return n, err
}
