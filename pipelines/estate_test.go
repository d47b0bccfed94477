package pipelines_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/flightsql"
	"github.com/dogwatch/dogwatch/connectors/flightsql/flighttest"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestEstate: outcomes and violating keys equal the ledger exactly, on every engine.
func TestEstate(t *testing.T) {
	t.Parallel()
	servers := map[estate.Dialect]func(testing.TB) connectors.Config{
		estate.SQLite: nil, estate.MariaDB: livetest.MySQL, estate.Postgres: livetest.Postgres,
	}
	for dialect, start := range servers {
		for _, seed := range seeds(dialect) {
			t.Run(fmt.Sprintf("%s/%d", dialect, seed), func(t *testing.T) {
				t.Parallel()
				c := &city{dir: t.TempDir(), config: estate.Config{Seed: seed, People: people()}, databases: spread(t, start)}
				c.compare(t)
			})
		}
	}
}

// TestEstateOnMixedEngines: one deployment whose systems lie on different engines, so that
// what is compared across systems is compared across engines; files are fetched from a server.
func TestEstateOnMixedEngines(t *testing.T) {
	t.Parallel()
	c := &city{dir: t.TempDir(), config: estate.Config{Seed: 1, People: 2000}, databases: spread(t, livetest.MySQL, livetest.Postgres, nil)}
	c.served.Folder = t.TempDir()
	drops := livetest.SFTP(t, c.served.Folder)
	c.served.Transfer = &estate.Transfer{Host: drops.Host, Port: drops.Port, User: drops.User, KeyFile: drops.KeyFile, KnownHosts: drops.KnownHosts}
	c.compare(t)
}

// spread gives the systems databases of the engines by turns; nil is SQLite.
func spread(t *testing.T, engines ...func(testing.TB) connectors.Config) map[string]connectors.Config {
	t.Helper()
	databases := map[string]connectors.Config{}
	for i, system := range estate.Systems() {
		if start := engines[i%len(engines)]; start != nil {
			databases[system] = start(t)
		}
	}
	return databases
}

// TestEstateOverFlight: the same files behind a Flight SQL server give the same outcomes
// and the same violating keys.
func TestEstateOverFlight(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds("") {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			c := &city{dir: t.TempDir(), config: estate.Config{Seed: seed, People: people()}}
			c.lake = func(ctx context.Context, config connectors.Config) (connectors.Source, error) {
				db, err := sql.Open("sqlite", "file:"+config.Path+"?mode=ro")
				if err != nil {
					return nil, err
				}
				t.Cleanup(func() { db.Close() })
				_, served := flighttest.Start(t, db, flighttest.Options{})
				config.Host, config.Port = served.Host, served.Port
				return flightsql.Open(ctx, config)
			}
			c.compare(t)
		})
	}
}

// seeds gives three seeds on SQLite, and on what is dearer one, or three in `make test-full`.
func seeds(dialect estate.Dialect) []uint64 {
	if full() || dialect == estate.SQLite && !testing.Short() {
		return []uint64{1, 2, 3}
	}
	return []uint64{1}
}

// people is the size of a city: the least that there is, or twice that in `make test-full`.
// Most of a patrol's time goes by the number of checks.
func people() int {
	if full() {
		return 2 * estate.LeastPeople
	}
	return estate.LeastPeople
}

func full() bool { return os.Getenv("DOGWATCH_TEST_FULL") != "" }

func (c *city) compare(t *testing.T) {
	t.Helper()
	c.serve(t)
	quiet := c.month(t, estate.Previous)
	tripped := slices.DeleteFunc(quiet, func(f estate.Found) bool { return f.Verdict == "skipped" && len(f.Keys) == 0 })
	old := estate.Ledger{Entries: c.generate(t, estate.Previous).Ledger().Entries}
	for _, line := range old.Compare(tripped) {
		t.Error("the clean month: " + line)
	}
	found := c.month(t, estate.Current)
	e := c.generate(t, estate.Current)
	for _, line := range e.Ledger().Compare(found) {
		t.Error(line)
	}
	c.sendAgain(t, e, found)
}

// sendAgain lets one list be sent a second time and judges it again: the result is that
// of the second batch, and the first stays beside it.
func (c *city) sendAgain(t *testing.T, e *estate.Estate, found []estate.Found) {
	t.Helper()
	again, table := e.SentAgain()
	deployment := c.write(t, e, func(system string) ([]estate.Table, []estate.View) {
		if system != estate.Elderly {
			return nil, nil
		}
		return []estate.Table{table}, nil
	})
	c.rerun = estate.Resent
	second := c.patrol(t, e, deployment)
	system, watch, _ := strings.Cut(estate.Resent, "/")
	merged := slices.DeleteFunc(slices.Clone(found), func(f estate.Found) bool { return f.System == system && f.Watch == watch && f.Check != "schema" })
	for _, line := range again.Ledger().Compare(append(merged, second...)) {
		t.Error("sent again: " + line)
	}
	state, err := store.Open(t.Context(), store.Config{Path: filepath.Join(c.dir, "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	runs, err := state.Runs(t.Context(), store.Filter{Key: store.RunKey{System: system, Watch: watch, Aspect: "content", Period: "2026-11"}, Attempts: true})
	if err != nil || len(runs) != 2 || runs[1].Reason != "sent again" {
		t.Fatalf("%d attempts, %v", len(runs), err)
	}
	var counts []int64
	for _, run := range runs {
		for _, o := range run.Outcomes {
			if o.Check == "amount-positive" {
				counts = append(counts, o.Violations)
			}
		}
	}
	if !slices.Equal(counts, []int64{5, 1}) {
		t.Errorf("violations of the first and of the present result: %v", counts)
	}
}
