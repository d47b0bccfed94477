package bench_test

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules"
)

// BenchmarkRatioRegistry sets a patrol of all twenty checks against a bare read of the
// columns that the rules need, against the streamed reference, and against twenty
// statements written by hand, on each engine.
func BenchmarkRatioRegistry(b *testing.B) {
	for _, e := range engines() {
		b.Run(e.name, func(b *testing.B) {
			config, db := e.filled(b)
			p := newPatrol(b, e, config, func(s connectors.Source) connectors.Source { return s })
			agree(b, p.run(b), byReference(b, db))
			ours := func() { p.run(b) }
			if e.dialect != estate.SQLite { // database/sql over a file is no floor: it costs more than we do
				b.Run("pull", func(b *testing.B) { versus(b, ours, func() { pull(b, db, referenceColumns) }) })
				b.Run("reference", func(b *testing.B) { versus(b, ours, func() { byReference(b, db) }) })
			}
			b.Run("queries", func(b *testing.B) { versus(b, ours, func() { byHand(b, db, e.dialect) }) })
		})
	}
}

// BenchmarkRegistry is the time of each by itself, for profiles.
func BenchmarkRegistry(b *testing.B) {
	for _, e := range engines() {
		b.Run(e.name, func(b *testing.B) {
			config, db := e.filled(b)
			for _, way := range []struct {
				name    string
				through func(connectors.Source) connectors.Source
			}{{"planned", func(s connectors.Source) connectors.Source { return s }}, {"streamed", func(s connectors.Source) connectors.Source { return scanOnly{s} }}} {
				b.Run(way.name, func(b *testing.B) {
					p := newPatrol(b, e, config, way.through)
					perRow(b, func() { p.run(b) })
				})
			}
			b.Run("reference", func(b *testing.B) { perRow(b, func() { byReference(b, db) }) })
		})
	}
}

// scanOnly hides that a server can answer questions: everything is read and judged here.
type scanOnly struct{ connectors.Source }

// perRow reports rows a second.
func perRow(b *testing.B, work func()) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		work()
	}
	b.ReportMetric(float64(registryRows(b))*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// pull reads columns through database/sql without copying a value.
func pull(b *testing.B, db *sql.DB, columns string) {
	rows, err := db.Query("SELECT " + columns + " FROM registry")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	n := strings.Count(columns, ",") + 1
	cells, places := make([]sql.RawBytes, n), make([]any, n)
	for i := range cells {
		places[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			b.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}

// A patrol measures checks of the registry; its source stays open, as between two
// patrols.
type patrol struct {
	watch  *checks.Watch
	list   []*checks.Check
	env    rules.Env
	runner *measure.Runner
}

// newPatrol prepares a patrol of the checks with the ids of questions, or of those named.
func newPatrol(b *testing.B, e engine, config connectors.Config, through func(connectors.Source) connectors.Source, ids ...string) *patrol {
	b.Helper()
	source, err := e.open(b.Context(), config)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = source.Close() })
	w, catalog := watch(b)
	p := &patrol{watch: w, env: rules.Env{AsOf: asOf(), Zone: catalog.Deployment.Zone, Dictionaries: catalog.Dictionaries}}
	for _, q := range questions() {
		if len(ids) > 0 && !slices.Contains(ids, q.id) {
			continue
		}
		at := slices.IndexFunc(w.Checks, func(c *checks.Check) bool { return c.ID == q.id || strings.HasPrefix(c.ID, q.id+"(") })
		if at < 0 {
			b.Fatalf("there is no check %s", q.id)
		}
		p.list = append(p.list, w.Checks[at])
	}
	keys := 0
	p.runner = &measure.Runner{
		Open:  func(context.Context, string) (connectors.Source, error) { return through(source), nil },
		Sink:  func(*measure.Task, *measure.Item, []checks.Cell) error { keys++; return nil },
		Spill: &measure.Spill{Dir: b.TempDir()},
	}
	return p
}

// run measures, makes sure that every check was measured over every row, and gives
// the violations by check.
func (p *patrol) run(b *testing.B) map[string]int64 {
	b.Helper()
	task := measure.NewTask(p.watch, p.list, p.env)
	if err := p.runner.Measure(b.Context(), []*measure.Task{task}); err != nil {
		b.Fatal(err)
	}
	found := map[string]int64{}
	for _, item := range task.Items {
		for _, r := range item.Results {
			if r.Failure != nil || r.Skipped != "" || r.Rows != int64(registryRows(b)) {
				b.Fatalf("%s: %+v %q %d rows", item.Check.ID, r.Failure, r.Skipped, r.Rows)
			}
			found[item.Check.ID] += r.Violations
		}
	}
	return found
}

// byHand runs one statement a check.
func byHand(b *testing.B, db *sql.DB, dialect estate.Dialect) {
	for _, q := range questions() {
		statement := q.sql
		if dialect == estate.SQLite {
			statement = strings.ReplaceAll(statement, "CHAR_LENGTH", "LENGTH")
		}
		var answer any
		if err := db.QueryRow(statement).Scan(&answer); err != nil {
			b.Fatalf("%s: %v", q.id, err)
		}
	}
}
