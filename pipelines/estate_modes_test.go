package pipelines_test

import (
	"fmt"
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

// aggregates are checks with every measure of the kind, by file: shipped contracts ask for few of them.
func aggregates() map[string]string {
	return map[string]string{
		"contracts/service-vouchers.yaml": `
  - {id: mean, aggregate: {avg: amount, by: month(used_at)}, warn: 10..200}
  - {id: paid, aggregate: {sum: amount}, where: amount > 0, fail: "> 1000000"}
  - {id: paid-before, compare: {of: paid, to: previous}, fail: 90%}
  - {id: people, aggregate: {distinct: id_card}, fail: "< 1"}
  - {id: high, aggregate: {percentile: {of: amount, at: 95}}, warn: "> 500"}
  - {id: spread, aggregate: {stddev: amount, by: "left(use_no, 4)"}}
`,
		"contracts/voucher-settlements.yaml": `
      - {id: settled, aggregate: {sum: amount, by: settlement_no}, fail: "> 10000"}
      - {id: settled-before, compare: {of: settled, to: previous}, warn: 50%}
      - {id: lines-each, aggregate: {count: rows, by: settlement_no}, where: amount > 0}
      - {id: large, aggregate: {share: amount > 100, by: settlement_no}, warn: "> 90%"}
      - {id: middle, aggregate: {median: amount}}
`,
	}
}

// TestEstateInEveryMode: over the whole estate every outcome, with counts, samples and
// marks, is the same whether rows are read, servers are asked, or the planner chooses.
func TestEstateInEveryMode(t *testing.T) {
	t.Parallel()
	servers := map[estate.Dialect]func(testing.TB) connectors.Config{estate.MariaDB: livetest.MySQL, estate.Postgres: livetest.Postgres}
	if full() {
		servers[estate.SQLite] = nil
	}
	for dialect, start := range servers {
		t.Run(string(dialect), func(t *testing.T) {
			t.Parallel()
			c := &city{dir: t.TempDir(), config: estate.Config{Seed: 4, People: 2000}, databases: spread(t, start), more: aggregates()}
			c.serve(t)
			var want map[string]string
			for _, mode := range []measure.Mode{measure.Stream, measure.Pushdown, measure.Auto} {
				c.mode, c.dir = mode, t.TempDir()
				c.month(t, estate.Current)
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
