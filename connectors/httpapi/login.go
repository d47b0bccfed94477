package httpapi

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// tokenLife is how long a token is used whose answer does not say.
const tokenLife = 10 * time.Minute

// heldToken is the token that a login gave.
type heldToken struct {
	mu    sync.Mutex
	text  string
	until time.Time
}

// headerOf is where a token is sent.
func headerOf(l *connectors.Login) string { return cmp.Or(l.Header, "Authorization") }

// token gives the token that is held, or fetches one. Several callers wait for one login.
func (s *Source) token(ctx context.Context, op string) (string, error) {
	s.held.mu.Lock()
	defer s.held.mu.Unlock()
	if s.held.text != "" && s.config.Now().Before(s.held.until) {
		return s.held.text, nil
	}
	token, life, err := s.login(ctx, op)
	if err != nil {
		return "", err
	}
	s.held.text, s.held.until = token, s.config.Now().Add(life-life/10) // a call takes its time
	return token, nil
}

// forget drops a token that was refused, unless another has taken its place.
func (s *Source) forget(token string) {
	s.held.mu.Lock()
	defer s.held.mu.Unlock()
	if s.held.text == token {
		s.held.text = ""
	}
}

// login makes the call that gives a token. One that is refused is not tried again.
func (s *Source) login(ctx context.Context, op string) (token string, life time.Duration, err error) {
	l := s.config.Login
	call := connectors.Call{Method: http.MethodPost, Path: l.Path}
	if call.Body, call.Type, err = fieldsOf(l); err != nil {
		return "", 0, s.fail(op, l.Path, connectors.Local, "the login cannot be formed")
	}
	a, err := s.send(ctx, op, call, "")
	if err != nil {
		return "", 0, err
	}
	defer a.close()
	if e := a.statusError(); e != nil {
		if e.Class == connectors.Auth || e.Class == connectors.Privilege || a.response.StatusCode == http.StatusBadRequest {
			s.refused.Store(true)
			e.Class, e.Reason = connectors.Auth, "the login is refused"
		}
		return "", 0, e
	}
	value, err := openBody(a.body).next()
	if err != nil {
		return "", 0, a.classify(ctx, err)
	}
	token, ok := pathOf(l.Token).in(value).(string)
	if !ok || token == "" || headerReason(nil, token) != "" {
		s.refused.Store(true) // services say with 200, too, that they do not know us
		e := a.fail(connectors.Auth, "the login gives no token at "+l.Token)
		e.Hint = "correct the fields of login, or the path of the token"
		return "", 0, e
	}
	return token, lifeOf(l, value), nil
}

// fieldsOf is the body of a login.
func fieldsOf(l *connectors.Login) (body, form string, err error) {
	if l.Form {
		values := url.Values{}
		for name, value := range l.Fields {
			values.Set(name, value)
		}
		return values.Encode(), "application/x-www-form-urlencoded", nil
	}
	text, err := json.Marshal(l.Fields)
	return string(text), "application/json", err
}

// lifeOf is how long a token may be used.
func lifeOf(l *connectors.Login, value any) time.Duration {
	text := ""
	switch v := pathOf(l.Expires).in(value).(type) {
	case json.Number:
		text = string(v)
	case string:
		text = v
	}
	seconds, err := strconv.ParseInt(text, 10, 32)
	if l.Expires == "" || err != nil || seconds <= 0 {
		return cmp.Or(l.Life, tokenLife)
	}
	return time.Duration(seconds) * time.Second
}

// provedReason says what of a source's login, signature or test identity cannot be, or "".
func provedReason(config connectors.Config) string {
	l, g := config.Login, config.Signature
	switch {
	case (l != nil || g != nil) && config.Now == nil:
		return "a login or a signature needs a clock"
	case l != nil && (config.Token != "" || config.User != ""):
		return "a login takes the place of token, user and password"
	case l != nil && (l.Path == "" || l.Token == ""):
		return "a login needs a path and where the token stands in its answer"
	case l != nil && headerReason(map[string]string{headerOf(l): l.Prefix}, "") != "":
		return "the header of the login's token is malformed"
	case g != nil && headerReason(map[string]string{g.Header: ""}, "") != "":
		return "the header of the signature is malformed"
	case g != nil:
		return signatureReason(*g, config.Random != nil)
	case config.TestIdentity != "" && !isIdentity(config.TestIdentity):
		return "the test identity is no ID card number"
	}
	return ""
}
