package pipelines_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestRefusedHeader: a service whose key stands in a header is tried again once the
// key has changed, and not before.
func TestRefusedHeader(t *testing.T) {
	t.Parallel()
	state, err := store.Open(t.Context(), store.Config{Path: filepath.Join(t.TempDir(), "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	tries := 0
	try := func(key string) {
		sources := &pipelines.Sources{
			Deployment: &checks.Deployment{Zone: time.UTC, Sources: []checks.Source{{
				Name: "licences", Driver: "http", URL: "http://licences.example", Headers: map[string]checks.Secret{"X-Key": {Env: "K"}, "X-App": {Env: "A"}},
			}}},
			Store: state, Key: make([]byte, 32), Now: time.Now,
			Secret: func(ref checks.Secret) (string, error) {
				return map[string]string{"K": key, "A": "dogwatch"}[ref.Env], nil
			},
			Openers: map[string]connectors.Opener{"http": func(context.Context, connectors.Config) (connectors.Source, error) {
				tries++
				return nil, &connectors.Error{Op: "open", Source: "licences", Class: connectors.Auth}
			}},
		}
		defer sources.Close()
		if _, err := sources.Open(t.Context(), "licences"); connectors.ClassOf(err) != connectors.Auth {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"old", "old", "new", "new"} {
		try(key)
	}
	if tries != 2 {
		t.Errorf("two keys were tried %d times", tries)
	}
}
