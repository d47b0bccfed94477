// Package beat hears the beats of pushes, jobs and partners' programs over HTTP.
//
// It owns the one endpoint, POST /beat/SYSTEM/WATCH, and who may call it: whoever has the
// token. It reads nothing of a call but its path and its token: a body is thrown away, and
// a long one is refused. What becomes of a beat, and of a clock, is the caller's: the
// listener is given both.
package beat

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// LeastToken is how many characters a token has at least.
const LeastToken = 16

// mostBody is how much of a body is read and thrown away.
const mostBody = 64 << 10

// ErrToken says that the token is too short to protect anything.
var ErrToken = errors.New("the token has fewer than 16 characters")

// A Listener answers beats. Its methods may be called from several goroutines.
type Listener struct {
	token   [sha256.Size]byte
	watches map[string]bool
	now     func() time.Time
	record  func(ctx context.Context, system, watch string, at time.Time) error
}

var _ http.Handler = (*Listener)(nil)

// NewListener hears the beats of the watches that it is given by path ("system/watch").
func NewListener(token string, watches []string, now func() time.Time, record func(ctx context.Context, system, watch string, at time.Time) error) (*Listener, error) {
	if len(token) < LeastToken {
		return nil, ErrToken
	}
	l := &Listener{token: sha256.Sum256([]byte(token)), watches: map[string]bool{}, now: now, record: record}
	for _, path := range watches {
		l.watches[path] = true
	}
	return l, nil
}

// ServeHTTP implements http.Handler: 204 for a beat that is recorded, 401 without the
// token, 404 for a watch that has no heartbeat, 405 for other methods than POST, 413 for
// a long body, 503 if the beat could not be recorded and should be sent again.
func (l *Listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, "/beat/")
	switch {
	case !l.admits(r):
		w.Header().Set("WWW-Authenticate", "Bearer")
		refuse(w, http.StatusUnauthorized, "the token is missing or wrong")
	case !ok || !l.watches[path]:
		refuse(w, http.StatusNotFound, "no watch of this path has a heartbeat")
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed, "a beat is a POST")
	default:
		l.beat(w, r, path)
	}
}

func (l *Listener) beat(w http.ResponseWriter, r *http.Request, path string) {
	if _, err := io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, mostBody)); err != nil {
		refuse(w, http.StatusRequestEntityTooLarge, "a beat needs no body")
		return
	}
	system, watch, _ := strings.Cut(path, "/")
	if err := l.record(r.Context(), system, watch, l.now()); err != nil {
		refuse(w, http.StatusServiceUnavailable, "the beat could not be recorded: send it again")
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// admits compares the token in a time that tells nothing of it, its length included.
func (l *Listener) admits(r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	given := sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(given[:], l.token[:]) == 1 && ok
}

func refuse(w http.ResponseWriter, status int, text string) { http.Error(w, text, status) }
