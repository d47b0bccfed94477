package httpapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// A desk gives tokens out and answers whoever has the present one.
type desk struct {
	mu     sync.Mutex
	logins int
	calls  int
	valid  string
	status int // of a login; 0: it succeeds
	answer string
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.URL.Path == "/api/login" {
		d.login(w, r)
		return
	}
	d.calls++
	if r.Header.Get("X-Token") != "t "+d.valid {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	_, _ = io.WriteString(w, `[{"a":"1"}]`)
}

func (d *desk) login(w http.ResponseWriter, r *http.Request) {
	d.logins++
	var fields map[string]string
	if r.Header.Get("Content-Type") == "application/x-www-form-urlencoded" {
		fields = map[string]string{"key": r.PostFormValue("key")}
	} else if json.NewDecoder(r.Body).Decode(&fields) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	switch {
	case d.status != 0:
		w.WriteHeader(d.status)
	case fields["key"] != secret:
		_, _ = io.WriteString(w, `{"code": "401"}`)
	case d.answer != "":
		_, _ = io.WriteString(w, d.answer)
	default:
		d.valid = fmt.Sprint("token", d.logins)
		_, _ = fmt.Fprintf(w, `{"data": {"token": %q, "expires": 100}}`, d.valid)
	}
}

func loginConfig(now func() time.Time) connectors.Config {
	return connectors.Config{Now: now, Login: &connectors.Login{
		Path: "login", Fields: map[string]string{"key": secret}, Token: "data.token", Expires: "data.expires", Header: "X-Token", Prefix: "t ",
	}}
}

// TestLogin: a token is fetched once and used for its life; one that the service has
// forgotten is fetched anew.
func TestLogin(t *testing.T) {
	t.Parallel()
	for _, form := range []bool{false, true} {
		d, now := &desk{}, time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		config := loginConfig(func() time.Time { return now })
		config.Login.Form = form
		source := serve(t, config, d.ServeHTTP)
		ask := func(logins int) {
			t.Helper()
			if got := read(t.Context(), source, connectors.Request{From: call(""), Columns: text("a")}); got != "1" || d.logins != logins {
				t.Errorf("form %t: %s after %d logins, not %d", form, got, d.logins, logins)
			}
		}
		ask(1)
		now = now.Add(89 * time.Second)
		ask(1)
		now = now.Add(2 * time.Second) // a tenth before its end
		ask(2)
		d.valid = "another"
		ask(3)
	}
}

// TestLoginRefused: what is refused is tried once, whatever number of calls waits for it.
func TestLoginRefused(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Unix(0, 0) }
	for name, c := range map[string]struct {
		desk *desk
		key  string
		want string
	}{
		"by its status":      {&desk{status: 401}, secret, "auth: the login is refused (HTTP 401)"},
		"in its answer":      {&desk{}, "wrong", "auth: the login gives no token at data.token; correct the fields of login"},
		"no text for token":  {&desk{answer: `{"data": {"token": 5}}`}, secret, "auth: the login gives no token at data.token"},
		"token breaks lines": {&desk{answer: `{"data": {"token": "a\nb"}}`}, secret, "auth: the login gives no token at data.token"},
	} {
		config := loginConfig(now)
		config.Login.Fields["key"] = c.key
		source := serve(t, config, c.desk.ServeHTTP)
		for i := range 2 {
			got := read(t.Context(), source, connectors.Request{From: call(""), Columns: text("a")})
			want := c.want
			if i > 0 {
				want = "auth: the credentials were refused before; not tried again"
			}
			if !strings.Contains(got, want) || strings.Contains(got, secret) {
				t.Errorf("%s: %s", name, got)
			}
		}
		if c.desk.logins != 1 || c.desk.calls != 0 {
			t.Errorf("%s: %d logins, %d calls", name, c.desk.logins, c.desk.calls)
		}
	}
	busy := &desk{status: 503}
	source := serve(t, loginConfig(now), busy.ServeHTTP)
	for range 2 {
		if got := read(t.Context(), source, connectors.Request{From: call(""), Columns: text("a")}); !strings.Contains(got, "overloaded") {
			t.Error(got)
		}
	}
	if busy.logins != 2 {
		t.Errorf("a busy service is asked again: %d", busy.logins)
	}
}

// TestTokenRefusedTwice: a token that is refused as soon as it is given ends the trying.
func TestTokenRefusedTwice(t *testing.T) {
	t.Parallel()
	d := &desk{answer: `{"data": {"token": "never-valid"}}`}
	source := serve(t, loginConfig(time.Now), d.ServeHTTP)
	for range 3 {
		if got := read(t.Context(), source, connectors.Request{From: call(""), Columns: text("a")}); !strings.Contains(got, "auth: ") {
			t.Error(got)
		}
	}
	if d.logins != 2 || d.calls != 2 {
		t.Errorf("%d logins, %d calls", d.logins, d.calls)
	}
}
