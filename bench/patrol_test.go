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

// BenchmarkRegistry: a bare read of the columns that the rules need, our patrol of all
// twenty checks (as planned, and with nothing asked of the server), and twenty
// statements written by hand, on each engine.
func BenchmarkRegistry(b *testing.B) {
	for _, e := range engines() {
		b.Run(e.name, func(b *testing.B) {
			config, db := e.filled(b)
			b.Run("pull", func(b *testing.B) { perRow(b, func() { pull(b, db) }) })
			b.Run("patrol", func(b *testing.B) { patrol(b, e, config, func(s connectors.Source) connectors.Source { return s }) })
			b.Run("streamed", func(b *testing.B) {
				patrol(b, e, config, func(s connectors.Source) connectors.Source { return scanOnly{s} })
			})
			b.Run("sql", func(b *testing.B) { perRow(b, func() { byHand(b, db, e.dialect) }) })
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

// pull reads the columns through database/sql without copying a value.
func pull(b *testing.B, db *sql.DB) {
	rows, err := db.Query("SELECT record_no, id_card, name, sex, birth_date, district_code, street_code, household_no, state, changed_on, registered_at FROM registry")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	cells, places := make([]sql.RawBytes, 11), make([]any, 11)
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

// patrol measures all twenty checks; the source stays open, as between two patrols.
func patrol(b *testing.B, e engine, config connectors.Config, through func(connectors.Source) connectors.Source) {
	source, err := e.open(b.Context(), config)
	if err != nil {
		b.Fatal(err)
	}
	defer source.Close()
	w, catalog := watch(b)
	var list []*checks.Check
	for _, q := range questions() {
		at := slices.IndexFunc(w.Checks, func(c *checks.Check) bool { return c.ID == q.id || strings.HasPrefix(c.ID, q.id+"(") })
		if at < 0 {
			b.Fatalf("there is no check %s", q.id)
		}
		list = append(list, w.Checks[at])
	}
	env := rules.Env{AsOf: asOf(), Zone: catalog.Deployment.Zone, Dictionaries: catalog.Dictionaries}
	runner := &measure.Runner{
		Open:  func(context.Context, string) (connectors.Source, error) { return through(source), nil },
		Spill: &measure.Spill{Dir: b.TempDir()},
	}
	perRow(b, func() {
		task := measure.NewTask(w, list, env)
		if err := runner.Measure(b.Context(), []*measure.Task{task}); err != nil {
			b.Fatal(err)
		}
		stands(b, task)
	})
}

// stands makes sure that every check was measured over every row.
func stands(b *testing.B, task *measure.Task) {
	b.Helper()
	for _, item := range task.Items {
		for _, r := range item.Results {
			if r.Failure != nil || r.Skipped != "" || r.Rows != int64(registryRows(b)) {
				b.Fatalf("%s: %+v %q %d rows", item.Check.ID, r.Failure, r.Skipped, r.Rows)
			}
		}
	}
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
