package beat_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/beat"
)

const token = "a-token-of-some-length"

func TestListener(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	var heard []string
	l, err := beat.NewListener(token, []string{"pensions/deaths", "pensions/broken"}, func() time.Time { return at }, func(_ context.Context, system, watch string, at time.Time) error {
		if watch == "broken" {
			return errors.New("a path that is nobody's business")
		}
		heard = append(heard, system+" "+watch+" "+at.Format(time.DateTime))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	for _, c := range []struct {
		name, method, path, authorization, body string
		status                                  int
	}{
		{"a beat", "POST", "/beat/pensions/deaths", "Bearer " + token, "", 204},
		{"a beat with a body", "POST", "/beat/pensions/deaths", "Bearer " + token, "{\"rows\": 5}", 204},
		{"no token", "POST", "/beat/pensions/deaths", "", "", 401},
		{"a wrong token", "POST", "/beat/pensions/deaths", "Bearer " + token + "x", "", 401},
		{"the beginning of the token", "POST", "/beat/pensions/deaths", "Bearer " + token[:8], "", 401},
		{"the token alone", "POST", "/beat/pensions/deaths", token, "", 401},
		{"strangers learn of no watch", "POST", "/beat/pensions/births", "", "", 401},
		{"another watch", "POST", "/beat/pensions/births", "Bearer " + token, "", 404},
		{"another path", "POST", "/", "Bearer " + token, "", 404},
		{"a look", "GET", "/beat/pensions/deaths", "Bearer " + token, "", 405},
		{"a long body", "POST", "/beat/pensions/deaths", "Bearer " + token, strings.Repeat("x", 1<<20), 413},
		{"not recorded", "POST", "/beat/pensions/broken", "Bearer " + token, "", 503},
	} {
		request, err := http.NewRequestWithContext(t.Context(), c.method, server.URL+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", c.authorization)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != c.status || strings.Contains(string(text), "nobody's") {
			t.Errorf("%s: %d %s", c.name, response.StatusCode, text)
		}
	}
	if want := "pensions deaths 2026-11-24 09:30:00"; len(heard) != 2 || heard[0] != want {
		t.Errorf("heard %q", heard)
	}
}

func TestShortToken(t *testing.T) {
	t.Parallel()
	if _, err := beat.NewListener("secret", nil, time.Now, nil); !errors.Is(err, beat.ErrToken) {
		t.Error(err)
	}
}
