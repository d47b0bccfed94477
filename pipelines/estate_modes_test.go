package pipelines_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// told is an outcome but for what names the attempt, and the measured latency.
func told(o store.Outcome) string {
	o.ID = ""
	if o.Kind == checks.ProbeLatency || o.Kind == checks.ProbeConnect || o.Kind == "http" {
		o.Measured, o.Reason, o.Parts, o.Samples = "", "", nil, nil
	}
	return fmt.Sprintf("%+v", o)
}

// TestEstateInEveryMode: over the whole estate every outcome, with counts, samples and
// marks, is the same whether rows are read, servers are asked, or the planner chooses.
func TestEstateInEveryMode(t *testing.T) {
	t.Parallel()
	servers := map[estate.Dialect]func(testing.TB) connectors.Config{estate.MariaDB: livetest.MySQL, estate.Postgres: livetest.Postgres}
	if os.Getenv("DOGWATCH_TEST_FULL") != "" {
		servers[estate.SQLite] = nil
	}
	for dialect, start := range servers {
		t.Run(string(dialect), func(t *testing.T) {
			t.Parallel()
			c := &city{dir: t.TempDir(), config: estate.Config{Seed: 4, People: 2000}, dialect: dialect, databases: map[string]connectors.Config{}}
			if start == nil {
				c.databases = nil
			} else {
				for _, system := range estate.Systems() {
					c.databases[system] = start(t)
				}
			}
			service := httptest.NewServer(&c.licence)
			t.Cleanup(service.Close)
			var want map[string]string
			for _, mode := range []measure.Mode{measure.Stream, measure.Pushdown, measure.Auto} {
				c.mode, c.dir = mode, t.TempDir()
				c.month(t, estate.Current, service.URL)
				if want == nil {
					want = c.outcomes
					continue
				}
				if len(c.outcomes) != len(want) || len(want) < 500 {
					t.Errorf("%s: %d outcomes, read %d", mode, len(c.outcomes), len(want))
				}
				for name, outcome := range c.outcomes {
					if outcome != want[name] {
						t.Errorf("%s: %s\n%s\nread: %s", mode, name, outcome, want[name])
					}
				}
			}
		})
	}
}
