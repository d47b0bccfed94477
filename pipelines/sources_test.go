package pipelines_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestOneLoginFailure: after a refused login a source is not tried again, by this
// process or the next, until its secret changes or a person unlocks it.
func TestOneLoginFailure(t *testing.T) {
	t.Parallel()
	for driver, server := range map[string]struct {
		start func(testing.TB) connectors.Config
		open  connectors.Opener
	}{"mysql": {livetest.MySQL, mysql.Open}, "postgres": {livetest.Postgres, postgres.Open}} {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			config := server.start(t)
			state, err := store.Open(t.Context(), store.Config{Path: filepath.Join(t.TempDir(), "state.db")})
			if err != nil {
				t.Fatal(err)
			}
			defer state.Close()
			logins := 0
			open := func(password string) error {
				d := &checks.Deployment{Zone: time.UTC, Sources: []checks.Source{{
					Name: "front", Driver: driver, Host: config.Host, Port: config.Port, Database: config.Database, User: config.User, Password: checks.Secret{Env: "P"},
				}}}
				sources := &pipelines.Sources{
					Deployment: d, Store: state, Key: make([]byte, 32), Now: time.Now,
					Secret: func(checks.Secret) (string, error) { return password, nil },
					Openers: map[string]connectors.Opener{driver: func(ctx context.Context, c connectors.Config) (connectors.Source, error) {
						logins++
						return server.open(ctx, c)
					}},
				}
				defer sources.Close()
				_, err := sources.Open(t.Context(), "front")
				return err
			}
			for range 3 {
				if err := open("wrong 'password\"%s\\"); connectors.ClassOf(err) != connectors.Auth {
					t.Fatalf("a wrong password: %v", err)
				}
			}
			if logins != 1 {
				t.Errorf("%d logins with one wrong password", logins)
			}
			if err := open(config.Password); err != nil {
				t.Errorf("the right password: %v", err)
			}
			if was, err := state.UnlockSource(t.Context(), "front"); !was || err != nil {
				t.Errorf("unlock: %v %v", was, err)
			}
			if err := open("wrong 'password\"%s\\"); connectors.ClassOf(err) != connectors.Auth || logins != 3 {
				t.Errorf("after unlocking: %v, %d logins", err, logins)
			}
		})
	}
}
